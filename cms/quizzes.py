"""The quiz of a campaign: written in its page, frozen into a round of recruitment when the page goes live."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from cms.blocks import TranslatedTextBlock, texts_of
from cms.editing import missing_languages
from members.models import Member
from recruitment.models import Round
from recruitment.revising import revise_round
from recruitment.services import QuestionText, open_round

if TYPE_CHECKING:
    from cms.models import CampaignPage

LEAST_QUESTIONS, LEAST_ANSWERS = 3, 2


class QuizAnswerBlock(blocks.StructBlock):
    text = TranslatedTextBlock(label=gettext_lazy("Answer"))
    right = blocks.BooleanBlock(required=False, label=gettext_lazy("This one is right"))


class QuizQuestionBlock(blocks.StructBlock):
    text = TranslatedTextBlock(label=gettext_lazy("Question"))
    answers = blocks.ListBlock(
        QuizAnswerBlock(),
        default=[{"text": {}, "right": False}] * LEAST_ANSWERS,
        label=gettext_lazy("Answers to choose from"),
        help_text=gettext_lazy(
            "Two are enough, four make guessing hard. Mark exactly one as right; testers see them in a new order each time."
        ),
    )

    class Meta:
        label = gettext_lazy("Question of the quiz")
        icon = "help"


def questions_in(quiz: Iterable[Any]) -> list[QuestionText]:
    """The quiz as recruitment takes it; the right answer is the first that is marked."""
    return [
        QuestionText(
            text=texts_of(asked.value["text"]),
            choices=[texts_of(answer["text"]) for answer in asked.value["answers"]],
            right=next((n for n, answer in enumerate(asked.value["answers"]) if answer["right"]), 0),
        )
        for asked in quiz
    ]


def quiz_problems(*, quiz: Any, opens_at: datetime | None, closes_at: datetime | None) -> Iterator[tuple[str, str]]:
    """What is wrong with a quiz, by form field; a campaign without one has no problem with it."""
    asked = list(quiz or [])
    if not asked:
        return
    if len(asked) < LEAST_QUESTIONS:
        yield "quiz", _("A quiz asks at least %(least)s questions, or chance decides.") % {"least": LEAST_QUESTIONS}
    for number, question in enumerate(asked, 1):
        yield from (("quiz", _("Question %(n)s: %(problem)s") % {"n": number, "problem": it}) for it in _wrong_with(question.value))
    if opens_at is None or closes_at is None:
        yield "quiz_opens_at", _("Say when the quiz opens and closes.")
    elif closes_at <= opens_at:
        yield "quiz_closes_at", _("The quiz would close before it opens.")


def _wrong_with(question: Any) -> Iterator[str]:
    answers = list(question["answers"])
    if len(answers) < LEAST_ANSWERS:
        yield _("It needs at least two answers to choose from.")
    if sum(bool(answer["right"]) for answer in answers) != 1:
        yield _("Mark exactly one answer as right.")
    missing = {language for part in (question, *answers) for language in missing_languages(texts_of(part["text"]))}
    if missing:
        yield _("The text is missing in: %(languages)s.") % {"languages": ", ".join(sorted(missing))}


def publish_quiz(*, page: "CampaignPage", by: Member | None, now: datetime) -> Round | None:
    """Announce the page's quiz, or carry an edit over as long as it has not opened; a page without one announces nothing."""
    questions = questions_in(page.quiz)
    if not questions or page.quiz_opens_at is None or page.quiz_closes_at is None or page.ends_on is None or page.starts_on is None:
        return page.round
    terms = {
        "title": page.headline,
        "invitation": page.lead,
        "right": page.quiz_right,
        "opens_at": page.quiz_opens_at,
        "closes_at": page.quiz_closes_at,
        "seats": page.quiz_seats,
        "questions": questions,
        "quiz_questions": len(questions),
        "quiz_seconds": page.quiz_seconds,
        "term_from": page.starts_on,
        "term_until": max(page.ends_on, page.starts_on + timedelta(days=1)),
    }
    if page.round is not None:
        return revise_round(round=page.round, by=by, now=now, **terms)
    return open_round(slug=f"quiz-{page.slug}"[:50], contest=Round.Contest.QUIZ, by=by, now=now, **terms)
