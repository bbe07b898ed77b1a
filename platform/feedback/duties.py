"""What a draft still lacks: the four duties, the required questions, the photos."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from feedback.models import Draft
from feedback.values import Value, is_blank
from shared.translated import in_language
from tasks_catalog.questionnaire import DUTIES, Definition, Duty, Question, SubjectName, is_paired, questions_of, subjects_of

type Cells = dict[tuple[str, str], Value]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend before sending: on which screen, at which cell, in the person's words."""

    step: int
    question: str
    subject: SubjectName
    label: str
    message: str


def due_duties(*, waived: list[str], has_rival: bool) -> list[Duty]:
    """The duties this task asks for; without a rival there is nothing to compare."""
    return [duty for duty in DUTIES if duty not in waived and (duty != "compare" or has_rival)]


def cells_of(draft: Draft) -> Cells:
    return {(cell.question, cell.subject): cell.value for cell in draft.answers.all()}


def missing_duties(draft: Draft) -> list[Duty]:
    """Those of the four duties that the draft does not fulfil yet."""
    claim = draft.claim
    return duties_missing(
        claim.version.definition,
        cells_of(draft),
        due_duties(waived=claim.task.waived_duties, has_rival=claim.rival_id is not None),
        has_rival=claim.rival_id is not None,
    )


def problems(draft: Draft) -> list[Problem]:
    """Every required question without an answer, every photo or card too few, every unfinished card."""
    claim = draft.claim
    return problems_in(claim.version.definition, cells_of(draft), has_rival=claim.rival_id is not None)


def duties_missing(definition: Definition, cells: Cells, due: list[Duty], *, has_rival: bool) -> list[Duty]:
    kept = {
        "compare": lambda: has_rival and _compares(definition, cells),
        "voice": lambda: _has_voice(definition, cells),
        "pain": lambda: _has_card("pain", definition, cells),
        "think": lambda: _has_card("idea", definition, cells),
    }
    return [duty for duty in due if not kept[duty]()]


def problems_in(definition: Definition, cells: Cells, *, has_rival: bool) -> list[Problem]:
    return [
        Problem(index, question["name"], subject, in_language(question["label"]), message)
        for index, step in enumerate(definition["steps"])
        for question in step["questions"]
        for subject in asked_subjects(question, has_rival=has_rival)
        if (message := _lack(question, cells.get((question["name"], subject))))
    ]


def asked_subjects(question: Question, *, has_rival: bool) -> list[SubjectName]:
    return [subject for subject in subjects_of(question) if subject == "own" or has_rival]


def _lack(question: Question, value: Value) -> str:
    if question["type"] == "note":
        return ""
    if question["type"] in {"photo", "pain", "idea"}:
        return _too_few(question, value) or _unfinished(question, value)
    return _("An answer is needed here.") if question.get("required") and is_blank(value) else ""


def _too_few(question: Question, value: Value) -> str:
    least = question.get("minimum", 1 if question.get("required") else 0)
    count = len(value) if isinstance(value, list) else 0
    if count >= least:
        return ""
    return {
        "photo": _("Photos: %(count)d of %(least)d."),
        "pain": _("Pain points: %(count)d of %(least)d."),
        "idea": _("Ideas: %(count)d of %(least)d."),
    }[question["type"]] % {"count": count, "least": least}


_NEEDED = {"pain": ("touchpoint", "what", "severity"), "idea": ("source", "what_here", "delight")}


def _finished(kind: str, card: object) -> bool:
    return isinstance(card, dict) and all(str(card.get(part) or "").strip() for part in _NEEDED[kind])


def _unfinished(question: Question, value: Value) -> str:
    kind = question["type"]
    if kind not in _NEEDED or not isinstance(value, list) or all(_finished(kind, card) for card in value):
        return ""
    if kind == "pain":
        return _("Every pain point needs a place, what happened and how bad it was.")
    return _("Every idea needs where you saw it, what it would be here and how delightful it is.")


def _compares(definition: Definition, cells: Cells) -> bool:
    """Every required pair is whole, and there is at least one pair."""
    pairs = [question for _step, question in questions_of(definition) if is_paired(question) and question["type"] not in {"photo", "note"}]
    whole = [question["name"] for question in pairs if _answered(question, cells, ("own", "rival"))]
    return bool(whole) and all(question["name"] in whole for question in pairs if question.get("required"))


def _answered(question: Question, cells: Cells, subjects: tuple[str, ...]) -> bool:
    return all(not is_blank(cells.get((question["name"], subject))) for subject in subjects)


def _has_voice(definition: Definition, cells: Cells) -> bool:
    """At least one mark on a scale, every required one of them (the other side of a pair is for `_compares`), and some words."""
    asked = [question for _step, question in questions_of(definition)]
    scales = [question for question in asked if question.get("scale")]
    felt = [question["name"] for question in scales if any(_answered(question, cells, (subject,)) for subject in subjects_of(question))]
    words = any(
        _answered(question, cells, (subject,)) for question in asked if question["type"] == "text" for subject in subjects_of(question)
    )
    asked_first = ((question, subjects_of(question)[0]) for question in scales if question.get("required"))
    return words and bool(felt) and all(_answered(question, cells, (subject,)) for question, subject in asked_first)


def _has_card(kind: str, definition: Definition, cells: Cells) -> bool:
    names = {question["name"] for _step, question in questions_of(definition) if question["type"] == kind}
    lists = (value for (question, _subject), value in cells.items() if question in names and isinstance(value, list))
    return any(_finished(kind, card) for cards in lists for card in cards)
