import uuid
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from claims.models import Claim
from feedback.models import Answer, Review, Submission
from feedback.reviewing import AlreadyDecided, NotReviewable, NotYoursToReview, review
from feedback.services import submit
from members.models import AuditEvent, Member
from members.rights import REVIEWER, TESTER, grant
from notifications.models import Note
from rewards import ledger
from tests.feedback.factories import answer, make_claim, make_task, sent
from tests.members.factories import DepartmentFactory
from tests.support import at_the_same_time

MARKS = {"compare": 4, "voice": 5, "pain": 3, "think": 4}


@pytest.fixture
def reviewer(dan: Member) -> Member:
    grant(member=dan, right=REVIEWER)
    return dan


def points_of(member: Member) -> int:
    return ledger.balance(ledger.purse_of(member))


def test_accepting_pays_the_points_of_the_task(ada: Member, reviewer: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)

    made = review(submission=submission, reviewer=reviewer, decision="accept", marks=MARKS, comment="Vivid.", now=noon)

    submission.refresh_from_db()
    assert (submission.state, submission.claim.state) == (Submission.State.ACCEPTED, Claim.State.ACCEPTED)
    assert (points_of(ada), made.quality) == (80, 4.0)
    assert Note.objects.get(member=ada, kind="review-accept").body == "Vivid."
    assert AuditEvent.objects.get(did="submission.accept").by == reviewer


def test_left_out_of_the_figures_is_paid_all_the_same(ada: Member, reviewer: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)

    review(submission=submission, reviewer=reviewer, decision="exclude", marks=MARKS, now=noon)

    submission.refresh_from_db()
    assert (submission.state, points_of(ada)) == (Submission.State.EXCLUDED, 80)


def test_rejected_work_is_not_paid(ada: Member, reviewer: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)

    review(submission=submission, reviewer=reviewer, decision="reject", marks={}, comment="Copied.", now=noon)

    assert (Claim.objects.get().state, points_of(ada)) == (Claim.State.REJECTED, 0)


def test_returned_work_is_mended_sent_again_and_paid_once(ada: Member, reviewer: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)
    notes = {"days": "How long was it there?"}
    review(submission=submission, reviewer=reviewer, decision="return", marks={}, comment="One thing.", question_comments=notes, now=noon)
    later = noon + timedelta(hours=3)
    claim = Claim.objects.get()
    answer(claim, {("days", "rival"): 6}, now=later)

    again = submit(claim=claim, key=uuid.uuid4(), now=later)
    review(submission=again, reviewer=reviewer, decision="accept", marks=MARKS, now=later)

    assert (again.pk, again.revision, points_of(ada)) == (submission.pk, 2, 80)
    assert Answer.objects.get(question="days", subject="rival").number == 6
    assert [revision.answers["days.rival"] for revision in again.revisions.order_by("number")] == [7.5, 6]
    assert Review.objects.get(decision="return").question_comments == notes


def test_the_late_retry_of_the_first_sending_does_not_send_again(ada: Member, reviewer: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)
    review(submission=submission, reviewer=reviewer, decision="return", marks={}, comment="One thing.", now=noon)

    answered = submit(claim=submission.claim, key=submission.key, now=noon)

    assert (answered.revision, answered.state) == (1, Submission.State.RETURNED)


def test_the_second_reviewer_hears_who_was_faster(ada: Member, reviewer: Member, bea: Member, noon: datetime) -> None:
    grant(member=bea, right=REVIEWER)
    submission = sent(ada, now=noon)
    review(submission=submission, reviewer=reviewer, decision="accept", marks=MARKS, now=noon)

    with pytest.raises(AlreadyDecided, match="Dan"):
        review(submission=submission, reviewer=bea, decision="reject", marks={}, comment="No.", now=noon)

    assert points_of(ada) == 80


def test_a_reviewer_whose_answer_got_lost_decides_again_and_is_told_the_same(ada: Member, reviewer: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)

    made, again = (review(submission=submission, reviewer=reviewer, decision="accept", marks=MARKS, now=noon) for _ in range(2))

    assert again == made
    assert points_of(ada) == 80


def test_other_marks_than_before_are_not_the_same_decision(ada: Member, reviewer: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)
    review(submission=submission, reviewer=reviewer, decision="accept", marks=MARKS, now=noon)

    with pytest.raises(AlreadyDecided):
        review(submission=submission, reviewer=reviewer, decision="accept", marks=dict.fromkeys(MARKS, 0), now=noon)


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_decide_once(ada: Member, reviewer: Member, bea: Member, noon: datetime) -> None:
    grant(member=bea, right=REVIEWER)
    submission = sent(ada, now=noon)

    outcomes = at_the_same_time(
        lambda: review(submission=submission, reviewer=reviewer, decision="accept", marks=MARKS, now=noon),
        lambda: review(submission=submission, reviewer=bea, decision="accept", marks=MARKS, now=noon),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyDecided", "Review"]
    assert points_of(ada) == 80


def test_a_decision_on_an_older_sending_is_refused(ada: Member, reviewer: Member, noon: datetime) -> None:
    seen = sent(ada, now=noon)
    review(submission=seen, reviewer=reviewer, decision="return", marks={}, comment="One thing.", now=noon)
    submit(claim=Claim.objects.get(), key=uuid.uuid4(), now=noon)

    with pytest.raises(AlreadyDecided):
        review(submission=seen, reviewer=reviewer, decision="accept", marks=MARKS, now=noon)


def test_nobody_reviews_their_own_work(ada: Member, noon: datetime) -> None:
    grant(member=ada, right=REVIEWER)
    submission = sent(ada, now=noon)

    with pytest.raises(NotYoursToReview, match="own work"):
        review(submission=submission, reviewer=ada, decision="accept", marks=MARKS, now=noon)


def test_the_database_refuses_a_review_of_own_work(ada: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)

    with pytest.raises(IntegrityError, match="own work"), transaction.atomic():
        Review.objects.create(submission=submission, revision=1, reviewer=ada, decision="accept", decided_at=noon)


def test_the_department_that_owns_the_touchpoint_does_not_review(ada: Member, reviewer: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)
    reviewer.department = DepartmentFactory(code="logistics")

    with pytest.raises(NotYoursToReview, match="Your department"):
        review(submission=submission, reviewer=reviewer, decision="accept", marks=MARKS, now=noon)


def test_a_tester_is_no_reviewer(ada: Member, eve: Member, noon: datetime) -> None:
    grant(member=eve, right=TESTER)

    with pytest.raises(NotYoursToReview, match="for reviewers"):
        review(submission=sent(ada, now=noon), reviewer=eve, decision="accept", marks=MARKS, now=noon)


@pytest.mark.parametrize(
    ("decision", "marks", "comment"),
    [
        ("accept", {}, ""),
        ("accept", MARKS | {"voice": 6}, ""),
        ("accept", MARKS | {"voice": -1}, ""),
        ("return", MARKS, "  "),
        ("reject", MARKS, ""),
        ("burn", MARKS, "x"),
    ],
)
def test_a_decision_without_what_it_needs_is_refused(
    ada: Member, reviewer: Member, noon: datetime, decision: str, marks: dict[str, int], comment: str
) -> None:
    submission = sent(ada, now=noon)

    with pytest.raises(NotReviewable):
        review(submission=submission, reviewer=reviewer, decision=decision, marks=marks, comment=comment, now=noon)

    assert Submission.objects.get().state == Submission.State.WAITING


def test_a_waived_duty_needs_no_mark(ada: Member, reviewer: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon, task=make_task(waived_duties=["think"]))

    made = review(submission=submission, reviewer=reviewer, decision="accept", marks={"compare": 2, "voice": 4, "pain": 3}, now=noon)

    assert (made.think, made.quality) == (None, 3.0)


# Rules that hold whoever writes ---------------------------------------------------------


@pytest.mark.parametrize(
    "wrong", [{"compare": 6}, {"think": 6}, {"decision": "return", "comment": ""}, {"decision": "reject", "comment": ""}]
)
def test_the_database_refuses_impossible_reviews(ada: Member, reviewer: Member, noon: datetime, wrong: dict[str, object]) -> None:
    submission = sent(ada, now=noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(
            **{"submission": submission, "revision": 1, "reviewer": reviewer, "decision": "accept", "decided_at": noon} | wrong
        )


def test_one_decision_per_sending(ada: Member, reviewer: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)
    review(submission=submission, reviewer=reviewer, decision="accept", marks=MARKS, now=noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(submission=submission, revision=1, reviewer=reviewer, decision="exclude", decided_at=noon)


def test_a_decision_is_never_rewritten(ada: Member, reviewer: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)
    review(submission=submission, reviewer=reviewer, decision="accept", marks=MARKS, now=noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.update(voice=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.all().delete()


def test_a_claim_is_sent_as_one_submission(ada: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(claim=submission.claim, submitted_at=noon, review_due=noon, key=uuid.uuid4())


def test_an_unstarted_claim_takes_no_submission(ada: Member, noon: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_claim(ada, started_at=None)
