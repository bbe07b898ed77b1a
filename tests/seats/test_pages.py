"""The public page of fairness and its files, each tried: works, wrong verb, wrong person."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Member
from members.rights import AUDITOR, grant
from seats import recompute
from seats.fairness import full_sign_of, sign_of
from seats.lottery import draw
from seats.models import Pool
from seats.services import take
from tests.members.factories import DepartmentFactory, MemberFactory
from tests.seats.factories import PoolFactory

type Counting = Callable[[int], object]
HOUR = timedelta(hours=1)


@pytest.fixture
def adas(client: Client, ada: Member) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture
def lottery(ada: Member, noon: datetime) -> Pool:
    """Ada and eight others for two seats, one of them a small department's."""
    small = DepartmentFactory(code="small")
    pool = PoolFactory(capacity=2, quotas={small: 1}, draws_at=noon + HOUR)
    for member in [ada, MemberFactory(department=small), *MemberFactory.create_batch(7)]:
        take(pool=pool, member=member, key=uuid4(), now=noon)
    return pool


def url(name: str, pool: Pool) -> str:
    return reverse(f"seats:{name}", args=[pool.pk])


def test_the_page_shows_me_my_sign_and_others_theirs_without_names(adas: Client, ada: Member, bea: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=1)
    for member in (ada, bea):
        take(pool=pool, member=member, key=uuid4(), now=noon)

    page = adas.get(url("fairness", pool)).text

    assert full_sign_of(pool, ada.pk) in page
    assert sign_of(pool, bea.pk) in page
    assert full_sign_of(pool, bea.pk) not in page
    assert "Bea" not in page


def test_before_the_draw_the_commitment_shows_and_the_seed_does_not(adas: Client, lottery: Pool) -> None:
    page = adas.get(url("fairness", lottery)).text

    assert lottery.commitment in page
    assert "secret until the draw" in page


def test_after_the_draw_the_seed_and_the_order_show(adas: Client, ada: Member, lottery: Pool, noon: datetime) -> None:
    draw(pool=lottery, now=noon + HOUR)
    lottery.refresh_from_db()

    page = adas.get(url("fairness", lottery)).text

    assert lottery.seed in page
    assert f"The draw put you on place {lottery.lots.get(member=ada).place}" in page


def test_the_downloaded_record_is_right(adas: Client, lottery: Pool, noon: datetime) -> None:
    draw(pool=lottery, now=noon + HOUR)

    answer = adas.get(url("record", lottery))

    assert answer.headers["Content-Disposition"] == f'attachment; filename="fairness-{lottery.pk}.json"'
    assert recompute.check(json.loads(answer.content))


def test_only_an_auditors_record_tells_small_departments_apart(adas: Client, ada: Member, lottery: Pool, noon: datetime) -> None:
    draw(pool=lottery, now=noon + HOUR)
    public = adas.get(url("record", lottery)).json()
    grant(member=ada, right=AUDITOR)

    complete = adas.get(url("record", lottery)).json()

    assert (set(public["seats"]), set(complete["seats"])) == ({"", "*"}, {"", "A"})


def test_the_script_is_the_one_that_stands_here(adas: Client) -> None:
    with open(recompute.__file__, "rb") as script:  # noqa: PTH123 - the very file
        assert b"".join(adas.get(reverse("seats:script")).streaming_content) == script.read()  # type: ignore[attr-defined]


def test_the_way_back_leads_to_pages_of_ours_only(adas: Client, lottery: Pool) -> None:
    page = url("fairness", lottery)

    assert 'href="/tasks/"' in adas.get(page, {"from": "/tasks/"}).text
    assert "elsewhere.example" not in adas.get(page, {"from": "https://elsewhere.example/"}).text


@pytest.mark.parametrize("name", ["fairness", "record"])
def test_pages_are_read_by_members_and_only_read(client: Client, adas: Client, lottery: Pool, name: str) -> None:
    assert adas.post(url(name, lottery)).status_code == 405
    assert adas.get(reverse(f"seats:{name}", args=[lottery.pk + 1])).status_code == 404
    client.logout()
    assert client.get(url(name, lottery)).headers["Location"].startswith("/accounts/login/")


def test_a_long_record_costs_no_more_questions_to_the_database(
    adas: Client, lottery: Pool, noon: datetime, django_assert_max_num_queries: Counting
) -> None:
    draw(pool=lottery, now=noon + HOUR)

    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        adas.get(url("fairness", lottery))
