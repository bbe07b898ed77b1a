"""One print for each week with accepted work."""

from datetime import date, timedelta

import pytest

from home.streak import streak_from

SATURDAY = date(2026, 11, 21)  # of ISO week 47


def weeks_ago(*numbers: int) -> list[date]:
    return [SATURDAY - timedelta(weeks=number) for number in numbers]


@pytest.mark.parametrize(
    ("sent", "length"),
    [
        ([], 0),
        (weeks_ago(0), 1),
        (weeks_ago(0, 1, 2), 3),
        (weeks_ago(1, 2), 2),  # this week is not over yet
        (weeks_ago(2, 3), 2),  # last week is frozen
        (weeks_ago(0, 2, 3), 3),
        (weeks_ago(4, 5), 0),  # three weeks missed
        (weeks_ago(0, 4, 5), 1),
        (weeks_ago(0, 0, 0), 1),
    ],
)
def test_weeks_in_a_row(sent: list[date], length: int) -> None:
    assert streak_from(sent, today=SATURDAY).length == length


def test_sunday_and_monday_are_two_weeks() -> None:
    assert streak_from([date(2026, 11, 22), date(2026, 11, 23)], today=date(2026, 11, 23)).length == 2


def test_the_year_may_change_under_it() -> None:
    assert streak_from([date(2026, 12, 30), date(2027, 1, 5)], today=date(2027, 1, 6)).length == 2


def test_eight_weeks_are_shown_this_one_last_but_one() -> None:
    weeks = streak_from(weeks_ago(0, 1), today=SATURDAY).weeks

    assert [week.number for week in weeks] == [41, 42, 43, 44, 45, 46, 47, 48]
    assert [week.number for week in weeks if week.stamped] == [46, 47]
    assert [week.number for week in weeks if week.now] == [47]


def test_a_frozen_week_is_shown_and_counted_off() -> None:
    streak = streak_from(weeks_ago(0, 2), today=SATURDAY)

    assert [week.number for week in streak.weeks if week.frozen] == [46]
    assert (streak.freezes, streak_from(weeks_ago(0, 1), today=SATURDAY).freezes) == (1, 2)
