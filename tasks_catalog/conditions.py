"""Skip logic and arithmetic of the questionnaire language; its twin is `static/js/runner/conditions.js`.

Both are held to `tests/tasks_catalog/golden/conditions.json`. Where the two languages of the twins differ by nature, the rule is
written out here: what a blank is, which texts have an order, that true is not a number, that numbers are added left to right.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from typing import Any, NamedTuple, cast

from tasks_catalog.questionnaire import (
    THIS,
    Calculation,
    Condition,
    Definition,
    Question,
    Step,
    cell,
    subjects_of,
)

type Answers = Mapping[str, Any]  # by cell: "recommend.rival"

SPACE = " \t\n\r\u00a0\u3000"  # Python and JavaScript strip different characters by themselves
DATE, TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), re.compile(r"[0-9]{2}:[0-9]{2}")
ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


def holds(condition: Condition, answers: Answers, this: object = None) -> bool:
    """Whether the condition is true of these answers; `this` is the answer that "." means in a constraint."""
    node = cast("dict[str, Any]", condition)
    if "all" in node:
        return all(holds(part, answers, this) for part in node["all"])
    if "any" in node:
        return any(holds(part, answers, this) for part in node["any"])
    if "not" in node:
        return not holds(node["not"], answers, this)
    answer = this if node["question"] == THIS else answers.get(cell(node["question"], node.get("subject", "own")))
    return _compare(node["op"], answer, node.get("value"))


class Path(NamedTuple):
    """Where these answers lead."""

    visible: set[str]
    calculated: dict[str, float | None]
    effective: dict[str, Any]


def visible(definition: Definition, answers: Answers, arm: str = "") -> set[str]:
    """The cells that are asked or shown in this arm after these answers; calculations are never shown.

    Without a rival, the caller leaves the rival's cells out.
    """
    return follow(definition, answers, arm).visible


def calculated(definition: Definition, answers: Answers, arm: str = "") -> dict[str, float | None]:
    """The cells of the calculations in play, each with its number, or None while it cannot be told."""
    return follow(definition, answers, arm).calculated


def effective(definition: Definition, answers: Answers, arm: str = "") -> dict[str, Any]:
    """What counts: the answers of visible cells that are not blank, and every calculated number."""
    return follow(definition, answers, arm).effective


def is_blank(value: object) -> bool:
    """Nothing, only spaces, an empty list, or an object (matrix, promise) of which every part is blank."""
    if isinstance(value, str):
        return not value.strip(SPACE)
    if isinstance(value, Mapping):
        return all(is_blank(part) for part in value.values())
    return value is None or value == []


def named_in(condition: Condition) -> Iterator[tuple[str, str]]:
    """Every question and subject that the condition asks about, as often as it does."""
    node = cast("dict[str, Any]", condition)
    if "question" in node:
        yield node["question"], node.get("subject", "own")
    for part in [*node.get("all", []), *node.get("any", []), *([node["not"]] if "not" in node else [])]:
        yield from named_in(part)


def follow(definition: Definition, answers: Answers, arm: str = "") -> Path:
    """All three in one pass: a condition names only earlier questions, and what is hidden counts as not answered."""
    shown: set[str] = set()
    figures: dict[str, float | None] = {}
    known: dict[str, Any] = {}
    named: dict[str, Question] = {}
    for step in definition["steps"]:
        asked = step["questions"] if _in_play(step, known, arm) else []
        for question in asked:
            if not _in_play(question, known, arm):
                continue
            named[question["name"]] = question
            for subject in subjects_of(question):
                name = cell(question["name"], subject)
                if question["type"] == "calculate":
                    figures[name] = value = _figure(question.get("calculation", {}), subject, known, named)
                else:
                    shown.add(name)
                    value = answers.get(name)
                if not is_blank(value):
                    known[name] = value
    return Path(shown, figures, known)


def _in_play(part: Step | Question, known: Answers, arm: str) -> bool:
    return ("arms" not in part or arm in part["arms"]) and ("relevant" not in part or holds(part["relevant"], known))


def _compare(operator: str, answer: Any, value: Any) -> bool:
    if operator == "answered":
        return not is_blank(answer)
    if operator == "selected":
        return isinstance(value, str) and value in _chosen(answer)
    told = _told(answer, value)
    if operator in ORDERS:
        return _have_order(told, value) and ORDERS[operator](told, value)
    return _same(told, value) is (operator == "=")


def _chosen(answer: Any) -> list[Any]:
    if isinstance(answer, Mapping):
        return list(answer.values())
    return answer if isinstance(answer, list) else [answer]


def _told(answer: Any, value: Any) -> Any:
    """Of a promise: whether it was kept, or against a number its seconds."""
    if not isinstance(answer, Mapping):
        return answer
    if isinstance(value, bool):
        return answer.get("kept")
    return answer.get("seconds") if _is_number(value) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(one: Any, other: Any) -> bool:
    if _is_number(one) and _is_number(other):
        return bool(one == other)
    return type(one) is type(other) and isinstance(one, str | bool) and one == other


def _have_order(one: Any, other: Any) -> bool:
    """Two numbers, two dates or two times have one; other words have none."""
    if isinstance(one, str) and isinstance(other, str):
        return any(form.fullmatch(one) and form.fullmatch(other) for form in (DATE, TIME))
    return _is_number(one) and _is_number(other)


def _figure(calculation: Calculation, subject: str, known: Answers, named: Mapping[str, Question]) -> float | None:
    kind, names = next(iter(cast("dict[str, list[str]]", calculation).items()), ("sum", []))
    if kind == "count":
        return sum(cell(name, subject) in known for name in names)
    if kind == "score":
        return _total([mark for name in names for mark in _marks(named.get(name), known.get(cell(name, subject)))])
    numbers = [known[cell(name, subject)] for name in names if _is_number(known.get(cell(name, subject)))]
    if kind == "difference":
        return numbers[0] - numbers[1] if len(numbers) == len(names) == 2 else None
    return FIGURES[kind](numbers) if numbers else None


def _total(numbers: list[float]) -> float | None:
    """Left to right, as JavaScript does: Python's own `sum` is more exact, and would differ in the last digit."""
    return reduce(lambda one, other: one + other, numbers) if numbers else None


def _marks(question: Question | None, answer: Any) -> list[float]:
    """The scores of the choices taken; a choice without one adds nothing."""
    scores = {choice["name"]: choice["score"] for choice in (question.get("choices", []) if question else []) if "score" in choice}
    return [scores[name] for name in _chosen(answer) if isinstance(name, str) and name in scores]


FIGURES: dict[str, Callable[[list[float]], float | None]] = {
    "sum": _total,
    "mean": lambda numbers: cast("float", _total(numbers)) / len(numbers),
    "min": min,
    "max": max,
}
