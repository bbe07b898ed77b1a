"""What one place of a questionnaire says about another: conditions, limits, calculations and arms name what is there, and earlier."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any, cast

from django.utils.translation import gettext as _

from shared.translated import in_language
from tasks_catalog.conditions import DATE, TIME
from tasks_catalog.problems import Place, Problem
from tasks_catalog.questionnaire import CHOOSING, NUMERIC, THIS, Condition, Definition, Question, SubjectName, subjects_of

SHORT = 60  # characters of a question in a sentence
WHEREABOUTS = ("inside", "outside", "unknown")
MOMENTS: dict[str, tuple[re.Pattern[str], Callable[[str], object]]] = {
    "date": (DATE, date.fromisoformat),
    "time": (TIME, time.fromisoformat),
}
ORDERED = NUMERIC | {"date", "time", "promise"}
EQUAL = ORDERED | {"text", "barcode", "select_one", "location"}


@dataclass(frozen=True)
class Asked:
    """Every question by name and the place in the order at which it stands; `here` looks back from `order`."""

    questions: dict[str, Question]
    orders: dict[str, int]
    order: int = 0
    this: Question | None = None  # whose limit is looked at

    def at(self, order: int, this: Question | None = None) -> "Asked":
        return Asked(self.questions, self.orders, order, this)


def called(question: Question) -> str:
    """The question as its author knows it: most names are made up by the editor."""
    words = in_language(question["label"])
    return f"{words[:SHORT]}…" if len(words) > SHORT else words or question["name"]


def reference_problems(definition: Definition) -> Iterator[Problem]:
    """Names that lead nowhere, forward or in a circle; comparisons that could never be made."""
    arms = {arm["name"] for arm in definition.get("arms", [])}
    everything = [question for step in definition["steps"] for question in step["questions"]]
    asked = Asked(
        {question["name"]: question for question in reversed(everything)}, {question["name"]: n for n, question in enumerate(everything)}
    )
    order = 0
    for number, step in enumerate(definition["steps"]):
        place: Place = ("steps", number)
        yield from _arms(step.get("arms", []), (*place, "arms"), arms)
        if "relevant" in step:
            yield from condition_problems(step["relevant"], (*place, "relevant"), asked.at(order))
        for index, question in enumerate(step["questions"]):
            yield from _of_question(question, (*place, "questions", index), asked.at(order), arms)
            order += 1


def _of_question(question: Question, place: Place, asked: Asked, arms: set[str]) -> Iterator[Problem]:
    yield from _arms(question.get("arms", []), (*place, "arms"), arms)
    if "relevant" in question:
        yield from condition_problems(question["relevant"], (*place, "relevant"), asked)
    if "constraint" in question:
        limit = question["constraint"]["condition"]
        yield from condition_problems(limit, (*place, "constraint", "condition"), asked.at(asked.order, question))
    if "calculation" in question:
        yield from _calculation(question, (*place, "calculation"), asked)


def _arms(names: list[str], place: Place, arms: set[str]) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name not in arms:
            yield Problem((*place, number), _("There is no scenario “%(name)s” in this brief.") % {"name": name})


def condition_problems(condition: Condition, place: Place, asked: Asked) -> Iterator[Problem]:
    """What is wrong with a condition that stands where `asked` looks back from."""
    node = cast("dict[str, Any]", condition)
    for key in ("all", "any"):
        for number, part in enumerate(node.get(key, [])):
            yield from condition_problems(part, (*place, key, number), asked)
    if "not" in node:
        yield from condition_problems(node["not"], (*place, "not"), asked)
    if "question" not in node:
        return
    question = asked.this if node["question"] == THIS else asked.questions.get(node["question"])
    if not_there := _not_there(node["question"], asked):
        yield Problem((*place, "question"), not_there)
    elif question is not None:
        yield from _comparison(node, question, place)


def _not_there(name: str, asked: Asked) -> str:
    if name == THIS:
        return "" if asked.this else _("“.” means this very answer, so it can stand only in the limit of a question.")
    if name not in asked.questions:
        return _("There is no question “%(name)s” in this brief.") % {"name": name}
    if asked.orders[name] == asked.order and asked.this:
        return _("Name this very answer “.” here.")
    told = {"name": called(asked.questions[name])}
    if asked.orders[name] == asked.order:
        return _("“%(name)s” cannot decide about itself or its own step.") % told
    if asked.orders[name] > asked.order:
        return _("“%(name)s” is asked later. A condition can only look back: move it up, or choose another question.") % told
    return ""


def _comparison(node: dict[str, Any], question: Question, place: Place) -> Iterator[Problem]:
    subject: SubjectName = node.get("subject", "own")
    if node["question"] != THIS and subject not in subjects_of(question):
        yield Problem((*place, "subject"), _("“%(name)s” is not asked about this company.") % {"name": called(question)})
    operator, kind = node["op"], question["type"]
    if kind == "note":
        yield Problem((*place, "question"), _("“%(name)s” is a note: nobody answers it.") % {"name": called(question)})
    elif operator != "answered" and not _can_be(operator, kind):
        told = {"op": operator, "name": called(question)}
        yield Problem((*place, "op"), _("The answer to “%(name)s” cannot be compared by “%(op)s”.") % told)
    elif operator != "answered" and (wrong := _wrong_value(node["value"], question)):
        yield Problem((*place, "value"), wrong)


def _can_be(operator: str, kind: str) -> bool:
    if operator == "selected":
        return kind in CHOOSING
    return kind in (EQUAL if operator in {"=", "!="} else ORDERED)


def _wrong_value(value: str | float, question: Question) -> str:
    kind = question["type"]
    if kind in CHOOSING and value not in {choice["name"] for choice in question.get("choices", [])}:
        return _("“%(value)s” is not one of the choices of “%(name)s”.") % {"value": value, "name": called(question)}
    if kind in NUMERIC and (isinstance(value, str | bool)):
        return _("“%(name)s” is a number: compare it with a number.") % {"name": called(question)}
    if kind == "promise" and isinstance(value, str):
        return _("A promise is compared with yes or no, or with seconds.")
    if kind == "location" and value not in WHEREABOUTS:
        return _("A place is inside, outside or unknown.")
    if kind in {"text", "barcode"} and not isinstance(value, str):
        return _("“%(name)s” is a text: compare it with a text.") % {"name": called(question)}
    if kind in MOMENTS and not _is_moment(kind, value):
        return _("Write it like this: %(example)s.") % {"example": {"date": "2026-03-31", "time": "09:30"}[kind]}
    return ""


def _is_moment(kind: str, value: object) -> bool:
    form, read = MOMENTS[kind]
    try:
        return isinstance(value, str) and form.fullmatch(value) is not None and read(value) is not None
    except ValueError:
        return False


def _calculation(question: Question, place: Place, asked: Asked) -> Iterator[Problem]:
    for kind, names in cast("dict[str, list[str]]", question.get("calculation", {})).items():
        for number, name in enumerate(names):
            if message := _not_there(name, asked) or _not_countable(kind, asked.questions[name]):
                yield Problem((*place, kind, number), message)


def _not_countable(kind: str, operand: Question) -> str:
    if kind == "count":
        return _("“%(name)s” is a note: nobody answers it.") % {"name": called(operand)} if operand["type"] == "note" else ""
    if kind == "score":
        scored = operand["type"] in CHOOSING - {"rank"} and any("score" in choice for choice in operand.get("choices", []))
        return "" if scored else _("“%(name)s” has no choices with a score.") % {"name": called(operand)}
    return "" if operand["type"] in NUMERIC else _("“%(name)s” is not a number.") % {"name": called(operand)}
