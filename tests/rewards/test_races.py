"""The ledger and the shop under many hands, on real PostgreSQL; and what happens without their guards."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from members.models import Member
from rewards import ledger, services
from rewards.books import check_books
from rewards.errors import AlreadyEnded, SoldOut
from rewards.ledger import HoldEnded, Move, NotEnoughPoints
from rewards.models import Account, Redemption, Transfer
from seats.models import Seat
from tests.members.factories import MemberFactory
from tests.rewards.factories import BenefitFactory, asked_for, give
from tests.support import asked_meanwhile, at_the_same_time

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 8


def kinds(answers: Sequence[object]) -> Counter[str]:
    return Counter(type(answer).__name__ for answer in answers)


def test_many_requests_at_once_never_spend_more_than_there_is(ada: Member, noon: datetime) -> None:
    benefit = BenefitFactory(price=30)
    give(ada, 100, noon)

    answers = at_the_same_time(*(lambda: services.redeem(benefit=benefit, member=ada, key=uuid4(), now=noon) for _ in range(HANDS)))

    assert kinds(answers) == {"Redemption": 3, "NotEnoughPoints": HANDS - 3}
    assert ledger.balance(ledger.purse_of(ada)) == 10
    assert check_books(now=noon).is_right


def test_the_same_key_sent_many_times_at_once_asks_once(ada: Member, noon: datetime) -> None:
    benefit, key = BenefitFactory(price=30), uuid4()
    services.stock_benefit(benefit=benefit, count=5, per_person=5, by=None, now=noon)
    give(ada, 100, noon)

    answers = at_the_same_time(*(lambda: services.redeem(benefit=benefit, member=ada, key=key, now=noon) for _ in range(HANDS)))

    assert {answer.pk for answer in answers if isinstance(answer, Redemption)} == {Redemption.objects.get().pk}
    assert ledger.balance(ledger.purse_of(ada)) == 70
    assert Seat.objects.filter(state="kept").count() == 1


def test_one_event_paid_by_many_at_once_posts_once(ada: Member, noon: datetime) -> None:
    services.fund_budget(campaign_reference="campaign:1", amount=800, now=noon)
    services.reserve_points(campaign_reference="campaign:1", task_reference="task:9", amount=800, now=noon)

    answers = at_the_same_time(
        *(lambda: services.pay(member=ada, amount=80, reference="submission:1", from_reference="task:9", now=noon) for _ in range(HANDS))
    )

    assert {answer.pk for answer in answers if isinstance(answer, Transfer)} == {Transfer.objects.get(code="submission").pk}
    assert ledger.balance(ledger.purse_of(ada)) == 80


def test_the_last_piece_goes_to_one(noon: datetime) -> None:
    benefit, people = BenefitFactory(price=30), [MemberFactory() for _ in range(HANDS)]
    services.stock_benefit(benefit=benefit, count=1, by=None, now=noon)
    for member in people:
        give(member, 30, noon)

    answers = at_the_same_time(
        *(lambda member=member: services.redeem(benefit=benefit, member=member, key=uuid4(), now=noon) for member in people)
    )

    assert kinds(answers) == {"Redemption": 1, SoldOut.__name__: HANDS - 1}
    assert sum(ledger.balance(ledger.purse_of(member)) for member in people) == 30 * (HANDS - 1)
    assert check_books(now=noon).is_right


def test_a_hold_settled_and_voided_at_once_ends_one_way(ada: Member, noon: datetime) -> None:
    give(ada, 100, noon)
    purse = ledger.purse_of(ada)
    for n in range(5):
        hold = ledger.hold(debit=purse, credit=ledger.redeemed(), amount=10, reference=f"h:{n}", code="test", now=noon)

        answers = at_the_same_time(lambda hold=hold: ledger.settle(hold, now=noon), lambda hold=hold: ledger.void(hold, now=noon))  # type: ignore[misc]

        assert kinds(answers) == {"Transfer": 1, HoldEnded.__name__: 1}
    assert check_books(now=noon).is_right


def test_cancelled_by_the_member_while_it_is_delivered_has_one_end(ada: Member, bea: Member, noon: datetime) -> None:
    asked = services.approve_redemption(redemption=asked_for(ada, noon), by=bea, now=noon)

    answers = at_the_same_time(
        lambda: services.cancel_redemption(redemption=asked, member=ada, now=noon),
        lambda: services.deliver_redemption(redemption=asked, by=bea, now=noon),
    )

    assert kinds(answers) == {"Redemption": 1, AlreadyEnded.__name__: 1}
    asked.refresh_from_db()
    assert ledger.balance(ledger.purse_of(ada)) == (300 if asked.state == "cancelled" else 0)
    assert check_books(now=noon).is_right


def test_two_who_pay_each_other_do_not_wait_for_ever(ada: Member, bea: Member, noon: datetime) -> None:
    for member in (ada, bea):
        give(member, 1000, noon)
    purses = ledger.purse_of(ada), ledger.purse_of(bea)

    def pay(n: int) -> Transfer:
        debit, credit = purses if n % 2 else purses[::-1]
        return ledger.transfer(debit=debit, credit=credit, amount=1, reference=f"swap:{n}", code="test", now=noon)

    answers = at_the_same_time(*(lambda n=n: [pay(n * 10 + k) for k in range(10)] for n in range(HANDS)))

    assert kinds(answers) == {"list": HANDS}
    assert sum(ledger.balance(purse) for purse in purses) == 2000


def test_a_batch_takes_its_accounts_in_the_order_of_all(ada: Member, bea: Member, noon: datetime) -> None:
    for member in (ada, bea):
        give(member, 1000, noon)
    low, high = sorted((ledger.purse_of(ada), ledger.purse_of(bea)), key=lambda purse: purse.pk)

    @contextmanager
    def one_after_the_other() -> Iterator[None]:
        with transaction.atomic():
            ledger.transfer(debit=low, credit=ledger.redeemed(), amount=1, reference="first", code="test", now=noon)
            yield
            ledger.transfer(debit=high, credit=ledger.redeemed(), amount=1, reference="second", code="test", now=noon)

    moves = [Move(debit=ledger.issue(), credit=purse, amount=1, reference=f"batch:{purse.pk}", code="test") for purse in (high, low)]
    posted = asked_meanwhile(one_after_the_other(), lambda: ledger.transfer_many(moves, now=noon))

    assert posted.new == 2


# Negative controls: the guard taken away, the harm is seen ------------------------


@pytest.fixture
def without_lock(db: None) -> Iterator[None]:
    """`ledger_post` as it would be if it looked first and wrote then, a little slower between the two."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('ledger_post'::regproc)")
        guarded = cursor.fetchone()[0]
        looked = "(SELECT b.balance FROM rewards_account b, pg_sleep(0.2) WHERE b.id = debit)"
        unguarded = guarded.replace("AND a.balance >= p_amount", f"AND {looked} >= p_amount")
        assert unguarded != guarded
        cursor.execute(unguarded)
    yield
    with connection.cursor() as cursor:
        cursor.execute(guarded)


@pytest.fixture
def without_floor(db: None) -> Iterator[None]:
    floor = next(constraint for constraint in Account._meta.constraints if constraint.name == "account_never_below_zero")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Account, floor)
    yield
    Account.objects.filter(balance__lt=0).update(balance=0)
    with connection.schema_editor() as editor:
        editor.add_constraint(Account, floor)


def spend_at_once(member: Member, noon: datetime) -> list[object]:
    give(member, 100, noon)
    purse, cost = ledger.purse_of(member), ledger.redeemed()
    return list(
        at_the_same_time(
            *(
                lambda n=n: ledger.transfer(debit=purse, credit=cost, amount=60, reference=f"spend:{n}", code="test", now=noon)
                for n in range(4)
            )
        )
    )


def test_with_its_lock_the_purse_is_spent_once(ada: Member, noon: datetime) -> None:
    assert kinds(spend_at_once(ada, noon)) == {"Transfer": 1, NotEnoughPoints.__name__: 3}


def test_without_the_lock_the_floor_still_holds(ada: Member, noon: datetime, without_lock: None) -> None:
    assert kinds(spend_at_once(ada, noon)) == {"Transfer": 1, IntegrityError.__name__: 3}


def test_without_lock_and_floor_points_are_spent_twice(ada: Member, noon: datetime, without_floor: None, without_lock: None) -> None:
    spend_at_once(ada, noon)

    assert ledger.balance(ledger.purse_of(ada)) < 0
