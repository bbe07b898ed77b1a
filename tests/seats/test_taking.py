"""Taking a seat: who gets it, what a second request is answered, what is refused."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from members.models import Member
from seats import errors
from seats.models import Attempt, Seat, Waiting
from seats.selectors import standing
from seats.services import add_seats, close, give_back, pause, resume, take
from seats.taking import PLACES_COUNTED, place_of
from tests.members.factories import DepartmentFactory, MemberFactory
from tests.seats.factories import PoolFactory

SEATED, WAITING = Attempt.Outcome.SEATED, Attempt.Outcome.WAITING


def test_a_taken_seat_is_held_for_the_hold_time(ada: Member, noon: datetime) -> None:
    pool = PoolFactory(hold_for=timedelta(minutes=10))

    taken = take(pool=pool, member=ada, key=uuid4(), now=noon)

    assert taken.seat is not None
    assert (taken.outcome, taken.seat.state, taken.seat.held_until) == (SEATED, "held", noon + timedelta(minutes=10))


def test_when_all_are_taken_the_next_waits_in_order(ada: Member, bea: Member, eve: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1)
    take(pool=pool, member=ada, key=uuid4(), now=noon)

    answers = [take(pool=pool, member=member, key=uuid4(), now=noon) for member in (bea, eve)]

    assert [(answer.outcome, answer.place) for answer in answers] == [(WAITING, 1), (WAITING, 2)]


def test_who_does_not_want_to_wait_is_told_that_all_are_taken_and_leaves_no_trace(ada: Member, bea: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1)
    take(pool=pool, member=ada, key=uuid4(), wait=False, now=noon)

    with pytest.raises(errors.AllTaken):
        take(pool=pool, member=bea, key=uuid4(), wait=False, now=noon)

    assert (pool.waiting.count(), pool.attempts.count()) == (0, 1)


def test_without_waiting_the_same_key_gets_the_same_seat(ada: Member, noon: datetime) -> None:
    pool, key = PoolFactory(capacity=1), uuid4()

    first, again = (take(pool=pool, member=ada, key=key, wait=False, now=noon) for _ in range(2))

    assert first.seat == again.seat


def test_the_same_key_gets_the_same_seat(ada: Member, noon: datetime) -> None:
    pool, key = PoolFactory(), uuid4()

    first, again = (take(pool=pool, member=ada, key=key, now=noon) for _ in range(2))

    assert (first.seat, pool.attempts.count()) == (again.seat, 1)


def test_the_retry_after_closing_still_hears_of_its_seat(ada: Member, noon: datetime) -> None:
    pool, key = PoolFactory(), uuid4()
    first = take(pool=pool, member=ada, key=key, now=noon)
    close(pool=pool, now=noon)

    assert take(pool=pool, member=ada, key=key, now=noon).seat == first.seat


def test_somebody_who_waits_and_asks_again_keeps_the_place(ada: Member, bea: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1)
    take(pool=pool, member=ada, key=uuid4(), now=noon)
    take(pool=pool, member=bea, key=uuid4(), now=noon)

    assert take(pool=pool, member=bea, key=uuid4(), now=noon).place == 1


def test_nobody_gets_two_seats(ada: Member, noon: datetime) -> None:
    pool = PoolFactory()
    taken = take(pool=pool, member=ada, key=uuid4(), now=noon)

    with pytest.raises(errors.AlreadySeated) as refusal:
        take(pool=pool, member=ada, key=uuid4(), now=noon)

    assert refusal.value.seat == taken.seat


def test_a_pool_may_give_several_to_one_person_up_to_its_limit(ada: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=5, per_person=2)
    for _ in range(2):
        take(pool=pool, member=ada, key=uuid4(), now=noon)

    with pytest.raises(errors.AlreadySeated):
        take(pool=pool, member=ada, key=uuid4(), now=noon)

    assert standing(pool).taken == 2


def test_a_key_of_somebody_else_is_refused(ada: Member, eve: Member, noon: datetime) -> None:
    pool, key = PoolFactory(), uuid4()
    take(pool=pool, member=ada, key=key, now=noon)

    with pytest.raises(errors.KeyReused):
        take(pool=pool, member=eve, key=key, now=noon)

    assert standing(pool).taken == 1


def test_a_key_used_for_another_pool_is_refused(ada: Member, noon: datetime) -> None:
    key = uuid4()
    take(pool=PoolFactory(), member=ada, key=key, now=noon)

    with pytest.raises(errors.KeyReused):
        take(pool=PoolFactory(), member=ada, key=key, now=noon)


def test_before_opening_nobody_gets_in(ada: Member, noon: datetime) -> None:
    pool = PoolFactory(opens_at=noon)

    with pytest.raises(errors.NotOpenYet):
        take(pool=pool, member=ada, key=uuid4(), now=noon - timedelta(microseconds=1))


@pytest.fixture
def real_time(db: None) -> Iterator[None]:
    """As outside tests: the database's clock decides, and what a caller believes the time to be counts for nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET firsthand.simulated_time = off")
        yield
        cursor.execute("SET firsthand.simulated_time = on")


def test_a_web_machine_whose_clock_is_ahead_opens_nothing_earlier(ada: Member, real_time: None) -> None:
    now = timezone.now()
    pool = PoolFactory(opens_at=now + timedelta(minutes=30))

    with pytest.raises(errors.NotOpenYet):
        take(pool=pool, member=ada, key=uuid4(), now=now + timedelta(hours=1))


def test_a_web_machine_whose_clock_is_behind_keeps_nobody_waiting(ada: Member, real_time: None) -> None:
    now = timezone.now()
    pool = PoolFactory(opens_at=now - timedelta(minutes=1))

    taken = take(pool=pool, member=ada, key=uuid4(), now=now - timedelta(hours=1))

    assert taken.seat is not None
    assert taken.seat.taken_at is not None
    assert abs(taken.seat.taken_at - now) < timedelta(minutes=10)


def test_a_web_machine_whose_clock_is_behind_gets_in_nowhere_after_closing(ada: Member, real_time: None) -> None:
    now = timezone.now()
    pool = PoolFactory(opens_at=now - timedelta(hours=2), closes_at=now - timedelta(hours=1))

    with pytest.raises(errors.PoolClosed):
        take(pool=pool, member=ada, key=uuid4(), now=now - timedelta(minutes=90))


def test_where_time_is_simulated_the_callers_clock_would_open_the_door(ada: Member) -> None:
    """The negative control of the three above: without the database's clock a wrong one gives a seat too early."""
    now = timezone.now()
    pool = PoolFactory(opens_at=now + timedelta(minutes=30))

    assert take(pool=pool, member=ada, key=uuid4(), now=now + timedelta(hours=1)).outcome == SEATED


def test_a_member_whose_account_is_closed_gets_nothing(ada: Member, noon: datetime) -> None:
    Member.objects.filter(pk=ada.pk).update(is_active=False)

    with pytest.raises(errors.Barred):
        take(pool=PoolFactory(), member=ada, key=uuid4(), now=noon)


def test_who_has_very_many_before_them_is_told_no_number(ada: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=0)
    crowd = Member.objects.bulk_create([Member(email=f"crowd{number}@x.example") for number in range(PLACES_COUNTED)])
    Waiting.objects.bulk_create([Waiting(pool=pool, member=member, joined_at=noon) for member in crowd[:-1]])

    answers = [take(pool=pool, member=member, key=uuid4(), now=noon).place for member in (crowd[-1], ada)]

    assert answers == [PLACES_COUNTED, None]
    assert place_of(pool=pool, member=ada) == PLACES_COUNTED + 1


def test_a_member_with_seats_cannot_be_deleted_by_the_back_door(ada: Member, noon: datetime) -> None:
    take(pool=PoolFactory(), member=ada, key=uuid4(), now=noon)

    with pytest.raises(DatabaseError, match="seats_member_stays"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM members_member WHERE id = %s", [ada.pk])


def test_after_closing_nobody_gets_in(ada: Member, noon: datetime) -> None:
    pool = PoolFactory(opens_at=noon, closes_at=noon + timedelta(hours=1))

    with pytest.raises(errors.PoolClosed):
        take(pool=pool, member=ada, key=uuid4(), now=noon + timedelta(hours=1))


def test_a_paused_pool_gives_again_after_resuming(ada: Member, noon: datetime) -> None:
    pool = PoolFactory()
    pause(pool=pool, now=noon)
    with pytest.raises(errors.PoolPaused):
        take(pool=pool, member=ada, key=uuid4(), now=noon)

    resume(pool=pool)

    assert take(pool=pool, member=ada, key=uuid4(), now=noon).outcome == SEATED


def test_a_refused_request_leaves_no_trace(ada: Member, noon: datetime) -> None:
    pool = PoolFactory()
    close(pool=pool, now=noon)

    with pytest.raises(errors.PoolClosed):
        take(pool=pool, member=ada, key=uuid4(), now=noon)

    assert not pool.attempts.exists()


def test_a_departments_share_is_kept_for_it(ada: Member, bea: Member, cy: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=2, quotas={cy.department: 1})

    outcomes = [take(pool=pool, member=member, key=uuid4(), now=noon).outcome for member in (ada, bea, cy)]

    assert outcomes == [SEATED, WAITING, SEATED]


def test_a_department_uses_its_share_first(ada: Member, cy: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=2, quotas={cy.department: 1})

    outcomes = [take(pool=pool, member=member, key=uuid4(), now=noon).outcome for member in (cy, ada)]

    assert outcomes == [SEATED, SEATED]


def test_a_department_with_its_share_used_competes_for_the_rest(ada: Member, bea: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=2, quotas={DepartmentFactory(code="cards"): 1})

    outcomes = [take(pool=pool, member=member, key=uuid4(), now=noon).outcome for member in (ada, bea)]

    assert outcomes == [SEATED, SEATED]


def test_a_free_seat_is_not_taken_past_those_who_wait(ada: Member, bea: Member, eve: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1)
    take(pool=pool, member=ada, key=uuid4(), now=noon)
    take(pool=pool, member=bea, key=uuid4(), now=noon)
    add_seats(pool=pool, count=1)

    assert take(pool=pool, member=eve, key=uuid4(), now=noon).place == 2


def test_whoever_starts_looking_at_the_last_seat_finds_the_first(
    ada: Member, bea: Member, eve: Member, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(random, "random", lambda: 0.99)
    pool = PoolFactory(capacity=3)

    seats = [take(pool=pool, member=member, key=uuid4(), now=noon).seat for member in (ada, bea, eve)]

    assert [seat and seat.number for seat in seats] == [3, 1, 2]


def test_a_free_seat_of_a_department_is_not_taken_past_those_of_it_who_wait(ada: Member, bea: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1, quotas={ada.department: 1})
    taken = take(pool=pool, member=ada, key=uuid4(), now=noon)
    assert taken.seat is not None
    take(pool=pool, member=bea, key=uuid4(), now=noon)
    pause(pool=pool, now=noon)
    give_back(seat=taken.seat, now=noon)  # handed on to nobody while the pool is paused
    resume(pool=pool)

    assert take(pool=pool, member=MemberFactory(department=ada.department), key=uuid4(), now=noon).place == 2


def test_the_key_of_a_seat_given_back_does_not_take_another(ada: Member, noon: datetime) -> None:
    pool, key = PoolFactory(), uuid4()
    taken = take(pool=pool, member=ada, key=key, now=noon)
    assert taken.seat is not None
    give_back(seat=taken.seat, now=noon)

    again = take(pool=pool, member=ada, key=key, now=noon)

    assert (again.outcome, again.seat) == (SEATED, None)
    assert not Seat.objects.filter(member=ada).exists()
