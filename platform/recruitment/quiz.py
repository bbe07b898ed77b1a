"""The speed quiz: drawn, timed and judged on the server; which choice is right never leaves it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from members.models import Member
from recruitment import errors
from recruitment.models import Entry, QuizAttempt, QuizQuestion, Round
from shared.translated import Texts

MILLISECOND = Decimal("0.001")


@dataclass(frozen=True)
class Question:
    """What the page may know of a question."""

    number: int  # from 1
    of: int
    text: Texts
    choices: list[Texts]  # in this attempt's own order


@transaction.atomic
def start_quiz(*, round: Round, member: Member, now: datetime, seed: int | None = None) -> QuizAttempt:  # noqa: A002 - the product's word
    """Draw the questions and start the clock; whoever started before goes on where they were."""
    entry = Entry.objects.select_for_update().filter(round=round, member=member).first()
    if entry is None or entry.state == Entry.State.WITHDRAWN:
        raise errors.AlreadyOut
    if round.contest != Round.Contest.QUIZ:
        raise errors.NoQuizHere
    attempt = QuizAttempt.objects.filter(entry=entry).first()
    if attempt is not None:
        return attempt
    if not round.is_open(at=now):
        raise errors.RoundOver
    ends_at = min(now + timedelta(seconds=round.quiz_seconds), round.closes_at)
    return QuizAttempt.objects.create(entry=entry, drawn=_draw(round, seed), started_at=now, shown_at=now, ends_at=ends_at)


def answer_question(*, attempt: QuizAttempt, number: int, choice: int, now: datetime) -> QuizAttempt:
    """Judge the answer to question `number` (from 1); `choice` is the place shown, from 0. The first answer stands.

    Refuses with TimeIsUp, and the attempt is finished then.
    """
    attempt, in_time = _answer(attempt, number, choice, now)
    if not in_time:
        raise errors.TimeIsUp
    return attempt


@transaction.atomic
def _answer(attempt: QuizAttempt, number: int, choice: int, now: datetime) -> tuple[QuizAttempt, bool]:
    attempt = QuizAttempt.objects.select_for_update(of=("self",)).select_related("entry").get(pk=attempt.pk)
    if number <= attempt.number:
        return attempt, True
    if attempt.finished_at is not None or now >= attempt.ends_at:
        return _finish(attempt, at=min(now, attempt.ends_at)), False
    if number != attempt.number + 1:
        raise errors.NotYourTurn
    asked = attempt.drawn[number - 1]
    if not 0 <= choice < len(asked["order"]):
        raise errors.NotYourTurn
    chosen = asked["order"][choice]
    right = QuizQuestion.objects.only("right").get(pk=asked["question"]).right == chosen
    attempt.answers = [*attempt.answers, {"choice": chosen, "right": right, "seconds": (now - attempt.shown_at).total_seconds()}]
    attempt.shown_at = now
    if attempt.number == len(attempt.drawn):
        return _finish(attempt, at=now), True
    attempt.save(update_fields=["answers", "shown_at"])
    return attempt, True


def end_if_over(*, attempt: QuizAttempt, now: datetime) -> QuizAttempt:
    """Finish an attempt whose time ran out while nobody answered."""
    if attempt.finished_at is not None or now < attempt.ends_at:
        return attempt
    with transaction.atomic():
        attempt = QuizAttempt.objects.select_for_update(of=("self",)).select_related("entry").get(pk=attempt.pk)
        return _finish(attempt, at=attempt.ends_at)


def current_question(attempt: QuizAttempt) -> Question | None:
    """The question to be shown, or None when all are answered."""
    if attempt.is_over:
        return None
    asked = attempt.drawn[attempt.number]
    question = QuizQuestion.objects.only("text", "choices").get(pk=asked["question"])
    return Question(attempt.number + 1, len(attempt.drawn), question.text, [question.choices[place] for place in asked["order"]])


def ranked(entries: Sequence[Entry]) -> list[Entry]:
    """Right answers first, then time, then who came first."""
    scored = [entry for entry in entries if entry.right_answers is not None and entry.seconds is not None]
    return sorted(scored, key=lambda entry: (-(entry.right_answers or 0), entry.seconds or 0, entry.entered_at, entry.pk))


def _finish(attempt: QuizAttempt, *, at: datetime) -> QuizAttempt:
    if attempt.finished_at is not None:
        return attempt
    attempt.finished_at = at
    attempt.save(update_fields=["answers", "shown_at", "finished_at"])
    entry = attempt.entry
    entry.right_answers = sum(answer["right"] for answer in attempt.answers)
    entry.seconds = Decimal((at - attempt.started_at).total_seconds()).quantize(MILLISECOND)
    entry.save(update_fields=["right_answers", "seconds"])
    return attempt


def _draw(round: Round, seed: int | None) -> list[dict[str, object]]:  # noqa: A002 - the product's word
    chance = random.Random(seed) if seed is not None else random.SystemRandom()  # noqa: S311 - a seed is for plays only
    questions = list(QuizQuestion.objects.filter(round=round).order_by("pk"))
    if len(questions) < round.quiz_questions:
        raise errors.TooFewQuestions(len(questions), round.quiz_questions)
    drawn = chance.sample(questions, round.quiz_questions)
    return [{"question": question.pk, "order": chance.sample(range(len(question.choices)), len(question.choices))} for question in drawn]
