"""The desks of rewards in the browser's eyes: works, wrong verb, wrong person, already done."""

import csv
from datetime import datetime
from io import StringIO
from uuid import uuid4

import pytest
from django.urls import reverse

from members.models import Member
from members.rights import AUDITOR, PROGRAMME_MANAGER, TESTER, grant
from rewards import ledger, services
from rewards.models import Account, Award
from tests.rewards.factories import BenefitFactory, as_, asked_for, give

pytestmark = pytest.mark.django_db
DESKS = ["rewards:redemptions", "rewards:awards", "rewards:books", "rewards:transfers"]


@pytest.mark.parametrize("page", DESKS)
def test_desks_are_closed_to_those_without_the_right(eve: Member, page: str) -> None:
    grant(member=eve, right=TESTER)

    assert as_(eve).get(reverse(page)).status_code == 403


@pytest.mark.parametrize("action", ["approve", "decline", "deliver"])
def test_deciding_needs_the_right_and_a_post(ada: Member, eve: Member, fin: Member, noon: datetime, action: str) -> None:
    asked = asked_for(ada, noon)
    grant(member=eve, right=AUDITOR)
    url = reverse(f"rewards:{action}", args=[asked.pk])

    assert as_(eve).post(url).status_code == 403
    assert as_(fin).get(url).status_code == 405
    assert as_(fin).post(reverse(f"rewards:{action}", args=[0]), {"reason": "x"}).status_code == 404


def test_a_request_is_approved_and_delivered_at_the_desk(ada: Member, fin: Member, noon: datetime) -> None:
    asked, client = asked_for(ada, noon), as_(fin)

    client.post(reverse("rewards:approve", args=[asked.pk]))
    client.post(reverse("rewards:deliver", args=[asked.pk]), {"voucher": "ROAST-7"})

    asked.refresh_from_db()
    assert (asked.state, asked.voucher, asked.decided_by, asked.delivered_by) == ("delivered", "ROAST-7", fin, fin)
    assert client.get(reverse("rewards:redemptions")).status_code == 200


def test_declining_without_a_reason_keeps_the_page_and_says_why(ada: Member, fin: Member, noon: datetime) -> None:
    asked = asked_for(ada, noon)

    answer = as_(fin).post(reverse("rewards:decline", args=[asked.pk]), {"reason": " "})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_request_decided_by_somebody_else_is_said_plainly(ada: Member, fin: Member, dan: Member, noon: datetime) -> None:
    asked = asked_for(ada, noon)
    services.approve_redemption(redemption=asked, by=dan, now=noon)

    answer = as_(fin).post(reverse("rewards:approve", args=[asked.pk]))

    assert answer.status_code == 409
    assert "already: Approved" in answer.text


def test_ones_own_request_is_refused_at_the_desk(fin: Member, noon: datetime) -> None:
    asked = asked_for(fin, noon)

    assert as_(fin).post(reverse("rewards:approve", args=[asked.pk])).status_code == 409
    asked.refresh_from_db()
    assert asked.state == "requested"


def test_an_award_is_proposed_and_approved_by_two(ada: Member, fin: Member, dan: Member, noon: datetime) -> None:
    grant(member=dan, right=PROGRAMME_MANAGER)
    services.fund_budget(campaign_reference="campaign:1", amount=500, now=noon)
    fields = {"member": ada.pk, "amount": 200, "purse": "promotion", "campaign_reference": "campaign:1", "reason": "Best", "key": uuid4()}

    for _ in range(2):
        as_(dan).post(reverse("rewards:propose"), fields)
    award = Award.objects.get()
    url = reverse("rewards:decide_award", args=[award.pk])
    own, other = (as_(member).post(url, {"decision": "approve"}).status_code for member in (dan, fin))

    assert (own, other) == (409, 302)
    assert ledger.balance(ledger.purse_of(ada)) == 200


def test_a_proposal_keeps_what_was_typed_on_error(fin: Member, noon: datetime) -> None:
    answer = as_(fin).post(reverse("rewards:propose"), {"amount": 200, "reason": "Best finding", "key": uuid4()})

    assert answer.status_code == 422
    assert "Best finding" in answer.text


def test_the_books_are_checked_and_shown(ada: Member, fin: Member, noon: datetime) -> None:
    give(ada, 100, noon)
    client = as_(fin)
    client.post(reverse("rewards:check_books"))
    assert "everything agrees" in client.get(reverse("rewards:books")).text

    Account.objects.filter(member=ada).update(balance=101)
    client.post(reverse("rewards:check_books"))

    assert f"purse:{ada.pk}: 101 ≠ 100" in client.get(reverse("rewards:books")).text


@pytest.mark.parametrize("kind", Account.Kind.values)
def test_every_kind_of_account_is_listed(ada: Member, fin: Member, noon: datetime, kind: str) -> None:
    asked_for(ada, noon)

    assert as_(fin).get(reverse("rewards:books"), {"kind": kind}).status_code == 200


def test_all_transfers_leave_as_a_table(ada: Member, fin: Member, noon: datetime) -> None:
    give(ada, 100, noon)

    rows = list(csv.DictReader(StringIO(as_(fin).get(reverse("rewards:transfers")).getvalue().decode("utf-8-sig"))))

    assert [(row["debit"].partition(":")[0], row["credit"].partition(":")[0], row["amount"]) for row in rows] == [
        ("issue", "budget", "100"), ("budget", "reserve", "100"), ("reserve", "purse", "100"),
    ]  # fmt: skip


def test_pieces_are_put_into_stock_by_the_programme_manager_only(ada: Member, dan: Member, fin: Member) -> None:
    grant(member=dan, right=PROGRAMME_MANAGER)
    benefit = BenefitFactory(slug="coffee")
    url = reverse("rewards:stock", args=[benefit.pk])

    assert as_(fin).post(url, {"count": 5}).status_code == 403
    assert as_(dan).post(url, {"count": 0}).status_code == 422
    assert as_(dan).post(url, {"count": 5}).status_code == 302
    assert "5 left" in as_(ada).get(reverse("rewards:benefit", args=["coffee"])).text
