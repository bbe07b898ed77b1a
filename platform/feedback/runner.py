"""What the runner's page is told: the frozen questions in the reader's language, the answers so far, the words of its buttons."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from claims.models import Claim
from feedback.drafts import places_of
from feedback.duties import asked_subjects, due_duties
from feedback.models import Draft, Evidence
from feedback.photos import MAX_PHOTOS
from feedback.selectors import cells_for_page
from feedback.words import runner_words
from shared.translated import in_language
from tasks_catalog.models import Provider
from tasks_catalog.questionnaire import SCALE_RANGES, Question, Step, touchpoint_of

_ANY = UUID(int=0)


def page_of(draft: Draft, *, comments: dict[str, str] | None = None, only: Collection[str] = ()) -> dict[str, Any]:
    """Everything the page needs at once; `only` narrows it to the questions to mend."""
    claim = draft.claim
    return {
        "claim": claim.pk,
        "mend": bool(only),
        "step": draft.step,
        "deadline": claim.deadline.isoformat(),
        "deadlineText": date_format(localtime(claim.deadline), "DATETIME_FORMAT"),
        "order": claim.provider_order,
        "names": {"own": _own_name(), "rival": claim.rival.name if claim.rival else ""},
        "steps": _steps(claim, only),
        "duties": due_duties(waived=claim.task.waived_duties, has_rival=claim.rival_id is not None),
        "cells": cells_for_page(draft),
        "photos": {str(photo.pk): urls_of(photo) for photo in Evidence.objects.filter(claim=claim, taken_down_at=None)},
        "places": [{"slug": place.slug, "name": in_language(place.name)} for place in places_of(claim)],
        "comments": comments or {},
        "urls": _urls(claim),
        "sprite": static("icons.svg"),
        "words": runner_words(),
    }


def urls_of(photo: Evidence) -> dict[str, str]:
    return {"full": reverse("feedback:photo", args=[photo.pk]), "small": reverse("feedback:photo-small", args=[photo.pk])}


def _own_name() -> str:
    return Provider.objects.filter(kind=Provider.Kind.OWN).values_list("name", flat=True).first() or ""


def _urls(claim: Claim) -> dict[str, str]:
    named = {name: reverse(f"feedback:{name}", args=[claim.pk]) for name in ("runner", "answers", "check", "submit")}
    return {**named, "photo": reverse("feedback:upload", args=[claim.pk, _ANY]).replace(str(_ANY), "{id}")}


def _steps(claim: Claim, only: Collection[str]) -> list[dict[str, Any]]:
    shown = []
    for number, step in enumerate(claim.version.definition["steps"]):
        questions = [_question(claim, step, question) for question in step["questions"] if not only or question["name"] in only]
        if questions or not only:
            label, hint = in_language(step["label"]), in_language(step.get("hint"))
            shown.append({"number": number, "name": step["name"], "label": label, "hint": hint, "questions": questions})
    return shown


def _question(claim: Claim, step: Step, question: Question) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "type": question["type"],
        "name": question["name"],
        "label": in_language(question["label"]),
        "hint": in_language(question.get("hint")),
        "required": question.get("required", False),
        "subjects": asked_subjects(question, has_rival=claim.rival_id is not None),
        "place": touchpoint_of(step, question),
        "unit": in_language(question.get("unit")),
        "minimum": question.get("minimum"),
        "maximum": question.get("maximum", MAX_PHOTOS if question["type"] == "photo" else None),
        "choices": [{"name": choice["name"], "label": in_language(choice["label"])} for choice in question.get("choices", [])],
    }
    if scale := question.get("scale"):
        shown["scale"], (shown["minimum"], shown["maximum"]) = scale, SCALE_RANGES[scale]
    return shown
