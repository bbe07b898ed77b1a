"""The shape of a definition, by JSON Schema: `questionnaire.schema.json`. What is wrong gets its place and a sentence."""

import json
import math
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tasks_catalog.problems import Place, Problem
from tasks_catalog.questionnaire import UNKEEPABLE

SCHEMA = Path(__file__).with_name("questionnaire.schema.json")
MOST_PHOTOS = 10
DEEPEST = 60  # levels of lists and objects; a condition within ten others needs about thirty


def shape_problems(definition: Any) -> list[Problem]:
    """Where the definition does not have the shape of the schema, in the order of the questionnaire."""
    if unkeepable := unkeepable_problems(definition):
        return unkeepable
    found = {problem.place: problem for error in validator().iter_errors(definition) for problem in _told(error)}
    without_a_type = {place[:-1] for place in found if place[-1:] == ("type",)}  # so nobody knows what else it may have
    problems = [problem for problem in found.values() if problem.place[-1:] == ("type",) or problem.place[:4] not in without_a_type]
    return sorted(problems, key=lambda problem: [(isinstance(part, str), str(part).zfill(6)) for part in problem.place])


@cache
def validator() -> Draft202012Validator:
    """Checks definitions against the published schema; it looks nothing up outside it."""
    return Draft202012Validator(json.loads(SCHEMA.read_text()))


def unkeepable_problems(definition: Any) -> list[Problem]:
    """What neither the checks nor the database could hold: nothing else of such a definition is looked at."""
    return list(_unkeepable(definition))


def _unkeepable(definition: Any) -> Iterator[Problem]:
    """Without recursion: depth is one of the faults."""
    left: list[tuple[Place, Any]] = [((), definition)]
    while left:
        place, value = left.pop()
        if len(place) > DEEPEST:
            yield Problem(place[:8], _("This is nested too deeply. Split the condition."))
            return
        if isinstance(value, float) and not math.isfinite(value):
            yield Problem(place, _("This is not a number that can be written."))
        if isinstance(value, str) and UNKEEPABLE.search(value):
            yield Problem(place, _("This text holds a character that cannot be kept. Type it again."))
        if isinstance(value, dict):
            left += [((*place, str(key)), part) for key, part in value.items()]
        elif isinstance(value, list):
            left += [((*place, number), part) for number, part in enumerate(value)]


def _told(error: ValidationError) -> Iterator[Problem]:
    place: Place = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        place = (*place, str(error.instance))
    kind = str(error.validator)
    if kind == "additionalProperties" and isinstance(error.validator_value, bool):
        known = error.schema.get("properties", {})
        for key in sorted(str(key) for key in error.instance if key not in known):
            yield Problem((*place, key), _("“%(key)s” means nothing here. Remove it.") % {"key": key})
    elif kind == "required":
        for key in (key for key in error.validator_value if key not in error.instance):
            yield Problem((*place, key), _missing(key))
    else:
        yield Problem(place, _sentence(error, kind, place))


def _missing(key: str) -> str:
    return {
        "languages": _("This is not a questionnaire: it has no languages."),
        "steps": _("There is no step yet. Add the first step of the scenario."),
        "questions": _("This step asks nothing. Add a question or a note, or remove the step."),
        "choices": _("A choice needs at least two answers to choose from."),
        "rows": _("A matrix needs at least one row."),
        "calculation": _("Say what is calculated."),
        "latitude": _("Say where this is: latitude, longitude and how many metres around count as there."),
        "longitude": _("Say where this is: latitude, longitude and how many metres around count as there."),
        "parameters": _("Say where this is: latitude, longitude and how many metres around count as there."),
        "value": _("Say what the answer is compared with."),
    }.get(key) or _("“%(key)s” is missing.") % {"key": key}


def _not_here(key: str | int) -> str:
    """Of a part that only other types have."""
    return {
        "scale": _("Only a whole number is answered on a scale."),
        "choices": _("Only a choice has choices."),
        "rows": _("Only a matrix has rows."),
        "minimum": _("Only numbers, photos, pain points, ideas and contacts have a smallest and a largest."),
        "maximum": _("Only numbers, photos, pain points, ideas and contacts have a smallest and a largest."),
        "calculation": _("Only a calculated number has a calculation."),
        "constraint": _("A limit can be set only for an answer that stands alone: not here."),
        "value": _("“answered” is compared with nothing."),
    }.get(str(key)) or _("“%(key)s” means nothing here. Remove it.") % {"key": key}


_TYPES: dict[str, Callable[[], str]] = {
    "string": lambda: _("A text is expected here."),
    "integer": lambda: _("This must be a whole number."),
    "number": lambda: _("This must be a number."),
    "boolean": lambda: _("This must be yes or no."),
    "array": lambda: _("A list is expected here."),
}


def _type_wanted(error: ValidationError, place: Place) -> str:
    wanted = error.validator_value
    if isinstance(wanted, str) and wanted in _TYPES:
        return _TYPES[wanted]()
    return _("This is not a questionnaire: it has no languages.") if not place else _("This cannot be read here.")


def _sentence(error: ValidationError, kind: str, place: Place) -> str:
    end = place[-1] if place else ""
    if kind == "not":
        return _not_here(end)
    if kind == "type":
        return _type_wanted(error, place)
    if kind == "enum":
        return _other_word(error, end)
    if kind == "const":
        return _("Pain points, ideas and notes are asked once, not for each company.")
    if kind == "minItems":
        return _missing(str(end)) if end in {"steps", "questions", "choices", "rows"} else _("At least one is needed here.")
    return _pattern(error) if kind == "pattern" else _bound(error, kind, end)


def _other_word(error: ValidationError, end: str | int) -> str:
    """A word that is not among those known here."""
    if end == "type":
        return _("“%(type)s” is not a type of question.") % {"type": error.instance}
    if end == "scale":
        return _("“%(scale)s” is not a scale. Scales are: nps, csat, ces, emotion.") % {"scale": error.instance}
    if end == "subjects":
        return _("A question is about our own company, the rival, or both.")
    return _("“%(given)s” is not one of: %(known)s.") % {"given": error.instance, "known": ", ".join(error.validator_value)}


def _pattern(error: ValidationError) -> str:
    if error.validator_value.startswith("^[a-z]{2,3}"):
        return _("“%(code)s” is not the code of a language, such as en or zh-hans.") % {"code": error.instance}
    return _("A name begins with a letter and has only small letters, digits, - and _.")


def _bound(error: ValidationError, kind: str, end: str | int) -> str:
    bound = error.validator_value
    if kind == "maxItems" and end == "subjects":
        return _("One place is checked for one company: ask again for the other.")
    if kind == "maximum" and bound == MOST_PHOTOS and end in {"minimum", "maximum"}:
        return _("At most %(most)s photos can be asked for in one question.") % {"most": bound}
    if kind == "minimum" and bound == 0 and end in {"minimum", "maximum"}:
        return _("A count cannot be below zero.")
    return {
        "minimum": _("At least %(bound)s is possible here."),
        "exclusiveMinimum": _("More than %(bound)s is needed here."),
        "maximum": _("At most %(bound)s is possible here."),
        "maxItems": _("At most %(bound)s are possible here."),
        "maxLength": _("At most %(bound)s characters are possible here."),
        "minProperties": _("Say what is calculated."),
        "maxProperties": _("Calculate one thing here; add another question for the next."),
        "uniqueItems": _("Each can stand here only once."),
    }.get(kind, _("This cannot be read here.")) % {"bound": bound}
