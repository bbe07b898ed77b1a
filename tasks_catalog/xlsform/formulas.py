"""Conditions and calculations of the questionnaire language become formulas of forms."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

SMART = str.maketrans("‘’“”", "''\"\"")  # other tools make them straight when they convert a form
MINUTES = 24 * 60


@dataclass(frozen=True)
class Formula:
    """`exact` is False where reading the formula again would not give the same condition; then it is kept beside."""

    text: str
    exact: bool = True


type Questions = Mapping[str, Mapping[str, Any]]


def formula_of(condition: Mapping[str, Any], questions: Questions, *, here: Mapping[str, Any] | None = None) -> Formula:
    """The condition for other tools."""
    for key, word in (("all", " and "), ("any", " or ")):
        if key in condition:
            inner = [formula_of(part, questions, here=here) for part in condition[key]]
            flat = len(inner) > 1 and not any(key in part for part in condition[key])
            return Formula(word.join(_bracketed(part.text) for part in inner), flat and all(part.exact for part in inner))
    if "not" in condition:
        return _negated(condition["not"], questions, here)
    return _comparison(condition, questions, here)


def _bracketed(text: str) -> str:
    return f"({text})" if " and " in text or " or " in text else text


def _negated(inner: Mapping[str, Any], questions: Questions, here: Mapping[str, Any] | None) -> Formula:
    formula = formula_of(inner, questions, here=here)
    return Formula(f"not({formula.text})", formula.exact)


def _reference(leaf: Mapping[str, Any], row: str = "") -> str:
    if leaf["question"] == ".":
        return "."
    side = ".rival" if leaf.get("subject") == "rival" else ""
    return f"${{{leaf['question']}{side}{row}}}"


def _comparison(leaf: Mapping[str, Any], questions: Questions, here: Mapping[str, Any] | None) -> Formula:
    asked = (here or {}) if leaf["question"] == "." else questions.get(leaf["question"], {})
    if asked.get("type") == "matrix":
        rows = [f"{_reference(leaf, '.' + row['name'])} != ''" for row in asked["rows"]]
        return Formula(" or ".join(rows), exact=False)
    reference, op, value = _reference(leaf), leaf["op"], leaf.get("value")
    # Sides that are not asked have no row: their conditions are never met.
    is_asked = leaf["question"] == "." or leaf.get("subject", "own") in asked.get("subjects", ["own"])
    reference = reference if is_asked else "''"
    exact = is_asked and leaf.get("subject") != "own"
    if op == "answered":
        return Formula(f"{reference} != ''", exact)
    if op == "selected":
        literal = _literal(value)
        return Formula(f"selected({reference}, {literal.text})", exact and literal.exact and asked.get("type") == "select_multiple")
    return _compared(reference, op, value, str(asked.get("type")), exact=exact)


def _compared(reference: str, op: str, value: Any, kind: str, *, exact: bool) -> Formula:
    literal = _literal(value)
    understood = kind not in {"select_multiple", "rank", "pain", "idea", "contact", "promise", "photo", "note"}
    natural = isinstance(value, str) == (kind in {"text", "barcode", "location", "date", "time", "select_one"})
    choosing = kind == "select_one" and op not in {"=", "!="}
    exact = exact and literal.exact and understood and natural and not choosing and value != ""
    if kind == "time" and natural:
        return _timed(reference, op, time.fromisoformat(value), exact=exact)
    if kind == "date" and op not in {"=", "!="}:
        return Formula(f"date({reference}) {op} date({literal.text})", exact)
    return Formula(f"{reference} {op} {literal.text}", exact)


def _timed(reference: str, op: str, moment: time, *, exact: bool) -> Formula:
    """Times are compared as parts of a day, which every tool counts in; half a minute beside, where no rounding reaches."""
    minute = moment.hour * 60 + moment.minute
    told = f"decimal-time({reference})"
    before, after = (f"{max(minute + beside, 0) / MINUTES:.6f}" for beside in (-0.5, 0.5))
    if op in {"=", "!="}:
        joined = f"{told} > {before} and {told} < {after}" if op == "=" else f"{told} < {before} or {told} > {after}"
        return Formula(joined, exact=False)
    return Formula(f"{told} {op} {before if op in {'<', '>='} else after}", exact)


def _literal(value: Any) -> Formula:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return Formula(f"'{json.dumps(value)}'".replace('"', ""), exact=False)
    if isinstance(value, int | float):
        return Formula(json.dumps(value), "e" not in json.dumps(value).lower())
    straight = value.translate(SMART)
    kept = straight == value.strip() and not any(sign in value for sign in "\n\t\xa0")
    if "'" not in straight:
        return Formula(f"'{straight}'", kept)
    if '"' not in straight:
        return Formula(f'"{straight}"', kept)
    parts = ', "\'", '.join(f"'{part}'" for part in straight.split("'"))
    return Formula(f"concat({parts})", exact=False)


def calculation_formula(calculation: Mapping[str, Any], questions: Questions, lists: Mapping[str, str]) -> Formula:
    """`lists` tells the list that each choosing question takes its choices from."""
    ((kind, given),) = calculation.items()
    names = [f"${{{name}}}" for name in given]
    many = len(names) > 1
    if kind == "difference":
        return Formula(" - ".join(names), len(names) == 2)
    if kind in {"min", "max"}:
        return Formula(f"{kind}({', '.join(names)})", bool(names))
    if kind == "sum":
        return Formula(" + ".join(f"coalesce({name}, 0)" for name in names), many)
    if kind == "mean":
        return Formula(f"({' + '.join(names)}) div {len(names)}", bool(names))
    if kind == "count":
        return Formula(" + ".join(f"if({name} != '', 1, 0)" for name in names), exact=False)
    scores = [_score(name, questions.get(name, {}), lists.get(name, "")) for name in given]
    return Formula(" + ".join(scores), exact=False)


def _score(name: str, question: Mapping[str, Any], list_name: str) -> str:
    if question.get("type") == "select_multiple":
        return f"sum(instance('{list_name}')/root/item[selected(${{{name}}}, name)]/score)"
    return f"coalesce(instance('{list_name}')/root/item[name = ${{{name}}}]/score, 0)"
