"""Each constraint, tried to be broken past the services."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from members.models import Member
from rewards import ledger, services
from rewards.models import Account, Award, Benefit, Redemption, Transfer
from tests.rewards.factories import BenefitFactory, asked_for, give

pytestmark = pytest.mark.django_db


def refused(name: str, change: Callable[[], Any]) -> None:
    def now() -> None:
        change()
        connection.check_constraints()  # foreign keys are looked at when the transaction ends, else

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        now()


@pytest.fixture
def purse(ada: Member, noon: datetime) -> Account:
    give(ada, 100, noon)
    return ledger.purse_of(ada)


def insert(noon: datetime, **fields: Any) -> Transfer:
    debit, credit = ledger.issue(), ledger.budget_of("campaign:9")
    row = {"debit": debit, "credit": credit, "amount": 5, "kind": "posted", "code": "test", "reference": str(uuid4()), "at": noon} | fields
    return Transfer.objects.create(**row)


def test_no_account_falls_below_zero(purse: Account) -> None:
    refused("account_never_below_zero", lambda: Account.objects.filter(pk=purse.pk).update(balance=-1))


def test_a_floor_means_a_stored_balance(purse: Account) -> None:
    refused("floor_means_balance", lambda: Account.objects.filter(pk=purse.pk).update(balance=None))
    refused("floor_means_balance", lambda: Account.objects.filter(pk=ledger.issue().pk).update(balance=5))


def test_a_purse_is_somebodys(purse: Account, bea: Member) -> None:
    refused("purse_is_somebodys", lambda: Account.objects.create(kind="purse", reference="purse:nobody", balance=0))
    refused("purse_is_somebodys", lambda: Account.objects.create(kind="budget", reference="budget:x", member=bea, balance=0))


def test_an_account_is_of_a_known_kind(purse: Account) -> None:
    refused("account_kind_is_known", lambda: Account.objects.create(kind="gold", reference="gold:1"))
    refused("purse_is_somebodys", lambda: Account.objects.filter(pk=purse.pk).update(kind="budget"))


def test_a_member_has_one_purse(purse: Account, ada: Member) -> None:
    refused("member_id", lambda: Account.objects.create(kind="purse", reference="purse:second", member=ada, balance=0))


def test_an_account_with_transfers_stays(purse: Account) -> None:
    def delete() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM rewards_account WHERE id = %s", [purse.pk])

    refused("never deleted", delete)


@pytest.mark.parametrize("amount", [0, -5])
def test_a_transfer_moves_something(noon: datetime, amount: int) -> None:
    refused("transfer_moves_something", lambda: insert(noon, amount=amount))


def test_a_transfer_is_between_two(noon: datetime) -> None:
    refused("transfer_between_two", lambda: insert(noon, credit=ledger.issue()))


def test_a_reference_is_there_once(noon: datetime) -> None:
    insert(noon, reference="same")
    refused("reference", lambda: insert(noon, reference="same"))


def test_only_endings_end_holds(purse: Account, noon: datetime) -> None:
    hold = ledger.hold(debit=purse, credit=ledger.redeemed(), amount=5, reference="h", code="test", now=noon)
    same = {"debit": purse, "credit": ledger.redeemed()}
    refused("settled or voided", lambda: insert(noon, holds=hold, **same))
    refused("only_endings_end_holds", lambda: insert(noon, kind="voids"))


def test_an_ending_is_of_the_whole_hold(purse: Account, noon: datetime) -> None:
    hold = ledger.hold(debit=purse, credit=ledger.redeemed(), amount=5, reference="h", code="test", now=noon)
    same = {"debit": purse, "credit": ledger.redeemed(), "kind": "voids", "holds": hold}
    refused("settled or voided", lambda: insert(noon, **same, amount=4))
    refused("settled or voided", lambda: insert(noon, **same | {"credit": ledger.budget_of("campaign:9")}))


def test_a_posted_transfer_cannot_be_ended(noon: datetime) -> None:
    posted = insert(noon)
    refused("settled or voided", lambda: insert(noon, kind="voids", holds=posted))


def test_a_hold_is_ended_once(purse: Account, noon: datetime) -> None:
    hold = ledger.hold(debit=purse, credit=ledger.redeemed(), amount=5, reference="h", code="test", now=noon)
    ledger.void(hold, now=noon)
    refused("holds_id", lambda: insert(noon, debit=purse, credit=ledger.redeemed(), kind="settles", holds=hold))


def test_a_benefit_costs_something() -> None:
    benefit = BenefitFactory()
    refused("benefit_costs_something", lambda: Benefit.objects.filter(pk=benefit.pk).update(price=0))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("nobody_approves_own_redemption", {"state": "approved", "decided_by": "ada"}),
        ("who_sets_prices_approves_nothing", {"state": "approved", "decided_by": "bea", "priced_by": "bea"}),
        ("nobody_delivers_to_oneself", {"delivered_by": "ada"}),
        ("decision_has_somebody", {"state": "approved"}),
        ("redemption_ends_once", {"state": "cancelled"}),
    ],
)
def test_a_redemption_keeps_its_rules(ada: Member, bea: Member, noon: datetime, name: str, fields: dict[str, Any]) -> None:
    asked = asked_for(ada, noon)
    cast = {"ada": ada, "bea": bea}
    change = {field: cast.get(value, value) for field, value in fields.items()}
    refused(name, lambda: Redemption.objects.filter(pk=asked.pk).update(**change))


def test_a_no_has_a_reason(ada: Member, bea: Member, noon: datetime) -> None:
    asked = asked_for(ada, noon)
    refused(
        "declined_with_a_reason",
        lambda: Redemption.objects.filter(pk=asked.pk).update(state="declined", decided_by=bea, ended_at=noon, reason=""),
    )


def test_a_key_asks_once(ada: Member, noon: datetime) -> None:
    asked, other = asked_for(ada, noon), asked_for(ada, noon)
    refused("key", lambda: Redemption.objects.filter(pk=other.pk).update(key=asked.key))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("award_is_something", {"amount": 0}),
        ("award_has_a_reason", {"reason": ""}),
        ("nobody_awards_oneself", {"proposed_by": "ada"}),
        ("nobody_approves_own_award", {"state": "approved", "decided_by": "ada"}),
        ("large_award_needs_four_eyes", {"state": "approved", "decided_by": "bea"}),
        ("award_decided_by_somebody", {"state": "approved"}),
    ],
)
def test_an_award_keeps_its_rules(ada: Member, bea: Member, noon: datetime, name: str, fields: dict[str, Any]) -> None:
    award = services.propose_award(
        member=ada, amount=101, purse="promotion", campaign_reference="campaign:1", reason="Best finding", by=bea, key=uuid4(), now=noon
    )
    cast = {"ada": ada, "bea": bea}
    change = {field: cast.get(value, value) for field, value in fields.items()}
    if change.get("decided_by"):
        change["decided_at"] = noon
    refused(name, lambda: Award.objects.filter(pk=award.pk).update(**change))
