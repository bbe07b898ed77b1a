"""Which tasks are offered to whom, found by one statement: it walks an index until a page is full, however many tasks are open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from members.models import Member
from members.rights import SUPER_MANAGER, TESTER, has_right
from shared import planned
from tasks_catalog.models import Task

type Where = Literal["", "anywhere", "there"]
type Order = Literal["you", "near", "new", "points", "soon"]

# Written as the indexes of `Task` are, or they would not be used.
CLOSING = "COALESCE(t.closes_at, ('infinity')::timestamptz)"
PUBLISHED = f"t.state = 'open' AND {CLOSING} > %(now)s AND (%(every_kind)s OR t.kind = 'all_hands') AND t.id <> ALL(%(but)s::bigint[])"
MEANT = "t.audience <> '{}' AND t.audience @> %(department)s::bigint[]"
FOR_ALL = "t.audience = '{}'"
NO_INSIDER = "(t.insiders_allowed OR NOT t.owners @> %(department)s::bigint[])"
INSIDER = "NOT t.insiders_allowed AND t.owners @> %(department)s::bigint[]"
OPENED = "t.opens_at <= %(now)s"
OFFERED = f"{PUBLISHED} AND ({FOR_ALL} OR t.audience @> %(department)s::bigint[]) AND {NO_INSIDER}"

# Where one goes, from the nearest on: one's own city, no place at all, any other city.
ANYWHERE = "t.city = '{}'::jsonb"
ZONES = ("t.city->>'en' = %(here)s", ANYWHERE, f"NOT {ANYWHERE} AND t.city->>'en' IS DISTINCT FROM %(here)s")

NEWEST = "t.opens_at DESC, t.id DESC"
SORTED = {"new": NEWEST, "points": f"t.points DESC, {NEWEST}", "soon": f"{CLOSING}, {NEWEST}"}
BEYOND = {
    "new": "(t.opens_at, t.id) < (%(opens_at)s, %(id)s)",
    "points": "(t.points, t.opens_at, t.id) < (%(points)s, %(opens_at)s, %(id)s)",
    # The first half is said twice: by it the index is entered at the right place.
    "soon": f"{CLOSING} >= %(closes)s AND ({CLOSING} > %(closes)s OR (t.opens_at, t.id) < (%(opens_at)s, %(id)s))",
}


@dataclass(frozen=True)
class Wish:
    """What a reader narrows the list to, and the city they are in by its English name; empty: whatever there is, wherever."""

    kind: str = ""
    minutes: int = 0  # at most
    where: Where = ""
    here: str = ""

    @property
    def sql(self) -> str:
        parts = [
            "t.kind = %(kind)s" if self.kind else "",
            "t.minutes <= %(minutes)s" if self.minutes else "",
            {"": "", "anywhere": ANYWHERE, "there": f"NOT {ANYWHERE}"}[self.where],
        ]
        return "".join(f" AND {part}" for part in parts if part)

    @property
    def count(self) -> int:
        return sum(map(bool, (self.kind, self.minutes, self.where)))

    @property
    def query(self) -> str:
        """How an address says the same."""
        said = {"kind": self.kind, "minutes": self.minutes, "where": self.where}
        return "".join(f"&{name}={value}" for name, value in said.items() if value)


NO_WISH = Wish()


@dataclass(frozen=True)
class Walk:
    """Tasks that fulfil a condition, in an order or in none, as many as asked for."""

    which: str
    order: str
    limit: int

    @property
    def sql(self) -> str:
        sorted_by = f"ORDER BY {self.order}" if self.order else ""
        return f"SELECT t.id FROM tasks_catalog_task t WHERE {self.which} {sorted_by} LIMIT {self.limit}"  # noqa: S608 - ours


def walks(order: Order, *, limit: int, after: Task | None, department: int | None, here: str = "") -> list[Walk]:
    """How to read the open tasks in this order, from behind `after`.

    "you" reads first what names the reader's department, "near" what is in the city `here`, then what is done from anywhere.
    """
    by = "soon" if order in {"you", "near"} else order
    beyond = f" AND {BEYOND[by]}" if after else ""
    if order == "near":
        zones = [f"{OFFERED} AND {OPENED} AND {zone}" for zone in ZONES[_zone(after, here) :]]
        return [Walk(zones[0] + beyond, SORTED[by], limit), *(Walk(zone, SORTED[by], limit) for zone in zones[1:])]
    if order != "you":
        return [Walk(f"{OFFERED} AND {OPENED}{beyond}", SORTED[by], limit)]
    among_all = after is not None and department not in after.audience
    for_me = f"{PUBLISHED} AND {NO_INSIDER} AND {OPENED} AND {MEANT}"
    for_all = f"{PUBLISHED} AND {NO_INSIDER} AND {OPENED} AND {FOR_ALL}"
    if among_all:
        return [Walk(for_all + beyond, SORTED[by], limit)]
    return [Walk(for_me + beyond, SORTED[by], limit), Walk(for_all, SORTED[by], limit)]


def _zone(task: Task | None, here: str) -> int:
    """Which of the zones a task lies in; without a task, the first."""
    if task is None or (task.city and task.city.get("en") == here):
        return 0
    return 2 if task.city else 1


def find(
    found_by: Sequence[Walk],
    *,
    member: Member,
    now: datetime,
    but: Collection[int] = (),
    only: Collection[int] = (),
    after: Task | None = None,
    wish: Wish = NO_WISH,
) -> list[list[int]]:
    """The ids that each walk finds of what is wished for, without those in `but`; in one query."""
    wished = [replace(walk, which=walk.which + wish.sql) for walk in found_by]
    parts = [
        f"SELECT {part} AS part, row_number() OVER () AS place, id FROM ({walk.sql}) AS part_{part}"  # noqa: S608 - only ours
        for part, walk in enumerate(wished)
    ]
    params = _params(member, now, after) | {"but": list(but), "only": list(only)}
    params |= {"kind": wish.kind, "minutes": wish.minutes, "here": wish.here}
    found: list[list[int]] = [[] for _walk in found_by]
    for part, _place, pk in planned.rows(f"{' UNION ALL '.join(parts)} ORDER BY part, place", params):
        found[part].append(pk)
    return found


def _params(member: Member, now: datetime, after: Task | None) -> dict[str, Any]:
    """What the conditions above ask for. Nobody's department is 0."""
    params = {"now": now, "every_kind": has_right(member, TESTER, SUPER_MANAGER), "department": [member.department_id or 0]}
    if after is not None:
        params |= {"opens_at": after.opens_at, "id": after.pk, "points": after.points, "closes": after.closes_at or "infinity"}
    return params
