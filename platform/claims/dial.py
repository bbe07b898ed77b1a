"""The sixty ticks around the countdown, one a second; every fifth is longer."""

from dataclasses import dataclass
from math import cos, pi, sin

MIDDLE = 140.0


@dataclass(frozen=True)
class Tick:
    """A line from (x1, y1) to (x2, y2) in a box of 280."""

    x1: float
    y1: float
    x2: float
    y2: float


def _tick(index: int) -> Tick:
    inner, outer = (118.0, 134.0) if index % 5 == 0 else (124.0, 134.0)
    turn = index * pi / 30
    x, y = sin(turn), -cos(turn)
    return Tick(*(round(MIDDLE + length * side, 1) for length in (inner, outer) for side in (x, y)))


TICKS = [_tick(index) for index in range(60)]
