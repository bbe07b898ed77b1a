"""Pools with very many seats."""

import uuid
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from seats.models import Pool
from seats.services import make_pool


def make_large_pool(capacity: int, *, reference: str = "") -> Pool:
    """Open since an hour, its seat rows made by one statement."""
    hour = timedelta(hours=1)
    opens = timezone.now() - hour
    pool = make_pool(reference=reference or f"bench:{uuid.uuid4().hex}", capacity=0, opens_at=opens, hold_for=hour, take_up_for=hour)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO seats_seat (pool_id, number, state) SELECT %s, nr, 'free' FROM generate_series(1, %s) nr", [pool.pk, capacity]
        )
        cursor.execute("UPDATE seats_pool SET capacity = %s WHERE id = %s", [capacity, pool.pk])
        cursor.execute("VACUUM ANALYZE seats_seat")
    pool.capacity = capacity
    return pool
