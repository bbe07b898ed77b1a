"""Wallet and shop in the browser's eyes: works, wrong verb, wrong person, already done."""

import csv
from datetime import datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Member
from members.rights import AUDITOR, FINANCE, grant
from rewards import ledger, services
from rewards.models import Redemption
from tests.members.factories import MemberFactory
from tests.rewards.factories import BenefitFactory, as_, asked_for, give

pytestmark = pytest.mark.django_db
MEMBER_PAGES = ["rewards:wallet", "rewards:shop", "rewards:statement"]
DESKS = ["rewards:redemptions", "rewards:awards", "rewards:books", "rewards:transfers"]


# Everybody's pages -----------------------------------------------------------------


@pytest.mark.parametrize("page", [*MEMBER_PAGES, *DESKS])
def test_guests_are_asked_to_sign_in(db: None, client: Client, page: str) -> None:
    assert client.get(reverse(page)).status_code == 302


@pytest.mark.parametrize("page", [*MEMBER_PAGES, *DESKS])
def test_reading_pages_take_no_posts(fin: Member, page: str) -> None:
    assert as_(fin).post(reverse(page)).status_code == 405


@pytest.mark.parametrize("page", MEMBER_PAGES)
def test_an_empty_purse_has_its_pages_too(ada: Member, page: str) -> None:
    assert as_(ada).get(reverse(page)).status_code == 200


def test_the_wallet_shows_balance_holds_and_history(ada: Member, noon: datetime) -> None:
    give(ada, 1500, noon, memo={"en": "Where is my new card?"})
    services.redeem(benefit=BenefitFactory(), member=ada, key=uuid4(), now=noon)

    page = as_(ada).get(reverse("rewards:wallet")).text

    for words in ("1,200", "Where is my new card?", "+1,500", "−300", "March 2026"):
        assert words in page


@pytest.mark.parametrize(("which", "there", "absent"), [("earned", "+1,500", "−300"), ("spent", "−300", "+1,500")])
def test_the_history_is_filtered(ada: Member, noon: datetime, which: str, there: str, absent: str) -> None:
    give(ada, 1500, noon)
    services.redeem(benefit=BenefitFactory(), member=ada, key=uuid4(), now=noon)

    history = as_(ada).get(reverse("rewards:wallet"), {"show": which}).text.partition('class="seg"')[2]

    assert there in history
    assert absent not in history


def test_a_long_history_is_paged(ada: Member, noon: datetime) -> None:
    for n in range(23):
        give(ada, 1000 + n, noon + timedelta(hours=n))

    first, second = (as_(ada).get(reverse("rewards:wallet"), {"page": page}).text for page in (1, 2))

    assert ("+1,022" in first, "+1,003" in first, "+1,002" in first) == (True, True, False)
    assert ("+1,002" in second, "+1,000" in second, "+1,003" in second) == (True, True, False)


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "²"])
def test_an_odd_page_number_is_no_accident(ada: Member, page: str) -> None:
    assert as_(ada).get(reverse("rewards:wallet"), {"page": page}).status_code == 200


def test_the_statement_adds_up_to_the_balance_line_by_line(ada: Member, fin: Member, noon: datetime) -> None:
    give(ada, 100, noon, memo={"en": "=HYPERLINK(evil)"})
    asked = asked_for(ada, noon + timedelta(hours=1))
    services.decline_redemption(redemption=asked, by=fin, reason="Closed", now=noon + timedelta(hours=2))

    answer = as_(ada).get(reverse("rewards:statement"))
    rows = list(csv.DictReader(StringIO(answer.getvalue().decode("utf-8-sig"))))

    assert [int(row["Points"]) for row in rows] == [100, 300, -300, 300]
    assert [int(row["Balance"]) for row in rows] == [100, 400, 100, 400]
    assert int(rows[-1]["Balance"]) == ledger.balance(ledger.purse_of(ada))
    assert rows[0]["What"] == "'=HYPERLINK(evil)"


def test_the_shop_shows_what_is_left_and_what_is_gone(ada: Member, noon: datetime) -> None:
    benefit = BenefitFactory(slug="coffee")
    services.stock_benefit(benefit=benefit, count=1, by=None, now=noon)
    assert "All gone" not in as_(ada).get(reverse("rewards:shop")).text

    asked_for(ada, noon, benefit)

    assert "All gone" in as_(ada).get(reverse("rewards:shop")).text
    assert "All gone" in as_(ada).get(reverse("rewards:benefit", args=["coffee"])).text


def test_the_benefit_says_what_is_kept_or_missing(ada: Member, noon: datetime) -> None:
    BenefitFactory(slug="coffee")
    give(ada, 120, noon)
    assert "180 points are missing" in as_(ada).get(reverse("rewards:benefit", args=["coffee"])).text

    give(ada, 1000, noon)

    assert "820" in as_(ada).get(reverse("rewards:benefit", args=["coffee"])).text


def test_a_hidden_benefit_does_not_exist(ada: Member) -> None:
    BenefitFactory(slug="secret", shown=False)

    assert as_(ada).get(reverse("rewards:benefit", args=["secret"])).status_code == 404


def test_ordering_holds_the_points_once_however_often_it_is_sent(ada: Member, noon: datetime) -> None:
    BenefitFactory(slug="coffee")
    give(ada, 1000, noon)
    client, key = as_(ada), uuid4()

    answers = [client.post(reverse("rewards:order", args=["coffee"]), {"key": key, "price": 300}) for _ in range(2)]

    asked = Redemption.objects.get()
    assert {answer["Location"] for answer in answers} == {reverse("rewards:redemption", args=[asked.pk])}
    assert ledger.balance(ledger.purse_of(ada)) == 700


@pytest.mark.parametrize("fields", [{"price": 299}, {"price": "x"}, {"key": "no key"}, {"key": ""}])
def test_an_order_that_is_not_right_changes_nothing_and_says_so(ada: Member, noon: datetime, fields: dict[str, object]) -> None:
    BenefitFactory(slug="coffee")
    give(ada, 1000, noon)

    answer = as_(ada).post(reverse("rewards:order", args=["coffee"]), {"key": uuid4(), "price": 300} | fields)

    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert ledger.balance(ledger.purse_of(ada)) == 1000


def test_an_order_beyond_the_purse_is_refused_on_the_page(ada: Member) -> None:
    BenefitFactory(slug="coffee")

    answer = as_(ada).post(reverse("rewards:order", args=["coffee"]), {"key": uuid4(), "price": 300})

    assert answer.status_code == 409
    assert "300 points are missing" in answer.text


def test_nobody_sees_anothers_request(ada: Member, eve: Member, noon: datetime) -> None:
    asked = asked_for(ada, noon)

    assert as_(ada).get(reverse("rewards:redemption", args=[asked.pk])).status_code == 200
    assert as_(eve).get(reverse("rewards:redemption", args=[asked.pk])).status_code == 404
    assert as_(eve).post(reverse("rewards:cancel", args=[asked.pk])).status_code == 404


def test_a_request_is_cancelled_on_its_page(ada: Member, noon: datetime) -> None:
    asked = asked_for(ada, noon)
    client, url = as_(ada), reverse("rewards:cancel", args=[asked.pk])

    assert [client.get(url).status_code, client.post(url).status_code, client.post(url).status_code] == [405, 302, 302]
    assert ledger.balance(ledger.purse_of(ada)) == 300


def test_a_delivered_voucher_is_shown_to_its_owner(ada: Member, fin: Member, noon: datetime) -> None:
    asked = services.approve_redemption(redemption=asked_for(ada, noon), by=fin, now=noon)
    services.deliver_redemption(redemption=asked, by=fin, voucher="ROAST-7F3K", now=noon)

    page = as_(ada).get(reverse("rewards:redemption", args=[asked.pk])).text
    refused = as_(ada).post(reverse("rewards:cancel", args=[asked.pk]))

    assert "ROAST-7F3K" in page
    assert refused.status_code == 409


# The number of queries does not grow with the rows -------------------------------------


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def fill(member: Member, noon: datetime, many: int) -> None:
    for n in range(many):
        give(member, 50, noon + timedelta(hours=n))
        benefit = BenefitFactory()
        services.stock_benefit(benefit=benefit, count=3, by=None, now=noon)
        asked_for(member, noon + timedelta(minutes=n), benefit)
        asked_for(MemberFactory(), noon, benefit)


@pytest.mark.parametrize("page", ["rewards:wallet", "rewards:shop", "rewards:redemptions", "rewards:awards", "rewards:books"])
def test_a_page_asks_as_much_of_the_database_for_many_rows_as_for_few(ada: Member, fin: Member, noon: datetime, page: str) -> None:
    for right in (FINANCE, AUDITOR):
        grant(member=ada, right=right)
    client = as_(ada)
    fill(ada, noon, 2)
    few = queries(client, reverse(page))
    fill(ada, noon, 6)

    assert queries(client, reverse(page)) == few <= 12
