"""Many at once, in threads on real PostgreSQL; each guard with the harm that happens without it."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier, Event, Thread, Timer
from uuid import uuid4

import pytest
from django.db import connection, transaction

from members.models import Department, Member
from seats.errors import SeatGone
from seats.models import Attempt, Pool, Seat, Waiting
from seats.selectors import standing
from seats.services import Promotion, Taken, expire_pool, give_back, keep, take
from tests.members.factories import DepartmentFactory, MemberFactory
from tests.seats.factories import PoolFactory
from tests.support import at_the_same_time

pytestmark = pytest.mark.django_db(transaction=True)


def people(count: int, department: Department | None = None) -> list[Member]:
    made: list[Member] = MemberFactory.create_batch(count, department=department or DepartmentFactory(code="cards"))
    return made


def ask(pool: Pool, member: Member, now: datetime, key: object = None) -> Callable[[], Taken]:
    return lambda: take(pool=pool, member=member, key=key or uuid4(), now=now)  # type: ignore[arg-type]


def outcomes(answers: list[Taken | Exception]) -> Counter[str]:
    return Counter(answer.outcome if isinstance(answer, Taken) else type(answer).__name__ for answer in answers)


def test_forty_for_twelve_seats_give_twelve(noon: datetime) -> None:
    pool = PoolFactory(capacity=12)

    answers = at_the_same_time(*(ask(pool, member, noon) for member in people(40)))

    assert outcomes(answers) == {"seated": 12, "waiting": 28}
    assert standing(pool).free == 0
    assert Seat.objects.filter(pool=pool).values("member").distinct().count() == 12


def test_fewer_people_than_seats_all_get_one(noon: datetime) -> None:
    pool = PoolFactory(capacity=20)

    answers = at_the_same_time(*(ask(pool, member, noon) for member in people(20)))

    assert outcomes(answers) == {"seated": 20}


def test_the_same_person_at_ten_phones_gets_one_seat(noon: datetime) -> None:
    pool, (ada,) = PoolFactory(capacity=5), people(1)

    answers = at_the_same_time(*(ask(pool, ada, noon) for _ in range(10)))

    assert outcomes(answers)["seated"] == 1
    assert standing(pool).taken == 1


def test_one_request_sent_ten_times_has_one_answer(noon: datetime) -> None:
    pool, (ada,), key = PoolFactory(capacity=5), people(1), uuid4()

    answers = at_the_same_time(*(ask(pool, ada, noon, key) for _ in range(10)))

    assert {answer.seat.pk for answer in answers if isinstance(answer, Taken) and answer.seat} == {Seat.objects.get(member=ada).pk}
    assert outcomes(answers) == {"seated": 10}
    assert Attempt.objects.filter(pool=pool).count() == 1


def test_one_waiting_request_sent_ten_times_is_one_place(noon: datetime) -> None:
    pool, (ada, bea), key = PoolFactory(capacity=1), people(2), uuid4()
    take(pool=pool, member=ada, key=uuid4(), now=noon)

    answers = at_the_same_time(*(ask(pool, bea, noon, key) for _ in range(10)))

    assert [answer.place for answer in answers if isinstance(answer, Taken)] == [1] * 10
    assert Waiting.objects.filter(pool=pool).count() == 1


def test_quotas_hold_in_the_rush(noon: datetime) -> None:
    cards, service, risk = (DepartmentFactory(code=code) for code in ("cards", "service", "risk"))
    pool = PoolFactory(capacity=10, quotas={cards: 3, service: 2})

    at_the_same_time(*(ask(pool, member, noon) for department in (cards, service, risk) for member in people(10, department)))

    by_share = Counter(Seat.objects.filter(pool=pool).values_list("quota__department__code", "member__department__code"))
    assert sum(by_share.values()) == 10
    assert (by_share["cards", "cards"], by_share["service", "service"]) == (3, 2)
    assert {share for share, _ in by_share if share} == {"cards", "service"}


def test_the_wait_list_is_in_the_servers_order(noon: datetime) -> None:
    pool = PoolFactory(capacity=1)
    at_the_same_time(*(ask(pool, member, noon) for member in people(15)))

    places = [take(pool=pool, member=row.member, key=uuid4(), now=noon).place for row in Waiting.objects.filter(pool=pool).order_by("pk")]

    assert places == list(range(1, 15))


def test_a_seat_whose_taker_fails_is_not_lost_to_those_told_all_taken(noon: datetime) -> None:
    pool, (ada, bea) = PoolFactory(capacity=1), people(2)
    in_hand, fail = Event(), Event()

    def ada_takes_and_fails() -> None:
        with transaction.atomic():
            take(pool=pool, member=ada, key=uuid4(), now=noon)
            in_hand.set()
            fail.wait(10)
            transaction.set_rollback(True)
        connection.close()

    taker = Thread(target=ada_takes_and_fails)
    taker.start()
    in_hand.wait(10)
    Timer(0.1, fail.set).start()
    answer = take(pool=pool, member=bea, key=uuid4(), now=noon)
    taker.join(10)

    assert (answer.outcome, standing(pool).taken) == (Attempt.Outcome.SEATED, 1)


def test_who_was_told_to_wait_while_a_slow_taker_failed_is_promoted_by_the_sweep(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seats.taking.PATIENCE", (0.001,))
    pool, (ada, bea) = PoolFactory(capacity=1), people(2)
    told = Event()

    def ada_takes_and_fails() -> None:
        with transaction.atomic():
            take(pool=pool, member=ada, key=uuid4(), now=noon)
            in_hand.set()
            told.wait(10)
            transaction.set_rollback(True)
        connection.close()

    in_hand = Event()
    taker = Thread(target=ada_takes_and_fails)
    taker.start()
    in_hand.wait(10)
    assert take(pool=pool, member=bea, key=uuid4(), now=noon).outcome == Attempt.Outcome.WAITING
    told.set()
    taker.join(10)

    assert [promotion.member for promotion in expire_pool(pool=pool, now=noon)] == [bea]


@pytest.mark.parametrize("_round", range(5))
def test_an_end_and_a_start_at_the_same_moment_have_one_order(noon: datetime, _round: int) -> None:
    pool, (ada, bea) = PoolFactory(capacity=1, hold_for=timedelta(minutes=10)), people(2)
    seat = take(pool=pool, member=ada, key=uuid4(), now=noon).seat
    assert seat is not None
    take(pool=pool, member=bea, key=uuid4(), now=noon)
    last_moment, the_end = noon + timedelta(minutes=10, microseconds=-1), noon + timedelta(minutes=10)

    kept, swept = at_the_same_time(lambda: keep(seat=seat, now=last_moment), lambda: expire_pool(pool=pool, now=the_end))

    holder = Seat.objects.get(pool=pool)
    if isinstance(kept, SeatGone):
        assert (holder.member, holder.state) == (bea, "held")
    else:
        assert (holder.member, holder.state, swept) == (ada, "kept", [])


@pytest.mark.parametrize("_round", range(5))
def test_giving_back_and_running_out_at_the_same_moment_promote_once(noon: datetime, _round: int) -> None:
    pool, (ada, bea, cy) = PoolFactory(capacity=1, hold_for=timedelta(minutes=10)), people(3)
    seat = take(pool=pool, member=ada, key=uuid4(), now=noon).seat
    assert seat is not None
    for member in (bea, cy):
        take(pool=pool, member=member, key=uuid4(), now=noon)
    end = noon + timedelta(minutes=10)

    given, swept = at_the_same_time(lambda: give_back(seat=seat, now=end), lambda: expire_pool(pool=pool, now=end))

    promoted = [given] if isinstance(given, Promotion) else swept
    assert isinstance(promoted, list)
    assert [promotion.member for promotion in promoted] == [bea]
    assert list(Waiting.objects.filter(pool=pool).values_list("member", flat=True)) == [cy.pk]


def test_joining_the_list_while_the_last_seat_comes_back_loses_neither(noon: datetime) -> None:
    for _ in range(5):
        pool, (ada, bea) = PoolFactory(capacity=1), people(2)
        seat = take(pool=pool, member=ada, key=uuid4(), now=noon).seat
        assert seat is not None

        at_the_same_time(ask(pool, bea, noon), partial(give_back, seat=seat, now=noon))

        assert Seat.objects.get(pool=pool).member == bea


def test_without_the_seat_rows_counting_and_then_inserting_oversells(noon: datetime) -> None:
    """The negative control: the same rush against the naive way gives more than there are."""
    pool, everybody = PoolFactory(capacity=2), people(6)
    all_have_counted = Barrier(len(everybody))

    def count_then_insert(member: Member) -> None:
        with transaction.atomic():
            taken = Waiting.objects.filter(pool=pool).count()
            all_have_counted.wait(10)
            if taken < pool.capacity:
                Waiting.objects.create(pool=pool, member=member, joined_at=noon)

    at_the_same_time(*(partial(count_then_insert, member) for member in everybody))

    assert Waiting.objects.filter(pool=pool).count() > pool.capacity
