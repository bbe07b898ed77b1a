"""The draw: those who asked in time, in an order that nobody could choose and anybody can compute again; see docs/fairness.md."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import cast

from django.db import connection, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from members.models import Member
from seats.commitments import seed_of
from seats.fairness import full_sign_of
from seats.models import Attempt, Lot, Pool, Seat, Waiting
from seats.services import Promotion
from seats.taking import own_list

BATCH = 5000  # rows in one INSERT

# The rule ---------------------------------------------------------------------


def drawn_order(*, seed: str, signs: Iterable[str]) -> list[str]:
    """The signs by sha256(seed, digest of all signs, sign): one request more or less gives a wholly different order."""
    asked = sorted(signs)
    start = hashlib.sha256(bytes.fromhex(seed) + hashlib.sha256("\n".join(asked).encode()).digest())

    def ticket(sign: str) -> bytes:
        mine = start.copy()
        mine.update(sign.encode())
        return mine.digest()

    return sorted(asked, key=ticket)


def winners_of[Share](order: Sequence[tuple[str, Share | None]], seats: Mapping[Share | None, int]) -> dict[str, Share | None]:
    """Who gets a seat of which share: the reserved seats go to their own people first, the others to all the rest; in drawn order."""
    left, won = dict(seats), {}
    for sign, share in order:
        if share is not None and left.get(share, 0):
            left[share] -= 1
            won[sign] = share
    rest = [sign for sign, _share in order if sign not in won]
    return won | dict.fromkeys(rest[: left.get(None, 0)])


# The deed ---------------------------------------------------------------------


def due_draws(*, prefix: str, now: datetime) -> QuerySet[Pool]:
    """Lotteries whose window is over and that may give seats."""
    giving = Q(paused_at=None, closed_at=None) & (Q(closes_at=None) | Q(closes_at__gt=now))
    due = Q(mode=Pool.Mode.LOTTERY, drawn_at=None, draws_at__lte=now)
    return Pool.objects.filter(giving & due, reference__startswith=prefix).order_by("pk")


@transaction.atomic
def draw(*, pool: Pool, now: datetime) -> list[Promotion]:
    """Draw once, after the window by the database's clock; who wins has the pool's hold time, who does not keeps the drawn place.

    Draws nothing when it is not the time, or done already.
    """
    own_list(pool)
    now = _clock(now)
    due = due_draws(prefix=pool.reference, now=now).select_for_update(of=["self"]).filter(pk=pool.pk).first()
    if due is None:
        return []
    due.seed, due.drawn_at = seed_of(due), now
    won = _give_out(due, _put_in_order(due), now)
    due.save(update_fields=["seed", "drawn_at", "drawn_seats"])
    return won


def _clock(now: datetime) -> datetime:
    """The database's clock, unless this session plays another time; not the beginning of the transaction, which waited for the list."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE current_setting('firsthand.simulated_time', true) WHEN 'on' THEN %s::timestamptz ELSE clock_timestamp() END", [now]
        )
        return cast("tuple[datetime]", cursor.fetchone())[0]


def _put_in_order(pool: Pool) -> list[Lot]:
    """A lot for each who asked in time. Later comers stay in the list, behind all that were drawn."""
    asked = pool.waiting.filter(joined_at__lt=pool.draws_at).values_list("member_id", "quota_id")
    by_sign = {full_sign_of(pool, member): (member, quota) for member, quota in asked}
    lots = []
    for place, sign in enumerate(drawn_order(seed=pool.seed, signs=by_sign), start=1):
        member, quota = by_sign[sign]
        lots.append(Lot(pool=pool, member_id=member, quota_id=quota, place=place))
    return Lot.objects.bulk_create(lots, batch_size=BATCH)


def _give_out(pool: Pool, lots: list[Lot], now: datetime) -> list[Promotion]:
    free: dict[int | None, list[Seat]] = {}
    for seat in pool.seats.select_for_update(skip_locked=True).filter(state=Seat.State.FREE).order_by("-number"):
        free.setdefault(seat.quota_id, []).append(seat)
    pool.drawn_seats = {str(share or ""): len(seats) for share, seats in free.items()}
    won = winners_of([(str(lot.member_id), lot.quota_id) for lot in lots], {share: len(seats) for share, seats in free.items()})
    members = Member.objects.in_bulk([int(member) for member in won])
    promotions = [
        Promotion(seat=free[won[str(lot.member_id)]].pop(), member=members[lot.member_id]) for lot in lots if str(lot.member_id) in won
    ]
    for promotion in promotions:
        seat = promotion.seat
        seat.pool, seat.state, seat.member, seat.turn = pool, Seat.State.HELD, promotion.member, 1
        seat.taken_at, seat.held_until = now, now + pool.hold_for
    _write(pool, [promotion.seat for promotion in promotions], now)
    return promotions


def _write(pool: Pool, seats: list[Seat], now: datetime) -> None:
    Seat.objects.bulk_update(seats, ["state", "member", "turn", "taken_at", "held_until"], batch_size=500)
    drawn = [Attempt(pool=pool, member=seat.member, outcome=Attempt.Outcome.DRAWN, number=seat.number, at=now) for seat in seats]
    Attempt.objects.bulk_create(drawn, batch_size=BATCH)
    Waiting.objects.filter(pool=pool, member__in=[seat.member_id for seat in seats]).delete()
    lots = Lot.objects.filter(pool=pool, member=OuterRef("member"))
    pool.waiting.update(drawn=Subquery(lots.values("place")))
