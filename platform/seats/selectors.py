"""What can be read about limited things."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

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
NOTHING = Standing(capacity=0, held=0, kept=0, waiting=0)


def pool_of(reference: str) -> Pool:
    """The pool with this reference; Pool.DoesNotExist when there is none."""
    return Pool.objects.get(reference=reference)


def standing(pool: Pool) -> Standing:
    """The pool's figures at this moment."""
    return standings([pool.reference]).get(pool.reference, NOTHING)


def standings(references: Iterable[str]) -> dict[str, Standing]:
    """The figures of many pools by reference, in one query."""
    return {pool.reference: stands for pool, stands in _with_standing(list(references))}


def find_pool(reference: str) -> tuple[Pool | None, Standing]:
    """The pool with this reference, if there is one, and how it stands; in one query."""
    return next(_with_standing([reference]), (None, NOTHING))


def _with_standing(references: list[str]) -> Iterator[tuple[Pool, Standing]]:
    waiting = Waiting.objects.filter(pool=OuterRef("pk")).order_by().values("pool").annotate(number=Count("pk")).values("number")
    pools = Pool.objects.filter(reference__in=references).annotate(
        held=Count("seats", filter=Q(seats__state=Seat.State.HELD)),
        kept=Count("seats", filter=Q(seats__state=Seat.State.KEPT)),
        waiters=Coalesce(Subquery(waiting), 0),
    )
    for pool in pools:
        yield pool, Standing(capacity=pool.capacity, held=pool.held, kept=pool.kept, waiting=pool.waiters)


def due_pools(*, prefix: str, now: datetime) -> QuerySet[Pool]:
    """Pools with something to sweep: a hold that ended, or a free seat that somebody waits for."""
    ended = Seat.objects.filter(pool=OuterRef("pk"), state=Seat.State.HELD, held_until__lte=now)
    free = Seat.objects.filter(pool=OuterRef("pk"), state=Seat.State.FREE)
    waiting = Waiting.objects.filter(pool=OuterRef("pool"))
    waited_for = free.filter(Q(Exists(waiting), quota=None) | Exists(waiting.filter(quota=OuterRef("quota"))))
    giving = Q(opens_at__lte=now, paused_at=None, closed_at=None) & (Q(closes_at=None) | Q(closes_at__gt=now)) & GIVES_SEATS
    return Pool.objects.filter(Exists(ended) | (giving & Exists(waited_for)), reference__startswith=prefix).order_by("pk")
