from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from seats.models import Pool
from shared.clock import database_time, moment
from tests.seats.factories import PoolFactory

pytestmark = pytest.mark.django_db


def play_time(*, simulated: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL firsthand.simulated_time = '{'on' if simulated else 'off'}'")


def test_where_time_is_played_the_given_time_counts(noon: datetime) -> None:
    PoolFactory(opens_at=noon)
    play_time(simulated=True)
    assert database_time(noon) == noon
    assert Pool.objects.filter(opens_at__lte=moment(noon)).exists()
    assert not Pool.objects.filter(opens_at__lte=moment(noon - timedelta(seconds=1))).exists()


def test_elsewhere_only_the_databases_clock_counts(noon: datetime) -> None:
    PoolFactory(opens_at=noon)
    play_time(simulated=False)
    long_ago = noon - timedelta(days=9999)
    assert abs(database_time(long_ago) - datetime.now(UTC)) < timedelta(hours=1)
    assert Pool.objects.filter(opens_at__lte=moment(long_ago)).exists()
