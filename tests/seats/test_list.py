"""A place by one short call, for who has just heard that all are taken: never a seat, and never past one that is free."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from members.models import Member
from seats import errors
from seats.models import Attempt, Pool, Seat, Waiting
from seats.selectors import standing
from seats.services import close, expire_pool, give_back, shrink, take
from seats.taking import Taken, wait_by_id
from tests.members.factories import DepartmentFactory, MemberFactory
from tests.seats.factories import PoolFactory, asked
from tests.support import asked_meanwhile

REQUESTED, WAITING = Attempt.Outcome.REQUESTED, Attempt.Outcome.WAITING


def join(pool: Pool, member: Member, now: datetime, key: object = None) -> Taken | None:
    return wait_by_id(pool_id=pool.pk, member_id=member.pk, key=key or uuid4(), now=now)  # type: ignore[arg-type]


@pytest.fixture
def full(ada: Member, noon: datetime) -> Pool:
    """A pool whose only seat is Ada's."""
    pool = PoolFactory(capacity=1)
    take(pool=pool, member=ada, key=uuid4(), now=noon)
    return pool


def test_newcomers_join_in_order_and_are_in_the_record(full: Pool, bea: Member, eve: Member, noon: datetime) -> None:
    answers = [join(full, member, noon) for member in (bea, eve)]

    assert [(answer.outcome, answer.place) for answer in answers if answer] == [(WAITING, 1), (WAITING, 2)]
    assert list(full.attempts.filter(outcome="waiting").order_by("pk").values_list("member", flat=True)) == [bea.pk, eve.pk]


def test_who_presses_again_hears_the_same_place_and_leaves_no_second_trace(full: Pool, bea: Member, noon: datetime) -> None:
    key = uuid4()

    answers = [join(full, bea, noon, key), join(full, bea, noon, key), join(full, bea, noon)]

    assert [answer.place for answer in answers if answer] == [1, 1, 1]
    assert (full.waiting.count(), full.attempts.filter(member=bea).count()) == (1, 1)


def test_where_a_seat_is_free_nobody_is_put_on_the_list(bea: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1)

    assert join(pool, bea, noon) is None
    assert (standing(pool).free, pool.waiting.count(), pool.attempts.count()) == (1, 0, 0)


def test_a_free_seat_of_another_department_is_none_to_wait_for(bea: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1, quotas={DepartmentFactory(code="elsewhere"): 1})

    answer = join(pool, bea, noon)

    assert answer is not None
    assert (answer.outcome, answer.place) == (WAITING, 1)


def test_a_request_that_was_given_a_seat_is_not_answered_here(full: Pool, bea: Member, noon: datetime) -> None:
    key = uuid4()
    give_back(seat=Seat.objects.get(pool=full), now=noon)
    take(pool=full, member=bea, key=key, now=noon)

    assert join(full, bea, noon, key) is None


def test_a_key_that_was_somebody_elses_is_refused(full: Pool, bea: Member, eve: Member, noon: datetime) -> None:
    key = uuid4()
    join(full, bea, noon, key)

    with pytest.raises(errors.KeyReused):
        join(full, eve, noon, key)


@pytest.mark.parametrize("waits", [False, True], ids=["newcomer", "already in the list"])
def test_a_key_of_another_pool_is_refused(full: Pool, ada: Member, bea: Member, noon: datetime, waits: bool) -> None:
    key = uuid4()
    take(pool=PoolFactory(), member=bea, key=key, now=noon)
    if waits:
        join(full, bea, noon)

    with pytest.raises(errors.KeyReused):
        join(full, bea, noon, key)


def test_who_has_a_seat_is_told_so(full: Pool, ada: Member, noon: datetime) -> None:
    with pytest.raises(errors.AlreadySeated):
        join(full, ada, noon)


def test_a_closed_pool_takes_nobody_on_its_list(full: Pool, bea: Member, noon: datetime) -> None:
    close(pool=full, now=noon)

    with pytest.raises(errors.PoolClosed):
        join(full, bea, noon)
    assert not full.waiting.exists()


def test_before_the_draw_it_is_a_request(bea: Member, noon: datetime) -> None:
    pool = PoolFactory(draws_at=noon + timedelta(hours=1))

    answers = [join(pool, bea, noon), join(pool, bea, noon)]

    assert [(answer.outcome, answer.place) for answer in answers if answer] == [(REQUESTED, None)] * 2


def test_what_the_list_refers_to_stays(full: Pool, bea: Member, noon: datetime) -> None:
    cards = DepartmentFactory(code="cards")
    bea.department = cards
    bea.save()
    pool = PoolFactory(capacity=1, quotas={cards: 1})
    asked(pool, noon, 1, cards)
    join(pool, bea, noon)

    for table, row in (("members_member", bea.pk), ("seats_pool", pool.pk), ("seats_quota", pool.quotas.get().pk)):
        with pytest.raises(DatabaseError, match="stays"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row])  # noqa: S608 - our own names
    assert Waiting.objects.filter(pool=pool, member=bea).exists()


# A seat handed on at the same moment ----------------------------------------------


@contextmanager
def given_back(pool: Pool, now: datetime) -> Iterator[None]:
    with transaction.atomic():
        give_back(seat=Seat.objects.get(pool=pool), now=now)
        yield


@contextmanager
def swept(pool: Pool, now: datetime) -> Iterator[None]:
    with transaction.atomic():
        expire_pool(pool=pool, now=now + pool.hold_for)
        yield


@contextmanager
def shrunk_and_taken_back(pool: Pool) -> Iterator[None]:
    with transaction.atomic():
        shrink(pool=pool, count=1)
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("comes_back", [given_back, swept])
def test_who_asks_for_a_place_while_the_seat_comes_back_is_sent_to_the_seat(
    comes_back: Callable[[Pool, datetime], AbstractContextManager[None]], noon: datetime
) -> None:
    pool, bea = PoolFactory(capacity=1), MemberFactory()
    take(pool=pool, member=MemberFactory(), key=uuid4(), now=noon)

    assert asked_meanwhile(comes_back(pool, noon), lambda: join(pool, bea, noon)) is None
    assert not pool.waiting.exists()


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_on_the_list_a_seat_would_be_free_and_somebody_waiting(noon: datetime) -> None:
    pool, bea = PoolFactory(capacity=1), MemberFactory()
    take(pool=pool, member=MemberFactory(), key=uuid4(), now=noon)
    with without_the_lock():
        assert asked_meanwhile(given_back(pool, noon), lambda: join(pool, bea, noon)) is not None

    assert (standing(pool).free, pool.waiting.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_who_asks_while_a_shrinking_is_taken_back_gets_the_seat(noon: datetime) -> None:
    pool, bea = PoolFactory(capacity=1), MemberFactory()

    taken = asked_meanwhile(shrunk_and_taken_back(pool), lambda: take(pool=pool, member=bea, key=uuid4(), now=noon))

    assert taken.seat is not None


@contextmanager
def without_the_lock() -> Iterator[None]:
    guard = "PERFORM pg_advisory_xact_lock_shared(24231"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('seats_take'::regproc)")
        whole = cursor.fetchone()[0]
        assert guard in whole
        cursor.execute(whole.replace(guard, "PERFORM abs(24231").replace("abs(24231, (p_pool % 2147483648)::integer)", "abs(24231)"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(whole)
