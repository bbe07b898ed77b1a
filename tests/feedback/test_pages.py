"""The tester's pages, each tried four ways: works, wrong verb, wrong person, already done."""

import hashlib
import re
import uuid
from datetime import datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from claims.models import Claim
from feedback.drafts import open_draft
from feedback.models import Draft, Evidence, Submission
from feedback.reviewing import review
from feedback.services import submit
from members.models import Member
from members.rights import MANAGEMENT, REVIEWER, grant
from shared.images import MAX_BYTES
from tests.feedback.factories import a_photo, answer, fill, make_claim, sent
from tests.feedback.pages import pages_of, patch, put, status
from tests.members.factories import DepartmentFactory

MARKS = {"compare": 4, "voice": 5, "pain": 3, "think": 4}


@pytest.fixture
def claim(ada: Member, now: datetime) -> Claim:
    return make_claim(ada, started_at=now - timedelta(hours=2), deadline=now + timedelta(days=2))


@pytest.fixture
def phone(client: Client, ada: Member) -> Client:
    client.force_login(ada)
    return client


# Works ----------------------------------------------------------------------------------


def test_the_runner_carries_questions_answers_and_names(phone: Client, claim: Claim, now: datetime) -> None:
    answer(claim, {("care", "own"): 2}, now=now)

    page = phone.get(f"/do/{claim.pk}/").context["page"]

    assert [step["label"] for step in page["steps"]] == ["How did it arrive?", "Show it", "What hurts, what delights"]
    assert page["cells"] == {"care.own": {"value": 2, "revision": 1}}
    assert page["names"] == {"own": "Harbour Bank", "rival": "Northgate"}


def test_the_runner_speaks_the_testers_language(phone: Client, claim: Claim, ada: Member) -> None:
    Member.objects.filter(pk=ada.pk).update(locale="pl")

    assert phone.get(f"/do/{claim.pk}/").context["page"]["steps"][0]["label"] == "Jak dotarła?"


def test_an_answer_is_acknowledged_with_its_revision(phone: Client, claim: Claim) -> None:
    phone.get(f"/do/{claim.pk}/")

    assert patch(phone, claim, question="care", subject="own", value=4, base=0).json() == {
        "question": "care",
        "subject": "own",
        "value": 4,
        "revision": 1,
    }


def test_another_devices_answer_comes_back_as_a_conflict(phone: Client, claim: Claim) -> None:
    phone.get(f"/do/{claim.pk}/")
    patch(phone, claim, question="care", subject="own", value=4, base=0)

    refused = patch(phone, claim, question="care", subject="own", value=1, base=0)

    assert (refused.status_code, refused.json()["value"], refused.json()["revision"]) == (HTTPStatus.CONFLICT, 4, 1)


def test_the_step_is_remembered(phone: Client, claim: Claim) -> None:
    phone.get(f"/do/{claim.pk}/")
    patch(phone, claim, step=2)

    assert phone.get(f"/do/{claim.pk}/").context["page"]["step"] == 2


@pytest.mark.parametrize("step", [-1, 70_000])
def test_a_step_that_no_brief_has_does_no_harm(phone: Client, claim: Claim, step: int) -> None:
    phone.get(f"/do/{claim.pk}/")

    assert patch(phone, claim, step=step).status_code == HTTPStatus.OK
    assert phone.get(f"/do/{claim.pk}/").status_code == HTTPStatus.OK


def test_a_photo_gets_its_receipt_and_is_shown_to_its_owner(phone: Client, claim: Claim) -> None:
    phone.get(f"/do/{claim.pk}/")
    name, content = uuid.uuid4(), a_photo()

    receipt = put(phone, claim, name, content).json()

    assert (receipt["sha256"], receipt["size"]) == (hashlib.sha256(content).hexdigest(), len(content))
    shown = phone.get(receipt["full"])
    assert b"".join(shown.streaming_content)[:3] == b"\xff\xd8\xff"  # type: ignore[attr-defined]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown.headers["Cache-Control"].startswith("private")
    assert receipt["cell"]["value"] == [str(name)]


def test_a_removed_photo_is_gone(phone: Client, claim: Claim) -> None:
    phone.get(f"/do/{claim.pk}/")
    name = uuid.uuid4()
    put(phone, claim, name, a_photo())

    assert phone.delete(f"/do/{claim.pk}/photos/{name}/").status_code == HTTPStatus.OK
    assert phone.get(f"/photos/{name}/").status_code == HTTPStatus.NOT_FOUND


def test_the_check_tells_what_is_missing(phone: Client, claim: Claim, now: datetime) -> None:
    fill(claim, but=("ideas", "recommend"), now=now)

    told = phone.get(f"/do/{claim.pk}/check/").json()

    assert {duty["name"]: duty["done"] for duty in told["duties"]} == {"compare": True, "voice": False, "pain": True, "think": False}
    assert told["problems"] == [
        {"step": 0, "question": "recommend", "subject": "own", "label": "Recommend?", "message": "An answer is needed here."}
    ]


def test_whole_work_is_sent_and_has_a_receipt(phone: Client, claim: Claim, now: datetime) -> None:
    fill(claim, now=now)

    told = phone.post(f"/do/{claim.pk}/submit/", {"key": str(uuid.uuid4())}).json()

    receipt = phone.get(told["url"])
    assert (receipt.context["sheet"].given, len(receipt.context["sheet"].photos)) == (12, 1)
    assert "safe to close" in receipt.content.decode()


def test_unfinished_work_is_not_sent(phone: Client, claim: Claim, now: datetime) -> None:
    fill(claim, but=("pains",), now=now)

    refused = phone.post(f"/do/{claim.pk}/submit/", {"key": str(uuid.uuid4())})

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert [duty["name"] for duty in refused.json()["duties"] if not duty["done"]] == ["pain"]


def test_returned_work_shows_the_word_at_its_answer(phone: Client, claim: Claim, dan: Member, now: datetime) -> None:
    grant(member=dan, right=REVIEWER)
    fill(claim, now=now)
    submission = submit(claim=claim, key=uuid.uuid4(), now=now)
    notes = {"days": "How long was it there?"}
    review(submission=submission, reviewer=dan, decision="return", marks={}, comment="Nearly.", question_comments=notes, now=now)

    page = phone.get(f"/do/{claim.pk}/returned/")

    assert page.context["page"]["mend"] == ["days"]
    assert page.context["page"]["comments"] == notes
    assert "Dan" not in page.content.decode()


def test_a_reviewers_word_in_another_language_than_the_page_says_so(phone: Client, claim: Claim, dan: Member, now: datetime) -> None:
    grant(member=dan, right=REVIEWER)
    fill(claim, now=now)
    submission = submit(claim=claim, key=uuid.uuid4(), now=now)
    notes = {"days": "Jak długo tam leżała?", "why": "Who called?"}
    review(submission=submission, reviewer=dan, decision="return", marks={}, comment="Nearly.", question_comments=notes, now=now)

    assert phone.get(f"/do/{claim.pk}/returned/").context["page"]["tongues"] == {"days": "pl", "why": ""}


def test_drafts_lists_what_is_half_done(phone: Client, claim: Claim, now: datetime) -> None:
    answer(claim, {("care", "own"): 2, ("why", "own"): "Because."}, now=now)

    assert "2 answers" in phone.get("/drafts/").content.decode()


def test_drafts_says_at_which_step_one_was(phone: Client, claim: Claim, now: datetime) -> None:
    draft = open_draft(claim=claim, now=now)

    shown = []
    for step in (0, 1, 7):
        Draft.objects.filter(pk=draft.pk).update(step=step)
        shown.append(re.findall(r"Step \d+ of \d+", phone.get("/drafts/").text))
    assert shown == [["Step 1 of 3"], ["Step 2 of 3"], ["Step 3 of 3"]]


def test_returned_work_is_at_no_step(phone: Client, claim: Claim, dan: Member, now: datetime) -> None:
    grant(member=dan, right=REVIEWER)
    fill(claim, now=now)
    review(
        submission=submit(claim=claim, key=uuid.uuid4(), now=now), reviewer=dan, decision="return", marks={}, comment="Which day?", now=now
    )

    page = phone.get("/drafts/").text
    assert "to mend" in page
    assert "Step " not in page


def test_drafts_lists_nobody_elses(client: Client, claim: Claim, eve: Member, now: datetime) -> None:
    answer(claim, {("care", "own"): 2}, now=now)
    client.force_login(eve)

    assert "Nothing is half done" in client.get("/drafts/").text


def test_drafts_says_so_when_nothing_is_half_done(phone: Client, ada: Member) -> None:
    assert "Nothing is half done" in phone.get("/drafts/").content.decode()


# Wrong verb -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "part"),
    [
        ("post", ""),
        ("get", "answers/"),
        ("post", "answers/"),
        ("post", "check/"),
        ("get", "submit/"),
        ("post", "sent/"),
        ("put", "returned/"),
    ],
)
def test_other_verbs_are_refused(phone: Client, claim: Claim, verb: str, part: str) -> None:
    assert getattr(phone, verb)(f"/do/{claim.pk}/{part}").status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        '{"question": "care"}',
        '{"step": "two"}',
        '{"question":"care","subject":"own","value":1,"base":0,"x":9}',
        '{"question":"care","subject":"own","value":1,"base":null}',
    ],
)
def test_a_body_that_nobody_writes_is_refused(phone: Client, claim: Claim, body: str) -> None:
    phone.get(f"/do/{claim.pk}/")

    assert phone.patch(f"/do/{claim.pk}/answers/", body, content_type="application/json").status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a"])
def test_no_photo_is_refused_and_nothing_stored(phone: Client, claim: Claim, content: bytes) -> None:
    phone.get(f"/do/{claim.pk}/")

    assert put(phone, claim, uuid.uuid4(), content).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Evidence.objects.exists()


def test_too_large_a_photo_is_refused_unread(phone: Client, claim: Claim) -> None:
    phone.get(f"/do/{claim.pk}/")
    url = f"/do/{claim.pk}/photos/{uuid.uuid4()}/?question=letter&subject=own"

    refused = phone.generic("PUT", url, a_photo(), content_type="image/jpeg", CONTENT_LENGTH=str(MAX_BYTES + 1))

    assert refused.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_photo_that_broke_off_on_the_way_is_sent_again_and_not_called_damaged(phone: Client, claim: Claim) -> None:
    phone.get(f"/do/{claim.pk}/")
    whole = a_photo()
    half: dict[str, Any] = {"wsgi.input": BytesIO(whole[: len(whole) // 2]), "CONTENT_LENGTH": str(len(whole))}

    answered = phone.generic("PUT", f"/do/{claim.pk}/photos/{uuid.uuid4()}/?question=letter&subject=own", **half)

    assert answered.status_code == HTTPStatus.REQUEST_TIMEOUT
    assert not Evidence.objects.exists()


def test_a_sending_without_a_key_is_refused(phone: Client, claim: Claim) -> None:
    assert phone.post(f"/do/{claim.pk}/submit/", {"key": "again"}).status_code == HTTPStatus.BAD_REQUEST


# Wrong person -------------------------------------------------------------------------------


def test_strangers_are_asked_to_sign_in(client: Client, claim: Claim) -> None:
    for url in [*pages_of(claim), "/drafts/", f"/photos/{uuid.uuid4()}/"]:
        assert client.get(url).headers["Location"].startswith("/accounts/login/")


def test_another_members_work_does_not_exist(client: Client, claim: Claim, eve: Member, now: datetime) -> None:
    fill(claim, now=now)
    photo = Evidence.objects.get()
    client.force_login(eve)

    for url in [*pages_of(claim), f"/photos/{photo.pk}/", f"/photos/{photo.pk}/small/"]:
        assert client.get(url).status_code == HTTPStatus.NOT_FOUND
    assert patch(client, claim, question="care", subject="own", value=1, base=0).status_code == HTTPStatus.NOT_FOUND
    assert put(client, claim, uuid.uuid4(), a_photo(2)).status_code == HTTPStatus.NOT_FOUND
    assert client.delete(f"/do/{claim.pk}/photos/{photo.pk}/").status_code == HTTPStatus.NOT_FOUND
    assert client.post(f"/do/{claim.pk}/submit/", {"key": str(uuid.uuid4())}).status_code == HTTPStatus.NOT_FOUND
    assert not Submission.objects.exists()


def test_another_members_photo_cannot_be_removed_through_ones_own_claim(client: Client, claim: Claim, eve: Member, now: datetime) -> None:
    fill(claim, now=now)
    own = make_claim(eve, deadline=now + timedelta(days=1))
    client.force_login(eve)

    assert client.delete(f"/do/{own.pk}/photos/{Evidence.objects.get().pk}/").status_code == HTTPStatus.NOT_FOUND
    assert Evidence.objects.exists()


def test_a_reviewer_sees_photos_of_others_work_only_when_they_may_review_it(
    client: Client, ada: Member, dan: Member, noon: datetime
) -> None:
    sent(ada, now=noon)
    photo = Evidence.objects.get()
    grant(member=dan, right=REVIEWER)
    client.force_login(dan)

    assert status(client, f"/photos/{photo.pk}/") == HTTPStatus.OK
    Member.objects.filter(pk=dan.pk).update(department=DepartmentFactory(code="logistics"))
    assert status(client, f"/photos/{photo.pk}/") == HTTPStatus.NOT_FOUND


def test_a_photo_that_was_taken_down_is_shown_to_nobody(phone: Client, claim: Claim, dan: Member, now: datetime) -> None:
    fill(claim, now=now)
    submit(claim=claim, key=uuid.uuid4(), now=now)
    grant(member=dan, right=REVIEWER)
    photo = Evidence.objects.get()
    Evidence.objects.update(taken_down_at=now)

    assert status(phone, f"/photos/{photo.pk}/") == HTTPStatus.NOT_FOUND
    phone.force_login(dan)
    assert status(phone, f"/photos/{photo.pk}/") == HTTPStatus.NOT_FOUND


def test_management_sees_photos_of_accepted_work_only(client: Client, ada: Member, bea: Member, dan: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)
    photo = Evidence.objects.get()
    grant(member=bea, right=MANAGEMENT)
    grant(member=dan, right=REVIEWER)
    client.force_login(bea)

    assert status(client, f"/photos/{photo.pk}/") == HTTPStatus.NOT_FOUND
    review(submission=submission, reviewer=dan, decision="accept", marks=MARKS, now=noon)
    assert status(client, f"/photos/{photo.pk}/") == HTTPStatus.OK
