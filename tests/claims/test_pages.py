"""The pages before the work, each tried four ways: works, wrong verb, wrong person, already done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim
from claims.services import claim_task, mark_submitted
from members.models import Acceptance, Agreement, Member
from members.rights import TESTER, grant
from seats.models import Waiting
from tasks_catalog.models import Task
from tests.claims.factories import ClaimFactory
from tests.members.factories import DepartmentFactory, MemberFactory
from tests.tasks_catalog.factories import TaskFactory, TouchpointFactory, texts

type Counting = Callable[[int], object]


@pytest.fixture
def adas(client: Client, ada: Member) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def task(db: None, now: datetime) -> Task:
    return TaskFactory(slug="where-is-my-card", opens_at=now - timedelta(days=1), title=texts("Where is my new card?"))


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


# Taking -----------------------------------------------------------------------------


def press(client: Client, task: Task, key: object = None) -> object:
    return client.post(url("take", task.slug), {"key": str(key or uuid4())})


def test_taking_leads_to_the_seat(adas: Client, ada: Member, task: Task) -> None:
    answer = adas.post(url("take", task.slug), {"key": str(uuid4())}, follow=True)

    assert answer.redirect_chain[-1][0] == url("claim", Claim.objects.get(member=ada).pk)
    assert "The seat is yours" in answer.text


def test_pressing_twice_leads_to_the_same_seat(adas: Client, ada: Member, task: Task) -> None:
    key = {"key": str(uuid4())}

    first, second = (adas.post(url("take", task.slug), key) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert Claim.objects.count() == 1


def test_taking_by_following_a_link_does_nothing(adas: Client, task: Task) -> None:
    assert adas.get(url("take", task.slug)).status_code == 405
    assert not Claim.objects.exists()


def test_taking_without_a_key_says_to_press_once_more(adas: Client, task: Task) -> None:
    answer = adas.post(url("take", task.slug))

    assert (answer.status_code, "press once more" in answer.text) == (409, True)


def test_an_insider_is_told_why(adas: Client, ada: Member, task: Task) -> None:
    task.touchpoints.set([TouchpointFactory(slug="cards-app", owner=ada.department)])

    answer = adas.post(url("take", task.slug), {"key": str(uuid4())})

    assert (answer.status_code, Claim.objects.count()) == (409, 0)


def test_before_opening_the_door_stays_shut(adas: Client, now: datetime) -> None:
    task = TaskFactory(opens_at=now + timedelta(minutes=1))

    answer = adas.post(url("take", task.slug), {"key": str(uuid4())})

    assert (answer.status_code, "not open yet" in answer.text, Claim.objects.count()) == (409, True, 0)


def test_somebody_too_late_sees_their_place_and_the_next_best_task(adas: Client, task: Task, now: datetime) -> None:
    fill(task, now)
    TaskFactory(title=texts("Another one"), opens_at=now - timedelta(days=1))

    answer = adas.post(url("take", task.slug), {"key": str(uuid4())}, follow=True)

    assert "You are number 1 on the wait list" in answer.text
    assert "Another one" in answer.text


def fill(task: Task, now: datetime) -> list[Member]:
    members: list[Member] = MemberFactory.create_batch(3)
    for member in members:
        claim_task(task=task, member=member, key=uuid4(), now=now)
    return members


# The door ---------------------------------------------------------------------------


def test_the_door_counts_down_to_the_servers_time(adas: Client, now: datetime) -> None:
    task = TaskFactory(opens_at=now + timedelta(minutes=2))

    page = adas.get(url("door", task.slug)).text

    assert f'data-opens="{-(-task.opens_at.timestamp() * 1000 // 1):.0f}"' in page
    assert 'role="timer"' in page


def test_a_reload_of_the_door_shows_the_same_truth(adas: Client, ada: Member, task: Task, now: datetime) -> None:
    assert "Take a seat" in adas.get(url("door", task.slug)).text
    members = fill(task, now)
    assert "Put me on the wait list" in adas.get(url("door", task.slug)).text
    claim_task(task=task, member=ada, key=uuid4(), now=now)
    assert "You are number 1 on the wait list" in adas.get(url("door", task.slug)).text
    Claim.objects.filter(member=members[0]).delete()

    mine = ClaimFactory(member=ada, now=now, opens_at=now)

    assert adas.get(url("door", mine.task.slug)).headers["Location"] == url("claim", mine.pk)


def test_the_clock_is_everybodys(client: Client, now: datetime) -> None:
    answer = client.get(url("time"))

    assert abs(answer.json()["now"] - now.timestamp() * 1000) < 60_000
    assert answer.headers["Cache-Control"] == "no-store"


def test_leaving_the_list(adas: Client, ada: Member, task: Task, now: datetime) -> None:
    fill(task, now)
    press(adas, task)

    assert adas.get(url("leave", task.slug)).status_code == 405
    assert adas.post(url("leave", task.slug)).headers["Location"] == url("tasks")
    assert not Waiting.objects.exists()
    assert adas.post(url("leave", task.slug)).status_code == 409


# The claim --------------------------------------------------------------------------


def test_starting_leads_to_the_work_and_again_to_the_same(adas: Client, ada: Member, now: datetime) -> None:
    claim = ClaimFactory(member=ada, now=now, opens_at=now)

    answers = [adas.post(url("start", claim.pk)).headers["Location"] for _ in range(2)]

    assert answers == [f"/do/{claim.pk}/"] * 2


def test_giving_back_and_giving_back_again(adas: Client, ada: Member, now: datetime) -> None:
    claim = ClaimFactory(member=ada, now=now, opens_at=now)

    answers = [adas.post(url("release", claim.pk)).status_code for _ in range(2)]

    assert answers == [302, 409]


def test_what_ran_out_is_not_started(adas: Client, ada: Member, now: datetime) -> None:
    claim = ClaimFactory(member=ada, now=now - timedelta(days=1), opens_at=now - timedelta(days=1))

    answer = adas.post(url("start", claim.pk))

    assert (answer.status_code, "no longer yours" in answer.text) == (409, True)


def test_somebody_elses_claim_does_not_exist(adas: Client, bea: Member, now: datetime) -> None:
    claim = ClaimFactory(member=bea, now=now, opens_at=now)

    answers = [adas.get(url("claim", claim.pk)), adas.post(url("start", claim.pk)), adas.post(url("release", claim.pk))]

    assert [answer.status_code for answer in answers] == [404] * 3


def test_starting_and_releasing_are_posts(adas: Client, ada: Member, now: datetime) -> None:
    claim = ClaimFactory(member=ada, now=now, opens_at=now)

    assert [adas.get(url(name, claim.pk)).status_code for name in ("start", "release")] == [405, 405]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("started", "You have begun"),
        ("submitted", "waits for a reviewer"),
        ("returned", "asks you to mend"),
        ("accepted", "Accepted, thank you"),
        ("rejected", "was not accepted"),
        ("expired", "time ran out"),
        ("released", "You gave this seat back"),
    ],
)
def test_a_claim_says_where_it_is(adas: Client, ada: Member, now: datetime, state: str, words: str) -> None:
    claim = ClaimFactory(member=ada, now=now, opens_at=now, started=True)
    Claim.objects.update(state=state)

    assert words in adas.get(url("claim", claim.pk)).text


def test_my_tasks_are_mine_alone(adas: Client, ada: Member, bea: Member, now: datetime) -> None:
    assert "You have not taken a task yet" in adas.get(url("mine")).text
    mark_submitted(claim=ClaimFactory(member=ada, now=now, opens_at=now, title=texts("My own"), started=True), now=now)
    ClaimFactory(member=bea, now=now, opens_at=now, title=texts("Bea's"))

    page = adas.get(url("mine")).text

    assert ("My own" in page, "Bea&#x27;s" in page) == (True, False)
