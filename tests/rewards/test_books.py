"""Checking the books finds what somebody did by the back door."""

from datetime import datetime

import pytest

from members.models import Member
from rewards import ledger
from rewards.books import check_books
from rewards.models import Account, Redemption, Transfer
from rewards.tasks import check_the_books
from tests.rewards.factories import asked_for, give

pytestmark = pytest.mark.django_db


def test_right_books_have_no_findings(ada: Member, noon: datetime) -> None:
    asked_for(ada, noon)

    checked = check_books(now=noon)

    assert checked.is_right
    assert (checked.issued, checked.held, checked.transfers) == (300, 300, Transfer.objects.count())


def test_a_changed_balance_is_found_and_named(ada: Member, noon: datetime) -> None:
    give(ada, 100, noon)
    Account.objects.filter(member=ada).update(balance=1000)

    assert check_books(now=noon).findings == [{"what": "drift", "account": f"purse:{ada.pk}", "stored": 1000, "summed": 100}]


def test_a_transfer_written_past_the_ledger_is_found(ada: Member, noon: datetime) -> None:
    give(ada, 100, noon)
    Transfer.objects.create(debit=ledger.issue(), credit=ledger.purse_of(ada), amount=7, code="x", reference="back door", at=noon)

    assert [(found["what"], found["summed"]) for found in check_books(now=noon).findings] == [("drift", 107)]


def test_a_request_whose_points_are_elsewhere_is_found(ada: Member, noon: datetime) -> None:
    asked = asked_for(ada, noon)
    Redemption.objects.filter(pk=asked.pk).update(state="cancelled", ended_at=noon)

    assert [found["what"] for found in check_books(now=noon).findings] == ["astray"]


def test_points_held_for_nothing_are_found(ada: Member, noon: datetime) -> None:
    give(ada, 100, noon)
    ledger.hold(debit=ledger.purse_of(ada), credit=ledger.redeemed(), amount=5, reference="h", code="redemption", now=noon)

    assert [found["what"] for found in check_books(now=noon).findings] == ["orphaned"]


def test_two_beats_check_once_a_night(db: None) -> None:
    assert [check_the_books(), check_the_books()] == [True, False]
