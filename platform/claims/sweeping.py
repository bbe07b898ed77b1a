"""What the clock ends: holds nobody started, work nobody sent. May run twice, also at the same time."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from claims import news
from claims.giving import welcome
from claims.models import Claim
from members import audit
from seats import services as seats
from seats.errors import SeatGone
from seats.models import Pool, Seat
from seats.selectors import due_pools
from shared.clock import database_time

_UNDONE = [Claim.State.STARTED, Claim.State.RETURNED]


def expire_claims(*, now: datetime) -> int:
    """End what ran out and hand its seats on; tells how many claims ended."""
    now = database_time(now)
    ended = sum(sweep_pool(pool=pool, now=now) for pool in due_pools(prefix="task:", now=now))
    overdue = Claim.objects.filter(Q(state=Claim.State.HELD, held_until__lte=now) | Q(state__in=_UNDONE, deadline__lte=now))
    return ended + sum(_end_overdue(claim_id, now) for claim_id in overdue.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def sweep_pool(*, pool: Pool, now: datetime) -> int:
    """Free the task's seats whose hold is over, end their claims, and welcome who comes next."""
    now = database_time(now)  # the same for seats and claims
    promotions = seats.expire_pool(pool=pool, now=now)
    late = Claim.objects.filter(seat__pool=pool, state=Claim.State.HELD, held_until__lte=now).order_by("pk")
    ended = sum(_mark_expired(claim, now) for claim in late.select_related("member", "task"))
    for promotion in promotions:
        welcome(promotion, now=now)
    return ended


@transaction.atomic
def _end_overdue(claim_id: int, now: datetime) -> int:
    late = Q(state=Claim.State.HELD, held_until__lte=now) | Q(state__in=_UNDONE, deadline__lte=now)
    claim = Claim.objects.select_for_update(of=["self"]).select_related("member", "task").filter(late, pk=claim_id).first()
    if claim is None:  # another sweep, or the member's own sending, was first
        return 0
    seat = Seat.objects.select_related("pool").filter(claims=claim, member=claim.member_id).first()
    _mark_expired(claim, now)
    if seat is not None and claim.started_at is not None:
        try:
            welcome(seats.give_back(seat=seat, now=now, reason="not sent in time"), now=now)
        except SeatGone:
            return 1
    return 1


def _mark_expired(claim: Claim, now: datetime) -> int:
    started = claim.started_at is not None
    allowed = _UNDONE if started else [Claim.State.HELD]
    if not Claim.objects.filter(pk=claim.pk, state__in=allowed).update(state=Claim.State.EXPIRED, ended_at=now):
        return 0
    audit.record(by=None, did="claim.expire", on=claim, now=now)
    news.tell_expired(claim, started=started, now=now)
    return 1
