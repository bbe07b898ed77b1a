"""What is hidden is not asked for and not kept."""

import uuid
from datetime import datetime

import pytest

from feedback.drafts import save_answer
from feedback.duties import due_in, judge
from feedback.models import Answer, DraftAnswer, Evidence, SubmissionRevision
from feedback.photos import add_photo
from feedback.reading import read, rubric
from feedback.reviewing import NotReviewable, review
from feedback.services import NotComplete, submit
from members.models import Member
from members.rights import REVIEWER, grant
from tasks_catalog.questionnaire import Definition
from tests.feedback.factories import a_photo
from tests.feedback.whole import claimed, lacks
from tests.tasks_catalog.rich import ask, compare, question_of, rich


def hiding() -> Definition:
    """The rich questionnaire, of which a required text, a photo and a calculation are asked only of those whom nobody visited."""
    whole = rich()
    gate = compare("came", "=", "no")
    whole["steps"][0]["questions"] += [
        ask("text", "excuse", required=True, relevant=gate),
        ask("photo", "door", minimum=1, relevant=gate),
        ask("calculate", "hidden", calculation={"count": ["came"]}, relevant=gate),
    ]
    return whole


def test_a_hidden_question_is_not_required(ada: Member) -> None:
    assert lacks(claimed(ada, hiding())) == {}


def test_the_same_question_is_required_once_it_shows(ada: Member) -> None:
    assert lacks(claimed(ada, hiding(), came="no")).keys() == {"excuse", "door"}


def test_stale_answers_stay_in_the_draft_until_it_is_sent(ada: Member, noon: datetime) -> None:
    draft = claimed(ada, hiding(), came="no", excuse="He was ill.")
    save_answer(draft=draft, question="came", subject="own", value="yes", now=noon)
    assert DraftAnswer.objects.get(question="excuse").value == "He was ill."

    submit(claim=draft.claim, key=uuid.uuid4(), now=noon)

    assert not DraftAnswer.objects.filter(question="excuse").exists()
    assert not Answer.objects.filter(question__in=["excuse", "hidden"]).exists()
    assert "excuse.own" not in SubmissionRevision.objects.get().answers
    assert DraftAnswer.objects.filter(question="why").exists()


def test_the_photo_of_a_hidden_question_is_gone_once_the_rest_is_sent(ada: Member, noon: datetime) -> None:
    draft = claimed(ada, hiding(), came="no", excuse="He was ill.")
    add_photo(claim=draft.claim, id=uuid.uuid4(), question="door", subject="own", content=a_photo(9), now=noon)
    save_answer(draft=draft, question="came", subject="own", value="yes", now=noon)

    submit(claim=draft.claim, key=uuid.uuid4(), now=noon)

    assert [photo.question for photo in Evidence.objects.all()] == ["front"]


def test_a_hidden_answer_does_not_break_its_limit(ada: Member) -> None:
    whole = rich()
    question_of(whole, "day")["relevant"] = compare("came", "=", "no")

    assert lacks(claimed(ada, whole, day="2025-12-31")) == {}


def test_what_only_the_other_scenario_asks_is_not_required(ada: Member) -> None:
    whole = rich()
    question_of(whole, "hurry")["required"] = True
    calm = claimed(ada, whole)
    assert lacks(calm) == {}

    calm.claim.arm = "hurry"
    assert lacks(calm) == {"hurry": "An answer is needed here."}


def test_a_duty_that_this_path_never_asks_for_is_not_due(ada: Member, noon: datetime) -> None:
    whole = rich()
    question_of(whole, "ideas")["relevant"] = compare("came", "=", "no")
    draft = claimed(ada, whole, ideas=None)

    assert "think" not in judge(draft).due
    assert due_in(submit(claim=draft.claim, key=uuid.uuid4(), now=noon)) == ["compare", "voice", "pain"]


def test_a_reviewer_marks_only_what_this_path_asked_for(ada: Member, dan: Member, noon: datetime) -> None:
    whole = rich()
    question_of(whole, "ideas")["relevant"] = compare("came", "=", "no")
    submission = submit(claim=claimed(ada, whole, ideas=None).claim, key=uuid.uuid4(), now=noon)
    grant(member=dan, right=REVIEWER)

    assert [mark.duty for mark in rubric(read(submission, {}).duties, {})] == ["compare", "voice", "pain"]
    with pytest.raises(NotReviewable):
        review(submission=submission, reviewer=dan, decision="accept", marks={"compare": 4, "voice": 4}, now=noon)
    made = review(submission=submission, reviewer=dan, decision="accept", marks={"compare": 4, "voice": 4, "pain": 1}, now=noon)

    assert (made.think, made.quality) == (None, 3.0)


def test_a_duty_that_this_path_asks_for_is_due(ada: Member, noon: datetime) -> None:
    whole = rich()
    question_of(whole, "ideas")["relevant"] = compare("came", "=", "yes")
    draft = claimed(ada, whole, ideas=None)

    with pytest.raises(NotComplete) as lacking:
        submit(claim=draft.claim, key=uuid.uuid4(), now=noon)

    assert lacking.value.duties == ["think"]
