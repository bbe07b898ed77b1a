"""The pages before the work, each tried four ways: works, wrong verb, wrong person, already done."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import Acceptance, Agreement, Member
from members.rights import TESTER, grant
from tasks_catalog.models import Task
from tasks_catalog.selectors import SHOWN
from tests.claims.factories import ClaimFactory
from tests.members.factories import DepartmentFactory
from tests.tasks_catalog.factories import TaskFactory, TouchpointFactory, texts

type Counting = Callable[[int], object]


def url(name: str, *args: object) -> str:
    return reverse(f"claims:{name}", args=args)


# The list -------------------------------------------------------------------------


def test_the_list_shows_what_is_open_with_seats_and_points(adas: Client, task: Task) -> None:
    page = adas.get(url("tasks"))

    assert "Where is my new card?" in page.text
    assert "3 seats free" in page.text


def test_the_list_says_so_when_nothing_is_open(adas: Client) -> None:
    assert "Nothing is open for you right now" in adas.get(url("tasks")).text


def test_the_list_counts_what_is_kept_from_insiders_without_showing_it(adas: Client, task: Task) -> None:
    task.touchpoints.set([TouchpointFactory(slug="cards-app", owner=DepartmentFactory(code="cards"))])

    page = adas.get(url("tasks"))

    assert "1 task is not for you today" in page.text
    assert "Where is my new card?" not in page.text


@pytest.mark.parametrize("order", ["you", "new", "points", "soon", "nonsense"])
def test_the_list_can_be_ordered(adas: Client, task: Task, order: str) -> None:
    assert adas.get(url("tasks"), {"by": order}).status_code == 200


def test_the_list_is_ordered_by_points(adas: Client, now: datetime) -> None:
    for points in (50, 150, 100):
        TaskFactory(title=texts(f"For {points}"), points=points, opens_at=now - timedelta(days=1))

    page = adas.get(url("tasks"), {"by": "points"}).text

    assert page.index("For 150") < page.index("For 100") < page.index("For 50")


def test_routine_tasks_are_listed_for_testers_only(adas: Client, ada: Member, task: Task) -> None:
    Task.objects.update(kind="routine")
    before = adas.get(url("tasks")).text
    grant(member=ada, right=TESTER)

    assert ("new card" in before, "new card" in adas.get(url("tasks")).text) == (False, True)


def test_what_i_have_is_listed_as_mine(adas: Client, ada: Member, task: Task) -> None:
    claim = ClaimFactory(member=ada, task=task, now=timezone.now())

    page = adas.get(url("tasks")).text

    assert f'href="{url("claim", claim.pk)}"' in page
    assert "Nothing is open for you right now" in page


def test_a_guest_is_asked_to_sign_in(client: Client, task: Task) -> None:
    for address in (url("tasks"), url("brief", task.slug), url("door", task.slug), url("mine")):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")


def test_the_list_takes_as_many_queries_for_thirty_tasks_as_for_one(
    adas: Client, now: datetime, django_assert_max_num_queries: Counting
) -> None:
    for _ in range(30):
        TaskFactory(opens_at=now - timedelta(days=1))

    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        adas.get(url("tasks"))


@pytest.fixture
def many(now: datetime) -> list[str]:
    return [TaskFactory(opens_at=now - timedelta(days=1)).slug for _ in range(SHOWN + 3)]


def slugs_on(page: str) -> list[str]:
    return re.findall(r'<a class="card task" href="/tasks/([\w-]+)/"', page)


def next_address(page: str) -> str:
    found = re.search(r'id="more"><a class="btn btn-line" href="([^"]+)"', page)
    assert found is not None
    return url("tasks") + unescape(found[1])


def test_a_long_list_goes_on_behind_a_link_that_needs_no_script(adas: Client, many: list[str]) -> None:
    first = adas.get(url("tasks")).text
    second = adas.get(next_address(first)).text

    assert sorted(slugs_on(first) + slugs_on(second)) == sorted(many)
    assert 'id="more"' not in second


def test_a_script_gets_only_the_rows_it_adds(adas: Client, many: list[str]) -> None:
    address = next_address(adas.get(url("tasks")).text)
    rows = adas.get(address, headers={"HX-Request": "true"}).text

    assert slugs_on(rows) == slugs_on(adas.get(address).text)
    assert "<html" not in rows


@pytest.mark.parametrize(
    "address", ["?next=x.-1.99999999999999999999&after=y", "?after=0", "?next=&after=", "?after=999999999", "?after=99999999999999999999"]
)
def test_nonsense_in_the_address_shows_a_list(adas: Client, many: list[str], address: str) -> None:
    assert adas.get(url("tasks") + address).status_code == 200


@pytest.mark.parametrize("address", ["?kind=royal", "?minutes=soon", "?minutes=-1", "?where=nowhere"])
def test_nonsense_that_is_wished_for_narrows_nothing(adas: Client, many: list[str], address: str) -> None:
    assert slugs_on(adas.get(url("tasks") + address).text) == slugs_on(adas.get(url("tasks")).text)


def test_lists_are_only_read(adas: Client, task: Task) -> None:
    assert [adas.post(address).status_code for address in (url("tasks"), url("mine"), url("brief", task.slug))] == [405] * 3


# The brief ------------------------------------------------------------------------


def test_the_brief_says_what_to_do_and_what_to_bring_back(adas: Client, task: Task) -> None:
    page = adas.get(url("brief", task.slug)).text

    for words in ("A customer who has just moved house", "Ask when the card comes", "2 photos", "1 pain point", "1 idea", "Take this task"):
        assert words in page


def test_the_brief_says_why_it_cannot_be_taken(adas: Client, ada: Member, task: Task) -> None:
    task.touchpoints.set([TouchpointFactory(slug="cards-app", owner=ada.department)])

    page = adas.get(url("brief", task.slug)).text

    assert "your own department" in page
    assert "Take this task" not in page


def test_the_brief_sends_to_the_door_before_opening(adas: Client, now: datetime) -> None:
    task = TaskFactory(opens_at=now + timedelta(hours=1))

    assert url("door", task.slug) in adas.get(url("brief", task.slug)).text


def test_a_draft_does_not_exist_for_members(adas: Client, task: Task) -> None:
    Task.objects.update(state="draft")

    assert adas.get(url("brief", task.slug)).status_code == 404


def test_a_dynamic_task_does_not_exist_for_those_it_is_not_for(adas: Client, task: Task) -> None:
    Task.objects.update(kind="dynamic")

    assert adas.get(url("brief", task.slug)).status_code == 404


def test_the_brief_of_a_task_i_have_leads_to_it(adas: Client, ada: Member, task: Task, now: datetime) -> None:
    claim = ClaimFactory(member=ada, task=task, now=now)

    assert url("claim", claim.pk) in adas.get(url("brief", task.slug)).text


def test_the_brief_needs_few_queries(adas: Client, task: Task, django_assert_max_num_queries: Counting) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        adas.get(url("brief", task.slug))


# Agreeing ---------------------------------------------------------------------------


@pytest.fixture
def secret(task: Task, now: datetime) -> Task:
    task.agreement = Agreement.objects.create(kind="confidentiality", version=1, text=texts("Tell nobody."), published_at=now)
    task.save()
    return task


def test_a_confidential_brief_shows_the_agreement_and_asks_for_it(adas: Client, secret: Task) -> None:
    page = adas.get(url("brief", secret.slug)).text

    assert "Tell nobody." in page
    assert "Take this task" not in page


def test_agreeing_opens_the_task_and_agreeing_again_changes_nothing(adas: Client, ada: Member, secret: Task) -> None:
    for _ in range(2):
        adas.post(url("agree", secret.slug))

    assert Acceptance.objects.filter(member=ada).count() == 1
    assert "Take this task" in adas.get(url("brief", secret.slug)).text


def test_there_is_nothing_to_agree_to_without_an_agreement(adas: Client, task: Task) -> None:
    assert adas.post(url("agree", task.slug)).status_code == 404


def test_a_dynamic_task_for_other_departments_does_not_exist_for_a_tester(adas: Client, ada: Member, task: Task) -> None:
    grant(member=ada, right=TESTER)
    Task.objects.update(kind="dynamic")
    task.departments.add(DepartmentFactory(code="elsewhere"))

    assert adas.get(url("brief", task.slug)).status_code == 404
