"""Random questionnaires with random answers: every type, conditions of every shape, arms, calculations, answers that lie."""

import random
from typing import Any

CHOICES = ["good", "fair", "bad", "constructor"]
ROWS = ["speed", "care"]
ARMS = ["calm", "hurry"]
TEXTS = ["", " ", "\u3000", "yes", "7", "2026-03-02", "2026-11-22", "09:30", "18:05", "café", "\ufeff"]
NUMBERS = [0, 1, 2, 3, 5, 7, 10, -2, 0.1, 0.2, 0.3, 2.5]
ANSWERED = [
    "text", "integer", "decimal", "date", "time", "duration", "select_one", "select_multiple", "rank", "range", "score", "matrix",
    "photo", "location", "barcode", "note", "contact", "promise", "pain", "idea",
]  # fmt: skip
OFTEN = ["integer", "decimal", "score", "duration", "select_one", "select_multiple"] * 2
OPERATORS = ["=", "!=", "<", "<=", ">", ">=", "selected", "answered"]


def a_case(chance: random.Random) -> dict[str, Any]:
    """A definition, answers and an arm; `comparisons` are all that its conditions hold."""
    comparisons: list[Any] = []
    asked: list[Any] = []
    steps = [_step(chance, number, asked, comparisons) for number in range(chance.randint(1, 4))]
    arms = [{"name": arm, "share": 1} for arm in ARMS]
    answers = {
        f"{question['name']}.{subject}": _value(chance, question["type"])
        for question in asked
        for subject in ("own", "rival")
        if chance.random() < 0.75
    }
    definition = {"languages": ["en"], "arms": arms, "steps": steps}
    return {"definition": definition, "answers": answers, "arm": chance.choice(["", *ARMS]), "comparisons": comparisons}


def _step(chance: random.Random, number: int, asked: list[Any], comparisons: list[Any]) -> dict[str, Any]:
    step: dict[str, Any] = {"name": f"step{number}", **_when(chance, asked, comparisons, 0.25)}
    step["questions"] = [_question(chance, asked, comparisons) for _ in range(chance.randint(1, 4))]
    return step


def _question(chance: random.Random, asked: list[Any], comparisons: list[Any]) -> dict[str, Any]:
    kind = chance.choice([*ANSWERED, *OFTEN, *["calculate"] * 5] if asked else [*ANSWERED, *OFTEN])
    question: dict[str, Any] = {"type": kind, "name": f"q{len(asked)}", **_when(chance, asked, comparisons, 0.4)}
    if chance.random() < 0.4:
        question["subjects"] = chance.choice([["own", "rival"], ["rival"], ["own"]])
    if kind in {"select_one", "select_multiple", "rank", "matrix"}:
        question["choices"] = [{"name": name} | ({"score": chance.randint(-2, 5)} if chance.random() < 0.7 else {}) for name in CHOICES]
    if kind == "calculate":
        question["calculation"] = _calculation(chance, [earlier["name"] for earlier in asked])
    asked.append(question)
    return question


def _calculation(chance: random.Random, names: list[str]) -> dict[str, list[str]]:
    kind = chance.choice(["sum", "mean", "min", "max", "count", "difference", "score"])
    return {kind: chance.choices(names, k=2 if kind == "difference" else chance.randint(1, 4))}


def _when(chance: random.Random, asked: list[Any], comparisons: list[Any], odds: float) -> dict[str, Any]:
    """Perhaps a condition, perhaps arms."""
    found: dict[str, Any] = {}
    if asked and chance.random() < odds:
        found["relevant"] = _condition(chance, asked, comparisons, depth=2)
    if chance.random() < 0.15:
        found["arms"] = chance.choice([["calm"], ["hurry"], ARMS])
    return found


def _condition(chance: random.Random, asked: list[Any], comparisons: list[Any], depth: int) -> dict[str, Any]:
    if depth and chance.random() < 0.4:
        kind = chance.choice(["all", "any", "not"])
        if kind == "not":
            return {"not": _condition(chance, asked, comparisons, depth - 1)}
        return {kind: [_condition(chance, asked, comparisons, depth - 1) for _ in range(chance.randint(1, 3))]}
    about = chance.choice(asked)
    part: dict[str, Any] = {"question": about["name"], "op": chance.choice(OPERATORS)}
    if part["op"] != "answered":
        part["value"] = _operand(chance, about["type"])
    if chance.random() < 0.3:
        part["subject"] = chance.choice(["own", "rival"])
    comparisons.append(part)
    return part


def _operand(chance: random.Random, kind: str) -> Any:
    if chance.random() < 0.1:
        return chance.choice([True, False, *TEXTS, *NUMBERS])
    if kind in {"select_one", "select_multiple", "rank", "matrix"}:
        return chance.choice(CHOICES)
    if kind == "promise":
        return chance.choice([True, False, 60, 3600])
    return chance.choice(TEXTS if kind in {"text", "date", "time", "barcode", "location"} else NUMBERS)


def _value(chance: random.Random, kind: str) -> Any:
    if chance.random() < 0.08:
        return chance.choice([None, True, [], {}, *TEXTS, *NUMBERS])
    match kind:
        case "select_one":
            return chance.choice(CHOICES)
        case "select_multiple" | "rank":
            return chance.sample(CHOICES, k=chance.randint(0, 4))
        case "matrix":
            return {row: chance.choice([*CHOICES, None]) for row in ROWS if chance.random() < 0.7}
        case "promise":
            return {"kept": chance.choice([True, False, None]), "seconds": chance.choice([None, 0, 60, 3600])}
        case "photo" | "pain" | "idea" | "contact":
            return [{"what": chance.choice(TEXTS)}] * chance.randint(0, 2)
        case "location":
            return chance.choice(["inside", "outside", "unknown"])
        case "text" | "date" | "time" | "barcode" | "note" | "calculate":
            return chance.choice(TEXTS)
    return chance.choice(NUMBERS)
