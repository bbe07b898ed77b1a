"""The quiz of a campaign: judged before approval, announced when the campaign goes live, fixed once it opened."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cms.briefs import publish_campaign_page
from cms.models import CampaignIndexPage, CampaignPage
from cms.quizzes import quiz_problems
from recruitment.errors import RoundBegun
from recruitment.models import Round
from seats.selectors import pool_of
from tests.cms.factories import make_brief_page, make_campaign_page
from tests.tasks_catalog.definitions import texts

pytestmark = pytest.mark.django_db

OPENS = datetime(2026, 3, 2, 9, tzinfo=UTC)


def in_block(english: str) -> dict[str, str]:
    return {code.replace("-", "_"): text for code, text in texts(english).items()}


def question(english: str, *, right: int | None = 0, answers: int = 3) -> tuple[str, dict[str, Any]]:
    options = [{"text": in_block(f"{english} {n}"), "right": n == right} for n in range(answers)]
    return ("question", {"text": in_block(english), "answers": options})


QUESTIONS = [question(f"Q{n}", right=1) for n in range(5)]


@pytest.fixture
def page(index: CampaignIndexPage, noon: datetime) -> CampaignPage:
    page = make_campaign_page(index, quiz=QUESTIONS, quiz_opens_at=OPENS, quiz_closes_at=OPENS + timedelta(days=2), quiz_seats=4)
    make_brief_page(page, opens_at=noon)
    return page


def publish(page: CampaignPage, *, now: datetime) -> Round:
    publish_campaign_page(page=page, by=None, now=now)
    return Round.objects.get()


def problems(*questions: Any, opens_at: datetime | None = OPENS, closes_at: datetime | None = OPENS + timedelta(days=1)) -> list[str]:
    quiz = CampaignPage(quiz=list(questions)).quiz
    return [field for field, _message in quiz_problems(quiz=quiz, opens_at=opens_at, closes_at=closes_at)]


def test_a_published_campaign_announces_its_quiz(page: CampaignPage) -> None:
    announced = publish(page, now=OPENS - timedelta(days=3))

    assert (announced.contest, announced.seats, announced.quiz_questions) == (Round.Contest.QUIZ, 4, 5)
    assert [asked.right for asked in announced.questions.order_by("pk")] == [1] * 5
    assert announced.questions.order_by("pk")[0].text == texts("Q0")
    assert pool_of(announced.pool_reference).capacity == 4


def test_a_campaign_without_questions_announces_none(page: CampaignPage) -> None:
    page.quiz = []
    publish_campaign_page(page=page, by=None, now=OPENS)

    assert not Round.objects.exists()


def test_publishing_again_announces_it_once(page: CampaignPage) -> None:
    publish(page, now=OPENS - timedelta(days=3))

    assert publish(page, now=OPENS + timedelta(hours=1)).questions.count() == 5


def test_before_it_opens_an_edit_is_carried_over(page: CampaignPage) -> None:
    publish(page, now=OPENS - timedelta(days=3))
    page.quiz, page.quiz_seats = QUESTIONS[:3], 6

    announced = publish(page, now=OPENS - timedelta(days=2))

    assert (announced.questions.count(), announced.quiz_questions, pool_of(announced.pool_reference).capacity) == (3, 3, 6)


def test_once_it_opened_its_questions_stay(page: CampaignPage) -> None:
    publish(page, now=OPENS - timedelta(days=3))
    page.quiz = QUESTIONS[:3]

    with pytest.raises(RoundBegun):
        publish(page, now=OPENS)
    assert Round.objects.get().questions.count() == 5


def test_once_it_opened_its_title_may_still_be_mended(page: CampaignPage) -> None:
    publish(page, now=OPENS - timedelta(days=3))
    page.headline = texts("Spring")

    assert publish(page, now=OPENS).title == texts("Spring")


def test_the_quiz_of_a_single_day_chooses_for_that_day(page: CampaignPage) -> None:
    page.ends_on = page.starts_on = date(2026, 3, 5)

    announced = publish(page, now=OPENS - timedelta(days=3))

    assert (announced.term_from, announced.term_until) == (date(2026, 3, 5), date(2026, 3, 6))


def test_a_good_quiz_has_no_problem() -> None:
    assert problems(*QUESTIONS) == []
    assert problems() == []


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ([question("Q", right=None)], "quiz"),
        ([question("Q", answers=1)], "quiz"),
        ([("question", {"text": in_block("Q"), "answers": [{"text": in_block("Both"), "right": True}] * 2})], "quiz"),
        ([("question", {"text": in_block("Q"), "answers": [{"text": {"en": "A"}, "right": n == 0} for n in range(2)]})], "quiz"),
        ([("question", {"text": {"en": "Only English"}, "answers": question("Q")[1]["answers"]})], "quiz"),
    ],
)
def test_a_question_that_cannot_be_judged_is_refused(spoilt: list[Any], field: str) -> None:
    assert problems(*QUESTIONS, *spoilt) == [field]


def test_a_quiz_of_two_questions_would_be_chance() -> None:
    assert problems(*QUESTIONS[:2]) == ["quiz"]


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "field"), [(None, None, "quiz_opens_at"), (OPENS, None, "quiz_opens_at"), (OPENS, OPENS, "quiz_closes_at")]
)
def test_a_quiz_has_its_hours(opens_at: datetime | None, closes_at: datetime | None, field: str) -> None:
    assert problems(*QUESTIONS, opens_at=opens_at, closes_at=closes_at) == [field]
