"""What becomes of a seat that somebody gives back or lets run out."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from members.models import Member
from seats import errors
from seats.models import Attempt, Pool, Seat
from seats.selectors import due_pools, standing
from seats.services import add_seats, close, expire, expire_pool, give_back, keep, leave_list, make_pool, pause, shrink, take
from tests.members.factories import DepartmentFactory
from tests.seats.factories import PoolFactory


def seat_for(member: Member, pool: Pool, now: datetime) -> Seat:
    seat = take(pool=pool, member=member, key=uuid4(), now=now).seat
    assert seat is not None
    return seat


def wait_for(member: Member, pool: Pool, now: datetime) -> None:
    assert take(pool=pool, member=member, key=uuid4(), now=now).outcome == Attempt.Outcome.WAITING


def story(pool: Pool) -> list[tuple[str, str]]:
    return [(attempt.member.first_name, attempt.outcome) for attempt in pool.attempts.select_related("member").order_by("pk")]


def test_a_seat_given_back_goes_to_the_first_who_waits(ada: Member, bea: Member, eve: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1, take_up_for=timedelta(minutes=5))
    seat = seat_for(ada, pool, noon)
    wait_for(bea, pool, noon)
    wait_for(eve, pool, noon)

    promotion = give_back(seat=seat, now=noon)

    assert promotion is not None
    assert (promotion.member, promotion.seat.held_until) == (bea, noon + timedelta(minutes=5))
    assert story(pool) == [("Ada", "seated"), ("Bea", "waiting"), ("Eve", "waiting"), ("Ada", "gave_back"), ("Bea", "promoted")]


def test_a_seat_given_back_with_nobody_waiting_is_free(ada: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1)

    assert give_back(seat=seat_for(ada, pool, noon), now=noon) is None
    assert standing(pool).free == 1


def test_a_kept_seat_may_be_given_back_too(ada: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1)
    seat = keep(seat=seat_for(ada, pool, noon), now=noon)

    give_back(seat=seat, now=noon)

    assert standing(pool).free == 1


def test_a_seat_is_given_back_once(ada: Member, noon: datetime) -> None:
    seat = seat_for(ada, PoolFactory(), noon)
    give_back(seat=seat, now=noon)

    with pytest.raises(errors.SeatGone):
        give_back(seat=seat, now=noon)


def test_a_reserved_seat_goes_to_somebody_of_that_department(ada: Member, cy: Member, dan: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1, quotas={cy.department: 1})
    seat = seat_for(cy, pool, noon)
    wait_for(ada, pool, noon)
    dan.department = DepartmentFactory(code="logistics")
    dan.save()
    wait_for(dan, pool, noon)

    promotion = give_back(seat=seat, now=noon)

    assert promotion is not None
    assert promotion.member == dan


def test_an_ended_hold_goes_to_the_next(ada: Member, bea: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1, hold_for=timedelta(minutes=10))
    seat_for(ada, pool, noon)
    wait_for(bea, pool, noon)

    promotions = expire(prefix="parking:", now=noon + timedelta(minutes=10))

    assert [promotion.member for promotion in promotions] == [bea]
    assert story(pool)[-2:] == [("Ada", "expired"), ("Bea", "promoted")]


def test_somebody_who_does_not_take_it_up_is_passed_over(ada: Member, bea: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1, take_up_for=timedelta(minutes=5))
    seat = seat_for(ada, pool, noon)
    wait_for(bea, pool, noon)
    give_back(seat=seat, now=noon)

    expire_pool(pool=pool, now=noon + timedelta(minutes=5))

    assert story(pool)[-1] == ("Bea", "passed_over")


def test_a_second_sweep_finds_nothing(ada: Member, noon: datetime) -> None:
    pool = PoolFactory()
    seat_for(ada, pool, noon)
    later = noon + timedelta(hours=1)
    expire(now=later)

    assert not due_pools(prefix="", now=later).exists()
    assert expire(now=later) == []


def test_a_kept_seat_does_not_run_out(ada: Member, noon: datetime) -> None:
    pool = PoolFactory()
    keep(seat=seat_for(ada, pool, noon), now=noon)

    expire(now=noon + timedelta(days=300))

    assert standing(pool).kept == 1


def test_keeping_twice_changes_nothing(ada: Member, noon: datetime) -> None:
    seat = seat_for(ada, PoolFactory(), noon)
    keep(seat=seat, now=noon)

    assert keep(seat=seat, now=noon).state == "kept"


def test_a_seat_is_not_kept_after_its_hold_time(ada: Member, noon: datetime) -> None:
    seat = seat_for(ada, PoolFactory(hold_for=timedelta(minutes=10)), noon)

    with pytest.raises(errors.SeatGone):
        keep(seat=seat, now=noon + timedelta(minutes=10))


def test_added_seats_go_to_those_who_wait(ada: Member, bea: Member, eve: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1)
    seat_for(ada, pool, noon)
    wait_for(bea, pool, noon)
    wait_for(eve, pool, noon)
    add_seats(pool=pool, count=5)

    promotions = expire(now=noon)

    assert [promotion.member for promotion in promotions] == [bea, eve]
    assert standing(pool).free == 3


def test_a_paused_or_closed_pool_promotes_nobody(ada: Member, bea: Member, noon: datetime) -> None:
    paused, closed = PoolFactory(capacity=1), PoolFactory(capacity=1)
    for pool in (paused, closed):
        seat = seat_for(ada, pool, noon)
        wait_for(bea, pool, noon)
        pause(pool=pool, now=noon) if pool == paused else close(pool=pool, now=noon)
        give_back(seat=seat, now=noon)

    assert expire(now=noon) == []


def test_who_leaves_the_list_is_not_promoted(ada: Member, bea: Member, eve: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1)
    seat = seat_for(ada, pool, noon)
    wait_for(bea, pool, noon)
    wait_for(eve, pool, noon)
    leave_list(pool=pool, member=bea, now=noon)

    promotion = give_back(seat=seat, now=noon)

    assert promotion is not None
    assert promotion.member == eve


def test_leaving_a_list_one_is_not_in_is_refused(ada: Member, noon: datetime) -> None:
    with pytest.raises(errors.NotInList):
        leave_list(pool=PoolFactory(), member=ada, now=noon)


def test_a_pool_does_not_shrink_below_what_is_taken(ada: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=3)
    seat_for(ada, pool, noon)

    with pytest.raises(errors.FewerThanTaken) as refusal:
        shrink(pool=pool, count=3)

    assert refusal.value.taken == 1
    assert "1 seat is taken" in str(refusal.value)


def test_a_pool_shrinks_by_free_seats(ada: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=3)
    seat_for(ada, pool, noon)

    assert shrink(pool=pool, count=2).capacity == 1
    assert standing(pool).free == 0


def test_making_a_pool_again_brings_it_into_line(ada: Member, noon: datetime) -> None:
    pool = PoolFactory(reference="parking:north", capacity=2)
    seat_for(ada, pool, noon)

    again = PoolFactory(reference="parking:north", capacity=4, hold_for=timedelta(hours=1))

    assert (again.pk, again.capacity, again.hold_for, again.seats.count()) == (pool.pk, 4, timedelta(hours=1), 4)


def test_shares_beyond_the_capacity_are_refused(db: None, noon: datetime) -> None:
    with pytest.raises(errors.QuotasDoNotFit):
        make_pool(
            reference="parking:south",
            capacity=2,
            opens_at=noon,
            hold_for=timedelta(minutes=1),
            take_up_for=timedelta(minutes=1),
            quotas={DepartmentFactory(): 2, DepartmentFactory(): 1},
        )
