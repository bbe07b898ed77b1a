"""The small public interface of limited things; see docs/seats.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import Max, QuerySet

from members.models import Department, Member
from seats import commitments, errors
from seats.models import Attempt, Pool, Quota, Seat, Waiting
from seats.selectors import due_pools
from seats.taking import Taken, own_list, refuse_unless_giving, share_list, take
from shared.clock import database_time, moment
from shared.errors import RuleBroken

__all__ = [
    "Promotion",
    "Taken",
    "add_seats",
    "close",
    "expire",
    "expire_pool",
    "give_back",
    "keep",
    "leave_list",
    "make_pool",
    "pause",
    "reopen",
    "resume",
    "shrink",
    "take",
]


@dataclass(frozen=True)
class Promotion:
    """A seat that went to the first who waited; held until `seat.held_until`. The room that asked tells the member."""

    seat: Seat
    member: Member


# Pools ------------------------------------------------------------------------


@transaction.atomic
def make_pool(
    *,
    reference: str,
    capacity: int,
    opens_at: datetime,
    hold_for: timedelta,
    take_up_for: timedelta,
    closes_at: datetime | None = None,
    quotas: Mapping[Department, int] | None = None,
    per_person: int = 1,
    draws_at: datetime | None = None,
) -> Pool:
    """Make the pool with all its seats, or bring the one that has this reference into line (its quotas stay).

    With `draws_at` it is a lottery, whose commitment stands from now on. Refuses quotas beyond the capacity, fewer seats
    than are taken, and another way of giving once somebody asked.
    """
    terms = {"opens_at": opens_at, "closes_at": closes_at, "hold_for": hold_for, "take_up_for": take_up_for, "per_person": per_person}
    terms |= commitments.terms_of(known=Pool.objects.select_for_update().filter(reference=reference).first(), draws_at=draws_at)
    pool, made = Pool.objects.select_for_update().update_or_create(
        reference=reference, defaults=terms, create_defaults={**terms, "capacity": 0}
    )
    shares = {department.pk: seats for department, seats in (quotas or {}).items() if seats}
    if sum(shares.values()) > capacity or not (made or shares == dict(pool.quotas.values_list("department", "seats"))):
        raise errors.QuotasDoNotFit
    if made:
        for department, seats in shares.items():
            _add_rows(pool, seats, quota=Quota.objects.create(pool=pool, department_id=department, seats=seats))
    if capacity > pool.capacity:
        _add_rows(pool, capacity - pool.capacity)
    elif capacity < pool.capacity:
        shrink(pool=pool, count=pool.capacity - capacity)
    return pool


@transaction.atomic
def add_seats(*, pool: Pool, count: int) -> Pool:
    """Make the pool larger by `count` unreserved seats; the next `expire` hands them to those who wait."""
    pool = Pool.objects.select_for_update().get(pk=pool.pk)
    _add_rows(pool, count)
    return pool


def _add_rows(pool: Pool, count: int, quota: Quota | None = None) -> None:
    last = pool.seats.aggregate(last=Max("number"))["last"] or 0
    Seat.objects.bulk_create([Seat(pool=pool, number=last + step, quota=quota) for step in range(1, count + 1)])
    pool.capacity += count
    pool.save(update_fields=["capacity"])


@transaction.atomic
def shrink(*, pool: Pool, count: int) -> Pool:
    """Take `count` free, unreserved seats away; refuses with FewerThanTaken when there are not so many."""
    pool = Pool.objects.select_for_update().get(pk=pool.pk)
    own_list(pool)
    free = pool.seats.select_for_update(skip_locked=True).filter(state=Seat.State.FREE, quota=None).order_by("-number")
    spare = [seat.pk for seat in free[:count]]
    if len(spare) < count:
        raise errors.FewerThanTaken(pool.capacity - len(spare))
    pool.seats.filter(pk__in=spare).delete()
    pool.capacity -= count
    pool.save(update_fields=["capacity"])
    return pool


def pause(*, pool: Pool, now: datetime) -> None:
    """Give no seats for a while; holds run on, the wait list stays."""
    Pool.objects.filter(pk=pool.pk, paused_at=None).update(paused_at=now)


def resume(*, pool: Pool) -> None:
    """Give seats again."""
    Pool.objects.filter(pk=pool.pk).update(paused_at=None)


def close(*, pool: Pool, now: datetime) -> None:
    """Give no seats any more; what is taken stays taken."""
    Pool.objects.filter(pk=pool.pk, closed_at=None).update(closed_at=now)


def reopen(*, pool: Pool) -> None:
    """Take a close back; a pool whose time is over stays closed."""
    Pool.objects.filter(pk=pool.pk).update(closed_at=None)


# Seats ------------------------------------------------------------------------


def keep(*, seat: Seat, now: datetime) -> Seat:
    """The holder takes it up: the seat is theirs until given back. Refuses with SeatGone once the hold time is over."""
    mine = Seat.objects.filter(pk=seat.pk, member=seat.member_id, taken_at=seat.taken_at)
    in_time = mine.filter(state=Seat.State.HELD, held_until__gt=moment(now)).update(state=Seat.State.KEPT, held_until=None)
    if not in_time and not mine.filter(state=Seat.State.KEPT).exists():
        raise errors.SeatGone
    seat.refresh_from_db()
    return seat


@transaction.atomic
def give_back(*, seat: Seat, now: datetime, reason: str = "") -> Promotion | None:
    """Free the member's seat; the first who waits for it gets it, held for the take-up time.

    Refuses with SeatGone when it is not this member's any more.
    """
    member = seat.member_id
    if member is None:
        raise errors.SeatGone
    own_list(seat.pool)
    now = database_time(now)
    if not _free(Seat.objects.filter(pk=seat.pk, member=member, taken_at=seat.taken_at).exclude(state=Seat.State.FREE)):
        raise errors.SeatGone
    _note(seat, member, Attempt.Outcome.GAVE_BACK, now, reason)
    return _hand_on(seat, now)


@transaction.atomic
def leave_list(*, pool: Pool, member: Member, now: datetime) -> None:
    """Leave the wait list; refuses with NotInList."""
    share_list(pool)  # whoever leaves before a draw is not drawn
    gone, _rows = Waiting.objects.filter(pool=pool, member=member).delete()
    if not gone:
        raise errors.NotInList
    Attempt.objects.create(pool=pool, member=member, outcome=Attempt.Outcome.LEFT_LIST, at=now)


def expire(*, prefix: str = "", now: datetime) -> list[Promotion]:
    """Sweep every pool whose reference begins so: ended holds go to those who wait. May run twice, also at once."""
    due = due_pools(prefix=prefix, now=database_time(now))
    return [promotion for pool in due for promotion in expire_pool(pool=pool, now=now)]


@transaction.atomic
def expire_pool(*, pool: Pool, now: datetime) -> list[Promotion]:
    """Free the pool's seats whose hold time is over, and give every free seat to who waits for it, in order."""
    own_list(pool)
    now = database_time(now)
    ended = pool.seats.select_for_update().filter(state=Seat.State.HELD, held_until__lte=now)
    for seat in ended.exclude(member=None).order_by("held_until", "pk"):
        member = cast("int", seat.member_id)
        last = Attempt.objects.filter(pool=pool, member=member).order_by("-pk").first()
        promoted = last is not None and last.outcome == Attempt.Outcome.PROMOTED
        _free(Seat.objects.filter(pk=seat.pk))
        _note(seat, member, Attempt.Outcome.PASSED_OVER if promoted else Attempt.Outcome.EXPIRED, now, "not taken up in time")
    if not pool.waiting.exists():
        return []
    free = pool.seats.select_for_update(skip_locked=True).filter(state=Seat.State.FREE).order_by("number")
    handed_on = (_hand_on(seat, now) for seat in free)
    return [promotion for promotion in handed_on if promotion is not None]


def _free(seats: QuerySet[Seat]) -> int:
    return seats.update(state=Seat.State.FREE, member=None, turn=None, taken_at=None, held_until=None)


def _hand_on(seat: Seat, now: datetime) -> Promotion | None:
    """Give a free seat to the first who may have it. The caller owns the list and has the seat locked."""
    pool = Pool.objects.get(pk=seat.pool_id)
    try:
        refuse_unless_giving(pool, now)
    except RuleBroken:
        return None
    if pool.awaits_draw:
        return None
    waiting = Waiting.objects.select_for_update(of=["self"]).select_related("member").filter(pool=pool).order_by(*Waiting.ORDER)
    first = (waiting.filter(quota=seat.quota_id) if seat.quota_id else waiting).first()
    if first is None:
        return None
    turns = set(Seat.objects.filter(pool=pool, member=first.member).values_list("turn", flat=True))
    Seat.objects.filter(pk=seat.pk).update(
        state=Seat.State.HELD,
        member=first.member,
        turn=next(turn for turn in range(1, len(turns) + 2) if turn not in turns),
        taken_at=now,
        held_until=now + pool.take_up_for,
    )
    first.delete()
    _note(seat, first.member_id, Attempt.Outcome.PROMOTED, now)
    seat.refresh_from_db()
    return Promotion(seat=seat, member=first.member)


def _note(seat: Seat, member: int, outcome: Attempt.Outcome, now: datetime, reason: str = "") -> None:
    Attempt.objects.create(pool_id=seat.pool_id, member_id=member, outcome=outcome, number=seat.number, reason=reason, at=now)
