from datetime import UTC, datetime, timedelta
from itertools import count

from seats.models import Pool
from seats.services import make_pool

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
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
