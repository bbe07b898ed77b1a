"""What is wrong with a questionnaire, each problem with its place and a sentence for its author."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tasks_catalog.questionnaire import DUTIES, SCALE_RANGES, Definition, Duty, duties_in

type Place = tuple[str | int, ...]

TYPES = {"text", "integer", "decimal", "select_one", "select_multiple", "photo", "pain", "idea", "note"}
CHOOSING = {"select_one", "select_multiple"}
COUNTED = {"integer", "decimal", "photo", "pain", "idea"}
OWN_ONLY = {"pain", "idea", "note"}
MOST_PHOTOS = 10
NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")


@dataclass(frozen=True)
class Problem:
    """`place` leads from the definition to what is wrong, e.g. ("steps", 0, "questions", 2, "label")."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{'.'.join(str(part) for part in self.place)}: {self.message}"


def validate_definition(
    definition: Definition, *, touchpoints: Collection[str] | None = None, waived_duties: Collection[str] = ()
) -> list[Problem]:
    """Every problem of a definition, none for one that may be published; `touchpoints` are the slugs it may name."""
    found = [*_shape(definition)]
    if found:
        return found
    found = [*_languages(definition), *_names(definition)]
    for number, step in enumerate(definition["steps"]):
        found += _step(step, ("steps", number), definition["languages"], touchpoints)
    return [*found, *_duties(definition, waived_duties)]


def _shape(definition: Any) -> Iterator[Problem]:
    """The bones: without them nothing else can be looked at."""
    if not isinstance(definition, Mapping) or not isinstance(definition.get("languages"), list):
        yield Problem((), _("This is not a questionnaire: it has no languages."))
        return
    if not isinstance(definition.get("steps"), list) or not definition["steps"]:
        yield Problem(("steps",), _("There is no step yet. Add the first step of the scenario."))
        return
    for number, step in enumerate(definition["steps"]):
        yield from _step_shape(step, ("steps", number))


def _step_shape(step: Any, place: Place) -> Iterator[Problem]:
    if not isinstance(step, Mapping) or not isinstance(step.get("name"), str):
        yield Problem(place, _("A step needs a name."))
        return
    if not isinstance(step.get("questions"), list) or not step["questions"]:
        yield Problem((*place, "questions"), _("This step asks nothing. Add a question or a note, or remove the step."))
        return
    for number, question in enumerate(step["questions"]):
        spot = (*place, "questions", number)
        if not isinstance(question, Mapping) or not isinstance(question.get("name"), str):
            yield Problem(spot, _("A question needs a name."))
        elif question.get("type") not in TYPES:
            yield Problem((*spot, "type"), _("“%(type)s” is not a type of question.") % {"type": question.get("type")})


def _languages(definition: Definition) -> Iterator[Problem]:
    languages = definition["languages"]
    if not languages or len(set(languages)) != len(languages) or not all(isinstance(language, str) for language in languages):
        yield Problem(("languages",), _("Name at least one language, each once."))


def _names(definition: Definition) -> Iterator[Problem]:
    steps: set[str] = set()
    questions: set[str] = set()
    for number, step in enumerate(definition["steps"]):
        yield from _name(step["name"], steps, ("steps", number, "name"))
        for index, question in enumerate(step["questions"]):
            yield from _name(question["name"], questions, ("steps", number, "questions", index, "name"))


def _name(name: str, taken: set[str], place: Place) -> Iterator[Problem]:
    if not NAME.fullmatch(name):
        yield Problem(place, _("A name begins with a letter and has only small letters, digits, - and _."))
    if name in taken:
        yield Problem(place, _("The name “%(name)s” is used twice. Give each its own.") % {"name": name})
    taken.add(name)


def _step(step: Any, place: Place, languages: list[str], touchpoints: Collection[str] | None) -> Iterator[Problem]:
    yield from _texts(step.get("label"), (*place, "label"), languages, needed=True)
    yield from _texts(step.get("hint"), (*place, "hint"), languages)
    yield from _touchpoint(step.get("touchpoint"), (*place, "touchpoint"), touchpoints)
    for number, question in enumerate(step["questions"]):
        spot = (*place, "questions", number)
        yield from _texts(question.get("label"), (*spot, "label"), languages, needed=True)
        yield from _texts(question.get("hint"), (*spot, "hint"), languages)
        yield from _texts(question.get("unit"), (*spot, "unit"), languages)
        yield from _touchpoint(question.get("touchpoint"), (*spot, "touchpoint"), touchpoints)
        yield from _scale(question, spot)
        yield from _subjects(question, spot, has_touchpoint=bool(question.get("touchpoint") or step.get("touchpoint")))
        yield from _choices(question, spot, languages)
        yield from _range(question, spot)


def _texts(texts: Any, place: Place, languages: list[str], *, needed: bool = False) -> Iterator[Problem]:
    words = texts if isinstance(texts, Mapping) else {}
    missing = [language for language in languages if not str(words.get(language, "")).strip()]
    if missing == languages and not needed:
        return
    for language in missing:
        yield Problem((*place, language), _("The text is missing in “%(language)s”.") % {"language": language})


def _touchpoint(slug: Any, place: Place, touchpoints: Collection[str] | None) -> Iterator[Problem]:
    if slug and touchpoints is not None and slug not in touchpoints:
        yield Problem(place, _("The touchpoint “%(slug)s” is not one of this task.") % {"slug": slug})


def _scale(question: Any, place: Place) -> Iterator[Problem]:
    scale = question.get("scale")
    if scale is None:
        return
    if scale not in SCALE_RANGES:
        yield Problem((*place, "scale"), _("“%(scale)s” is not a scale. Scales are: nps, csat, ces, emotion.") % {"scale": scale})
    elif question["type"] != "integer":
        yield Problem((*place, "scale"), _("Only a whole number is answered on a scale."))
    elif "minimum" in question or "maximum" in question:
        yield Problem((*place, "scale"), _("A scale has its own ends: leave smallest and largest empty."))


def _subjects(question: Any, place: Place, *, has_touchpoint: bool) -> Iterator[Problem]:
    subjects = question.get("subjects", ["own"])
    spot = (*place, "subjects")
    if not isinstance(subjects, list) or not subjects or len(set(subjects)) != len(subjects) or set(subjects) - {"own", "rival"}:
        yield Problem(spot, _("A question is about our own company, the rival, or both."))
        return
    if question["type"] in OWN_ONLY and subjects != ["own"]:
        yield Problem(spot, _("Pain points, ideas and notes are asked once, not for each company."))
    if len(subjects) > 1 and not has_touchpoint:
        yield Problem((*place, "touchpoint"), _("A comparison needs a touchpoint: choose one for the question or its step."))


def _choices(question: Any, place: Place, languages: list[str]) -> Iterator[Problem]:
    choices = question.get("choices")
    spot = (*place, "choices")
    if question["type"] not in CHOOSING:
        if choices:
            yield Problem(spot, _("Only a choice has choices."))
        return
    if not isinstance(choices, list) or len(choices) < 2:
        yield Problem(spot, _("A choice needs at least two answers to choose from."))
        return
    names: set[str] = set()
    for number, choice in enumerate(choices):
        yield from _name(str(choice.get("name", "")), names, (*spot, number, "name"))
        yield from _texts(choice.get("label"), (*spot, number, "label"), languages, needed=True)


def _range(question: Any, place: Place) -> Iterator[Problem]:
    ends = {end: question[end] for end in ("minimum", "maximum") if question.get(end) is not None}
    if not ends:
        return
    if question["type"] not in COUNTED:
        yield Problem((*place, next(iter(ends))), _("Only numbers, photos, pain points and ideas have a smallest and a largest."))
        return
    for end, value in ends.items():
        if not isinstance(value, int) or isinstance(value, bool):
            yield Problem((*place, end), _("This must be a whole number."))
            return
    if ends.get("minimum", 0) > ends.get("maximum", ends.get("minimum", 0)):
        yield Problem((*place, "maximum"), _("The largest is smaller than the smallest."))
    if question["type"] in {"photo", "pain", "idea"} and min(ends.values()) < 0:
        yield Problem((*place, "minimum"), _("A count cannot be below zero."))
    if question["type"] == "photo" and max(ends.values()) > MOST_PHOTOS:
        yield Problem((*place, "maximum"), _("At most %(most)s photos can be asked for in one question.") % {"most": MOST_PHOTOS})


def _duties(definition: Definition, waived: Collection[str]) -> Iterator[Problem]:
    missing: dict[Duty, str] = {
        "compare": _("Nothing is compared: ask one question about both companies, or waive the duty."),
        "voice": _("Nobody can say how it felt: ask for a mark on a scale and for words, or waive the duty."),
        "pain": _("Pain points are not asked for: add the question, or waive the duty."),
        "think": _("Ideas are not asked for: add the question, or waive the duty."),
    }
    covered = duties_in(definition)
    for duty in DUTIES:
        if duty not in covered and duty not in waived:
            yield Problem(("duties", duty), missing[duty])
