"""Weeks in a row, and the two that a quarter may miss."""

from datetime import date, timedelta

import pytest

from shared.rhythm import longest_run, monday_of, run_back_from

NOW = date(2026, 11, 16)  # a Monday, in the middle of its quarter


def run(*weeks_ago: int) -> tuple[int, int]:
    found = run_back_from(NOW, {NOW - timedelta(weeks=number) for number in weeks_ago})
    return found.length, len(found.frozen)


@pytest.mark.parametrize(
    ("stamped", "expected"),
    [
        ((), (0, 0)),
        ((0, 1, 2), (3, 0)),
        ((0, 2), (2, 1)),
        ((0, 3), (2, 2)),
        ((0, 2, 4), (3, 2)),
        ((0, 4), (1, 0)),  # three missed: over
        ((0, 2, 4, 6), (3, 2)),  # the third missed week of the quarter ends it
    ],
)
def test_two_missed_weeks_of_a_quarter_are_frozen(stamped: tuple[int, ...], expected: tuple[int, int]) -> None:
    assert run(*stamped) == expected


def test_a_new_quarter_has_two_of_its_own() -> None:
    first_of_october = monday_of(date(2026, 10, 5))
    stamped = {first_of_october + timedelta(weeks=number) for number in (-4, -1, 2)}

    assert run_back_from(first_of_october + timedelta(weeks=2), stamped).length == 3


def test_a_missed_week_before_the_first_work_is_not_frozen() -> None:
    assert run(0) == (1, 0)
    assert run(1) == (1, 1)


def test_the_longest_run_may_be_long_ago() -> None:
    days = [NOW - timedelta(weeks=number, days=2) for number in (20, 21, 22, 23)] + [NOW]

    assert longest_run(days) == 4
