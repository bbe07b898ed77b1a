"""Measuring in turn, and judging what was found."""

import operator
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

FEWEST_ROUNDS = 5

type Work = Callable[[], float]

_HOLDS = {"≥": operator.ge, "≤": operator.le, "=": operator.eq}


@dataclass(frozen=True)
class Goal:
    sign: str
    value: float

    def __str__(self) -> str:
        return f"{self.sign} {self.value:.3g}"

    def holds(self, ratio: float) -> bool:
        return bool(_HOLDS[self.sign](ratio, self.value))


def at_least(value: float) -> Goal:
    return Goal("≥", value)


def at_most(value: float) -> Goal:
    return Goal("≤", value)


def exactly(value: float) -> Goal:
    return Goal("=", value)


@dataclass(frozen=True)
class Ratio:
    """One line of the table; `ours` and `yardstick` are medians in `unit`, for information."""

    section: str
    name: str
    ratio: float
    goal: Goal
    rounds: int
    ours: float
    yardstick: float
    unit: str

    @property
    def holds(self) -> bool:
        return self.goal.holds(self.ratio)

    def as_json(self) -> dict[str, str | float | int | bool]:
        return {
            "section": self.section,
            "name": self.name,
            "ratio": self.ratio,
            "goal": str(self.goal),
            "holds": self.holds,
            "rounds": self.rounds,
        }


def judge(*, section: str, name: str, ours: Sequence[float], yardstick: Sequence[float], goal: Goal, unit: str) -> Ratio:
    """The median of each round's own ratio, so that a machine that is busy for a while is busy for both.

    It is rounded to four figures before it is judged, so that what is shown is what was judged.
    """
    if len(ours) != len(yardstick) or len(ours) < FEWEST_ROUNDS:
        raise ValueError(f"{name}: a ratio needs {FEWEST_ROUNDS} rounds or more of both, not {len(ours)} and {len(yardstick)}.")
    middle = median(one / other for one, other in zip(ours, yardstick, strict=True))
    return Ratio(section, name, float(f"{middle:.4g}"), goal, len(ours), median(ours), median(yardstick), unit)


def alternate(
    works: Mapping[str, Work], *, rounds: int, warm_up: int = 1, tell: Callable[[str], object] = lambda _: None
) -> dict[str, list[float]]:
    """Each work once a round, forwards and backwards by turns; the numbers of the warm-up are thrown away."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for number in range(-warm_up, rounds):
        for name in list(works) if number % 2 == 0 else reversed(list(works)):
            tell(f"round {number + 1} of {rounds}: {name}" if number >= 0 else f"warming up: {name}")
            measured = works[name]()
            if number >= 0:
                found[name].append(measured)
    return found


def milliseconds(call: Callable[[], object], *, times: int) -> Work:
    """A work that calls so many times, and gives the median of what one call took."""

    def work() -> float:
        moments = [time.perf_counter()]
        for _ in range(times):
            call()
            moments.append(time.perf_counter())
        return median(after - before for before, after in pairwise(moments)) * 1000

    return work
