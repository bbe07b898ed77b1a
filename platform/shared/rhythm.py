"""A weekly rhythm: weeks in a row, where up to two missed weeks a quarter are frozen instead of breaking it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

A_WEEK = timedelta(weeks=1)
FREEZES = 2  # a quarter


@dataclass(frozen=True)
class Run:
    """Weeks with work in a row, counted back from a week."""

    length: int  # weeks with work
    frozen: frozenset[date]  # Mondays of missed weeks that it went over


def monday_of(day: date) -> date:
    """The first day of its ISO week."""
    return day - timedelta(days=day.weekday())


def run_back_from(last: date, stamped: set[date]) -> Run:
    """The run that ends in the week `last` or reaches up to it; a missed week is frozen only where work lies before it."""
    length, frozen, pending = 0, set[date](), list[date]()
    spent: dict[tuple[int, int], int] = {}
    week, first = last, min(stamped, default=last)
    while week >= first:
        if week in stamped:
            length += 1
            frozen.update(pending)
            pending = []
        else:
            quarter = quarter_of(week)
            spent[quarter] = spent.get(quarter, 0) + 1
            if spent[quarter] > FREEZES:
                break
            pending.append(week)
        week -= A_WEEK
    return Run(length, frozenset(frozen))


def longest_run(days: Iterable[date]) -> int:
    """The most weeks in a row that these days ever made."""
    stamped = {monday_of(day) for day in days}
    return max((run_back_from(week, stamped).length for week in stamped), default=0)


def quarter_of(day: date) -> tuple[int, int]:
    """Year and quarter from 0; a week belongs to the quarter of its Monday."""
    return day.year, (day.month - 1) // 3
