"""The tester's pages, once more: already done, and how much they ask of the database."""

import re
import uuid
from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim
from feedback.models import Submission
from feedback.words import runner_words
from members.models import Member
from tests.feedback.factories import a_photo, fill, make_claim
from tests.feedback.pages import patch, put

BASE = settings.BASE_DIR
MARKS = {"compare": 4, "voice": 5, "pain": 3, "think": 4}


@pytest.fixture
def claim(ada: Member, now: datetime) -> Claim:
    return make_claim(ada, started_at=now - timedelta(hours=2), deadline=now + timedelta(days=2))


@pytest.fixture
def phone(client: Client, ada: Member) -> Client:
    client.force_login(ada)
    return client


# Already done --------------------------------------------------------------------------------


def test_work_that_was_sent_opens_its_receipt(phone: Client, claim: Claim, now: datetime) -> None:
    fill(claim, now=now)
    phone.post(f"/do/{claim.pk}/submit/", {"key": str(uuid.uuid4())})

    assert phone.get(f"/do/{claim.pk}/").headers["Location"] == f"/do/{claim.pk}/sent/"
    assert patch(phone, claim, question="care", subject="own", value=5, base=1).status_code == HTTPStatus.GONE
    assert put(phone, claim, uuid.uuid4(), a_photo(9)).status_code == HTTPStatus.GONE


def test_sending_twice_with_one_key_answers_the_same(phone: Client, claim: Claim, now: datetime) -> None:
    fill(claim, now=now)
    key = str(uuid.uuid4())

    answers = [phone.post(f"/do/{claim.pk}/submit/", {"key": key}).json() for _ in range(2)]

    assert answers[0] == answers[1] == {"url": f"/do/{claim.pk}/sent/"}
    assert Submission.objects.get().revision == 1


def test_sending_again_with_another_key_is_refused(phone: Client, claim: Claim, now: datetime) -> None:
    fill(claim, now=now)
    phone.post(f"/do/{claim.pk}/submit/", {"key": str(uuid.uuid4())})

    assert phone.post(f"/do/{claim.pk}/submit/", {"key": str(uuid.uuid4())}).status_code == HTTPStatus.GONE


# Small enough ----------------------------------------------------------------------------------


def test_pages_ask_the_database_little(
    phone: Client, claim: Claim, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fill(claim, now=now)
    for url in (f"/do/{claim.pk}/", f"/do/{claim.pk}/check/", "/drafts/"):
        with django_assert_max_num_queries(12):
            phone.get(url)
    phone.post(f"/do/{claim.pk}/submit/", {"key": str(uuid.uuid4())})
    with django_assert_max_num_queries(12):
        phone.get(f"/do/{claim.pk}/sent/")


def test_every_word_that_the_runner_says_is_in_its_catalogue() -> None:
    scripts = [path.read_text() for path in (BASE / "static/js/runner").glob("*.js") if path.name != "drafts.js"]
    said = {key for script in scripts for key in re.findall(r'say\("([\w-]+)"', script)}

    assert len(said) > 60
    assert said - set(runner_words("en")) == set()
