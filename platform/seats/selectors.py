"""What can be read about limited things."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from seats.models import Pool, Seat, Waiting


@dataclass(frozen=True)
class Standing:
    """How a pool stands: `free` seats are to be had, `taken` ones are held or kept."""

    capacity: int
    held: int
    kept: int
    waiting: int

    @property
    def taken(self) -> int:
        return self.held + self.kept

    @property
    def free(self) -> int:
        return self.capacity - self.taken

    @property
    def dots(self) -> list[bool]:
        """At most ten dots, filled in proportion to the free seats; a single free seat is still a filled dot."""
        shown = min(self.capacity, 10)
        filled = -(-self.free * shown // self.capacity) if self.capacity else 0
        return [index < filled for index in range(shown)]


GIVES_SEATS = Q(mode=Pool.Mode.FLASH) | Q(drawn_at__isnull=False)  # a lottery does from its draw on
# In SQL, because the busiest pages ask for forty pools at a time: each is counted by its own index, and nothing is joined.
COUNTED = "seats.held, seats.kept, (SELECT count(*) FROM seats_waiting w WHERE w.pool_id = p.id) AS waiters"
AMONG = """
    FROM seats_pool p CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE s.state = 'held') AS held, count(*) FILTER (WHERE s.state = 'kept') AS kept
        FROM seats_seat s WHERE s.pool_id = p.id AND s.member_id IS NOT NULL
    ) seats
    WHERE p.reference = ANY(%s)
"""
NOTHING = Standing(capacity=0, held=0, kept=0, waiting=0)


def pool_of(reference: str) -> Pool:
    """The pool with this reference; Pool.DoesNotExist when there is none."""
    return Pool.objects.get(reference=reference)


def standing(pool: Pool) -> Standing:
    """The pool's figures at this moment."""
    return standings([pool.reference]).get(pool.reference, NOTHING)


def standings(references: Iterable[str]) -> dict[str, Standing]:
    """The figures of many pools by reference, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT p.reference, p.capacity, {COUNTED} {AMONG}", [list(references)])
        return {reference: Standing(*figures) for reference, *figures in cursor}


def find_pool(reference: str) -> tuple[Pool | None, Standing]:
    """The pool with this reference, if there is one, and how it stands; in one query."""
    found: Any
    for found in Pool.objects.raw(f"SELECT p.*, {COUNTED} {AMONG}", [[reference]]):  # with its figures as attributes
        return found, Standing(capacity=found.capacity, held=found.held, kept=found.kept, waiting=found.waiters)
    return None, NOTHING


def due_pools(*, prefix: str, now: datetime) -> QuerySet[Pool]:
    """Pools with something to sweep: a hold that ended, or a free seat that somebody waits for."""
    ended = Seat.objects.filter(pool=OuterRef("pk"), state=Seat.State.HELD, held_until__lte=now)
    free = Seat.objects.filter(pool=OuterRef("pk"), state=Seat.State.FREE)
    waiting = Waiting.objects.filter(pool=OuterRef("pool"))
    waited_for = free.filter(Q(Exists(waiting), quota=None) | Exists(waiting.filter(quota=OuterRef("quota"))))
    giving = Q(opens_at__lte=now, paused_at=None, closed_at=None) & (Q(closes_at=None) | Q(closes_at__gt=now)) & GIVES_SEATS
    return Pool.objects.filter(Exists(ended) | (giving & Exists(waited_for)), reference__startswith=prefix).order_by("pk")
