"""A question is called unreachable only when no answers at all lead to it."""

import random
from typing import Any, cast

import pytest

from tasks_catalog.conditions import visible
from tasks_catalog.questionnaire import Definition
from tasks_catalog.reachable import reach_problems
from tests.tasks_catalog.rich import ask, compare, options


def asks(*questions: Any, **top: Any) -> Definition:
    whole: Any = {"languages": ["en"], "steps": [{"name": "s", "label": {}, "questions": list(questions)}]} | top
    return cast("Definition", whole)


def unreachable(definition: Definition) -> list[str]:
    return [definition["steps"][int(p.place[1])]["questions"][int(p.place[3])]["name"] for p in reach_problems(definition)]


NUMBER = ask("integer", "n")
CHOICE = ask("select_one", "c", choices=options("a", "b"))
MANY = ask("select_multiple", "m", choices=options("a", "b", "d"))
GRID = ask("matrix", "g", rows=options("r1", "r2"), choices=options("good", "bad"))


@pytest.mark.parametrize(
    ("before", "condition"),
    [
        (NUMBER, {"all": [compare("n", ">", 3), compare("n", "<", 4)]}),
        (NUMBER, {"all": [compare("n", ">=", 3.2), compare("n", "<", 3.9)]}),
        (NUMBER, {"all": [compare("n", "answered"), {"not": compare("n", "answered")}]}),
        (CHOICE, {"all": [compare("c", "=", "a"), compare("c", "=", "b")]}),
        (CHOICE, {"all": [compare("c", "answered"), compare("c", "!=", "a"), compare("c", "!=", "b")]}),
        (ask("score", "s"), compare("s", ">", 10)),
        (ask("range", "r"), compare("r", "<", 1)),
        (ask("duration", "d"), compare("d", "<", 0)),
        (ask("integer", "x", minimum=5), compare("x", "<", 5)),
        (ask("date", "d"), {"all": [compare("d", ">", "2026-03-09"), compare("d", "<", "2026-03-10")]}),
        (ask("location", "l"), {"all": [compare("l", "answered"), *(compare("l", "!=", w) for w in ("inside", "outside", "unknown"))]}),
    ],
)
def test_what_cannot_be_is_found(before: Any, condition: Any) -> None:
    assert unreachable(asks(before, ask("text", "why", relevant=condition))) == ["why"]


@pytest.mark.parametrize(
    ("before", "condition"),
    [
        (NUMBER, {"all": [compare("n", ">", 3), compare("n", "<", 5)]}),
        (NUMBER, {"all": [compare("n", ">", 3.2), compare("n", "<", 4.9)]}),
        (ask("decimal", "n"), {"all": [compare("n", ">", 3), compare("n", "<", 4)]}),
        (NUMBER, {"not": compare("n", "answered")}),
        (MANY, {"all": [compare("m", "selected", "a"), compare("m", "selected", "b"), {"not": compare("m", "selected", "d")}]}),
        (GRID, {"all": [compare("g", "selected", "good"), compare("g", "selected", "bad")]}),
        (ask("date", "d"), {"all": [compare("d", ">", "2026-03-09"), compare("d", "<", "2026-03-11")]}),
        (ask("date", "d"), compare("d", "<", "2026-03-01")),
        (ask("time", "t"), {"all": [compare("t", ">", "09:59"), compare("t", "<", "10:01")]}),
        (ask("promise", "p"), {"all": [compare("p", "=", True), compare("p", ">", 3600)]}),
        (ask("calculate", "x", calculation={"sum": ["n"]}), compare("x", ">", 5000)),
        (ask("photo", "f"), compare("f", "answered")),
        (ask("range", "r", parameters={"start": 0, "end": 1, "step": 0.1}), compare("r", ">", 0.95)),
    ],
)
def test_what_can_be_is_not_called_unreachable(before: Any, condition: Any) -> None:
    assert unreachable(asks(before, ask("text", "why", relevant=condition))) == []


def test_what_hangs_on_a_hidden_question_is_found() -> None:
    chain = [CHOICE, ask("text", "why", relevant=compare("c", "=", "a")), ask("text", "more")]
    chain[2]["relevant"] = {"all": [compare("why", "answered"), compare("c", "=", "b")]}

    assert unreachable(asks(*chain)) == ["more"]


def test_what_hangs_on_another_scenario_is_found() -> None:
    arms: Any = [{"name": name, "label": {}, "share": 1} for name in ("calm", "hurry")]
    calm, hurry = ask("text", "x", arms=["calm"]), ask("text", "y", arms=["hurry"], relevant=compare("x", "answered"))

    assert unreachable(asks(calm, hurry, arms=arms)) == ["y"]
    assert unreachable(asks(calm, {**hurry, "arms": ["calm"]}, arms=arms)) == []


def test_too_many_possibilities_are_taken_to_be_possible() -> None:
    many = [ask("select_one", f"q{n}", choices=options(*"abcdefgh")) for n in range(12)]
    all_of_them = {"all": [compare(f"q{n}", "=", letter) for n in range(12) for letter in "ab"]}

    assert unreachable(asks(*many, ask("text", "why", relevant=all_of_them))) == []


ANSWERS: dict[str, list[Any]] = {
    "n": [None, *range(-2, 9)],
    "c": [None, "a", "b"],
    "m": [None, ["a"], ["b"], ["a", "b"], ["a", "b", "d"], ["d"]],
    "g": [None, {"r1": "good"}, {"r1": "good", "r2": "bad"}, {"r1": "bad", "r2": "bad"}],
}


def condition(chance: random.Random, depth: int = 2) -> Any:
    if depth and chance.random() < 0.6:
        shape = chance.choice(["all", "any", "not"])
        parts = [condition(chance, depth - 1) for _part in range(2)]
        return {"not": parts[0]} if shape == "not" else {shape: parts}
    name = chance.choice(sorted(ANSWERS))
    if name == "n":
        return compare(name, chance.choice(["=", "!=", "<", "<=", ">", ">="]), chance.randint(0, 6))
    if name == "c":
        return compare(name, chance.choice(["=", "!=", "selected"]), chance.choice("ab"))
    return compare(name, "selected", chance.choice("abd") if name == "m" else chance.choice(["good", "bad"]))


def test_of_three_hundred_random_questions_none_is_called_unreachable_that_somebody_is_asked() -> None:
    chance = random.Random(42)  # noqa: S311 - the same cases every time
    verdicts = set()
    for _case in range(300):
        parts = [condition(chance) for _part in range(chance.choice([1, 3]))]
        whole = asks(NUMBER, CHOICE, MANY, GRID, ask("text", "why", relevant={"all": parts}))
        tried = ({f"{name}.own": chance.choice(values) for name, values in ANSWERS.items()} for _try in range(150))
        is_asked = any("why.own" in visible(whole, answers) for answers in tried)
        verdicts.add((is_asked, bool(unreachable(whole))))

    assert verdicts >= {(True, False), (False, True)}
    assert (True, True) not in verdicts
