"""The answers to one question between which conditions tell a difference: few enough to try them all."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice, pairwise, product
from math import ceil, floor
from typing import Any, cast

from tasks_catalog.questionnaire import CHOOSING, NUMERIC, SCALE_RANGES, SCORE_RANGE, Condition, Question, range_of

FAR = 999_999_999
WHOLE = frozenset({"integer", "score", "duration"})


def telling_answers(question: Question, subject: str, conditions: list[Condition], *, most: int) -> list[Any]:
    """At least one answer for each way in which these conditions can tell answers apart, and None; cut after `most` and one."""
    values = [value for condition in conditions for value in _compared(condition, question["name"], subject)]
    return [*islice(_answers(question, values), most), None]


def _compared(condition: Condition, name: str, subject: str) -> Iterator[Any]:
    """The values that the answer is compared with."""
    node = cast("dict[str, Any]", condition)
    if node.get("question") == name and node.get("subject", "own") == subject and "value" in node:
        yield node["value"]
    for part in [*node.get("all", []), *node.get("any", []), *([node["not"]] if "not" in node else [])]:
        yield from _compared(part, name, subject)


def _answers(question: Question, values: list[Any]) -> Iterator[Any]:
    kind = question["type"]
    texts, numbers = {value for value in values if isinstance(value, str)}, {float(value) for value in values if not isinstance(value, str)}
    if kind in CHOOSING:
        return _choices(question, texts)
    if kind in NUMERIC:
        return _within(question, numbers)
    if kind == "promise":
        return ({"kept": kept, "seconds": seconds} for kept in (True, False) for seconds in (None, 0, FAR, *_around(numbers)))
    if kind in MOMENTS:
        return _moments(*MOMENTS[kind], texts)
    if kind == "location":
        return iter(("inside", "outside", "unknown"))
    return iter((*sorted(texts), "…") if kind in {"text", "barcode"} else (["…"],))


def _choices(question: Question, named: set[str]) -> Iterator[Any]:
    """Those named, and one that is not; of several choices, each combination."""
    every = [choice["name"] for choice in question.get("choices", [])]
    telling = [name for name in every if name in named] + [name for name in every if name not in named][:1]
    kind = question["type"]
    if kind == "select_one":
        yield from telling
    elif kind == "rank":
        yield every
    elif kind == "matrix":
        rows = [row["name"] for row in question.get("rows", [])][: len(telling)]
        yield from (dict(zip(rows, marks, strict=True)) for marks in product(telling, repeat=len(rows)))
    else:
        for taken in product([True, False], repeat=len(telling)):
            yield [name for name, is_taken in zip(telling, taken, strict=True) if is_taken]


def _within(question: Question, named: set[float]) -> Iterator[float]:
    lowest, highest = _ends(question)
    for number in dict.fromkeys([*_around(named), lowest, highest]):
        if lowest <= number <= highest and (question["type"] not in WHOLE or number == round(number)):
            yield number


def _ends(question: Question) -> tuple[float, float]:
    kind = question["type"]
    if kind == "score":
        return SCORE_RANGE
    if kind == "range":
        return range_of(question)[:2]
    if kind == "calculate":
        return -FAR * FAR, FAR * FAR
    lowest, highest = SCALE_RANGES.get(question.get("scale", ""), (0 if kind == "duration" else -FAR, FAR))
    return question.get("minimum", lowest), question.get("maximum", highest)


def _around(named: set[float]) -> list[float]:
    """Each number, the whole ones beside it, and one between each two."""
    numbers = sorted(named)
    near = [near for number in numbers for near in (number, floor(number), ceil(number), floor(number) - 1, ceil(number) + 1)]
    return [*near, *((one + other) / 2 for one, other in pairwise(numbers))]


def _moments(read: Callable[[str], datetime], write: str, step: timedelta, ends: tuple[str, str], named: set[str]) -> Iterator[str]:
    """Each moment, the one before and the one after, and the ends of time."""
    yield from (*sorted(named), *ends)
    for text in sorted(named - set(ends)):
        with suppress(OverflowError):  # before the first day or after the last
            yield from [(read(text) + way * step).strftime(write) for way in (-1, 1)]


MOMENTS: dict[str, tuple[Callable[[str], datetime], str, timedelta, tuple[str, str]]] = {
    "date": (datetime.fromisoformat, "%Y-%m-%d", timedelta(days=1), ("1000-01-01", "9999-12-31")),
    "time": (lambda text: datetime.fromisoformat(f"2000-01-01T{text}"), "%H:%M", timedelta(minutes=1), ("00:00", "23:59")),
}
