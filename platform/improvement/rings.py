"""The tree of fixes: each fix that customers have adds a ring to somebody's print."""

from dataclasses import dataclass
from math import cos, pi, radians, sin

RINGS = 8  # as many as fit under the crown
_FIRST, _STEP = 9.0, 10.5  # radius of the innermost ring and the way to the next, in the drawing's units
_GAPS = ((278, 34), (318, 26), (92, 30), (236, 40), (212, 46), (24, 44), (150, 38), (40, 40))  # middle and width in degrees


@dataclass(frozen=True)
class Ring:
    """One ring as an SVG path around (100, 100), with a gap as a fingerprint has."""

    path: str
    is_grown: bool


def rings(*, grown: int) -> list[Ring]:
    """All rings from the inside out; the first `grown` of them are there."""
    return [Ring(_arc(_FIRST + _STEP * place, *_GAPS[place]), is_grown=place < grown) for place in range(RINGS)]


def _arc(radius: float, gap: float, width: float) -> str:
    start, end = radians(gap + width / 2), radians(gap - width / 2) + 2 * pi
    (x0, y0), (x1, y1) = ((100 + radius * cos(angle), 100 + radius * sin(angle)) for angle in (start, end))
    return f"M{x0:.1f} {y0:.1f}A{radius:g} {radius:g} 0 1 1 {x1:.1f} {y1:.1f}"
