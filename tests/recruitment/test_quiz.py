"""The speed quiz: judged and timed on the server."""

import random
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from members.models import Member
from recruitment import errors
from recruitment.models import QuizAttempt, QuizQuestion, Round
from recruitment.quiz import answer_question, current_question, end_if_over, start_quiz
from recruitment.services import close_round, enter_round, withdraw
from tests.recruitment.factories import a_round
from tests.support import at_the_same_time

pytestmark = pytest.mark.django_db


def begin(found: Round, member: Member, now: datetime) -> QuizAttempt:
    enter_round(round=found, member=member, key=uuid4(), now=now)
    return start_quiz(round=found, member=member, now=now)


def right_place(attempt: QuizAttempt, number: int) -> int:
    asked = attempt.drawn[number - 1]
    place: int = asked["order"].index(QuizQuestion.objects.get(pk=asked["question"]).right)
    return place


def play(found: Round, member: Member, now: datetime, *, right: int, each: float) -> QuizAttempt:
    """Answer all: the first `right` rightly, `each` seconds apart."""
    attempt = begin(found, member, now)
    for number in range(1, len(attempt.drawn) + 1):
        place = (right_place(attempt, number) + (number > right)) % 3
        attempt = answer_question(attempt=attempt, number=number, choice=place, now=now + timedelta(seconds=each * number))
    return attempt


@pytest.fixture
def quiz(noon: datetime) -> Round:
    return a_round(noon, "quiz")


def test_questions_are_drawn_at_random_and_their_choices_shuffled(quiz: Round, ada: Member, bea: Member, noon: datetime) -> None:
    random.seed(1)
    drawn = [begin(quiz, member, noon).drawn for member in (ada, bea)]

    assert all(len({asked["question"] for asked in one}) == 4 for one in drawn)
    assert drawn[0] != drawn[1]


def test_starting_again_goes_on_where_one_was(quiz: Round, ada: Member, noon: datetime) -> None:
    first = begin(quiz, ada, noon)
    answer_question(attempt=first, number=1, choice=0, now=noon)

    again = start_quiz(round=quiz, member=ada, now=noon + timedelta(seconds=30))

    assert (again.pk, again.started_at, again.number) == (first.pk, noon, 1)


def test_the_server_counts_right_answers_and_seconds(quiz: Round, ada: Member, noon: datetime) -> None:
    entry = play(quiz, ada, noon, right=3, each=2.5).entry

    assert (entry.right_answers, float(entry.seconds or 0)) == (3, 10.0)


def test_the_first_answer_stands(quiz: Round, ada: Member, noon: datetime) -> None:
    attempt = begin(quiz, ada, noon)
    first = answer_question(attempt=attempt, number=1, choice=0, now=noon).answers

    assert answer_question(attempt=attempt, number=1, choice=1, now=noon).answers == first


@pytest.mark.parametrize(("number", "choice"), [(2, 0), (9, 0), (1, 3), (1, -1)])
def test_only_the_question_asked_is_answered(quiz: Round, ada: Member, noon: datetime, number: int, choice: int) -> None:
    with pytest.raises(errors.NotYourTurn):
        answer_question(attempt=begin(quiz, ada, noon), number=number, choice=choice, now=noon)


def test_an_answer_after_time_counts_no_more_and_those_before_do(quiz: Round, ada: Member, noon: datetime) -> None:
    attempt = begin(quiz, ada, noon)
    answer_question(attempt=attempt, number=1, choice=right_place(attempt, 1), now=noon + timedelta(seconds=59))

    with pytest.raises(errors.TimeIsUp):
        answer_question(attempt=attempt, number=2, choice=right_place(attempt, 2), now=noon + timedelta(seconds=60))

    attempt.entry.refresh_from_db()
    assert (attempt.entry.right_answers, float(attempt.entry.seconds or 0)) == (1, 60)


def test_an_answer_long_after_time_makes_the_attempt_no_longer(quiz: Round, ada: Member, noon: datetime) -> None:
    """Between equals the time decides."""
    attempt = begin(quiz, ada, noon)

    with pytest.raises(errors.TimeIsUp):
        answer_question(attempt=attempt, number=1, choice=0, now=attempt.ends_at + timedelta(minutes=5))

    attempt.entry.refresh_from_db()
    assert attempt.entry.seconds == (attempt.ends_at - noon).total_seconds()


def test_an_attempt_left_alone_ends_by_itself(quiz: Round, ada: Member, noon: datetime) -> None:
    attempt = begin(quiz, ada, noon)

    assert end_if_over(attempt=attempt, now=noon + timedelta(seconds=59)).finished_at is None
    assert end_if_over(attempt=attempt, now=noon + timedelta(hours=5)).entry.right_answers == 0


def test_time_ends_with_the_round(quiz: Round, ada: Member, noon: datetime) -> None:
    late = quiz.closes_at - timedelta(seconds=10)

    assert begin(quiz, ada, late).ends_at == quiz.closes_at


def test_what_the_page_may_know_holds_no_right_answer(quiz: Round, ada: Member, noon: datetime) -> None:
    question = current_question(begin(quiz, ada, noon))

    assert question is not None
    assert set(vars(question)) == {"number", "of", "text", "choices"}


def test_right_answers_go_first_then_time(quiz: Round, ada: Member, bea: Member, cy: Member, noon: datetime) -> None:
    for member, right, each in ((ada, 3, 1), (bea, 4, 9), (cy, 3, 2)):
        play(quiz, member, noon, right=right, each=each)

    terms = close_round(round=quiz, by=None, now=noon + timedelta(hours=2))

    assert {term.member for term in terms} == {ada, bea}
    assert quiz.entries.get(member=cy).state == "waiting"


def test_who_answered_nothing_right_gets_no_seat(quiz: Round, ada: Member, bea: Member, noon: datetime) -> None:
    play(quiz, ada, noon, right=0, each=1)
    enter_round(round=quiz, member=bea, key=uuid4(), now=noon)

    assert close_round(round=quiz, by=None, now=noon + timedelta(hours=2)) == []
    assert set(quiz.entries.values_list("state", flat=True)) == {"declined"}


def test_an_attempt_that_runs_while_the_round_closes_counts(quiz: Round, ada: Member, noon: datetime) -> None:
    attempt = begin(quiz, ada, noon)
    answer_question(attempt=attempt, number=1, choice=right_place(attempt, 1), now=noon)

    assert [term.member for term in close_round(round=quiz, by=None, now=noon + timedelta(seconds=5))] == [ada]


def test_leaving_gives_no_second_attempt(quiz: Round, ada: Member, noon: datetime) -> None:
    begin(quiz, ada, noon)
    withdraw(round=quiz, member=ada, now=noon)

    with pytest.raises(errors.AlreadyOut):
        enter_round(round=quiz, member=ada, key=uuid4(), now=noon)


def test_a_quiz_is_only_for_who_entered_it(quiz: Round, ada: Member, noon: datetime) -> None:
    with pytest.raises(errors.AlreadyOut):
        start_quiz(round=quiz, member=ada, now=noon)


def test_there_is_no_quiz_in_a_flash_round(ada: Member, noon: datetime) -> None:
    with pytest.raises(errors.NoQuizHere):
        begin(a_round(noon), ada, noon)


@pytest.mark.django_db(transaction=True)
def test_one_question_answered_twice_at_once_counts_once(noon: datetime, ada: Member) -> None:
    attempt = begin(a_round(noon, "quiz"), ada, noon)

    at_the_same_time(*(lambda choice=choice: answer_question(attempt=attempt, number=1, choice=choice, now=noon) for choice in range(3)))

    attempt.refresh_from_db()
    assert attempt.number == 1


def test_whoever_left_before_beginning_does_not_begin(quiz: Round, ada: Member, noon: datetime) -> None:
    enter_round(round=quiz, member=ada, key=uuid4(), now=noon)
    withdraw(round=quiz, member=ada, now=noon)

    with pytest.raises(errors.AlreadyOut):
        start_quiz(round=quiz, member=ada, now=noon)


def test_whoever_entered_begins_no_more_once_the_round_is_over(quiz: Round, ada: Member, noon: datetime) -> None:
    enter_round(round=quiz, member=ada, key=uuid4(), now=noon)

    with pytest.raises(errors.RoundOver):
        start_quiz(round=quiz, member=ada, now=quiz.closes_at)
