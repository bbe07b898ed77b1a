"""A task's seat by a ticket: what the gate in front of Django asks for when many press at once.

The ticket says that the member may take this task, as the page found when it was shown. Everything about the seat, and whether the
member is still with us, the database decides now. What a claim fixes from its task is remembered for a moment.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from claims.giving import make_claim
from claims.models import Claim
from members.models import Member
from seats.errors import AlreadySeated, PoolClosed
from seats.gate import Answer
from seats.models import Attempt, Pool, Seat
from seats.taking import Taken, take_by_id, wait_by_id
from tasks_catalog.access import refuse_others
from tasks_catalog.models import Task

_REMEMBERED_FOR = 1.0  # seconds


@dataclass(frozen=True)
class _Known:
    task: Task
    door: str
    until: float


_known: dict[int, _Known] = {}  # by pool
_full: dict[int, float] = {}  # by pool: until when (monotonic) we take it that a place is all there is to have


def claim_by_ticket(*, pool: int, member: int, key: UUID, now: datetime) -> Answer:
    """A claim, or a place in the list; the same answer to the same key. Refuses as `seats.take` does."""
    known = _known_of(pool)
    task = known.task
    try:
        if _full.get(pool, 0.0) > time.monotonic() and (listed := wait_by_id(pool_id=pool, member_id=member, key=key, now=now)):
            return _listed(pool, known, listed)
        with transaction.atomic():
            taken = take_by_id(pool_id=pool, member_id=member, key=key, now=now)
            if taken.seat is not None and not taken.again:
                return _seated(_new_claim(task, taken.seat, Member(pk=member, department_id=taken.department), now))
    except AlreadySeated:
        if (claim := _live_claim(task, member)) is None:
            raise
        return _seated(claim)
    if taken.seat is not None and (claim := _live_claim(task, member)) is not None:
        return _seated(claim)
    return _listed(pool, known, taken)


def _new_claim(task: Task, seat: Seat, member: Member, now: datetime) -> int:
    refuse_others(task=task, member=member)
    return make_claim(task=task, seat=seat, member=member, now=seat.taken_at or now).pk


def _live_claim(task: Task, member: int) -> int | None:
    return Claim.objects.filter(task=task, member=member, state__in=Claim.LIVE).values_list("pk", flat=True).first()


def _seated(claim: int) -> Answer:
    return Answer(Attempt.Outcome.SEATED, reverse("claims:claim", args=[claim]))


def _listed(pool: int, known: _Known, taken: Taken) -> Answer:
    _full[pool] = time.monotonic() + _REMEMBERED_FOR
    return Answer(taken.outcome, known.door, taken.place)


def _known_of(pool: int) -> _Known:
    known = _known.get(pool)
    if known is not None and known.until > time.monotonic():
        return known
    reference = Pool.objects.filter(pk=pool).values_list("reference", flat=True).first() or ""
    task = Task.objects.prefetch_related("providers").filter(pk=int(reference.removeprefix("task:") or 0)).first()
    if task is None:
        raise PoolClosed
    door = reverse("claims:door", args=[task.slug])
    _known[pool] = _Known(task=task, door=door, until=time.monotonic() + _REMEMBERED_FOR)
    return _known[pool]
