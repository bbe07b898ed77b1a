"""A round that is announced, brought into line with what was written since."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from members import audit
from members.models import Member
from recruitment import errors
from recruitment.models import QuizQuestion, Round
from recruitment.services import TAKEN_WITHIN, QuestionText
from seats.services import make_pool
from shared.translated import Texts


@transaction.atomic
def revise_round(
    *,
    round: Round,  # noqa: A002 - the product's word
    title: Texts,
    invitation: Texts,
    right: str,
    opens_at: datetime,
    closes_at: datetime,
    seats: int,
    questions: Sequence[QuestionText],
    quiz_questions: int,
    quiz_seconds: int,
    term_from: date,
    term_until: date,
    by: Member | None,
    now: datetime,
) -> Round:
    """Carry edits over to an announced quiz. Its words may always change; its terms and questions only before it opens."""
    if len(questions) < quiz_questions:
        raise errors.TooFewQuestions(len(questions), quiz_questions)
    kept = Round.objects.select_for_update().get(pk=round.pk)
    terms = {
        "right": right, "opens_at": opens_at, "closes_at": closes_at, "seats": seats, "quiz_questions": quiz_questions,
        "quiz_seconds": quiz_seconds, "term_from": term_from, "term_until": term_until,
    }  # fmt: skip
    asked = [QuestionText(one.text, one.choices, one.right) for one in kept.questions.order_by("pk")]
    same = all(getattr(kept, name) == value for name, value in terms.items()) and asked == list(questions)
    if not same and (now >= kept.opens_at or kept.entries.exists()):
        raise errors.RoundBegun
    kept.title, kept.invitation = dict(title), dict(invitation)
    for name, value in terms.items():
        setattr(kept, name, value)
    kept.save()
    if not same:
        _ask_anew(kept, questions)
        make_pool(reference=kept.pool_reference, capacity=seats, opens_at=opens_at, hold_for=TAKEN_WITHIN, take_up_for=TAKEN_WITHIN)
        audit.record(by=by, did="round.revise", on=kept, now=now, seats=seats)
    return kept


def _ask_anew(round: Round, questions: Sequence[QuestionText]) -> None:  # noqa: A002 - the product's word
    round.questions.all().delete()
    QuizQuestion.objects.bulk_create(
        QuizQuestion(round=round, text=dict(one.text), choices=[dict(choice) for choice in one.choices], right=one.right)
        for one in questions
    )
