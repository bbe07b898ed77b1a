"""What the runner's page is told: the frozen questions in the reader's language, the answers so far, the words of its buttons."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.models import Claim
from feedback.drafts import places_of
from feedback.duties import asked_subjects, due_duties
from feedback.models import Draft, Evidence
from feedback.photos import MAX_PHOTOS
from feedback.selectors import cells_for_page
from feedback.words import channel_names, runner_words
from shared.days import moment_of
from shared.prepared import Given, prepared
from shared.translated import Texts, foreign, in_language
from tasks_catalog.frozen import version_of
from tasks_catalog.models import Provider, Touchpoint
from tasks_catalog.questionnaire import SCALE_RANGES, Definition, Question, Step, questions_of, range_of, subjects_of, touchpoint_of

_ANY = UUID(int=0)


def page_of(draft: Draft, *, comments: dict[str, str] | None = None, only: Collection[str] = ()) -> dict[str, Any]:
    """Everything the page needs at once; `only` are the questions to mend, when not all are asked again."""
    claim = draft.claim
    return {
        "claim": claim.pk,
        "mend": [*only] or None,
        "step": draft.step,
        "title": in_language(claim.task.title),
        "now": timezone.now().isoformat(),
        "deadline": claim.deadline.isoformat(),
        "deadlineText": moment_of(claim.deadline),
        "arm": claim.arm,
        "order": claim.provider_order,
        "names": _names(claim),
        "steps": _steps(claim.version_id, claim.rival_id is not None, get_language()),
        "promised": _promised(version_of(claim.version_id).definition),
        "duties": due_duties(waived=claim.task.waived_duties, has_rival=claim.rival_id is not None),
        "cells": cells_for_page(draft),
        "photos": {str(photo): urls_of(photo) for photo in _photos.column(claim=claim.pk)},
        "places": [{"slug": slug, "name": in_language(name)} for slug, name in places_of(claim)],
        "comments": comments or {},
        "tongues": {question: foreign(words) for question, words in (comments or {}).items()},  # "": the page's own
        "urls": _urls(claim),
        "sprite": static("icons.svg"),
        "words": runner_words(get_language()),
    }


def trial_page(definition: Definition, *, rival: str, places: list[tuple[str, Texts]], waived: list[str]) -> dict[str, Any]:
    """The same for an author who tries a brief: every scenario, an empty draft that lives on the page alone.

    `rival` is the competitor's name, empty when there is none; `places` are slugs and names of touchpoints; `waived` duties.
    """
    arms = definition.get("arms", [])
    steps = [_step(number, step, with_rival=bool(rival)) for number, step in enumerate(definition["steps"])]
    return {
        "trial": True,
        "claim": 0,
        "mend": None,
        "step": 0,
        "arm": arms[0]["name"] if arms else "",
        "arms": [{"name": arm["name"], "label": in_language(arm["label"])} for arm in arms],
        "order": ["own", "rival"] if rival else ["own"],
        "names": {"own": _own_name(), "rival": rival},
        "steps": [step for step in steps if step["questions"]],
        "promised": _promised(definition),
        "duties": due_duties(waived=waived, has_rival=bool(rival)),
        "cells": {},
        "photos": {},
        "places": [{"slug": slug, "name": in_language(name)} for slug, name in places],
        "comments": {},
        "urls": {},
        "sprite": static("icons.svg"),
        "words": runner_words(get_language()),
    }


def _own_name() -> str:
    return Provider.objects.filter(kind=Provider.Kind.OWN).values_list("name", flat=True).first() or _("Ours")


def urls_of(photo: UUID) -> dict[str, str]:
    return {"full": reverse("feedback:photo", args=[photo]), "small": reverse("feedback:photo-small", args=[photo])}


@prepared
def _photos(claim: Given) -> QuerySet[Evidence, UUID]:
    return Evidence.objects.filter(claim=claim, taken_down_at=None).values_list("pk", flat=True)


def _names(claim: Claim) -> dict[str, str]:
    """Of the own company and the rival."""
    known = {pk: (name, kind) for pk, name, kind in _providers.rows(rival=claim.rival_id or 0)}
    own = next((name for name, kind in known.values() if kind == Provider.Kind.OWN), "")
    return {"own": own, "rival": known[claim.rival_id][0] if claim.rival_id else ""}


@prepared
def _providers(rival: Given) -> QuerySet[Provider, Any]:
    return Provider.objects.filter(Q(kind=Provider.Kind.OWN) | Q(pk=rival)).values_list("pk", "name", "kind")


def _urls(claim: Claim) -> dict[str, str]:
    named = {name: reverse(f"feedback:{name}", args=[claim.pk]) for name in ("runner", "answers", "barcode", "check", "submit")}
    return {**named, "photo": reverse("feedback:upload", args=[claim.pk, _ANY]).replace(str(_ANY), "{id}")}


@lru_cache(maxsize=100)
def _steps(version: int, with_rival: bool, _language: str | None) -> list[dict[str, Any]]:  # noqa: FBT001 - the key of what is remembered
    """Every screen, in the language of the moment; the version is frozen."""
    return [_step(number, step, with_rival=with_rival) for number, step in enumerate(version_of(version).definition["steps"])]


def _step(number: int, step: Step, *, with_rival: bool) -> dict[str, Any]:
    return {
        "number": number,
        "name": step["name"],
        "label": in_language(step["label"]),
        "hint": in_language(step.get("hint")),
        "questions": [_question(step, question, with_rival=with_rival) for question in step["questions"]],
        **_logic(step),
    }


def _logic(part: Step | Question) -> dict[str, Any]:
    """What decides on the phone, as on the server, whether it is asked."""
    return {key: part[key] for key in ("relevant", "arms") if key in part}


def _question(step: Step, question: Question, *, with_rival: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "type": question["type"],
        "name": question["name"],
        "label": in_language(question["label"]),
        "hint": in_language(question.get("hint")),
        "required": question.get("required", False),
        "subjects": asked_subjects(question, has_rival=with_rival),
        "place": touchpoint_of(step, question),
        "unit": in_language(question.get("unit")),
        "minimum": question.get("minimum"),
        "maximum": question.get("maximum", MAX_PHOTOS if question["type"] == "photo" else None),
        "choices": _choices(question),
        **_logic(question),
    }
    if shown["subjects"] != subjects_of(question):
        shown["sides"] = subjects_of(question)
    if scale := question.get("scale"):
        shown["scale"], (shown["minimum"], shown["maximum"]) = scale, SCALE_RANGES[scale]
    return shown | _details(question)


def _choices(question: Question) -> list[dict[str, Any]]:
    if question["type"] == "contact":
        return [{"name": name, "label": label} for name, label in channel_names().items()]
    return [{**choice, "label": in_language(choice["label"])} for choice in question.get("choices", [])]


def _details(question: Question) -> dict[str, Any]:
    """What only some types have."""
    found: dict[str, Any] = {key: question[key] for key in ("appearance", "parameters", "calculation") if key in question}
    if question["type"] == "range":
        found["parameters"] = dict(zip(("start", "end", "step"), range_of(question), strict=True))
    if "rows" in question:
        found["rows"] = [{"name": row["name"], "label": in_language(row["label"])} for row in question["rows"]]
    if constraint := question.get("constraint"):
        found["constraint"] = {"condition": constraint["condition"], "message": in_language(constraint["message"])}
    return found


def _promised(definition: Definition) -> dict[str, dict[str, Any]]:
    """By question: what was promised at its touchpoint, and within how many seconds."""
    where = {
        question["name"]: touchpoint_of(step, question) for step, question in questions_of(definition) if question["type"] == "promise"
    }
    places = {place.slug: place for place in Touchpoint.objects.filter(slug__in=set(where.values()))} if where else {}
    return {name: _promise(places[slug]) for name, slug in where.items() if slug in places}


def _promise(place: Touchpoint) -> dict[str, Any]:
    within = place.promise_within
    return {"words": in_language(place.promise), "seconds": int(within.total_seconds()) if within else None}
