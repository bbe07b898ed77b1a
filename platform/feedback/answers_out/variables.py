"""What a table of answers has in its columns: one variable or more for each question and side, from all versions of a task."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal, cast

from django.utils.translation import gettext as _

from shared.translated import in_language
from tasks_catalog.questionnaire import CHOOSING, LISTED, NUMERIC, Definition, questions_of, subjects_of

type Kind = Literal["text", "number", "single", "multiple", "date", "time"]
type Make = Callable[..., "Variable"]

MOST_NAME = 60
RESERVED = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}  # words of SPSS


@dataclass(frozen=True)
class Category:
    """One of the answers to choose from; tools that know numbers only take `code`."""

    code: int
    name: str
    label: str


@dataclass(frozen=True)
class Variable:
    """`part` tells what of the answer stands here: a row of a matrix, the place of a choice, how many …

    Without a question it is about the submission itself, and `part` names what of it.
    """

    name: str
    label: str
    kind: Kind
    part: tuple[str, str] = ("value", "")
    categories: tuple[Category, ...] = ()
    words: bool = False  # somebody's own words
    question: str = ""
    subject: str = "own"


def variables_of(definitions: Iterable[Definition], about: Iterable[Variable] = ()) -> list[Variable]:
    """The variables `about` the submission, then those of the questions; the newest definition comes first and gives the labels."""
    found = list(about)
    for question in _questions(definitions):
        for subject in question["subjects"]:
            found += _variables(question, subject)
    return _named(found)


def _questions(definitions: Iterable[Definition]) -> list[dict[str, Any]]:
    """Each question once; choices and rows that only older versions have come after the newest ones."""
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    for definition in definitions:
        for _step, asked in questions_of(definition):
            question = cast("dict[str, Any]", asked)
            known = merged.setdefault((question["name"], question["type"]), {**question, "subjects": subjects_of(asked)})
            known["subjects"] = [side for side in ("own", "rival") if side in {*known["subjects"], *subjects_of(asked)}]
            for part in ("choices", "rows"):
                if part in question:
                    known[part] = _joined(known.get(part, []), question[part])
    return list(merged.values())


def _joined(first: list[Any], more: list[Any]) -> list[Any]:
    names = {item["name"] for item in first}
    return [*first, *(item for item in more if item["name"] not in names)]


def _named(variables: Iterable[Variable]) -> list[Variable]:
    """With names that every tool takes: letters, digits and _, each once whatever the case."""
    taken: set[str] = set()
    named: list[Variable] = []
    for variable in variables:
        stem = re.sub(r"[^A-Za-z0-9]+", "_", variable.name).strip("_")[:MOST_NAME]
        stem = f"{stem}_" if stem.lower() in RESERVED else stem
        name, number = stem, 1
        while name.lower() in taken:
            number += 1
            name = f"{stem}_{number}"
        taken.add(name.lower())
        named.append(replace(variable, name=name))
    return named


def _variables(question: Mapping[str, Any], subject: str) -> Iterator[Variable]:
    kind, stem, label = question["type"], question["name"], in_language(question["label"])
    if len(question["subjects"]) > 1:
        stem = f"{stem}_{subject}"
        label = f"{label} ({_('rival') if subject == 'rival' else _('ours')})"
    make = partial(Variable, question=question["name"], subject=subject)
    if kind in CHOOSING:
        yield from _choosing(make, question, stem, label)
    elif kind in LISTED:
        yield from _listed(make, kind, stem, label)
    elif kind in NUMERIC:
        yield make(stem, label, "number")
    elif kind == "promise":
        yield make(stem, label, "single", ("chosen", ""), (Category(1, "kept", _("kept")), Category(2, "broken", _("broken"))))
        yield make(f"{stem}_seconds", f"{label}: {_('seconds')}", "number")
    elif kind == "location":
        yield make(stem, label, "single", ("text", ""), _places())
    elif kind != "note":
        yield make(stem, label, kind if kind in {"date", "time"} else "text", ("text", ""), words=kind == "text")


def _choosing(make: Make, question: Mapping[str, Any], stem: str, label: str) -> Iterator[Variable]:
    categories = tuple(Category(code, choice["name"], in_language(choice["label"])) for code, choice in enumerate(question["choices"], 1))
    match question["type"]:
        case "matrix":
            for row in question["rows"]:
                told = f"{label}: {in_language(row['label'])}"
                yield make(f"{stem}_{row['name']}", told, "single", ("row", row["name"]), categories)
        case "rank":
            for category in categories:
                yield make(f"{stem}_{category.name}", f"{label}: {category.label}, {_('place')}", "number", ("place", category.name))
        case "select_multiple":
            yield make(stem, label, "multiple", ("list", ""), categories)
        case _:
            yield make(stem, label, "single", ("chosen", ""), categories)


def _listed(make: Make, kind: str, stem: str, label: str) -> Iterator[Variable]:
    yield make(stem, f"{label}: {_('how many')}", "number", ("count", kind))
    if kind != "photo":
        yield make(f"{stem}_words", label, "text", ("words", kind), words=True)


def _places() -> tuple[Category, ...]:
    return (Category(1, "inside", _("inside")), Category(2, "outside", _("outside")), Category(3, "unknown", _("unknown")))
