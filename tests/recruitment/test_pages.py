"""Rounds in the browser's eyes: works, wrong verb, wrong person, already done."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.models import Member
from members.rights import PROGRAMME_MANAGER, SUPER_MANAGER, grant
from recruitment.models import Entry, QuizAttempt, QuizQuestion, Round, Term
from recruitment.services import enter_round
from tests.members.factories import MemberFactory
from tests.recruitment.factories import a_round

pytestmark = pytest.mark.django_db


def as_(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def url(name: str, found: Round) -> str:
    return reverse(f"recruitment:{name}", args=[found.slug])


def enter(member: Member, found: Round) -> Client:
    client = as_(member)
    client.post(url("enter", found), {"key": uuid4()})
    return client


def test_the_list_has_its_empty_state(ada: Member) -> None:
    assert "No round at the moment" in as_(ada).get(reverse("recruitment:rounds")).text


def test_guests_are_asked_to_sign_in(client: Client, now: datetime) -> None:
    found = a_round(now)

    for name in ("round", "quiz", "desk_round"):
        assert client.get(url(name, found)).status_code == 302
    assert client.post(url("enter", found)).status_code == 302


@pytest.mark.parametrize("name", ["enter", "leave", "answer", "close"])
def test_what_changes_something_takes_only_posts(ada: Member, now: datetime, name: str) -> None:
    assert as_(ada).get(url(name, a_round(now))).status_code == 405


def test_a_round_that_is_not_there_is_not_found(ada: Member) -> None:
    for name in ("round", "enter", "leave"):
        client = as_(ada)
        address = reverse(f"recruitment:{name}", args=["nowhere"])
        assert (client.get(address) if name == "round" else client.post(address, {"key": uuid4()})).status_code == 404


def test_a_seat_is_taken_on_the_page_once(ada: Member, now: datetime) -> None:
    found = a_round(now)
    client = enter(ada, found)
    client.post(url("enter", found), {"key": uuid4()})

    assert "The seat is yours" in client.get(url("round", found)).text
    assert Entry.objects.count() == 1


def test_a_round_ahead_counts_down_and_refuses(ada: Member, now: datetime) -> None:
    found = a_round(now + timedelta(hours=1))
    client = as_(ada)

    assert "data-countdown" in client.get(url("round", found)).text
    assert client.post(url("enter", found), {"key": uuid4()}).status_code == 409


def test_an_entry_without_a_key_is_refused(ada: Member, now: datetime) -> None:
    assert as_(ada).post(url("enter", a_round(now)), {"key": "x"}).status_code == 409
    assert not Entry.objects.exists()


def test_a_seat_is_given_back_on_the_page(ada: Member, now: datetime) -> None:
    found = a_round(now)
    client = enter(ada, found)

    assert [client.post(url("leave", found)).status_code for _ in range(2)] == [302, 302]
    assert as_(MemberFactory()).post(url("leave", found)).status_code == 409


def test_the_quiz_is_played_to_its_end(ada: Member, now: datetime) -> None:
    found = a_round(now, "quiz")
    client = enter(ada, found)
    for number in range(1, 5):
        page = client.get(url("quiz", found)).text
        assert f"Question {number} of 4" in page
        attempt = QuizAttempt.objects.get()
        asked = attempt.drawn[number - 1]
        place = asked["order"].index(QuizQuestion.objects.get(pk=asked["question"]).right)
        assert client.post(url("answer", found), {"number": number, "choice": place}).status_code == 302

    assert "Your answers are in" in client.get(url("quiz", found)).text
    assert Entry.objects.get().right_answers == 4


@pytest.mark.parametrize("choice", ["", "x", "-1", "²", "99999"])
def test_an_answer_that_is_none_keeps_the_question(ada: Member, now: datetime, choice: str) -> None:
    found = a_round(now, "quiz")
    answer = enter(ada, found).post(url("answer", found), {"number": 1, "choice": choice})

    assert answer.status_code == 422
    assert "Question 1 of 4" in answer.text


def test_an_answer_after_time_says_so(ada: Member, now: datetime) -> None:
    found = a_round(now, "quiz")
    client = enter(ada, found)
    QuizAttempt.objects.update(started_at=now - timedelta(minutes=5), ends_at=now - timedelta(minutes=1))

    answer = client.post(url("answer", found), {"number": 1, "choice": 0})

    assert (answer.status_code, "Time is up" in answer.text) == (409, True)


def test_who_is_not_in_the_quiz_is_led_to_the_door(eve: Member, now: datetime) -> None:
    found = a_round(now, "quiz")

    assert as_(eve).get(url("quiz", found))["Location"] == url("round", found)
    assert as_(eve).post(url("answer", found), {"number": 1, "choice": 0})["Location"] == url("round", found)


def test_the_desk_is_for_managers_and_closing_for_the_programme(ada: Member, eve: Member, bea: Member, now: datetime) -> None:
    found = a_round(now)
    grant(member=bea, right=SUPER_MANAGER)

    assert as_(eve).get(reverse("recruitment:desk")).status_code == 403
    assert [as_(bea).get(page).status_code for page in (reverse("recruitment:desk"), url("desk_round", found))] == [200, 200]
    assert as_(bea).post(url("close", found)).status_code == 403


def test_a_round_is_closed_at_the_desk_once(ada: Member, dan: Member, now: datetime) -> None:
    found = a_round(now)
    enter(ada, found)
    grant(member=dan, right=PROGRAMME_MANAGER)

    assert [as_(dan).post(url("close", found)).status_code for _ in range(2)] == [302, 302]
    assert Term.objects.get().member == ada
    assert "Ada" in as_(dan).get(url("desk_round", found)).text


@pytest.mark.parametrize("name", ["recruitment:rounds", "recruitment:desk", "recruitment:desk_round"])
def test_a_page_asks_as_much_of_the_database_for_many_rows_as_for_few(dan: Member, now: datetime, name: str) -> None:
    grant(member=dan, right=PROGRAMME_MANAGER)
    found, client = a_round(now, seats=9), as_(dan)
    address = reverse(name, args=[found.slug]) if name.endswith("desk_round") else reverse(name)

    def queries(more: int) -> int:
        for _ in range(more):
            a_round(now)
            enter_round(round=found, member=MemberFactory(), key=uuid4(), now=now)
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    assert queries(1) == queries(5) <= 12
