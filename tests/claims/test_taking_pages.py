"""Taking, the door and the claim, each tried four ways: works, wrong verb, wrong person, already done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Claim
from claims.services import claim_task, mark_submitted
from members.models import Member
from seats.models import Waiting
from tasks_catalog.models import Task
from tests.claims.factories import ClaimFactory
from tests.members.factories import MemberFactory
from tests.tasks_catalog.factories import TaskFactory, TouchpointFactory, texts

type Counting = Callable[[int], object]


def url(name: str, *args: object) -> str:
    return reverse(f"claims:{name}", args=args)


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


def test_what_was_given_back_can_be_taken_again_from_the_message(adas: Client, ada: Member, now: datetime) -> None:
    claim = ClaimFactory(member=ada, now=now, opens_at=now - timedelta(days=1))

    page = adas.post(url("release", claim.pk), follow=True).text

    assert f'<a class="link" href="{url("brief", claim.task.slug)}">Take it again</a>' in page
