"""The rules of the ledger, one fact each."""

from datetime import datetime, timedelta

import pytest

from members.models import Member
from rewards import ledger, services
from rewards.ledger import HoldEnded, NotEnoughPoints, NotWholePoints, ReferenceTaken
from rewards.models import Account, Transfer
from tests.rewards.factories import give

pytestmark = pytest.mark.django_db


@pytest.fixture
def purse(ada: Member, noon: datetime) -> Account:
    give(ada, 100, noon)
    return ledger.purse_of(ada)


def held(purse: Account, amount: int, now: datetime) -> Transfer:
    return ledger.hold(debit=purse, credit=ledger.redeemed(), amount=amount, reference=f"test:{amount}", code="redemption", now=now)


def test_points_go_from_issue_to_budget_to_reserve_to_purse(ada: Member, noon: datetime) -> None:
    services.fund_budget(campaign_reference="campaign:1", amount=1000, now=noon)
    services.reserve_points(campaign_reference="campaign:1", task_reference="task:9", amount=400, now=noon)
    services.pay(member=ada, amount=80, reference="submission:1", from_reference="task:9", now=noon)

    assert ledger.balance(ledger.issue()) == -1000
    assert ledger.balance(ledger.budget_of("campaign:1")) == 600
    assert ledger.balance(ledger.reserve_of("task:9")) == 320
    assert ledger.balance(ledger.purse_of(ada)) == 80


def test_a_business_event_posts_once_however_often_it_is_retried(ada: Member, noon: datetime) -> None:
    services.fund_budget(campaign_reference="campaign:1", amount=1000, now=noon)
    services.reserve_points(campaign_reference="campaign:1", task_reference="task:9", amount=400, now=noon)
    later = noon + timedelta(days=1)

    first, again = (
        services.pay(member=ada, amount=80, reference="submission:1", from_reference="task:9", now=now) for now in (noon, later)
    )

    assert (first.pk, first.at) == (again.pk, again.at)
    assert ledger.balance(ledger.purse_of(ada)) == 80


def test_a_reference_with_another_content_is_refused_and_the_first_stands(purse: Account, noon: datetime) -> None:
    first = ledger.transfer(debit=purse, credit=ledger.redeemed(), amount=10, reference="once", code="test", now=noon)

    with pytest.raises(ReferenceTaken):
        ledger.transfer(debit=purse, credit=ledger.redeemed(), amount=11, reference="once", code="test", now=noon)

    assert Transfer.objects.get(reference="once").pk == first.pk
    assert ledger.balance(purse) == 90


def test_what_came_to_nothing_leaves_the_reference_free(purse: Account, noon: datetime) -> None:
    with pytest.raises(NotEnoughPoints):
        ledger.transfer(debit=purse, credit=ledger.redeemed(), amount=101, reference="try", code="test", now=noon)

    ledger.transfer(debit=purse, credit=ledger.redeemed(), amount=100, reference="try", code="test", now=noon)

    assert ledger.balance(purse) == 0


def test_a_retry_of_ones_own_success_answers_success_even_when_the_purse_is_empty_now(purse: Account, noon: datetime) -> None:
    first = ledger.transfer(debit=purse, credit=ledger.redeemed(), amount=100, reference="all", code="test", now=noon)

    assert ledger.transfer(debit=purse, credit=ledger.redeemed(), amount=100, reference="all", code="test", now=noon).pk == first.pk


def test_the_refusal_says_how_much_is_missing(purse: Account, noon: datetime) -> None:
    with pytest.raises(NotEnoughPoints, match="20 points are missing") as refusal:
        held(purse, 120, noon)

    assert (refusal.value.available, refusal.value.missing) == (100, 20)


def test_a_budget_never_promises_more_than_it_has(noon: datetime) -> None:
    services.fund_budget(campaign_reference="campaign:1", amount=100, now=noon)

    with pytest.raises(NotEnoughPoints):
        services.reserve_points(campaign_reference="campaign:1", task_reference="task:9", amount=101, now=noon)


def test_a_task_never_pays_more_than_was_reserved(ada: Member, noon: datetime) -> None:
    services.fund_budget(campaign_reference="campaign:1", amount=500, now=noon)
    services.reserve_points(campaign_reference="campaign:1", task_reference="task:9", amount=100, now=noon)

    with pytest.raises(NotEnoughPoints):
        services.pay(member=ada, amount=101, reference="submission:1", from_reference="task:9", now=noon)


def test_what_a_task_did_not_pay_goes_back_once(ada: Member, noon: datetime) -> None:
    services.fund_budget(campaign_reference="campaign:1", amount=500, now=noon)
    services.reserve_points(campaign_reference="campaign:1", task_reference="task:9", amount=100, now=noon)
    services.pay(member=ada, amount=30, reference="submission:1", from_reference="task:9", now=noon)

    back = [services.release_reserve(campaign_reference="campaign:1", task_reference="task:9", now=noon) for _ in range(2)]

    assert [transfer and transfer.amount for transfer in back] == [70, 70]
    assert ledger.balance(ledger.budget_of("campaign:1")) == 470


def test_a_hold_leaves_the_purse_at_once_and_arrives_when_settled(purse: Account, noon: datetime) -> None:
    hold = held(purse, 30, noon)
    assert (ledger.balance(purse), ledger.held(purse), ledger.balance(ledger.redeemed())) == (70, 30, 0)

    ledger.settle(hold, now=noon)

    assert (ledger.balance(purse), ledger.held(purse), ledger.balance(ledger.redeemed())) == (70, 0, 30)


def test_a_voided_hold_comes_back(purse: Account, noon: datetime) -> None:
    ledger.void(held(purse, 30, noon), now=noon)

    assert (ledger.balance(purse), ledger.held(purse), ledger.balance(ledger.redeemed())) == (100, 0, 0)


def test_a_hold_ends_once_and_its_retry_answers_the_same(purse: Account, noon: datetime) -> None:
    hold = held(purse, 30, noon)
    ended = ledger.settle(hold, now=noon)

    assert ledger.settle(hold, now=noon).pk == ended.pk
    with pytest.raises(HoldEnded):
        ledger.void(hold, now=noon)
    assert ledger.balance(purse) == 70


def test_a_mistake_is_answered_by_a_transfer_back_once(purse: Account, noon: datetime) -> None:
    mistake = Transfer.objects.get(credit=purse)

    back = [ledger.reverse(mistake, now=noon) for _ in range(2)]

    assert back[0].pk == back[1].pk
    assert ledger.balance(purse) == 0
    assert Transfer.objects.filter(pk=mistake.pk).exists()


def test_the_balance_at_a_past_instant_can_be_told(ada: Member, noon: datetime) -> None:
    hour = timedelta(hours=1)
    purse = ledger.purse_of(ada)
    give(ada, 100, noon)
    hold = held(purse, 60, noon + hour)
    give(ada, 5, noon + 2 * hour)
    ledger.void(hold, now=noon + 3 * hour)

    told = [ledger.balance(purse, at=noon + (n - 1) * hour) for n in range(5)]

    assert told == [0, 100, 40, 45, 105]
    assert ledger.balance(purse, at=noon + 9 * hour) == ledger.balance(purse)


@pytest.mark.parametrize("amount", [0, -1, 1.5, True, 10**13, "10", None])
def test_points_are_whole_and_more_than_none(purse: Account, noon: datetime, amount: object) -> None:
    with pytest.raises(NotWholePoints):
        ledger.transfer(debit=purse, credit=ledger.redeemed(), amount=amount, reference="odd", code="test", now=noon)  # type: ignore[arg-type]


def test_only_accounts_with_a_floor_keep_a_balance(purse: Account, noon: datetime) -> None:
    stored = dict(Account.objects.values_list("kind", "balance"))

    assert stored["issue"] is None
    assert stored["purse"] == 100


def test_the_words_beside_the_amount_are_kept(ada: Member, noon: datetime) -> None:
    give(ada, 10, noon, memo={"en": "Where is my new card?"})

    assert Transfer.objects.get(code="submission").memo == {"en": "Where is my new card?"}
