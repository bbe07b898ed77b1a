"""Claims by ticket: the same rules and the same record as through the page."""

import json
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims import rush
from claims.models import Claim
from claims.rush import claim_by_ticket
from claims.services import release_claim
from config.wsgi import application
from members.models import AuditEvent, Member
from members.rights import TESTER, grant
from seats.errors import Barred, NotOpenYet, PoolClosed
from seats.gate import Answer
from seats.models import Seat
from seats.selectors import pool_of
from seats.services import pause
from tasks_catalog.access import ForOthers, Insider
from tasks_catalog.models import Task
from tests.claims.factories import ClaimFactory
from tests.members.factories import DepartmentFactory, MemberFactory
from tests.tasks_catalog.factories import TaskFactory, TouchpointFactory


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    rush._known.clear()


def ask(task: Task, member: Member, now: datetime, key: UUID | None = None) -> Answer:
    return claim_by_ticket(pool=pool_of(task.pool_reference).pk, member=member.pk, key=key or uuid4(), now=now)


def test_a_seat_by_ticket_is_a_claim_like_any_other(ada: Member, noon: datetime) -> None:
    task = TaskFactory(days_to_submit=7)

    answer = ask(task, ada, noon)

    claim = Claim.objects.get(member=ada)
    assert (answer.outcome, answer.url) == ("seated", reverse("claims:claim", args=[claim.pk]))
    assert (claim.task, claim.version, claim.deadline) == (task, task.version, noon + timedelta(days=7))
    assert claim.rival in task.providers.filter(kind="rival")
    assert AuditEvent.objects.filter(did="claim.take", by=ada, on_id=str(claim.pk)).exists()


def test_the_same_press_twice_is_one_claim_and_one_answer(ada: Member, noon: datetime) -> None:
    task, key = TaskFactory(), uuid4()

    first, again = ask(task, ada, noon, key), ask(task, ada, noon, key)

    assert (first, Claim.objects.count()) == (again, 1)


def test_who_has_a_claim_and_presses_on_another_phone_is_led_to_it(ada: Member, noon: datetime) -> None:
    task = TaskFactory()
    claim = ClaimFactory(member=ada, task=task)

    assert ask(task, ada, noon) == Answer("seated", reverse("claims:claim", args=[claim.pk]))


def test_when_all_are_taken_it_is_a_place_in_the_list(ada: Member, bea: Member, noon: datetime) -> None:
    task = TaskFactory(seats=1)
    ask(task, ada, noon)

    assert ask(task, bea, noon) == Answer("waiting", reverse("claims:door", args=[task.slug]), 1)


def test_the_press_of_a_claim_that_was_released_makes_no_new_one(ada: Member, noon: datetime) -> None:
    task, key = TaskFactory(), uuid4()
    ask(task, ada, noon, key)
    release_claim(claim=Claim.objects.get(), by=ada, now=noon)

    again = ask(task, ada, noon, key)

    assert (again.url, Claim.objects.count()) == (reverse("claims:door", args=[task.slug]), 1)


def test_before_the_door_opens_a_ticket_gets_nothing(ada: Member, noon: datetime) -> None:
    task = TaskFactory(opens_at=noon)

    with pytest.raises(NotOpenYet) as early:
        ask(task, ada, noon - timedelta(seconds=3))

    assert early.value.opens_in == pytest.approx(3)


def test_a_paused_pool_gives_no_seat_by_ticket(ada: Member, noon: datetime) -> None:
    task = TaskFactory()
    pause(pool=pool_of(task.pool_reference), now=noon)

    with pytest.raises(Exception, match="paused"):
        ask(task, ada, noon)


@pytest.mark.parametrize("change", [{"is_active": False}, {"left_at": datetime(2026, 1, 1, tzinfo=timezone.get_fixed_timezone(0))}])
def test_who_is_not_with_us_any_more_gets_nothing_whatever_the_ticket_says(ada: Member, noon: datetime, change: dict[str, object]) -> None:
    task = TaskFactory()
    Member.objects.filter(pk=ada.pk).update(**change)

    with pytest.raises(Barred):
        ask(task, ada, noon)


def test_who_changed_to_a_department_that_the_task_is_not_for_leaves_no_trace(ada: Member, noon: datetime) -> None:
    task = TaskFactory()
    task.departments.set([DepartmentFactory(code="risk")])

    with pytest.raises(ForOthers):
        ask(task, ada, noon)

    assert not Seat.objects.exclude(member=None).exists()


def test_insiders_get_nothing_by_ticket_either(ada: Member, noon: datetime) -> None:
    task = TaskFactory()
    task.touchpoints.set([TouchpointFactory(slug="cards-app", owner=ada.department)])

    with pytest.raises(Insider):
        ask(task, ada, noon)


def test_a_pool_that_is_no_tasks_gives_nothing(ada: Member, noon: datetime) -> None:
    with pytest.raises(PoolClosed):
        claim_by_ticket(pool=10**9, member=ada.pk, key=uuid4(), now=noon)


# The whole way: page, ticket, gate ------------------------------------------------


def press(client: Client, task: Task, ticket: str) -> tuple[str, dict[str, object]]:
    """What door.js does, to the application that a web server runs."""
    body = urlencode({"ticket": ticket, "key": str(uuid4())}).encode()
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": reverse("claims:take", args=[task.slug]), "HTTP_ACCEPT": "application/json",
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body),
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}",
    }  # fmt: skip
    start_response: Any = lambda status, _headers: said.append(status)  # noqa: E731
    answer = b"".join(application(environ, start_response))
    return said[0], json.loads(answer)


@pytest.fixture
def door(db: None, noon: datetime) -> Task:
    task: Task = TaskFactory(opens_at=noon)
    return task


def ticket_on(client: Client, task: Task) -> str:
    page = client.get(reverse("claims:door", args=[task.slug]))
    return str(page.context["ticket"])


def test_the_doors_page_carries_a_ticket_that_takes_a_seat(ada: Member, client: Client, door: Task) -> None:
    grant(member=ada, right=TESTER)
    client.force_login(ada)

    status, answer = press(client, door, ticket_on(client, door))

    assert (status, answer["outcome"]) == ("200 OK", "seated")
    assert client.get(str(answer["url"])).status_code == 200


def test_somebody_elses_ticket_is_worth_nothing_in_my_session(ada: Member, eve: Member, client: Client, door: Task) -> None:
    for member in (ada, eve):
        grant(member=member, right=TESTER)
    client.force_login(ada)
    adas = ticket_on(client, door)
    eves_client = Client()
    eves_client.force_login(eve)

    status, answer = press(eves_client, door, adas)

    assert (status[:3], answer["reason"], Claim.objects.count()) == ("409", "foreign", 0)


def test_who_may_not_take_the_task_gets_no_ticket(db: None, client: Client, door: Task) -> None:
    Task.objects.update(kind=Task.Kind.ROUTINE)  # for testers
    client.force_login(MemberFactory())

    page = client.get(reverse("claims:door", args=[door.slug]))

    assert "ticket" not in (page.context or {})
