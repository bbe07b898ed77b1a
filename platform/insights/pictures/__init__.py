"""Figures in the reader's language: a chart, and the table that says the same."""

from collections.abc import Callable

from insights.measures import Json
from insights.pictures.operations import control, funnel, outside
from insights.pictures.pains import HOT, drivers, matrix, pareto
from insights.pictures.parts import Cell, Picture, inline, judged, n_is, named, num, picture, rewrapped, text
from insights.pictures.testers import emotions, gaps, score_name, scores

__all__ = [
    "HOT",
    "PICTURES",
    "Cell",
    "Picture",
    "control",
    "gaps",
    "inline",
    "judged",
    "n_is",
    "named",
    "num",
    "picture",
    "rewrapped",
    "score_name",
    "text",
]

PICTURES: dict[str, Callable[[Json], Picture]] = {
    "scores": scores,
    "gaps": gaps,
    "emotions": emotions,
    "pareto": pareto,
    "matrix": matrix,
    "drivers": drivers,
    "outside": outside,
    "funnel": funnel,
}
