"""The database refuses the bad state, whoever writes it."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from members.models import Member
from seats.models import Attempt, Pool, Quota, Seat, Waiting
from seats.services import take
from tests.members.factories import DepartmentFactory
from tests.seats.factories import PoolFactory

HELD = {"state": "held", "turn": 1}


def refused(name: str) -> "pytest.RaisesExc[DatabaseError]":
    return pytest.raises(DatabaseError, match=name)


def test_one_person_has_one_seat_a_turn(ada: Member, noon: datetime) -> None:
    seats = PoolFactory().seats.all()[:2]
    mine = {"member": ada, "taken_at": noon, "held_until": noon, **HELD}
    Seat.objects.filter(pk=seats[0].pk).update(**mine)

    with refused("one_seat_per_person_and_turn"), transaction.atomic():
        Seat.objects.filter(pk=seats[1].pk).update(**mine)


def test_a_number_stands_once_in_a_pool(db: None) -> None:
    with refused("seat_number_once"), transaction.atomic():
        Seat.objects.create(pool=PoolFactory(), number=1)


@pytest.mark.parametrize("change", [{"state": "kept"}, {"turn": 1}, {"state": "kept", "turn": 1}])
def test_a_seat_is_free_or_somebodys(db: None, change: dict[str, object]) -> None:
    seat = PoolFactory().seats.get(number=1)

    with refused("seat_free_or_somebodys"), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(**change)


def test_a_held_seat_has_an_end(ada: Member, noon: datetime) -> None:
    seat = PoolFactory().seats.get(number=1)

    with refused("seat_free_or_somebodys"), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(member=ada, taken_at=noon, **HELD)


def test_nobody_waits_twice(ada: Member, noon: datetime) -> None:
    pool = PoolFactory()
    Waiting.objects.create(pool=pool, member=ada, joined_at=noon)

    with refused("waits_once"), transaction.atomic():
        Waiting.objects.create(pool=pool, member=ada, joined_at=noon)


def test_a_pool_closes_after_it_opens(db: None, noon: datetime) -> None:
    with refused("pool_closes_after_it_opens"), transaction.atomic():
        PoolFactory(opens_at=noon, closes_at=noon)


def test_a_pool_gives_each_at_least_one(db: None) -> None:
    with refused("pool_gives_each_at_least_one"), transaction.atomic():
        PoolFactory(per_person=0)


def test_a_department_has_one_share(db: None) -> None:
    cards = DepartmentFactory(code="cards")
    pool = PoolFactory(quotas={cards: 1})

    with refused("one_quota_per_department"), transaction.atomic():
        Quota.objects.create(pool=pool, department=cards, seats=1)


def test_an_arrival_has_a_key(ada: Member, noon: datetime) -> None:
    with refused("arrival_has_a_key"), transaction.atomic():
        Attempt.objects.create(pool=PoolFactory(), member=ada, outcome="seated", at=noon)


def test_an_event_has_no_key(ada: Member, noon: datetime) -> None:
    with refused("arrival_has_a_key"), transaction.atomic():
        Attempt.objects.create(pool=PoolFactory(), member=ada, outcome="promoted", key=uuid4(), at=noon)


def test_a_pools_reference_stands_once(db: None, noon: datetime) -> None:
    pool = PoolFactory()

    with refused("seats_pool_reference"), transaction.atomic():
        Pool.objects.create(reference=pool.reference, capacity=0, opens_at=noon, hold_for=timedelta(1), take_up_for=timedelta(1))


@pytest.mark.parametrize("statement", ["UPDATE seats_attempt SET at = now()", "DELETE FROM seats_attempt", "TRUNCATE seats_attempt"])
def test_the_fairness_record_is_append_only(ada: Member, noon: datetime, statement: str) -> None:
    take(pool=PoolFactory(), member=ada, key=uuid4(), now=noon)
    connection.check_constraints()

    with refused("append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
