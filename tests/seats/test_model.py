"""A pool's whole life at random, against a model of a few lines."""

import json
import random
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import integers, sampled_from

from members.models import Member
from seats import recompute
from seats.errors import AlreadySeated, FewerThanTaken, PoolPaused, SeatGone
from seats.models import Attempt, Seat, Waiting
from seats.record import record_of
from seats.selectors import standing
from seats.services import add_seats, expire_pool, give_back, keep, leave_list, pause, resume, shrink, take
from tests.members.factories import MemberFactory
from tests.seats.factories import PoolFactory

NAMES = ["Ada", "Bea", "Cy", "Dan", "Eve"]
HOLD, TAKE_UP = timedelta(minutes=10), timedelta(minutes=5)


class PoolLife(RuleBasedStateMachine):
    """The model: who holds until when (None: kept), who waits in which order, how many seats there are."""

    def __init__(self) -> None:
        super().__init__()
        random.seed(0)
        self.now = datetime(2026, 3, 2, 12, tzinfo=UTC)
        self.pool = PoolFactory(reference=f"parking:{uuid4()}", capacity=2, hold_for=HOLD, take_up_for=TAKE_UP)
        self.members = {name: Member.objects.filter(first_name=name).first() or MemberFactory(first_name=name) for name in NAMES}
        self.capacity = 2
        self.holds: dict[str, datetime | None] = {}
        self.waits: list[str] = []
        self.paused = False

    def promote(self) -> None:
        while self.waits and len(self.holds) < self.capacity and not self.paused:
            self.holds[self.waits.pop(0)] = self.now + TAKE_UP

    @rule(name=sampled_from(NAMES))
    def somebody_asks(self, name: str) -> None:
        try:
            taken = take(pool=self.pool, member=self.members[name], key=uuid4(), now=self.now)
        except AlreadySeated:
            assert name in self.holds
        except PoolPaused:
            assert self.paused
            assert name not in self.waits
        else:
            if name not in self.waits and not self.waits and len(self.holds) < self.capacity:
                assert taken.outcome == Attempt.Outcome.SEATED
                self.holds[name] = self.now + HOLD
            else:
                self.waits += [] if name in self.waits else [name]
                assert taken.place == self.waits.index(name) + 1

    @rule(name=sampled_from(NAMES))
    def somebody_keeps(self, name: str) -> None:
        seat = Seat.objects.filter(pool=self.pool, member=self.members[name]).first()
        if seat is None:
            assert name not in self.holds
            return
        until = self.holds[name]
        try:
            keep(seat=seat, now=self.now)
        except SeatGone:
            assert until is not None
            assert until <= self.now
        else:
            self.holds[name] = None

    @rule(name=sampled_from(NAMES))
    def somebody_gives_back(self, name: str) -> None:
        seat = Seat.objects.filter(pool=self.pool, member=self.members[name]).first()
        if seat is not None:
            give_back(seat=seat, now=self.now)
            del self.holds[name]
            if self.waits and not self.paused:  # this one seat goes to the first; other free ones wait for the sweep
                self.holds[self.waits.pop(0)] = self.now + TAKE_UP

    @rule(name=sampled_from(NAMES))
    def somebody_leaves_the_list(self, name: str) -> None:
        if name in self.waits:
            leave_list(pool=self.pool, member=self.members[name], now=self.now)
            self.waits.remove(name)

    @rule(minutes=integers(1, 12))
    def time_passes_and_the_beat_sweeps(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        expire_pool(pool=self.pool, now=self.now)
        self.holds = {name: until for name, until in self.holds.items() if until is None or until > self.now}
        self.promote()

    @rule(count=integers(1, 2))
    def the_manager_adds_seats(self, count: int) -> None:
        add_seats(pool=self.pool, count=count)
        self.capacity += count

    @rule(count=integers(1, 3))
    def the_manager_takes_seats_away(self, count: int) -> None:
        if self.capacity - len(self.holds) >= count:
            shrink(pool=self.pool, count=count)
            self.capacity -= count
            return
        with pytest.raises(FewerThanTaken) as refusal:
            shrink(pool=self.pool, count=count)
        assert refusal.value.taken == len(self.holds)

    @precondition(lambda self: not self.paused)
    @rule()
    def the_manager_pauses(self) -> None:
        pause(pool=self.pool, now=self.now)
        self.paused = True

    @precondition(lambda self: self.paused)
    @rule()
    def the_manager_resumes(self) -> None:
        resume(pool=self.pool)
        self.paused = False

    @invariant()
    def the_seats_are_whose_the_model_says(self) -> None:
        rows = Seat.objects.filter(pool=self.pool).exclude(member=None).values_list("member__first_name", "held_until")
        assert dict(rows) == self.holds

    @invariant()
    def the_list_is_in_the_models_order(self) -> None:
        rows = Waiting.objects.filter(pool=self.pool).order_by("pk").values_list("member__first_name", flat=True)
        assert list(rows) == self.waits

    @invariant()
    def never_more_and_never_fewer_seats_than_capacity(self) -> None:
        stands = standing(self.pool)
        assert (stands.capacity, Seat.objects.filter(pool=self.pool).count()) == (self.capacity, self.capacity)
        assert 0 <= stands.taken <= self.capacity

    def teardown(self) -> None:
        """Whatever happened, the public record of it is right."""
        assert recompute.check(json.loads(json.dumps(record_of(self.pool, complete=True, now=self.now))))


class TestPoolLife(TestCase):
    def test_a_pool_lives_as_the_model_says(self) -> None:
        quick = settings(max_examples=12, stateful_step_count=25)
        run_state_machine_as_test(PoolLife, settings=quick)

    @pytest.mark.long
    def test_a_pool_lives_long_as_the_model_says(self) -> None:
        long = settings(max_examples=200, stateful_step_count=50, derandomize=False)
        run_state_machine_as_test(PoolLife, settings=long)
