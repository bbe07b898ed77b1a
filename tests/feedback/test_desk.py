"""The review desk, tried four ways."""

import uuid
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Claim
from feedback.models import Review, Submission
from feedback.reading import pseudonym
from feedback.reviewing import review
from feedback.services import submit
from members.models import Member
from members.rights import REVIEWER, TESTER, grant
from tests.feedback.factories import make_task, sent
from tests.members.factories import DepartmentFactory, MemberFactory

MARKS = {"compare": 4, "voice": 5, "pain": 3, "think": 4}
FORM = {f"mark-{duty}": str(mark) for duty, mark in MARKS.items()} | {"comment": "Vivid.", "revision": "1"}


@pytest.fixture
def submission(ada: Member) -> Submission:
    ada.nickname = "Canary"
    ada.save()
    return sent(ada, now=timezone.now() - timedelta(hours=1))


@pytest.fixture
def desk(client: Client, dan: Member) -> Client:
    grant(member=dan, right=REVIEWER)
    client.force_login(dan)
    return client


def decide(desk: Client, submission: Submission, **form: str) -> Any:
    return desk.post(f"/desk/review/{submission.pk}/decide/", FORM | form)


def test_the_most_urgent_work_is_open_side_by_side(desk: Client, submission: Submission) -> None:
    page = desk.get("/desk/review/")

    row = next(row for row in page.context["sheet"].rows if row.question == "days")
    assert (row.own.text, row.rival.text, str(row.difference)) == ("8", "7.5", "0.5")
    assert page.context["current"] == submission


def test_the_tester_stays_unknown(desk: Client, submission: Submission, ada: Member) -> None:
    page = desk.get(f"/desk/review/{submission.pk}/").content.decode()

    assert f"Tester {pseudonym(ada)}" in page
    for name in ("Canary", "Ada", ada.email):
        assert name not in page


def test_accepting_goes_on_to_the_next(desk: Client, submission: Submission, bea: Member) -> None:
    following = sent(bea, now=timezone.now())

    gone = decide(desk, submission, decision="accept")

    assert gone.headers["Location"] == f"/desk/review/{following.pk}/"
    assert Review.objects.get().voice == 5


def test_the_last_decision_leaves_an_empty_desk(desk: Client, submission: Submission) -> None:
    page = desk.post(f"/desk/review/{submission.pk}/decide/", FORM | {"decision": "accept"}, follow=True)

    assert "Nothing waits for you" in page.content.decode()


def test_returning_keeps_the_words_for_each_question(desk: Client, submission: Submission) -> None:
    decide(desk, submission, decision="return", **{"note-days": "How long there?"})

    assert Review.objects.get().question_comments == {"days": "How long there?"}
    assert Claim.objects.get().state == Claim.State.RETURNED


def test_a_refused_decision_keeps_what_was_written(desk: Client, submission: Submission) -> None:
    refused = decide(desk, submission, decision="accept", **{"mark-voice": "", "note-days": "How long there?"})

    page = refused.content.decode()
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Give each duty a mark" in page
    assert "Vivid." in page
    assert "How long there?" in page


def test_the_queue_can_be_narrowed(desk: Client, submission: Submission, bea: Member) -> None:
    other = sent(bea, now=timezone.now(), task=make_task(slug="another-task"), insider=True)

    assert desk.get("/desk/review/?task=another-task").context["waiting"] == [other]
    assert desk.get("/desk/review/?only=flagged").context["current"] == other
    assert desk.get("/desk/review/?only=late").context["waiting"] == []


@pytest.mark.parametrize("url", ["/desk/review/", "/desk/review/1/"])
def test_looking_is_not_posting(desk: Client, url: str) -> None:
    assert desk.post(url).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_deciding_is_posting(desk: Client, submission: Submission) -> None:
    assert desk.get(f"/desk/review/{submission.pk}/decide/").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_the_desk_is_for_reviewers(client: Client, eve: Member, submission: Submission) -> None:
    grant(member=eve, right=TESTER)
    client.force_login(eve)

    assert client.get("/desk/review/").status_code == HTTPStatus.FORBIDDEN
    assert decide(client, submission, decision="accept").status_code == HTTPStatus.FORBIDDEN


def test_own_work_is_not_on_ones_desk(client: Client, ada: Member, submission: Submission) -> None:
    grant(member=ada, right=REVIEWER)
    client.force_login(ada)

    assert client.get("/desk/review/").context["waiting"] == []
    assert client.get(f"/desk/review/{submission.pk}/").status_code == HTTPStatus.NOT_FOUND
    assert decide(client, submission, decision="accept").status_code == HTTPStatus.NOT_FOUND


def test_ones_departments_touchpoint_is_not_on_ones_desk(desk: Client, dan: Member, submission: Submission) -> None:
    Member.objects.filter(pk=dan.pk).update(department=DepartmentFactory(code="logistics"))

    assert desk.get("/desk/review/").context["waiting"] == []
    assert desk.get(f"/desk/review/{submission.pk}/").status_code == HTTPStatus.NOT_FOUND


def test_the_second_reviewer_reads_who_was_faster(desk: Client, submission: Submission, bea: Member) -> None:
    grant(member=bea, right=REVIEWER)
    review(submission=submission, reviewer=bea, decision="accept", marks=MARKS, now=timezone.now())

    late = decide(desk, submission, decision="reject")

    assert late.status_code == HTTPStatus.CONFLICT
    assert "Bea decided this" in late.content.decode()
    assert Review.objects.get().decision == "accept"


def test_a_decision_on_what_was_sent_again_meanwhile_is_refused(desk: Client, submission: Submission, bea: Member, noon: datetime) -> None:

    grant(member=bea, right=REVIEWER)
    now = timezone.now()
    review(submission=submission, reviewer=bea, decision="return", marks={}, comment="One thing.", now=now)
    submit(claim=Claim.objects.get(), key=uuid.uuid4(), now=now)

    assert decide(desk, submission, decision="accept").status_code == HTTPStatus.CONFLICT


def test_the_desk_asks_the_database_the_same_for_two_and_for_six(desk: Client, submission: Submission) -> None:
    counted = []
    for crowd in (1, 4):
        for _ in range(crowd):
            sent(MemberFactory(), now=timezone.now())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            desk.get("/desk/review/")
        counted.append(len(asked))

    assert counted[0] == counted[1] <= 12
