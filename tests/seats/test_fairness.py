"""What the record of arrivals says."""

from datetime import datetime, timedelta
from uuid import uuid4

from pytest_django import DjangoAssertNumQueries

from members.models import Member
from seats.fairness import arrival_of, bars_of, latest_events, rush_of, sign_of, sold_out_after
from seats.selectors import Standing
from seats.services import take
from seats.story import story_of
from tests.members.factories import MemberFactory
from tests.seats.factories import PoolFactory

TENTH = timedelta(milliseconds=100)


def test_who_came_when_in_the_servers_order(ada: Member, bea: Member, eve: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1)
    take(pool=pool, member=ada, key=uuid4(), now=noon + TENTH)
    take(pool=pool, member=bea, key=uuid4(), now=noon + 2 * TENTH)

    arrival = arrival_of(pool=pool, member=bea)

    assert arrival is not None
    assert (arrival.place, arrival.after) == (2, 2 * TENTH)
    assert arrival_of(pool=pool, member=eve) is None


def test_how_fast_the_seats_went(ada: Member, bea: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1)
    assert sold_out_after(pool) is None
    take(pool=pool, member=ada, key=uuid4(), now=noon + TENTH)
    assert sold_out_after(pool) is None

    take(pool=pool, member=bea, key=uuid4(), now=noon + 5 * TENTH)

    assert sold_out_after(pool) == TENTH


def test_the_story_in_figures(db: None, noon: datetime) -> None:
    pool = PoolFactory(capacity=2)
    for tenth, member in enumerate(MemberFactory.create_batch(5)):
        take(pool=pool, member=member, key=uuid4(), now=noon + tenth * TENTH)

    rush, bars = rush_of(pool), bars_of(pool)

    assert (rush.arrivals, rush.people, rush.counts) == (5, 5, {"seated": 2, "waiting": 3})
    assert [(bar.arrivals, bar.seated) for bar in bars[:6]] == [(1, 1), (1, 1), (1, 0), (1, 0), (1, 0), (0, 0)]
    assert sum(bar.arrivals for bar in bars) == 5


def test_the_record_has_signs_instead_of_names(ada: Member, noon: datetime) -> None:
    pool, other = PoolFactory(), PoolFactory()
    take(pool=pool, member=ada, key=uuid4(), now=noon)

    (event,) = latest_events(pool)

    assert event.sign == sign_of(pool, ada.pk) != sign_of(other, ada.pk)


def test_dots_show_a_single_free_seat() -> None:
    assert Standing(capacity=500, held=499, kept=0, waiting=0).dots == [True] + [False] * 9
    assert Standing(capacity=3, held=1, kept=1, waiting=0).dots == [True, False, False]
    assert Standing(capacity=0, held=0, kept=0, waiting=0).dots == []


def test_the_story_of_one_member_is_the_same_in_one_query(
    ada: Member, bea: Member, eve: Member, noon: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pool = PoolFactory(capacity=1)
    for step, member in enumerate((ada, bea), start=1):
        take(pool=pool, member=member, key=uuid4(), now=noon + step * TENTH)

    with django_assert_num_queries(3):
        stories = [story_of(pool=pool, member=member) for member in (ada, bea, eve)]

    assert [story.arrival for story in stories] == [arrival_of(pool=pool, member=member) for member in (ada, bea, eve)]
    assert {story.sold_out_after for story in stories} == {sold_out_after(pool)} == {TENTH}
    assert [story.lot for story in stories] == [None] * 3
