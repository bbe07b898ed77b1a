"""What is wrong with a questionnaire, each problem with its place and a sentence for its author.

Its shape is judged by the published schema (`schema.py`); here is what one place says about another, and what a brief needs.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from shared.translated import in_language
from tasks_catalog.problems import Place, Problem
from tasks_catalog.questionnaire import CHOOSING, DUTIES, Definition, Duty, Question, duties_among, range_of
from tasks_catalog.reachable import reach_problems
from tasks_catalog.references import reference_problems
from tasks_catalog.schema import shape_problems, unkeepable_problems

__all__ = ["Place", "Problem", "uncertain_duties", "validate_definition"]

NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
MOST_MARKS = 101  # on a range
QUESTION_DEEP = 4  # ("steps", 0, "questions", 2)


def validate_definition(
    definition: Definition, *, touchpoints: Collection[str] | None = None, waived_duties: Collection[str] = ()
) -> list[Problem]:
    """Every problem of a definition, none for one that may be published; `touchpoints` are the slugs it may name.

    What a misshapen question says is not looked at further; the rest of the questionnaire is.
    """
    if found := unkeepable_problems(definition):
        return found
    found = shape_problems(definition)
    misshapen = {problem.place[:QUESTION_DEEP] for problem in found}
    if any(len(place) < QUESTION_DEEP or place[2] != "questions" for place in misshapen):
        return found
    doubtful_names = list(_names(definition, misshapen))
    found += doubtful_names
    found += _arms(definition)
    for number, step in enumerate(definition["steps"]):
        found += _step(step, ("steps", number), definition["languages"], touchpoints, misshapen)
    if misshapen:
        return found
    if not doubtful_names:
        found += list(reference_problems(definition)) or reach_problems(definition)
    return [*found, *_duties(definition, waived_duties)]


def uncertain_duties(definition: Definition) -> set[Duty]:
    """Duties that every answer to them is asked under a condition, so that on some paths nobody meets them."""
    surely = [
        question for step in definition["steps"] if "relevant" not in step for question in step["questions"] if "relevant" not in question
    ]
    return duties_among([question for step in definition["steps"] for question in step["questions"]]) - duties_among(surely)


def _names(definition: Definition, misshapen: Collection[Place]) -> Iterator[Problem]:
    steps: set[str] = set()
    questions: set[str] = set()
    for number, step in enumerate(definition["steps"]):
        yield from _name(step["name"], steps, ("steps", number, "name"))
        for index, question in enumerate(step["questions"]):
            place: Place = ("steps", number, "questions", index)
            if place not in misshapen:
                yield from _name(question["name"], questions, (*place, "name"))


def _name(name: str, taken: set[str], place: Place) -> Iterator[Problem]:
    if not NAME.fullmatch(name):
        yield Problem(place, _("A name begins with a letter and has only small letters, digits, - and _."))
    if name in taken:
        yield Problem(place, _("The name “%(name)s” is used twice. Give each its own.") % {"name": name})
    taken.add(name)


def _arms(definition: Definition) -> Iterator[Problem]:
    names: set[str] = set()
    for number, arm in enumerate(definition.get("arms", [])):
        place: Place = ("arms", number)
        yield from _name(arm["name"], names, (*place, "name"))
        yield from _texts(arm["label"], (*place, "label"), definition["languages"], needed=True)
        for part in ("persona", "channel", "product"):
            yield from _texts(arm.get(part), (*place, part), definition["languages"])


def _step(
    step: Any, place: Place, languages: list[str], touchpoints: Collection[str] | None, misshapen: Collection[Place]
) -> Iterator[Problem]:
    yield from _texts(step.get("label"), (*place, "label"), languages, needed=True)
    yield from _texts(step.get("hint"), (*place, "hint"), languages)
    yield from _touchpoint(step.get("touchpoint"), (*place, "touchpoint"), touchpoints)
    for number, question in enumerate(step["questions"]):
        spot: Place = (*place, "questions", number)
        if spot not in misshapen:
            has_touchpoint = bool(question.get("touchpoint") or step.get("touchpoint"))
            yield from _question(question, spot, languages, touchpoints, has_touchpoint=has_touchpoint)


def _question(
    question: Any, place: Place, languages: list[str], touchpoints: Collection[str] | None, *, has_touchpoint: bool
) -> Iterator[Problem]:
    yield from _texts(question.get("label"), (*place, "label"), languages, needed=True)
    yield from _texts(question.get("hint"), (*place, "hint"), languages)
    yield from _texts(question.get("unit"), (*place, "unit"), languages)
    if "constraint" in question:
        yield from _texts(question["constraint"]["message"], (*place, "constraint", "message"), languages, needed=True)
    yield from _touchpoint(question.get("touchpoint"), (*place, "touchpoint"), touchpoints)
    if "scale" in question and ("minimum" in question or "maximum" in question):
        yield Problem((*place, "scale"), _("A scale has its own ends: leave smallest and largest empty."))
    if len(question.get("subjects", [])) > 1 and not has_touchpoint:
        yield Problem((*place, "touchpoint"), _("A comparison needs a touchpoint: choose one for the question or its step."))
    yield from _options(question, place, languages)
    yield from _bounds(question, place)


def _texts(texts: Any, place: Place, languages: list[str], *, needed: bool = False) -> Iterator[Problem]:
    words = texts if isinstance(texts, Mapping) else {}
    missing = [language for language in languages if not str(words.get(language, "")).strip()]
    if missing == languages and not needed:
        return
    for language in missing:
        name = dict(settings.LANGUAGES).get(language, language)
        yield Problem((*place, language), _("The text is missing in “%(language)s”.") % {"language": name})


def _touchpoint(slug: Any, place: Place, touchpoints: Collection[str] | None) -> Iterator[Problem]:
    if slug and touchpoints is not None and slug not in touchpoints:
        yield Problem(place, _("The touchpoint “%(slug)s” is not one of this task.") % {"slug": slug})


def _options(question: Any, place: Place, languages: list[str]) -> Iterator[Problem]:
    """The names and texts of choices and rows."""
    for part in ("choices", "rows") if question["type"] in CHOOSING else ():
        names: set[str] = set()
        for number, option in enumerate(question.get(part, [])):
            yield from _name(option["name"], names, (*place, part, number, "name"))
            yield from _texts(option["label"], (*place, part, number, "label"), languages, needed=True)


def _bounds(question: Question, place: Place) -> Iterator[Problem]:
    if question.get("minimum", 0) > question.get("maximum", question.get("minimum", 0)):
        yield Problem((*place, "maximum"), _("The largest is smaller than the smallest."))
    if question["type"] == "range":
        start, end, step = range_of(question)
        if end <= start:
            yield Problem((*place, "parameters", "end"), _("The end must be beyond the start."))
        elif (end - start) / step + 1 > MOST_MARKS:
            yield Problem((*place, "parameters", "step"), _("At most %(most)s marks fit on a range.") % {"most": MOST_MARKS})


def _duties(definition: Definition, waived: Collection[str]) -> Iterator[Problem]:
    missing: dict[Duty, str] = {
        "compare": _("Nothing is compared: ask one question about both companies, or waive the duty."),
        "voice": _("Nobody can say how it felt: ask for a mark on a scale and for words, or waive the duty."),
        "pain": _("Pain points are not asked for: add the question, or waive the duty."),
        "think": _("Ideas are not asked for: add the question, or waive the duty."),
    }
    arms = {arm["name"]: in_language(arm["label"]) or arm["name"] for arm in definition.get("arms", [])}
    for arm, called in (arms or {"": ""}).items():
        covered = duties_among(list(_asked_in(arm, definition)))
        for duty in DUTIES:
            if duty not in covered and duty not in waived:
                where = " " + _("(In the scenario “%(arm)s”.)") % {"arm": called} if arm else ""
                yield Problem(("duties", duty), missing[duty] + where)


def _asked_in(arm: str, definition: Definition) -> Iterator[Question]:
    for step in definition["steps"]:
        for question in step["questions"]:
            if all("arms" not in part or arm in part["arms"] for part in (step, question)):
                yield question
