"""Bad input and bad days: each has a clear sentence, and nothing moves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from members.models import Member
from rewards import ledger
from rewards.ledger import Move
from rewards.models import Account, Transfer
from tests.rewards.factories import give
from tests.support import at_the_same_time

pytestmark = pytest.mark.django_db


@pytest.fixture
def purse(ada: Member, noon: datetime) -> Account:
    give(ada, 100, noon)
    return ledger.purse_of(ada)


@pytest.fixture
def real_time() -> Iterator[None]:
    """The database's clock decides, as it does in production."""
    with connection.cursor() as cursor:
        cursor.execute("SET firsthand.simulated_time = off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET firsthand.simulated_time = on")


def spend(purse: Account, amount: int, now: datetime, **more: Any) -> Transfer:
    wanted: dict[str, Any] = {"debit": purse, "credit": "redemption", "reference": f"spend:{amount}", "code": "test"} | more
    return ledger.transfer(amount=amount, now=now, **wanted)


# Amounts and purses ------------------------------------------------------------------


@pytest.mark.parametrize("amount", [0, -5, 1.5, True, "7", None, 10**12 + 1, 2**63, float("nan")])
def test_points_are_whole_above_zero_and_not_absurd(purse: Account, noon: datetime, amount: Any) -> None:
    for move in (
        lambda: spend(purse, amount, noon, reference="odd"),
        lambda: ledger.hold(debit=purse, credit="redemption", amount=amount, reference="odd", code="test", now=noon),
        lambda: ledger.transfer_many([Move(purse, "redemption", amount, "odd", "test")], now=noon),
    ):
        with pytest.raises((ledger.NotWholePoints, ledger.BatchRefused), match="Points are whole"):
            move()
    assert ledger.balance(purse) == 100


def test_the_most_points_there_can_be_do_not_overflow(noon: datetime) -> None:
    for n in range(3):
        ledger.transfer(debit="issue", credit="budget:x", amount=ledger.MOST_POINTS, reference=f"{n}", code="test", now=noon)

    assert ledger.balance(ledger.budget_of("x")) == 3 * ledger.MOST_POINTS


def test_a_balance_past_what_a_number_holds_is_refused_whole(purse: Account, noon: datetime) -> None:
    Account.objects.filter(pk=purse.pk).update(balance=2**63 - 10)

    with pytest.raises(Exception, match="out of range"), transaction.atomic():
        ledger.transfer(debit="issue", credit=purse, amount=11, reference="more", code="test", now=noon)

    assert not Transfer.objects.filter(reference="more").exists()


@pytest.mark.parametrize("label", ["gold", "ROUTINE", "€"])
def test_there_are_three_purses_and_no_others(purse: Account, noon: datetime, label: str) -> None:
    with pytest.raises(ledger.PurseMixed, match="Nothing was moved"):
        ledger.transfer(debit="issue", credit=purse, amount=5, reference="x", code="test", purse=label, now=noon)


def test_only_a_members_points_belong_to_a_purse(purse: Account, noon: datetime) -> None:
    with pytest.raises(ledger.PurseMixed):
        ledger.transfer(debit="issue", credit="budget:x", amount=5, reference="x", code="test", purse="routine", now=noon)


def test_a_reference_is_not_reused_for_another_purse(ada: Member, noon: datetime) -> None:
    give(ada, 5, noon)
    first = Transfer.objects.get(code="submission")

    with pytest.raises(ledger.ReferenceTaken):
        ledger.transfer(
            debit=first.debit, credit=first.credit, amount=5, reference=first.reference, code="submission", purse="promotion", now=noon
        )


def test_from_an_account_to_itself_nothing_moves(purse: Account, noon: datetime) -> None:
    with pytest.raises(ledger.SameAccount):
        spend(purse, 5, noon, credit=purse)


# Closed accounts -----------------------------------------------------------------------


def test_nothing_moves_on_a_closed_account(purse: Account, noon: datetime) -> None:
    spend(purse, 100, noon)
    ledger.close_account(purse, now=noon)

    for move in (
        lambda: ledger.transfer(debit="issue", credit=purse, amount=5, reference="in", code="test", now=noon),
        lambda: ledger.hold(debit="issue", credit=purse, amount=5, reference="hold", code="test", now=noon),
        lambda: spend(purse, 5, noon),
        lambda: ledger.transfer_many([Move("issue", purse, 5, "many", "test")], now=noon),
    ):
        with pytest.raises((ledger.AccountClosed, ledger.BatchRefused), match="This account is closed"):
            move()


def test_a_retry_of_what_was_booked_before_the_closing_still_answers(purse: Account, noon: datetime) -> None:
    first = spend(purse, 100, noon)
    ledger.close_account(purse, now=noon)

    assert spend(purse, 100, noon).pk == first.pk


def test_an_account_with_points_stays_open(purse: Account, noon: datetime) -> None:
    with pytest.raises(ledger.AccountNotEmpty, match="still 100 points"):
        ledger.close_account(purse, now=noon)


def test_an_account_with_an_open_hold_stays_open(purse: Account, noon: datetime) -> None:
    hold = ledger.hold(debit=purse, credit="redemption", amount=100, reference="h", code="test", now=noon)
    with pytest.raises(ledger.HoldsOpen):
        ledger.close_account(purse, now=noon)

    ledger.settle(hold, now=noon)
    ledger.close_account(purse, now=noon)
    ledger.close_account(purse, now=noon)  # again


@pytest.mark.parametrize("name", ["issue", "redemption", "purse:0"])
def test_what_belongs_to_the_programme_stays_open(purse: Account, noon: datetime, name: str) -> None:
    with pytest.raises(ledger.AccountStaysOpen):
        ledger.close_account(name, now=noon)


@pytest.mark.django_db(transaction=True)
def test_closing_and_paying_in_at_once_never_leaves_points_in_a_closed_account(noon: datetime) -> None:
    for n in range(6):
        budget = ledger.budget_of(f"race:{n}")
        at_the_same_time(
            lambda budget=budget: ledger.close_account(budget, now=noon),  # type: ignore[misc]
            lambda budget=budget, n=n: ledger.transfer(  # type: ignore[misc]
                debit="issue", credit=budget, amount=5, reference=f"race:{n}", code="test", now=noon
            ),
        )
        budget.refresh_from_db()
        assert (budget.closed_at is None) == (budget.balance == 5)


# Holds -----------------------------------------------------------------------------------


def test_a_void_after_a_settlement_is_refused(purse: Account, noon: datetime) -> None:
    hold = ledger.hold(debit=purse, credit="redemption", amount=30, reference="h", code="test", now=noon)
    ledger.settle(hold, now=noon)

    with pytest.raises(ledger.HoldEnded, match="Nothing was moved"):
        ledger.void(hold, now=noon)
    assert (ledger.balance(purse), ledger.balance(ledger.redeemed())) == (70, 30)


def test_what_was_not_held_is_not_settled(purse: Account, noon: datetime) -> None:
    with pytest.raises(ledger.NotHeld):
        ledger.settle(spend(purse, 5, noon), now=noon)
    with pytest.raises(ledger.NotHeld):
        ledger.void(Transfer(pk=0), now=noon)


# Clocks ------------------------------------------------------------------------------------


def test_nothing_is_dated_in_the_future(purse: Account, real_time: None) -> None:
    ahead = timezone.now() + timedelta(minutes=6)

    with pytest.raises(ledger.DatedAhead, match="a clock is wrong"):
        spend(purse, 5, ahead)
    hold = ledger.hold(debit=purse, credit="redemption", amount=30, reference="h", code="test", now=timezone.now())
    with pytest.raises(ledger.DatedAhead):
        ledger.settle(hold, now=ahead)
    with pytest.raises(ledger.BatchRefused, match="a clock is wrong"):
        ledger.transfer_many([Move(purse, "redemption", 5, "many", "test")], now=ahead)
    assert ledger.balance(purse) == 70


def test_a_clock_that_was_set_back_does_not_rewrite_the_past(purse: Account, noon: datetime) -> None:
    later, earlier = noon + timedelta(hours=2), noon + timedelta(hours=1)
    ledger.transfer(debit="issue", credit=purse, amount=50, reference="later", code="test", now=later)

    spent = spend(purse, 120, earlier)

    assert spent.at == later
    assert [ledger.balance(purse, at=when) for when in (noon, earlier, later)] == [100, 100, 30]


def test_both_accounts_remember_the_later_date(noon: datetime) -> None:
    hour = timedelta(hours=1)
    ledger.transfer(debit="issue", credit="budget:a", amount=50, reference="1", code="test", now=noon)
    ledger.transfer(debit="issue", credit="budget:b", amount=50, reference="2", code="test", now=noon + 2 * hour)
    ledger.transfer(debit="budget:a", credit="budget:b", amount=5, reference="3", code="test", now=noon + hour)

    assert set(Account.objects.filter(kind="budget").values_list("moved_at", flat=True)) == {noon + 2 * hour}


def test_a_hold_is_not_ended_before_it_began(purse: Account, noon: datetime) -> None:
    hold = ledger.hold(debit=purse, credit="redemption", amount=30, reference="h", code="test", now=noon)

    assert ledger.settle(hold, now=noon - timedelta(days=1)).at == noon


# Batches --------------------------------------------------------------------------------------


def moves(purse: Account, *amounts: int) -> list[Move]:
    return [Move("issue", purse, amount, f"many:{n}", "season", "quarterly") for n, amount in enumerate(amounts)]


def test_a_batch_posts_every_move_once(purse: Account, noon: datetime) -> None:
    first = ledger.transfer_many(moves(purse, 1, 2, 3), now=noon)
    again = ledger.transfer_many(moves(purse, 1, 2, 3, 4), now=noon)

    assert ((first.new, first.again), (again.new, again.again)) == ((3, 0), (1, 3))
    assert ledger.balance(purse) == 110
    assert ledger.transfer_many([], now=noon).new == 0


def test_a_batch_may_say_the_same_thing_twice(purse: Account, noon: datetime) -> None:
    told = ledger.transfer_many(moves(purse, 5) * 2, now=noon)

    assert (told.new, told.again) == (1, 1)
    assert ledger.balance(purse) == 105


@pytest.mark.parametrize(
    ("odd", "because"),
    [
        ({"amount": 111}, "point is missing"),
        ({"reference": "many:0", "amount": 9}, "booked before"),
        ({"reference": "there", "amount": 1}, "booked before"),
        ({"credit": "budget:closed", "amount": 1}, "closed"),
    ],
)
def test_one_move_that_cannot_be_names_itself_and_takes_all_with_it(
    purse: Account, noon: datetime, odd: dict[str, Any], because: str
) -> None:
    spend(purse, 1, noon, reference="there", code="other")
    ledger.close_account(ledger.budget_of("closed"), now=noon)
    before, count = ledger.balance(purse), Transfer.objects.count()
    wanted: dict[str, Any] = {"debit": purse, "credit": "redemption", "reference": "odd", "code": "test"} | odd

    with pytest.raises(ledger.BatchRefused, match=because) as refusal:
        ledger.transfer_many([*moves(purse, 5, 6), Move(**wanted), Move("issue", purse, 1, "last", "test")], now=noon)

    assert (refusal.value.number, refusal.value.reference) == (3, wanted["reference"])
    assert (ledger.balance(purse), Transfer.objects.count()) == (before, count)


def test_what_a_batch_brings_may_be_spent_further_down(purse: Account, noon: datetime) -> None:
    through: list[tuple[Account | str, Account | str, int]] = [
        ("issue", "budget:new", 10),
        ("budget:new", purse, 10),
        (purse, "redemption", 110),
    ]
    ledger.transfer_many([Move(*way, reference=f"way:{n}", code="test") for n, way in enumerate(through)], now=noon)

    assert ledger.balance(purse) == 0
    with pytest.raises(ledger.BatchRefused) as refusal:
        ledger.transfer_many([Move(purse, "redemption", 1, "too early", "test"), Move("issue", purse, 1, "too late", "test")], now=noon)
    assert (refusal.value.number, refusal.value.reference) == (1, "too early")


@pytest.mark.django_db(transaction=True)
def test_batches_at_once_post_each_reference_once(ada: Member, bea: Member, noon: datetime) -> None:
    people = [ledger.purse_of(ada), ledger.purse_of(bea)]
    batch = [Move("issue", people[n % 2], 1, f"season:{n}", "season") for n in range(200)]

    told = at_the_same_time(*(lambda k=k: ledger.transfer_many(batch[::-1] if k % 2 else batch, now=noon) for k in range(4)))

    assert sorted(getattr(one, "new", -1) for one in told) == [0, 0, 0, 200]
    assert [ledger.balance(purse) for purse in people] == [100, 100]


@pytest.mark.django_db(transaction=True)
def test_a_reference_that_another_posts_meanwhile_is_looked_at_again(noon: datetime) -> None:
    """Between accounts without a stored balance nothing else makes the two wait for each other."""
    for n in range(5):
        batch = [Move("issue", "expiry", 1, f"{n}:{k}", "test") for k in range(50)]
        told = at_the_same_time(*(lambda batch=batch: ledger.transfer_many(batch, now=noon) for _ in range(3)))
        assert sum(getattr(one, "new", 0) for one in told) == 50
    assert ledger.balance(ledger.issue()) == -250
