"""What keeps a draw whole: locks, constraints, and the keys it was committed with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import strategies as st
from pytest_django import Settings

from members.models import Member
from seats import lottery
from seats.errors import SeedLost
from seats.lottery import draw
from seats.models import Attempt, Lot, Pool, Seat
from seats.services import leave_list, take
from tests.members.factories import MemberFactory
from tests.seats.factories import HOUR, asked, lottery_at
from tests.support import asked_meanwhile, at_the_same_time

SEEDS = st.binary(min_size=32, max_size=32).map(bytes.hex)
SIGNS = st.sets(st.text("0123456789ABCDEF", min_size=5, max_size=5), max_size=30)


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_draw_once(noon: datetime) -> None:
    pool = lottery_at(noon, capacity=2)
    asked(pool, noon, 6)

    answers = at_the_same_time(*[lambda: len(draw(pool=pool, now=noon + HOUR))] * 4)

    assert sorted(answers, key=str) == [0, 0, 0, 2]
    assert (Seat.objects.exclude(member=None).count(), Lot.objects.count()) == (2, 6)


@pytest.mark.django_db(transaction=True)
def test_without_its_lock_a_draw_would_be_made_twice(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the lock off, only the database's constraints keep a second order out, by an error instead of a no."""
    pool = lottery_at(noon, capacity=2)
    asked(pool, noon, 6)
    monkeypatch.setattr(lottery, "own_list", lambda _pool: None)
    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda self, **_: self)

    answers = at_the_same_time(*[lambda: len(draw(pool=pool, now=noon + HOUR))] * 4)

    assert any(isinstance(answer, DatabaseError) for answer in answers)


@pytest.mark.django_db(transaction=True)
def test_requests_that_race_the_draw_are_drawn_or_wait_but_are_never_lost(noon: datetime) -> None:
    pool = lottery_at(noon, capacity=1)
    members = MemberFactory.create_batch(6)
    just_in_time = noon + HOUR - timedelta(microseconds=1)

    at_the_same_time(
        *[lambda member=member: take(pool=pool, member=member, key=uuid4(), now=just_in_time) for member in members],
        lambda: draw(pool=pool, now=noon + HOUR),
    )
    draw(pool=pool, now=noon + HOUR)

    assert pool.waiting.count() + Seat.objects.exclude(member=None).count() == 6
    drawn, told = set(pool.lots.values_list("member", flat=True)), pool.attempts.filter(outcome=Attempt.Outcome.REQUESTED)
    assert drawn == set(told.values_list("member", flat=True))


@pytest.mark.django_db(transaction=True)
def test_who_leaves_while_the_draw_begins_is_not_drawn(noon: datetime) -> None:
    pool = lottery_at(noon, capacity=1)
    [ada] = asked(pool, noon, 1)

    assert asked_meanwhile(left(pool, ada, noon), lambda: draw(pool=pool, now=noon + HOUR)) == []
    assert not pool.lots.exists()


@contextmanager
def left(pool: Pool, member: Member, now: datetime) -> Iterator[None]:
    with transaction.atomic():
        leave_list(pool=pool, member=member, now=now)
        yield


def test_a_changed_secret_key_draws_with_the_former_one_or_not_at_all(db: None, noon: datetime, settings: Settings) -> None:
    pool, former = lottery_at(noon), settings.SECRET_KEY
    asked(pool, noon, 3)
    settings.SECRET_KEY = "another"

    with pytest.raises(SeedLost):
        draw(pool=pool, now=noon + HOUR)

    settings.SECRET_KEY_FALLBACKS = [former]
    assert len(draw(pool=pool, now=noon + HOUR)) == 2


def test_drawn_lots_cannot_be_changed(db: None, noon: datetime) -> None:
    pool = lottery_at(noon)
    asked(pool, noon, 2)
    draw(pool=pool, now=noon + HOUR)

    for change in (lambda: pool.lots.update(place=7), lambda: pool.lots.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("lottery_has_a_window_and_a_commitment", {"commitment": ""}),
        ("lottery_has_a_window_and_a_commitment", {"draws_at": None}),
        ("lottery_has_a_window_and_a_commitment", {"mode": "flash"}),
        ("seed_shows_with_the_draw", {"seed": "ab"}),
        ("seed_shows_with_the_draw", {"drawn_at": datetime(2026, 3, 2, tzinfo=UTC)}),
    ],
)
def test_the_database_keeps_a_lottery_whole(db: None, noon: datetime, name: str, change: dict[str, object]) -> None:
    pool = lottery_at(noon)

    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        Pool.objects.filter(pk=pool.pk).update(**change)


def test_a_pool_closes_after_its_draw(db: None, noon: datetime) -> None:
    with pytest.raises(DatabaseError, match="pool_closes_after_the_draw"), transaction.atomic():
        lottery_at(noon, closes_at=noon + HOUR)
