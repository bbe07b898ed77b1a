"""What one member is told of how a pool's seats went; in one query, for thousands ask when the last seat is gone."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from members.models import Member
from seats.fairness import ARRIVALS, Arrival, Place
from seats.models import Pool

STORY = """
    WITH mine AS (
        SELECT id, at FROM seats_attempt
        WHERE pool_id = %(pool)s AND member_id = %(member)s AND outcome = ANY(%(arrivals)s) ORDER BY id DESC LIMIT 1
    ), first_wait AS (
        SELECT id FROM seats_attempt WHERE pool_id = %(pool)s AND outcome = 'waiting' ORDER BY id LIMIT 1
    )
    SELECT
        (SELECT count(*) FROM seats_attempt WHERE pool_id = %(pool)s AND outcome = ANY(%(arrivals)s) AND id <= (SELECT id FROM mine)),
        (SELECT at FROM mine),
        (SELECT max(at) FROM seats_attempt WHERE pool_id = %(pool)s AND outcome = 'seated' AND id < (SELECT id FROM first_wait)),
        (SELECT place FROM seats_lot WHERE pool_id = %(pool)s AND member_id = %(member)s),
        (SELECT count(*) FROM seats_lot WHERE pool_id = %(pool)s)
"""


@dataclass(frozen=True)
class Story:
    """When the member came, how fast the seats went, and where a draw put the member; None where there is nothing to tell."""

    arrival: Arrival | None
    sold_out_after: timedelta | None
    lot: Place | None


def story_of(*, pool: Pool, member: Member) -> Story:
    """As `arrival_of`, `sold_out_after` and `lot_of` say it."""
    with connection.cursor() as cursor:
        cursor.execute(STORY, {"pool": pool.pk, "member": member.pk, "arrivals": [str(outcome) for outcome in ARRIVALS]})
        place, came_at, last_seat_at, lot, lots = cursor.fetchone()
    return Story(
        arrival=Arrival(place=place, after=came_at - pool.opens_at) if came_at else None,
        sold_out_after=last_seat_at - pool.opens_at if last_seat_at else None,
        lot=Place(place=lot, of=lots) if lot else None,
    )
