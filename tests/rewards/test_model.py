"""The ledger's whole life at random, against a model of a dictionary."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import data, integers, lists, sampled_from, tuples

from rewards import ledger
from rewards.books import check_books
from rewards.ledger import BatchRefused, HoldEnded, Move, NotEnoughPoints, Posted, ReferenceTaken
from rewards.models import Account, Transfer
from rewards.sealing import seal_the_books
from tests.members.factories import MemberFactory

NAMES = ["Ada", "Bea", "Cy"]


class LedgerLife(RuleBasedStateMachine):
    """The model: what each purse has, which holds are open, what every reference said, and the balances at each past moment."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 3, 2, 12, tzinfo=UTC)
        self.purses: dict[str, Account] = {name: ledger.purse_of(MemberFactory()) for name in NAMES}
        self.has = dict.fromkeys(NAMES, 0)
        self.holds: dict[int, tuple[str, int, str]] = {}  # pk: whose, how many, "open" | "settles" | "voids"
        self.said: dict[str, tuple[str, str, int]] = {}
        self.reversed: set[str] = set()
        self.before = self.elsewhere()  # of earlier lives
        self.past = [(self.now, dict(self.has))]

    def elsewhere(self) -> int:
        return ledger.balance(ledger.issue()) + ledger.balance(ledger.redeemed())

    def tick(self) -> None:
        self.now += timedelta(minutes=1)

    def remember(self) -> None:
        self.past.append((self.now, dict(self.has)))

    @rule(name=sampled_from(NAMES), amount=integers(1, 50))
    def points_are_issued(self, name: str, amount: int) -> None:
        self.tick()
        ledger.transfer(debit=ledger.issue(), credit=self.purses[name], amount=amount, reference=f"{uuid4()}", code="test", now=self.now)
        self.has[name] += amount
        self.remember()

    @rule(giver=sampled_from(NAMES), taker=sampled_from(NAMES), amount=integers(1, 60))
    def one_gives_another(self, giver: str, taker: str, amount: int) -> None:
        if giver == taker:
            return
        self.tick()
        reference = f"{uuid4()}"
        try:
            ledger.transfer(
                debit=self.purses[giver], credit=self.purses[taker], amount=amount, reference=reference, code="test", now=self.now
            )
        except NotEnoughPoints:
            assert self.has[giver] < amount
            return
        assert self.has[giver] >= amount
        self.has[giver] -= amount
        self.has[taker] += amount
        self.said[reference] = (giver, taker, amount)
        self.remember()

    @rule(asked=data(), more=integers(0, 1))
    def an_old_reference_comes_again(self, asked: object, more: int) -> None:
        if not self.said:
            return
        reference = asked.draw(sampled_from(list(self.said)))  # type: ignore[attr-defined]
        giver, taker, amount = self.said[reference]
        again = {"debit": self.purses[giver], "credit": self.purses[taker], "reference": reference, "code": "test", "now": self.now}
        if more:
            with pytest.raises(ReferenceTaken):
                ledger.transfer(**again, amount=amount + more)
        else:
            assert ledger.transfer(**again, amount=amount).reference == reference

    @rule(name=sampled_from(NAMES), amount=integers(1, 60))
    def points_are_held(self, name: str, amount: int) -> None:
        self.tick()
        try:
            hold = ledger.hold(
                debit=self.purses[name], credit=ledger.redeemed(), amount=amount, reference=f"{uuid4()}", code="test", now=self.now
            )
        except NotEnoughPoints:
            assert self.has[name] < amount
            return
        self.has[name] -= amount
        self.holds[hold.pk] = (name, amount, "open")
        self.remember()

    @rule(asked=data(), how=sampled_from(["settles", "voids"]))
    def a_hold_ends(self, asked: object, how: str) -> None:
        if not self.holds:
            return
        self.tick()
        pk = asked.draw(sampled_from(sorted(self.holds)))  # type: ignore[attr-defined]
        name, amount, state = self.holds[pk]
        end = {"settles": ledger.settle, "voids": ledger.void}[how]
        if state not in {"open", how}:
            with pytest.raises(HoldEnded):
                end(Transfer.objects.get(pk=pk), now=self.now)
            return
        end(Transfer.objects.get(pk=pk), now=self.now)
        if state == "open":
            self.has[name] += amount if how == "voids" else 0
            self.holds[pk] = (name, amount, how)
        self.remember()

    @rule(asked=lists(tuples(sampled_from(["issue", *NAMES]), sampled_from([*NAMES, "redemption"]), integers(1, 40)), max_size=6))
    def a_batch_is_all_or_nothing(self, asked: list[tuple[str, str, int]]) -> None:
        self.tick()
        has, refused, moves = dict(self.has), 0, list[Move]()
        for number, (giver, taker, amount) in enumerate(((g, t, a) for g, t, a in asked if g != t), start=1):
            moves.append(Move(self.purses.get(giver, giver), self.purses.get(taker, taker), amount, f"{uuid4()}", "test"))
            if giver in has:
                has[giver] -= amount
                refused = refused or (number if has[giver] < 0 else 0)
            if taker in has:
                has[taker] += amount
        if refused:
            with pytest.raises(BatchRefused) as refusal:
                ledger.transfer_many(moves, now=self.now)
            assert refusal.value.number == refused
            return
        assert ledger.transfer_many(moves, now=self.now) == Posted(len(moves), 0)
        self.has = has
        self.remember()

    @rule(asked=data())
    def a_gift_is_taken_back(self, asked: object) -> None:
        if not self.said:
            return
        self.tick()
        reference = asked.draw(sampled_from(list(self.said)))  # type: ignore[attr-defined]
        giver, taker, amount = self.said[reference]
        try:
            ledger.reverse(Transfer.objects.get(reference=reference), now=self.now)
        except NotEnoughPoints:
            assert self.has[taker] < amount
            return
        if reference not in self.reversed:
            self.reversed.add(reference)
            self.has[taker] -= amount
            self.has[giver] += amount
        self.remember()

    @rule()
    def what_is_new_is_sealed(self) -> None:
        seal_the_books(now=self.now)

    @invariant()
    def all_points_came_from_somewhere(self) -> None:
        held = sum(amount for _name, amount, state in self.holds.values() if state == "open")
        assert sum(self.has.values()) + held + self.elsewhere() == self.before

    @invariant()
    def the_purses_are_as_the_model_says(self) -> None:
        assert {name: ledger.balance(purse) for name, purse in self.purses.items()} == self.has

    @rule(asked=data())
    def the_past_can_be_told(self, asked: object) -> None:
        at, was = asked.draw(sampled_from(self.past))  # type: ignore[attr-defined]
        later = [moment for moment, _has in self.past if moment > at]
        just_before_the_next = later[0] - timedelta(seconds=1) if later else at
        assert {name: ledger.balance(purse, at=just_before_the_next) for name, purse in self.purses.items()} == was

    def teardown(self) -> None:
        seal_the_books(now=self.now)
        assert check_books(now=self.now).is_right
        assert not Account.objects.filter(balance__lt=0).exists()


class TestLedgerLife(TestCase):
    def test_a_few_lives(self) -> None:
        run_state_machine_as_test(LedgerLife, settings=settings(max_examples=6, stateful_step_count=25))

    @pytest.mark.long
    def test_ten_thousand_steps(self) -> None:
        run_state_machine_as_test(LedgerLife, settings=settings(max_examples=100, stateful_step_count=100, derandomize=False))
