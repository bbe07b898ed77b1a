from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from members.models import Department, Member
from seats.models import Pool
from seats.services import make_pool, take
from tests.members.factories import MemberFactory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
_numbers = count(1)


def PoolFactory(  # noqa: N802 - reads like the other factories; the service itself makes the seats
    *,
    reference: str = "",
    capacity: int = 3,
    opens_at: datetime = NOON,
    hold_for: timedelta = timedelta(minutes=10),
    take_up_for: timedelta = timedelta(minutes=5),
    **also: object,
) -> Pool:
    """A pool that opens at noon, with its seats."""
    reference = reference or f"parking:{next(_numbers)}"
    return make_pool(
        reference=reference,
        capacity=capacity,
        opens_at=opens_at,
        hold_for=hold_for,
        take_up_for=take_up_for,
        **also,  # type: ignore[arg-type]
    )


def lottery_at(noon: datetime, *, capacity: int = 2, **also: object) -> Pool:
    return PoolFactory(capacity=capacity, opens_at=noon, draws_at=noon + HOUR, **also)  # type: ignore[arg-type]


def asked(pool: Pool, at: datetime, count: int, department: Department | None = None) -> list[Member]:
    members: list[Member] = [MemberFactory(department=department) if department else MemberFactory() for _ in range(count)]
    for member in members:
        take(pool=pool, member=member, key=uuid4(), now=at)
    return members
