"""What the record of arrivals says: who came when, how fast the seats went, who was passed on to."""

import hmac
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from members.models import Member
from seats.models import Attempt, Pool

ARRIVALS = list(Attempt.ARRIVALS)


@dataclass(frozen=True)
class Arrival:
    """The how-manieth to arrive, from 1, and how long after opening."""

    place: int
    after: timedelta


@dataclass(frozen=True)
class Place:
    """The place in a drawn order, from 1, of so many."""

    place: int
    of: int


def lot_of(*, pool: Pool, member: Member) -> Place | None:
    """Where the draw put this member, or None."""
    mine = pool.lots.filter(member=member).values_list("place", flat=True).first()
    return Place(place=mine, of=pool.lots.count()) if mine else None


@dataclass(frozen=True)
class Event:
    """One line of the record, without a name: the same person has the same sign within a pool."""

    at: datetime
    sign: str
    outcome: Attempt.Outcome
    number: int | None


@dataclass(frozen=True)
class Rush:
    """A pool's story in figures."""

    arrivals: int
    people: int
    counts: dict[str, int]
    sold_out_after: timedelta | None

    @property
    def given_up(self) -> int:
        """Seats that came back: given back, run out, or not taken up."""
        return sum(
            self.counts.get(outcome, 0) for outcome in (Attempt.Outcome.GAVE_BACK, Attempt.Outcome.EXPIRED, Attempt.Outcome.PASSED_OVER)
        )


def arrival_of(*, pool: Pool, member: Member) -> Arrival | None:
    """When this member last came, in the server's order, or None."""
    arrivals = pool.attempts.filter(outcome__in=ARRIVALS)
    mine = arrivals.filter(member=member).order_by("-pk").values("pk")[:1]
    so_far = arrivals.filter(pk__lte=mine).aggregate(place=Count("pk"), at=Max("at", filter=Q(member=member)))
    return Arrival(place=so_far["place"], after=so_far["at"] - pool.opens_at) if so_far["place"] else None


def _before_anybody_waited(pool: Pool) -> Q:
    first_wait = Attempt.objects.filter(pool=pool, outcome=Attempt.Outcome.WAITING).order_by("pk").values("pk")[:1]
    return Q(outcome=Attempt.Outcome.SEATED, pk__lt=first_wait)


def sold_out_after(pool: Pool) -> timedelta | None:
    """How long after opening the last seat went before somebody had to wait, or None when nobody ever had to."""
    last_seat = pool.attempts.filter(_before_anybody_waited(pool)).aggregate(at=Max("at"))["at"]
    return last_seat - pool.opens_at if last_seat else None


def rush_of(pool: Pool) -> Rush:
    """The pool's story in figures."""
    counts = {outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in Attempt.Outcome}
    figures = pool.attempts.aggregate(
        people=Count("member", filter=Q(outcome__in=ARRIVALS), distinct=True),
        last_seat=Max("at", filter=_before_anybody_waited(pool)),
        **counts,
    )
    return Rush(
        arrivals=sum(figures[outcome] for outcome in ARRIVALS),
        people=figures["people"],
        counts={outcome: figures[outcome] for outcome in counts if figures[outcome]},
        sold_out_after=figures["last_seat"] - pool.opens_at if figures["last_seat"] else None,
    )


def latest_events(pool: Pool, limit: int = 30) -> list[Event]:
    """The newest lines of the record, the newest first, by signs instead of names."""
    return [
        Event(at=attempt.at, sign=sign_of(pool, attempt.member_id), outcome=Attempt.Outcome(attempt.outcome), number=attempt.number)
        for attempt in pool.attempts.order_by("-pk")[:limit]
    ]


def sign_of(pool: Pool, member_id: int) -> str:
    """Five letters that stand for a member in this pool's record, and nowhere else; two of very many members may share them."""
    return full_sign_of(pool, member_id)[:5]


def full_sign_of(pool: Pool, member_id: int) -> str:
    """The whole sign, four groups of five letters: nobody else's in this pool.

    It hangs on the pool's salt and not on the secret key, so that what was published stays true when keys change.
    """
    letters = hmac.digest(pool.salt.bytes, f"{pool.pk}:{member_id}".encode(), "sha256").hex()[:20].upper()
    return "-".join(letters[start : start + 5] for start in range(0, 20, 5))


@dataclass(frozen=True)
class Bar:
    """The arrivals of one stretch of time: how many, and how many of them got a seat; seconds after opening."""

    start: float
    arrivals: int
    seated: int


def bars_of(pool: Pool, *, bars: int = 20, wide: tuple[float, ...] = (0.1, 0.5, 1, 5, 15, 60, 300, 3600, 21_600, 86_400)) -> list[Bar]:
    """Arrivals by time after opening, in the narrowest stretches that show three quarters of them."""
    rows = pool.attempts.filter(outcome__in=ARRIVALS).order_by("pk").values_list("at", "outcome")
    came = [(max(0.0, (at - pool.opens_at).total_seconds()), outcome) for at, outcome in rows]
    if not came:
        return []
    most = sorted(second for second, _ in came)[len(came) * 3 // 4]
    width = next((each for each in wide if each * bars > most), wide[-1])
    counted = Counter((min(int(second / width + 1e-6), bars - 1), outcome) for second, outcome in came)
    return [
        Bar(
            start=index * width,
            arrivals=sum(counted[index, outcome] for outcome in ARRIVALS),
            seated=counted[index, Attempt.Outcome.SEATED],
        )
        for index in range(bars)
    ]
