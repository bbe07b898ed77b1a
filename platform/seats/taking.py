"""Taking the last one: a single statement, and what it means when it gives nothing.

From a random number on, wrapping round, the first free row that no other transaction has in its hands: of the
member's department's share first, then of the unreserved ones. Opening time, pause and close, the limit per person,
the wait list's right of way and the client's key are all decided by the same statement, so nothing can slip between.
"""

import random
import time
import uuid
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from members.models import Member
from seats import errors
from seats.models import Attempt, Pool, Quota, Seat, Waiting

_SOURCES = {  # name: (whose share, direction); searched in this order
    "mine_up": ("quota", ">="),
    "mine_round": ("quota", "<"),
    "open_up": ("unreserved", ">="),
    "open_round": ("unreserved", "<"),
}


def _source(name: str) -> str:
    """Scalar subqueries and the index's own order: one row is read from the index, not all of them sorted."""
    share, direction = _SOURCES[name]
    return f"""{name} AS MATERIALIZED (
        SELECT s.id FROM seats_seat s
        WHERE s.pool_id = (SELECT pool FROM mine) AND s.state = 'free' AND coalesce(s.quota_id, 0) = (SELECT {share} FROM mine)
          AND s.number {direction} (SELECT start FROM mine)
        ORDER BY s.number LIMIT 1 FOR UPDATE OF s SKIP LOCKED)"""  # noqa: S608 - only our own fragments above


_COLUMNS = ["id", "pool_id", "number", "quota_id", "state", "member_id", "turn", "taken_at", "held_until"]
_TAKE = f"""
WITH giving AS MATERIALIZED (
    SELECT p.id AS pool, 1 + floor(%(start)s * p.capacity)::int AS start, %(now)s::timestamptz + p.hold_for AS held_until,
           (SELECT q.id FROM seats_quota q WHERE q.pool_id = p.id AND q.department_id = %(department)s
                AND NOT EXISTS (SELECT FROM seats_waiting w WHERE w.quota_id = q.id)) AS quota,
           CASE WHEN NOT EXISTS (SELECT FROM seats_waiting w WHERE w.pool_id = p.id) THEN 0 END AS unreserved,
           (SELECT min(t) FROM generate_series(1, p.per_person) t WHERE NOT EXISTS (
                SELECT FROM seats_seat s WHERE s.pool_id = p.id AND s.member_id = %(member)s AND s.turn = t)) AS turn
    FROM seats_pool p
    WHERE p.id = %(pool)s AND p.opens_at <= %(now)s AND (p.closes_at IS NULL OR p.closes_at > %(now)s)
      AND p.paused_at IS NULL AND p.closed_at IS NULL AND (p.mode = 'flash' OR p.drawn_at IS NOT NULL)
), mine AS MATERIALIZED (
    SELECT * FROM giving WHERE turn IS NOT NULL
), {", ".join(_source(name) for name in _SOURCES)},
chosen AS (
    SELECT s.id, s.number FROM seats_seat s
    WHERE s.id = coalesce({", ".join(f"(SELECT id FROM {name})" for name in _SOURCES)})
), arrival AS (
    INSERT INTO seats_attempt (pool_id, member_id, key, outcome, number, reason, at)
    SELECT %(pool)s, %(member)s, %(key)s, 'seated', chosen.number, '', %(now)s FROM chosen
    ON CONFLICT (key) DO NOTHING
    RETURNING number
)
UPDATE seats_seat SET state = 'held', member_id = %(member)s, turn = mine.turn, taken_at = %(now)s, held_until = mine.held_until
FROM chosen, arrival, mine
WHERE seats_seat.id = chosen.id AND arrival.number = chosen.number
RETURNING {", ".join(f"seats_seat.{column}" for column in _COLUMNS)}
"""  # noqa: S608 - only our own fragments; every value is a parameter

# A row that looks free but is skipped is in the hands of an open transaction, which may still fail: so "all taken"
# is not said before it ended, or before these pauses (seconds) are over.
PATIENCE = (0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32)


@dataclass(frozen=True)
class Taken:
    """The answer to `take`: the seat, or the place in the wait list (from 1)."""

    outcome: Attempt.Outcome
    seat: Seat | None = None
    place: int | None = None


def take(*, pool: Pool, member: Member, key: uuid.UUID, wait: bool = True, now: datetime) -> Taken:
    """Give the member a seat, held for the pool's hold time, else a place in the wait list; the same key, the same answer.

    Refuses with NotOpenYet, PoolPaused, PoolClosed, AlreadySeated or KeyReused, and with AllTaken instead of a place when
    the member does not want to wait.
    """
    for pause in (*PATIENCE, None):
        seat = _try(pool=pool, member=member, key=key, now=now)
        if seat is not None:
            return Taken(Attempt.Outcome.SEATED, seat=seat)
        known = _answered_before(pool=pool, member=member, key=key, now=now)
        if known is not None:
            return known
        if pause is None or pool.awaits_draw or not _in_other_hands(pool, member):
            break
        time.sleep(pause)
    if not wait:
        raise errors.AllTaken
    return _join_list(pool=pool, member=member, key=key, now=now)


def _try(*, pool: Pool, member: Member, key: uuid.UUID, now: datetime) -> Seat | None:
    values = {
        "pool": pool.pk,
        "member": member.pk,
        "department": member.department_id,
        "key": key,
        "now": now,
        "start": random.random(),  # noqa: S311 - spreads the takers over the rows; no secret
    }
    try:
        with _own_savepoint(), connection.cursor() as cursor:
            cursor.execute(_TAKE, values)
            row = cursor.fetchone()
    except IntegrityError:  # the same member's other request was faster; its seat is found in the next look
        return None
    return Seat.from_db("default", _COLUMNS, row) if row else None


def _own_savepoint() -> AbstractContextManager[object]:
    """One statement needs no transaction of its own; inside the caller's, its failure must not spoil the rest."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _answered_before(*, pool: Pool, member: Member, key: uuid.UUID, now: datetime) -> Taken | None:
    """What the member has here already, by this key or by another; refuses when the pool does not give."""
    earlier = Attempt.objects.filter(key=key).first()
    if earlier is not None and (earlier.pool_id, earlier.member_id) != (pool.pk, member.pk):
        raise errors.KeyReused
    seats = list(Seat.objects.filter(pool=pool, member=member).order_by("-taken_at"))
    if earlier is not None:
        same = next((seat for seat in seats if seat.number == earlier.number), None)
        seat = same or (seats[0] if seats and earlier.outcome == Attempt.Outcome.WAITING else None)
        if seat is not None:
            return Taken(Attempt.Outcome.SEATED, seat=seat)
    place = place_of(pool=pool, member=member)
    if place is not None:
        return _in_list(pool, place, now)
    if earlier is not None:
        return Taken(Attempt.Outcome(earlier.outcome))
    pool.refresh_from_db()
    if len(seats) >= pool.per_person:
        raise errors.AlreadySeated(seats[0])
    refuse_unless_giving(pool, now)
    return None


def refuse_unless_giving(pool: Pool, now: datetime) -> None:
    """Say why the pool gives no seats at this moment, if it does not."""
    if pool.closed_at is not None or (pool.closes_at is not None and pool.closes_at <= now):
        raise errors.PoolClosed
    if now < pool.opens_at:
        raise errors.NotOpenYet
    if pool.paused_at is not None:
        raise errors.PoolPaused


def _quota_of(pool: Pool, member: Member) -> Quota | None:
    return Quota.objects.filter(pool=pool, department=member.department_id).first() if member.department_id else None


def _in_other_hands(pool: Pool, member: Member) -> bool:
    """Whether a seat I could have looks free, with nobody waiting for it before me: then somebody is just taking it."""
    quota = _quota_of(pool, member)
    waiting = Waiting.objects.filter(pool=pool)
    free = Q(pk__in=[]) if waiting.exists() else Q(quota=None)
    if quota is not None and not waiting.filter(quota=quota).exists():
        free |= Q(quota=quota)
    return Seat.objects.filter(free, pool=pool, state=Seat.State.FREE).exists()


@transaction.atomic
def _join_list(*, pool: Pool, member: Member, key: uuid.UUID, now: datetime) -> Taken:
    share_list(pool)
    seat = _try(pool=pool, member=member, key=key, now=now)  # given back while we came here
    if seat is not None:
        return Taken(Attempt.Outcome.SEATED, seat=seat)
    known = _answered_before(pool=pool, member=member, key=key, now=now)
    if known is not None:
        return known
    # ignore_conflicts waits for the member's other request, if there is one, and then lets its row stand.
    Waiting.objects.bulk_create([Waiting(pool=pool, member=member, quota=_quota_of(pool, member), joined_at=now)], ignore_conflicts=True)
    answer = _in_list(pool, place_of(pool=pool, member=member), now)
    Attempt.objects.bulk_create([Attempt(pool=pool, member=member, key=key, outcome=answer.outcome, at=now)], ignore_conflicts=True)
    return answer


def _in_list(pool: Pool, place: int | None, now: datetime) -> Taken:
    """Before a draw nobody has a place; who comes between the end of the window and the draw will stand behind the drawn."""
    if pool.awaits_draw and pool.draws_at is not None and now < pool.draws_at:
        return Taken(Attempt.Outcome.REQUESTED)
    return Taken(Attempt.Outcome.WAITING, place=place)


def place_of(*, pool: Pool, member: Member) -> int | None:
    """The member's place in the wait list, from 1, or None."""
    waiting = Waiting.objects.filter(pool=pool)
    mine = waiting.filter(member=member).first()
    if mine is None:
        return None
    undrawn_before = Q(drawn__isnull=False) | Q(pk__lt=mine.pk)
    return waiting.filter(undrawn_before if mine.drawn is None else Q(drawn__lt=mine.drawn)).count() + 1


_LIST_LOCKS = 0x5EA7  # the first of the two numbers of our advisory locks; the second is the pool


def share_list(pool: Pool) -> None:
    """Many may join the wait list at once, but nobody while seats are being handed on."""
    _lock(pool, "pg_advisory_xact_lock_shared")


def own_list(pool: Pool) -> None:
    """Hand seats on alone: who came before is seen, who comes later sees what was done."""
    _lock(pool, "pg_advisory_xact_lock")


def _lock(pool: Pool, function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_LIST_LOCKS, pool.pk % 2**31])
