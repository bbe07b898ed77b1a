"""The first page."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from claims.services import claim_task, release_claim
from feedback.reviewing import review
from home.today import today_of
from members.models import Member
from members.rights import REVIEWER, TESTER, grant
from seats.services import make_pool
from tasks_catalog.models import Task
from tests.claims.factories import ClaimFactory
from tests.feedback.factories import make_claim, make_task, sent
from tests.tasks_catalog.factories import TaskFactory


def with_seats(task: Task, capacity: int = 3) -> Task:
    make_pool(
        reference=task.pool_reference,
        capacity=capacity,
        opens_at=task.opens_at,
        hold_for=timedelta(hours=4),
        take_up_for=timedelta(minutes=15),
    )
    return task


@pytest.fixture
def open_task(noon: datetime) -> Task:
    return with_seats(TaskFactory(opens_at=noon - timedelta(days=1)))


def test_it_offers_what_is_open(ada: Member, open_task: Task, noon: datetime) -> None:
    today = today_of(ada, now=noon)

    assert [offer.task for offer in today.offers] == [open_task]
    assert today.flash is None


def test_what_opens_next_is_the_hot_thing(ada: Member, noon: datetime) -> None:
    coming = with_seats(TaskFactory(opens_at=noon + timedelta(minutes=3)))
    today = today_of(ada, now=noon)

    assert today.flash is not None
    assert (today.flash.task, today.flash.opens_later) == (coming, True)


def test_what_just_opened_is_hot_and_stands_once(ada: Member, noon: datetime) -> None:
    with_seats(TaskFactory(opens_at=noon - timedelta(minutes=1)))
    today = today_of(ada, now=noon)

    assert today.flash is not None
    assert today.offers == []


def test_a_task_without_free_seats_is_not_offered(ada: Member, bea: Member, noon: datetime) -> None:
    task = with_seats(TaskFactory(opens_at=noon - timedelta(days=1)), capacity=1)
    claim_task(task=task, member=bea, key=uuid4(), now=noon)

    assert today_of(ada, now=noon).offers == []


def test_what_is_mine_is_work_and_not_an_offer(ada: Member, open_task: Task, noon: datetime) -> None:
    claim = claim_task(task=open_task, member=ada, key=uuid4(), now=noon).claim
    today = today_of(ada, now=noon)

    assert today.offers == []
    assert [(work.pk, work.held) for work in today.work] == [(claim and claim.pk, True)]


def test_what_i_gave_back_is_offered_again(ada: Member, open_task: Task, noon: datetime) -> None:
    claim = claim_task(task=open_task, member=ada, key=uuid4(), now=noon).claim
    assert claim is not None
    release_claim(claim=claim, by=ada, now=noon)

    assert [offer.task for offer in today_of(ada, now=noon).offers] == [open_task]


def test_returned_work_comes_first_with_the_reviewers_words(ada: Member, dan: Member, noon: datetime) -> None:
    grant(member=dan, right=REVIEWER)
    make_claim(ada, task=make_task(slug="another"))
    submission = sent(ada, task=make_task())
    review(submission=submission, reviewer=dan, decision="return", marks={}, comment="The rival's time is missing.", now=noon)

    first, second = today_of(ada, now=noon).work

    assert (first.returned, first.comment) == (True, "The rival's time is missing.")
    assert not second.returned


def test_begun_work_says_how_far_it_is(ada: Member, noon: datetime) -> None:
    make_claim(ada)
    work = today_of(ada, now=noon).work[0]

    assert (work.step, work.steps > 0, work.photos) == (0, True, 0)


def test_accepted_work_stamps_the_week(ada: Member, dan: Member, noon: datetime) -> None:
    grant(member=dan, right=REVIEWER)
    marks = {"compare": 4, "voice": 4, "pain": 4, "think": 4}
    review(submission=sent(ada, now=noon), reviewer=dan, decision="accept", marks=marks, now=noon)

    assert today_of(ada, now=noon).streak.stamped_now


def test_a_quiet_day_is_friendly(ada: Member, client: Client) -> None:
    client.force_login(ada)
    page = client.get("/").content.decode()

    assert "No task waits" in page
    assert "Ada" in page


def test_a_full_day_asks_at_most_twelve_questions(
    ada: Member, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    grant(member=ada, right=TESTER)
    now = timezone.now()
    for minutes in (-4000, -3000, -2000, 5):
        with_seats(TaskFactory(opens_at=now + timedelta(minutes=minutes)))
    for _another in range(3):
        ClaimFactory(member=ada, now=now, opens_at=now - timedelta(days=1), started=True)
    client.force_login(ada)

    with django_assert_max_num_queries(12):
        assert client.get("/").status_code == 200


def test_it_cannot_be_posted_to(ada: Member, client: Client) -> None:
    client.force_login(ada)

    assert client.post("/").status_code == 405


@pytest.mark.django_db
def test_a_guest_signs_in_first(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/accounts/login/?next=/"
