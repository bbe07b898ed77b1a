"""The library: sets of questions that are copied into a brief."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from cms.blocks import OwnQuestionsBlock, texts_of
from shared.translated import TranslatedField, in_language


class QuestionSet(models.Model):
    """Questions that are asked again and again, under a name; a brief gets a copy, so changing the set changes no brief."""

    name = TranslatedField(verbose_name=_("Name"))
    about = TranslatedField(blank=True, verbose_name=_("When to use it"))
    questions = StreamField(OwnQuestionsBlock(), blank=True, verbose_name=_("Questions"))

    class Meta:
        verbose_name = _("question set")
        verbose_name_plural = _("question sets")

    def __str__(self) -> str:
        return in_language(self.name)


def copies_of(question_set: QuestionSet, *, taken: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The set's questions as raw stream data with ids of their own, so that conditions among them point at the copies.

    A name that is `taken` already is left empty, and made anew.
    """
    raw = cast("list[dict[str, Any]]", question_set.questions.get_prep_value())
    copied = cast("list[dict[str, Any]]", _with_ids(raw, {old: str(uuid4()) for old in _ids_in(raw)}))
    known = set(taken)
    for question in copied:
        if question["value"].get("name") in known:
            question["value"]["name"] = ""
    return copied


def keep_step(step: Any) -> QuestionSet | None:
    """A new set with the questions of this step, called as the step is; None when it asks nothing."""
    questions = [question for question in step["questions"].get_prep_value() if question["type"] != "question_set"]
    if not questions:
        return None
    return QuestionSet.objects.create(name=texts_of(step["label"]) or {"en": "…"}, about=texts_of(step["hint"]), questions=questions)


def with_sets_copied_in(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Raw steps in which every set of the library that was put among the questions has become its questions."""
    names = {question["value"].get("name", "") for step in steps for question in _own(step)}
    wanted = {question["value"] for step in steps for question in step["value"]["questions"] if question["type"] == "question_set"}
    sets = {str(found.pk): found for found in QuestionSet.objects.filter(pk__in=[pk for pk in wanted if str(pk).isdecimal()])}
    for step in steps:
        step["value"]["questions"] = [copy for question in step["value"]["questions"] for copy in _copied(question, sets, names)]
    return steps


def _own(step: dict[str, Any]) -> list[dict[str, Any]]:
    return [question for question in step["value"]["questions"] if question["type"] != "question_set"]


def _copied(question: dict[str, Any], sets: dict[str, QuestionSet], names: set[str]) -> list[dict[str, Any]]:
    if question["type"] != "question_set":
        return [question]
    found = sets.get(str(question["value"]))
    copies = copies_of(found, taken=names - {""}) if found else []
    names.update(copy["value"].get("name", "") for copy in copies)
    return copies


def _ids_in(raw: Any) -> Iterable[str]:
    if isinstance(raw, list):
        for one in raw:
            yield from _ids_in(one)
    elif isinstance(raw, dict):
        if "value" in raw and isinstance(raw.get("id"), str):
            yield raw["id"]
        for one in raw.values():
            yield from _ids_in(one)


def _with_ids(raw: Any, fresh: dict[str, str]) -> Any:
    if isinstance(raw, str):
        return fresh.get(raw, raw)
    if isinstance(raw, list):
        return [_with_ids(one, fresh) for one in raw]
    if isinstance(raw, dict):
        return {key: _with_ids(one, fresh) for key, one in raw.items()}
    return raw
