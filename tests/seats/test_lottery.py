"""The draw: once, in an order that follows from the seed and from who asked."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from members.models import Member
from seats.commitments import commitment_to, seed_of
from seats.errors import NotInList, WayOfGivingStands
from seats.fairness import full_sign_of
from seats.lottery import draw, drawn_order, due_draws, winners_of
from seats.models import Attempt, Pool, Seat
from seats.services import expire_pool, give_back, leave_list, pause, take
from seats.taking import place_of
from tests.members.factories import DepartmentFactory
from tests.seats.factories import HOUR, PoolFactory, asked, lottery_at

SEEDS = st.binary(min_size=32, max_size=32).map(bytes.hex)
SIGNS = st.sets(st.text("0123456789ABCDEF", min_size=5, max_size=5), max_size=30)


# The rule ---------------------------------------------------------------------


@given(seed=SEEDS, signs=SIGNS)
def test_everybody_who_asked_is_drawn_exactly_once(seed: str, signs: set[str]) -> None:
    assert sorted(drawn_order(seed=seed, signs=signs)) == sorted(signs)


@given(seed=SEEDS, signs=SIGNS)
def test_the_order_does_not_hang_on_who_asked_first(seed: str, signs: set[str]) -> None:
    assert drawn_order(seed=seed, signs=sorted(signs)) == drawn_order(seed=seed, signs=sorted(signs, reverse=True))


def test_another_request_gives_a_wholly_different_order() -> None:
    """Else whoever knows the seed could see the places before adding anybody."""
    seed, signs = "07" * 32, [f"{n:05X}" for n in range(200)]

    before = drawn_order(seed=seed, signs=signs)
    after = [sign for sign in drawn_order(seed=seed, signs=[*signs, "ZZZZZ"]) if sign != "ZZZZZ"]

    assert sum(one == other for one, other in zip(before, after, strict=True)) < 20


def test_every_place_is_as_likely_for_everybody() -> None:
    """Chi-square of who comes first, 5 signs and 2,000 seeds: 4 degrees of freedom, 18.5 is passed once in a thousand."""
    signs = [f"{n:05X}" for n in range(5)]
    firsts = [drawn_order(seed=commitment_to(f"{n:064x}"), signs=signs)[0] for n in range(2000)]

    assert sum((firsts.count(sign) - 400) ** 2 / 400 for sign in signs) < 18.5


@given(
    order=st.lists(st.tuples(st.integers(0, 99).map(str), st.sampled_from([None, "A", "B"])), unique_by=lambda pair: pair[0], max_size=20),
    seats=st.fixed_dictionaries({None: st.integers(0, 5), "A": st.integers(0, 5), "B": st.integers(0, 5)}),
)
def test_reserved_seats_go_to_their_own_people_and_the_rest_by_order(
    order: list[tuple[str, str | None]], seats: dict[str | None, int]
) -> None:
    won = winners_of(order, seats)

    for share in ("A", "B"):
        own = [sign for sign, of in order if of == share]
        assert [sign for sign in own if won.get(sign, "") == share] == own[: seats[share]]
    rest = [sign for sign, _ in order if won.get(sign) is None]
    assert [sign for sign in rest if sign in won] == rest[: seats[None]]


# Before the draw --------------------------------------------------------------


def test_a_request_in_the_window_is_noted_and_takes_no_seat(ada: Member, noon: datetime) -> None:
    pool = lottery_at(noon)

    taken = take(pool=pool, member=ada, key=uuid4(), now=noon)

    assert (taken.outcome, taken.seat, taken.place) == (Attempt.Outcome.REQUESTED, None, None)
    assert not pool.seats.exclude(member=None).exists()


def test_asking_again_gives_the_same_answer_and_no_second_lot(ada: Member, noon: datetime) -> None:
    pool, key = lottery_at(noon), uuid4()

    answers = {take(pool=pool, member=ada, key=each, now=noon).outcome for each in (key, key, uuid4())}

    assert answers == {Attempt.Outcome.REQUESTED}
    assert pool.waiting.count() == 1


def test_no_seat_is_handed_on_before_the_draw(ada: Member, noon: datetime) -> None:
    pool = lottery_at(noon)
    take(pool=pool, member=ada, key=uuid4(), now=noon)

    assert expire_pool(pool=pool, now=noon + HOUR / 2) == []
    assert pool.waiting.count() == 1


def test_the_commitment_is_public_from_the_beginning_and_the_seed_nowhere(db: None, noon: datetime) -> None:
    pool = lottery_at(noon)

    assert pool.commitment == commitment_to(seed_of(pool))
    assert seed_of(pool) not in [str(value) for value in Pool.objects.filter(pk=pool.pk).values_list()[0]]


def test_the_commitment_stays_when_the_pool_is_brought_into_line(db: None, noon: datetime) -> None:
    pool = lottery_at(noon)

    again = lottery_at(noon, reference=pool.reference, capacity=5)

    assert (again.commitment, again.capacity) == (pool.commitment, 5)


@pytest.mark.parametrize("hours", [None, 0.5])
def test_who_asked_keeps_the_window_and_the_way(ada: Member, noon: datetime, hours: float | None) -> None:
    pool = lottery_at(noon)
    take(pool=pool, member=ada, key=uuid4(), now=noon)

    with pytest.raises(WayOfGivingStands):
        PoolFactory(reference=pool.reference, capacity=2, opens_at=noon, draws_at=noon + hours * HOUR if hours else None)

    assert PoolFactory(reference=pool.reference, capacity=2, opens_at=noon, draws_at=noon + 2 * HOUR).draws_at == noon + 2 * HOUR


def test_a_flash_pool_somebody_used_does_not_become_a_lottery(ada: Member, noon: datetime) -> None:
    pool = PoolFactory()
    take(pool=pool, member=ada, key=uuid4(), now=noon)

    with pytest.raises(WayOfGivingStands):
        lottery_at(noon, reference=pool.reference, capacity=3)


# The draw ---------------------------------------------------------------------


def test_the_draw_gives_every_seat_and_a_place_to_everybody_else(db: None, noon: datetime) -> None:
    pool = lottery_at(noon, capacity=2)
    members = asked(pool, noon, 5)

    promotions = draw(pool=pool, now=noon + HOUR)

    pool.refresh_from_db()
    order = drawn_order(seed=pool.seed, signs=[full_sign_of(pool, member.pk) for member in members])
    assert [full_sign_of(pool, promotion.member.pk) for promotion in promotions] == order[:2]
    assert [promotion.seat.state for promotion in promotions] == [Seat.State.HELD] * 2
    places = {full_sign_of(pool, member.pk): place_of(pool=pool, member=member) for member in members}
    assert [places[sign] for sign in order] == [None, None, 1, 2, 3]
    assert commitment_to(pool.seed) == pool.commitment


def test_departments_seats_first(db: None, noon: datetime) -> None:
    service, cards = DepartmentFactory(code="service"), DepartmentFactory(code="cards")
    pool = lottery_at(noon, capacity=3, quotas={service: 2})
    one, others = asked(pool, noon, 1, service), asked(pool, noon, 6, cards)

    won = {promotion.member: promotion.seat.quota_id for promotion in draw(pool=pool, now=noon + HOUR)}

    assert set(one) <= set(won)
    assert len(won) == 2  # the service department's second seat stays reserved
    assert sum(member in won for member in others) == 1


def test_a_second_draw_does_nothing(db: None, noon: datetime) -> None:
    pool = lottery_at(noon)
    asked(pool, noon, 3)
    draw(pool=pool, now=noon + HOUR)
    order = list(pool.lots.order_by("place").values_list("member", flat=True))

    assert draw(pool=pool, now=noon + 2 * HOUR) == []
    assert list(pool.lots.order_by("place").values_list("member", flat=True)) == order


def test_nobody_asked_is_drawn_too(db: None, noon: datetime) -> None:
    pool = lottery_at(noon)

    assert draw(pool=pool, now=noon + HOUR) == []

    pool.refresh_from_db()
    assert pool.drawn_at is not None


def test_a_paused_or_early_lottery_is_not_due(db: None, noon: datetime) -> None:
    pool = lottery_at(noon)
    assert not due_draws(prefix="parking:", now=noon + HOUR - timedelta(seconds=1)).exists()
    assert due_draws(prefix="parking:", now=noon + HOUR).get() == pool

    pause(pool=pool, now=noon)

    assert not due_draws(prefix="parking:", now=noon + HOUR).exists()
    assert draw(pool=pool, now=noon + HOUR) == []


def test_a_closed_lottery_is_not_drawn(db: None, noon: datetime) -> None:
    pool = lottery_at(noon)
    asked(pool, noon, 2)
    Pool.objects.update(closed_at=noon)

    assert draw(pool=pool, now=noon + HOUR) == []


def test_the_draw_waits_for_the_databases_clock(db: None, noon: datetime) -> None:
    """A web server whose clock runs ahead cannot draw early."""
    ahead = datetime(2126, 1, 1, tzinfo=noon.tzinfo)
    pool = PoolFactory(capacity=1, opens_at=noon, draws_at=ahead)
    asked(pool, noon, 1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL firsthand.simulated_time = 'off'")

    assert draw(pool=pool, now=ahead + HOUR) == []
    assert not pool.lots.exists()


def test_who_left_before_the_draw_is_not_drawn(ada: Member, noon: datetime) -> None:
    pool = lottery_at(noon)
    take(pool=pool, member=ada, key=uuid4(), now=noon)
    leave_list(pool=pool, member=ada, now=noon)

    draw(pool=pool, now=noon + HOUR)

    assert not pool.lots.exists()
    with pytest.raises(NotInList):
        leave_list(pool=pool, member=ada, now=noon + HOUR)


def test_who_comes_after_the_window_queues_behind_the_drawn(ada: Member, noon: datetime) -> None:
    pool = lottery_at(noon, capacity=1)
    asked(pool, noon, 3)

    late = take(pool=pool, member=ada, key=uuid4(), now=noon + HOUR)  # the window is over, the beat has not come yet
    draw(pool=pool, now=noon + HOUR)

    assert late.outcome == Attempt.Outcome.WAITING
    assert place_of(pool=pool, member=ada) == 3
    assert not pool.lots.filter(member=ada).exists()


def test_after_the_draw_seats_go_down_the_drawn_order(ada: Member, noon: datetime) -> None:
    pool = lottery_at(noon, capacity=1)
    asked(pool, noon, 3)
    (won,) = draw(pool=pool, now=noon + HOUR)
    take(pool=pool, member=ada, key=uuid4(), now=noon + HOUR)
    seat, followers = won.seat, []

    for minute in range(3):
        promotion = give_back(seat=seat, now=noon + HOUR + timedelta(minutes=minute))
        assert promotion is not None
        seat = promotion.seat
        followers.append(promotion.member.pk)

    drawn = list(pool.lots.order_by("place").values_list("member", flat=True))
    assert followers == [*drawn[1:], ada.pk]
