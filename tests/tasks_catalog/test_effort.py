"""The estimate that authors see while they write."""

from typing import Any

import pytest

from tasks_catalog.effort import PER_ITEM, SECONDS, Effort, effort_of
from tasks_catalog.questionnaire import TYPES, Definition
from tests.tasks_catalog.rich import ask, compare, options


def asks(*questions: Any, **top: Any) -> Definition:
    whole: Any = {"languages": ["en"], "steps": [{"name": "s", "label": {}, "questions": list(questions)}]} | top
    made: Definition = whole
    return made


def ideas(count: int, **more: Any) -> Any:
    """Two minutes each."""
    return ask("idea", f"i{count}", minimum=count, **more)


ARMS: Any = [{"name": name, "label": {}, "share": 1} for name in ("calm", "hurry")]


def test_every_type_has_its_time() -> None:
    assert {*SECONDS, *PER_ITEM} == set(TYPES)


def test_an_empty_screen_still_takes_a_look() -> None:
    assert effort_of(asks(ask("note", "n"))) == Effort(minutes=1, questions=0, photos=0)


def test_what_is_calculated_takes_nobody_any_time() -> None:
    numbers = [ask("calculate", f"c{number}", calculation={"count": ["x"]}) for number in range(50)]

    assert effort_of(asks(ask("text", "x"), *numbers)) == effort_of(asks(ask("text", "x")))


def test_what_stands_under_a_condition_costs_half_its_time_and_counts_whole() -> None:
    condition = compare("x", "answered")

    assert effort_of(asks(ideas(8))).minutes == 17
    assert effort_of(asks(ideas(8, relevant=condition))).minutes == 9
    assert effort_of(asks(ask("photo", "p", minimum=3, relevant=condition))).photos == 3


def test_a_step_under_a_condition_halves_all_that_stands_in_it() -> None:
    whole: Any = asks(ideas(8))
    whole["steps"][0]["relevant"] = compare("x", "answered")

    assert effort_of(whole).minutes == 9


def test_the_longest_scenario_tells_how_long_it_takes() -> None:
    whole = asks(ideas(2, arms=["calm"]), ideas(5, arms=["hurry"]), ask("text", "both"), arms=ARMS)

    assert effort_of(whole) == effort_of(whole, "hurry") == Effort(minutes=12, questions=2, photos=0)
    assert effort_of(whole, "calm").minutes == 6


@pytest.mark.parametrize("kind", ["rank", "matrix"])
def test_longer_lists_take_longer(kind: str) -> None:
    def listed(count: int) -> Any:
        names = options(*(f"o{number}" for number in range(count)))
        return ask(kind, "q", choices=names, rows=names)

    assert effort_of(asks(listed(40))).minutes > effort_of(asks(listed(5))).minutes


def test_each_company_takes_its_time() -> None:
    once, twice = effort_of(asks(ask("text", "x"))), effort_of(asks(ask("text", "x", subjects=["own", "rival"])))

    assert (once.questions, twice.questions) == (1, 2)
    assert twice.minutes > once.minutes
