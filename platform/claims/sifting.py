"""What the list of tasks can be narrowed to, as rows of chips; and what an address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tasks_catalog.models import Task
from tasks_catalog.offering import Order, Where, Wish
from tasks_catalog.selectors import ORDERS

MINUTES = (10, 20, 30)
WHERE: dict[Where, str | Promise] = {"anywhere": _("From anywhere"), "there": _("On the spot")}
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
    return next((order for order in ORDERS if order == by), "you")


def wish_asked(asked: Mapping[str, str], *, here: str = "") -> Wish:
    """What an address asks for; nonsense asks for nothing."""
    kind, minutes, where = asked.get("kind", ""), asked.get("minutes", ""), asked.get("where", "")
    return Wish(
        kind=kind if kind in Task.Kind else "",
        minutes=int(minutes) if minutes in map(str, MINUTES) else 0,
        where=next((known for known in WHERE if known == where), ""),
        here=here[:LONGEST_CITY],
    )


def rows_of(wish: Wish, *, every_kind: bool) -> list[Row]:
    """The rows of chips; kinds only for those who are offered more than one."""
    minutes = {least: ngettext_lazy("up to %d minute", "up to %d minutes", least) % least for least in MINUTES}
    chosen = wish.kind, wish.minutes, wish.where
    kinds = [_chip(label, replace(wish, kind="" if value in chosen else value), wish) for value, label in Task.Kind.choices]
    return [
        *([Row(_("Kind"), kinds)] if every_kind else []),
        Row(_("Takes"), [_chip(label, replace(wish, minutes=0 if value in chosen else value), wish) for value, label in minutes.items()]),
        Row(_("Where"), [_chip(label, replace(wish, where="" if value in chosen else value), wish) for value, label in WHERE.items()]),
    ]


def _chip(label: str | Promise, wish: Wish, now: Wish) -> Chip:
    """Pressing it leads to `wish`; with less asked for than now, it was chosen."""
    return Chip(label, wish, chosen=wish.count < now.count)
