"""What one answer still lacks before it can be sent, in the person's words; what is not asked is not judged here."""

from django.utils.translation import gettext as _

from shared.translated import in_language
from tasks_catalog.conditions import Answers, holds, is_blank
from tasks_catalog.questionnaire import LISTED, Question

NEEDED = {
    "pain": ("touchpoint", "what", "severity"),
    "idea": ("source", "what_here", "delight"),
    "contact": ("when", "channel", "who_chased", "outcome"),
}


def lack_of(question: Question, value: object) -> str:
    """A sentence, or "" for an answer that can be sent."""
    kind = question["type"]
    if kind in LISTED:
        return _too_few(question, value) or _unfinished(kind, value)
    if is_blank(value):
        return _("An answer is needed here.") if question.get("required") and kind not in {"note", "calculate"} else ""
    return _half_done(question, value)


def broken_limit(question: Question, value: object, known: Answers) -> str:
    """The message of the question's own constraint if the answer breaks it; a blank breaks nothing."""
    constraint = question.get("constraint")
    if constraint is None or is_blank(value) or holds(constraint["condition"], known, value):
        return ""
    return in_language(constraint["message"]) or _("This answer is not possible here.")


def is_finished(kind: str, card: object) -> bool:
    """Whether every part that a card of this kind needs is there."""
    return isinstance(card, dict) and all(not is_blank(card.get(part)) for part in NEEDED[kind])


def _half_done(question: Question, value: object) -> str:
    kind = question["type"]
    if kind == "rank" and isinstance(value, list) and len(value) < len(question.get("choices", [])):
        return _("Put all of them in order.")
    if kind == "matrix" and isinstance(value, dict) and question.get("required") and len(value) < len(question.get("rows", [])):
        return _("An answer is needed in every row.")
    if kind == "promise" and isinstance(value, dict) and value.get("kept") is None:
        return _("Say whether the promise was kept.")
    if kind == "location" and value != "inside" and question.get("parameters", {}).get("strict"):
        return _("This has to be done on the spot. Check again when you are there.")
    return ""


def _too_few(question: Question, value: object) -> str:
    least = question.get("minimum", 1 if question.get("required") else 0)
    count = len(value) if isinstance(value, list) else 0
    if count >= least:
        return ""
    return {
        "photo": _("Photos: %(count)d of %(least)d."),
        "pain": _("Pain points: %(count)d of %(least)d."),
        "idea": _("Ideas: %(count)d of %(least)d."),
        "contact": _("Contacts: %(count)d of %(least)d."),
    }[question["type"]] % {"count": count, "least": least}


def _unfinished(kind: str, value: object) -> str:
    if kind not in NEEDED or not isinstance(value, list) or all(is_finished(kind, card) for card in value):
        return ""
    return {
        "pain": _("Every pain point needs a place, what happened and how bad it was."),
        "idea": _("Every idea needs where you saw it, what it would be here and how delightful it is."),
        "contact": _("Every contact needs when, how, who chased whom and what came of it."),
    }[kind]
