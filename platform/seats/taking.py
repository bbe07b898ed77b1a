"""Taking the last one: one call of the database, and what its answer means.

`seats_take` (migration 0010) looks at everything a seat depends on and writes everything that changes, so that nothing can slip
between: opening time by the database's clock, pause and close, the limit per person, the client's key, the department's share, the
wait list's right of way. It takes the first free row that no other transaction has in its hands, from a random number on, wrapping round.
"""

import random
import time
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from members.models import Member
from seats import errors
from seats.models import Attempt, Pool, Seat
from shared import planned
from shared.errors import RuleBroken

# "All taken" is not said while a seat that looks free is in the hands of an open transaction, which may still fail: these are
# the pauses (seconds) after which it is asked again. Then the list decides; the sweep hands the seat on if it does come back.
PATIENCE = (0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32)

PLACES_COUNTED = 20  # as in `seats_place`: who has more before them in a rush is told just that

_TAKE = "SELECT * FROM seats_take(%s::bigint, %s::bigint, %s, %s, %s, %s::float8, %s, %s)"
_COLUMNS = ["id", "pool_id", "number", "quota_id", "state", "member_id", "turn", "taken_at", "held_until"]  # in the model's order
_REFUSALS: dict[str, type[RuleBroken]] = {
    "closed": errors.PoolClosed,
    "paused": errors.PoolPaused,
    "reused": errors.KeyReused,
    "barred": errors.Barred,
    "gone": errors.AllTaken,
}


@dataclass(frozen=True)
class Taken:
    """The answer to `take`: the seat, or the place in the wait list (from 1; None: beyond PLACES_COUNTED, or not drawn yet)."""

    outcome: Attempt.Outcome
    seat: Seat | None = None
    place: int | None = None
    again: bool = False  # the seat was given before, to this very request
    department: int | None = None  # the member's, as the database has it at this moment


class _Answer(NamedTuple):
    """A row of `seats_take`."""

    said: str | None
    place: int | None
    opens_in: float | None  # seconds, by the clock that decides
    department: int | None
    seat: int | None
    number: int | None
    quota: int | None
    state: str | None
    turn: int | None
    taken_at: datetime | None
    held_until: datetime | None


def take(*, pool: Pool, member: Member, key: uuid.UUID, wait: bool = True, now: datetime) -> Taken:
    """Give the member a seat, held for the pool's hold time, else a place in the wait list; the same key, the same answer.

    The database's clock decides; `now` does where time is simulated. Refuses with NotOpenYet, PoolPaused, PoolClosed, AlreadySeated,
    KeyReused or Barred, and with AllTaken instead of a place when the member does not want to wait.
    """
    return take_by_id(pool_id=pool.pk, member_id=member.pk, key=key, wait=wait, now=now)


def take_by_id(*, pool_id: int, member_id: int, key: uuid.UUID, wait: bool = True, now: datetime) -> Taken:
    """`take` for who has only the numbers in hand, as the gate has."""
    for pause in PATIENCE:
        answer = _ask(pool_id, member_id, key, wait=wait, now=now)
        if answer.said != "busy":
            return _meaning(answer, pool_id, member_id)
        time.sleep(pause)
    return _meaning(_ask(pool_id, member_id, key, wait=wait, last=True, now=now), pool_id, member_id)


def wait_by_id(*, pool_id: int, member_id: int, key: uuid.UUID, now: datetime) -> Taken | None:
    """A place in the wait list and never a seat, so this needs no transaction around it; None when a seat is or may become free.

    For who has just heard that all are taken. The same key, the same answer; refuses as `take` does.
    """
    answer = _ask(pool_id, member_id, key, give=False, now=now)
    return None if answer.said in {"free", "again"} else _meaning(answer, pool_id, member_id)


def _ask(
    pool_id: int, member_id: int, key: uuid.UUID, *, wait: bool = True, last: bool = False, give: bool = True, now: datetime
) -> _Answer:
    start = random.random()  # noqa: S311 - spreads the takers over the rows; no secret
    return _Answer(*planned.row(_TAKE, (pool_id, member_id, key, wait, last, start, now, give)) or ())


def _meaning(answer: _Answer, pool_id: int, member_id: int) -> Taken:
    if answer.said == "have":
        raise errors.AlreadySeated(Seat.objects.filter(pool=pool_id, member=member_id).latest("taken_at"))
    if answer.said == "early":
        raise errors.NotOpenYet(opens_in=answer.opens_in or 0.0)
    if answer.said is None or answer.said in _REFUSALS:
        raise _REFUSALS[answer.said or "closed"]
    outcome, seat = Attempt.Outcome("seated" if answer.said == "again" else answer.said), _seat(answer, pool_id, member_id)
    return Taken(outcome, seat=seat, place=answer.place, again=answer.said == "again", department=answer.department)


def _seat(answer: _Answer, pool_id: int, member_id: int) -> Seat | None:
    if answer.seat is None:
        return None
    values = [answer.seat, pool_id, answer.number, answer.quota, answer.state, member_id, answer.turn, answer.taken_at, answer.held_until]
    return Seat.from_db("default", _COLUMNS, values)


def refuse_unless_giving(pool: Pool, now: datetime) -> None:
    """Say why the pool gives no seats at this moment, if it does not."""
    if pool.closed_at is not None or (pool.closes_at is not None and pool.closes_at <= now):
        raise errors.PoolClosed
    if now < pool.opens_at:
        raise errors.NotOpenYet
    if pool.paused_at is not None:
        raise errors.PoolPaused


# Those who were drawn come first, then everybody in the server's order (`Waiting.ORDER`).
PLACE = """
    SELECT 1 + (
        SELECT count(*) FROM seats_waiting before WHERE before.pool_id = mine.pool_id
        AND CASE WHEN mine.drawn IS NULL THEN before.drawn IS NOT NULL OR before.id < mine.id ELSE before.drawn < mine.drawn END
    ) FROM seats_waiting mine WHERE mine.pool_id = %s AND mine.member_id = %s
"""


def place_of(*, pool: Pool, member: Member) -> int | None:
    """The member's place in the wait list, from 1, or None."""
    with connection.cursor() as cursor:
        cursor.execute(PLACE, [pool.pk, member.pk])
        found = cursor.fetchone()
    return found[0] if found else None


_LIST_LOCKS = 24231  # the first of the two numbers of our advisory locks, as in `seats_take`; the second is the pool


def share_list(pool: Pool) -> None:
    """Come or leave while nobody hands seats on or draws; many may at once."""
    _lock(pool, "pg_advisory_xact_lock_shared")


def own_list(pool: Pool) -> None:
    """Hand seats on alone: who came before is seen, who comes later sees what was done."""
    _lock(pool, "pg_advisory_xact_lock")


def _lock(pool: Pool, function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_LIST_LOCKS, pool.pk % 2**31])
