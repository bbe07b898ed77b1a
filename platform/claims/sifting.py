"""What the list of tasks can be narrowed to, as rows of chips; and what an address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tasks_catalog.models import Task
from tasks_catalog.offering import Order, Where, Wish
from tasks_catalog.selectors import ORDERS

MINUTES = (10, 20, 30)
WHERE: dict[str, str | Promise] = {"anywhere": _("From anywhere"), "there": _("On the spot")}
LONGEST_CITY = 60


@dataclass(frozen=True)
class Chip:
    """One choice: pressing it again takes it back."""

    label: str | Promise
    wish: Wish
    chosen: bool


@dataclass(frozen=True)
class Row:
    label: str | Promise
    chips: list[Chip]


def order_asked(asked: Mapping[str, str]) -> Order:
    """The order that an address names; "you" for none and for nonsense."""
    by = asked.get("by", "")
    return cast("Order", by) if by in ORDERS else "you"


def wish_asked(asked: Mapping[str, str], *, here: str = "") -> Wish:
    """What an address asks for; nonsense asks for nothing."""
    kind, minutes, where = asked.get("kind", ""), asked.get("minutes", ""), asked.get("where", "")
    return Wish(
        kind=kind if kind in Task.Kind else "",
        minutes=int(minutes) if minutes in map(str, MINUTES) else 0,
        where=cast("Where", where) if where in WHERE else "",
        here=here[:LONGEST_CITY],
    )


def rows_of(wish: Wish, *, every_kind: bool) -> list[Row]:
    """The rows of chips; kinds only for those who are offered more than one."""
    minutes = {least: ngettext_lazy("up to %d minute", "up to %d minutes", least) % least for least in MINUTES}
    kinds = [Row(_("Kind"), [_chip(wish, label, kind=value) for value, label in Task.Kind.choices])] if every_kind else []
    return [
        *kinds,
        Row(_("Takes"), [_chip(wish, label, minutes=value) for value, label in minutes.items()]),
        Row(_("Where"), [_chip(wish, label, where=value) for value, label in WHERE.items()]),
    ]


def _chip(wish: Wish, label: str | Promise, **change: str | int) -> Chip:
    ((name, value),) = change.items()
    chosen = getattr(wish, name) == value
    nothing = 0 if name == "minutes" else ""
    return Chip(label, replace(wish, **{name: nothing if chosen else value}), chosen)  # type: ignore[arg-type] - of the field's own type
