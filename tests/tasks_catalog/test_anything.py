"""Whatever stands in a definition or an answer, the checks answer with sentences and never fall over."""

import random
from typing import Any

from feedback.values import BadValue, checked
from tasks_catalog.conditions import follow
from tasks_catalog.effort import effort_of
from tasks_catalog.questionnaire import Question, questions_of
from tasks_catalog.validation import validate_definition
from tests.tasks_catalog.rich import rich

WORDS: list[Any] = ["", " ", "x", "yes", "came", ".", "own", "text", "note", "calculate", "\x00", "\u0661", "\U0001f600"]
NUMBERS: list[Any] = [0, 1, -1, 2.5, 10**30, float("nan"), float("inf")]
CONDITIONS: list[Any] = [{"all": []}, {"question": "came", "op": "answered"}, {"not": {"question": ".", "op": "=", "value": 1}}]
ANYTHING = [None, True, False, *NUMBERS, *WORDS, *CONDITIONS, [], ["came"], [[]], [None], {}, {"en": "x"}, {"a.b": {}}]


def somewhere(chance: random.Random, node: Any) -> tuple[Any, Any]:
    """A random list or object within, and one of its keys."""
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = chance.choice(keys)
        inner = node[key]
        if not isinstance(inner, dict | list) or not inner or chance.random() < 0.15:
            return node, key
        node = inner


def spoil(chance: random.Random, whole: Any) -> None:
    holder, key = somewhere(chance, whole)
    way = chance.random()
    if way < 0.2:
        del holder[key]
    elif way < 0.4:
        other, place = somewhere(chance, rich())
        holder[key] = other[place]
    else:
        holder[key] = chance.choice(ANYTHING)


def test_four_hundred_questionnaires_spoilt_at_random_are_judged_without_a_crash() -> None:
    chance = random.Random(7)  # noqa: S311 - the same cases every time
    fine = 0
    for _case in range(400):
        whole = rich()
        for _time in range(chance.choice([1, 1, 1, 3])):
            spoil(chance, whole)
        problems = validate_definition(whole, touchpoints={"courier-call"})
        assert all(isinstance(problem.place, tuple) and problem.message for problem in problems)
        if not problems:
            fine += 1
            follow(whole, {}, "calm")
            assert effort_of(whole).minutes > 0

    assert 0 < fine < 200


def test_any_value_in_any_cell_is_taken_or_refused_in_words() -> None:
    chance = random.Random(7)  # noqa: S311 - the same cases every time
    contact = {"when": "2026-03-02T09:15", "channel": "phone"}
    good: list[Any] = [["care"], {"tone": "good"}, {"kept": True, "seconds": 9}, "2026-03-02", "09:30", 3, [contact]]
    odd: list[Any] = [{"tone": {}}, {"kept": []}, [{"when": []}]]
    verdicts: list[str] = []
    for _step, question in questions_of(rich()):
        pairs: list[Any] = [[chance.choice(ANYTHING), chance.choice(good)] for _n in range(20)]
        verdicts += [verdict(question, value) for value in [*ANYTHING, *good, *odd, *pairs]]

    assert verdicts.count("taken") > 20
    assert verdicts.count("refused") > 500
    assert set(verdicts) == {"taken", "refused"}


def verdict(question: Question, value: Any) -> str:
    try:
        checked(question, value)
    except BadValue as refusal:
        return "refused" if str(refusal) else "refused without a word"
    return "taken"
