"""What every figure of a page is made of: a drawing, and the cells of the table under it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from altair import TopLevelMixin
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from insights import writing
from insights.drawing import draw
from insights.measures import Json
from shared.translated import in_language

STAR = "\N{NO-BREAK SPACE}★"


@dataclass(frozen=True)
class Cell:
    text: str
    number: bool = False
    verdict: str = ""


@dataclass(frozen=True)
class Picture:
    """A drawing for wide and one for narrow screens, and the table that says the same."""

    svg: SafeString
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    narrow: Callable[[], SafeString] = SafeString  # drawn when a template asks; the print never does


def picture(
    wide: TopLevelMixin, narrow: TopLevelMixin, *, label: str, head: tuple[Cell, ...], rows: tuple[tuple[Cell, ...], ...]
) -> Picture:
    return Picture(draw(wide, label=label), head, rows, partial(draw, narrow, label=label))


def rewrapped(rows: Sequence[Json], width: int, field: str = "name") -> list[Json]:
    """The rows with names broken for a narrow drawing."""
    return [row | {field: writing.wrapped(row[field].replace("|", " "), width)} for row in rows]


def text(value: object) -> Cell:
    return Cell(str(value))


def num(value: object) -> Cell:
    return Cell(str(value), number=True)


def judged(verdict: str) -> Cell:
    return Cell(writing.verdict_word(verdict), verdict=verdict)


def n_is(n: int | str) -> str:
    return _("n = %(n)s") % {"n": n}


def named(touchpoint: Json) -> str:
    return in_language(touchpoint["name"]) + (STAR if touchpoint["moment"] else "")


def inline(svg: str) -> SafeString:
    """A small drawing of `insights.timelines`, made of numbers only."""
    return mark_safe(svg)  # noqa: S308
