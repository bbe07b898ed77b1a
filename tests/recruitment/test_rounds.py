"""Rounds: who gets in, who waits, and what a term gives."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from members.models import Member
from members.rights import TESTER, has_right
from notifications.models import Note
from recruitment import errors
from recruitment.models import Entry, QuizQuestion, Round, Term
from recruitment.services import close_round, enter_round, open_round, withdraw
from recruitment.tasks import sweep
from recruitment.terms import end_term, sweep_terms
from seats.selectors import pool_of, standing
from tests.members.factories import MemberFactory
from tests.recruitment.factories import a_round
from tests.support import at_the_same_time

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def states(found: Round) -> dict[str, str]:
    return dict(found.entries.order_by("pk").values_list("member__first_name", "state"))


def enter(found: Round, *people: Member, now: datetime) -> list[Entry]:
    return [enter_round(round=found, member=member, key=uuid4(), now=now) for member in people]


def is_tester(member: Member) -> bool:
    return has_right(Member.objects.get(pk=member.pk), TESTER)


def test_the_first_are_seated_and_the_rest_wait(ada: Member, bea: Member, cy: Member, noon: datetime) -> None:
    found = a_round(noon)
    enter(found, ada, bea, cy, now=noon)

    assert states(found) == {"Ada": "seated", "Bea": "seated", "Cy": "waiting"}


def test_entering_twice_answers_the_same(ada: Member, noon: datetime) -> None:
    first, again = enter(a_round(noon), ada, now=noon)[0], None
    again = enter_round(round=first.round, member=ada, key=uuid4(), now=noon)

    assert first == again
    assert standing(pool_of(first.round.pool_reference)).taken == 1


@pytest.mark.parametrize(("after", "refusal"), [(-HOUR, errors.RoundNotOpen), (HOUR, errors.RoundOver)])
def test_outside_its_time_nobody_enters(ada: Member, noon: datetime, after: timedelta, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        enter(a_round(noon), ada, now=noon + after)


def test_who_holds_the_role_leaves_the_seats_to_others(ada: Member, noon: datetime) -> None:
    first = a_round(noon)
    enter(first, ada, now=noon)
    close_round(round=first, by=None, now=noon)

    with pytest.raises(errors.RightHeld):
        enter(a_round(noon), ada, now=noon)


def test_closing_gives_terms_and_rights_and_tells_everybody(ada: Member, bea: Member, cy: Member, noon: datetime) -> None:
    found = a_round(noon)
    enter(found, ada, bea, cy, now=noon)

    terms = close_round(round=found, by=None, now=noon + HOUR)

    assert {term.member for term in terms} == {ada, bea}
    assert [is_tester(member) for member in (ada, bea, cy)] == [True, True, False]
    assert Note.objects.filter(reference=f"round:{found.pk}:term").count() == 2
    assert Note.objects.filter(reference=f"round:{found.pk}:closed", member=cy).exists()


def test_closing_twice_gives_nothing_twice(ada: Member, noon: datetime) -> None:
    found = a_round(noon)
    enter(found, ada, now=noon)

    assert close_round(round=found, by=None, now=noon) == close_round(round=found, by=None, now=noon + HOUR)
    assert Term.objects.count() == 1


def test_a_closed_round_takes_nobody(ada: Member, noon: datetime) -> None:
    found = a_round(noon)
    close_round(round=found, by=None, now=noon)

    with pytest.raises(errors.RoundOver):
        enter(found, ada, now=noon)


def test_a_seat_given_back_goes_to_the_first_who_waits(ada: Member, bea: Member, cy: Member, dan: Member, noon: datetime) -> None:
    found = a_round(noon)
    enter(found, ada, bea, cy, dan, now=noon)

    for _ in range(2):
        withdraw(round=found, member=ada, now=noon)

    assert states(found) == {"Ada": "withdrawn", "Bea": "seated", "Cy": "seated", "Dan": "waiting"}
    assert Note.objects.filter(member=cy, reference=f"round:{found.pk}:promoted").exists()


def test_who_resigns_makes_room_for_who_waits(ada: Member, bea: Member, cy: Member, noon: datetime) -> None:
    found = a_round(noon)
    enter(found, ada, bea, cy, now=noon)
    close_round(round=found, by=None, now=noon + HOUR)

    withdraw(round=found, member=ada, now=noon + 2 * HOUR)

    assert [is_tester(member) for member in (ada, bea, cy)] == [False, True, True]
    assert Term.objects.get(member=ada).ended_how == "resigned"


def test_who_leaves_the_wait_list_is_passed_by(ada: Member, bea: Member, cy: Member, dan: Member, noon: datetime) -> None:
    found = a_round(noon)
    enter(found, ada, bea, cy, dan, now=noon)
    withdraw(round=found, member=cy, now=noon)
    withdraw(round=found, member=ada, now=noon)

    assert states(found)["Dan"] == "seated"


def test_who_left_may_come_again_at_the_end(ada: Member, bea: Member, cy: Member, noon: datetime) -> None:
    found = a_round(noon)
    enter(found, ada, bea, cy, now=noon)
    withdraw(round=found, member=ada, now=noon)
    enter(found, ada, now=noon)

    assert states(found) == {"Ada": "waiting", "Bea": "seated", "Cy": "seated"}


def test_who_was_never_in_cannot_leave(eve: Member, noon: datetime) -> None:
    with pytest.raises(errors.AlreadyOut):
        withdraw(round=a_round(noon), member=eve, now=noon)


def test_the_same_slug_is_the_same_round(noon: datetime) -> None:
    assert a_round(noon, slug="run") == a_round(noon, slug="run")


# Terms ---------------------------------------------------------------------------


def test_a_term_that_begins_later_gives_its_right_then(ada: Member, noon: datetime) -> None:
    found = a_round(noon, term_from=date(2026, 4, 1))
    enter(found, ada, now=noon)
    close_round(round=found, by=None, now=noon)
    assert not is_tester(ada)

    assert sweep_terms(now=noon + timedelta(days=31)) == (1, 0)
    assert is_tester(ada)


def test_a_term_ends_by_itself_and_the_right_goes(ada: Member, noon: datetime) -> None:
    found = a_round(noon)
    enter(found, ada, now=noon)
    close_round(round=found, by=None, now=noon)

    over = noon + timedelta(days=200)

    assert [sweep_terms(now=over), sweep_terms(now=over)] == [(0, 1), (0, 0)]
    assert not is_tester(ada)
    assert Term.objects.get().ended_how == "completed"
    assert Note.objects.filter(member=ada, title__startswith="Your term is over").count() == 1


def test_a_right_that_another_term_still_gives_stays(ada: Member, noon: datetime) -> None:
    for until in (date(2026, 9, 1), date(2026, 12, 1)):
        Term.objects.create(member=ada, right="tester", from_day=date(2026, 3, 2), until_day=until)
    sweep_terms(now=noon)

    end_term(term=Term.objects.order_by("until_day")[0], how="completed", by=None, now=noon + timedelta(days=185))

    assert is_tester(ada)


def test_two_beats_sweep_once(db: None) -> None:
    assert [sweep(), sweep()] == [True, False]


# Constraints ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("round_closes_after_it_opens", "UPDATE recruitment_round SET closes_at = opens_at"),
        ("term_ends_after_it_starts", "UPDATE recruitment_round SET term_until = term_from"),
        ("round_has_seats", "UPDATE recruitment_round SET seats = 0"),
        ("quiz_asks_something", "UPDATE recruitment_round SET quiz_questions = 0"),
        ("one_entry_per_round", "INSERT INTO recruitment_entry (round_id, member_id, state, entered_at) SELECT round_id, member_id, state, entered_at FROM recruitment_entry"),  # noqa: E501
        ("score_is_whole", "UPDATE recruitment_entry SET right_answers = 3"),
        ("right_choice_is_one_of_them", 'UPDATE recruitment_quizquestion SET "right" = 3'),
        ("term_has_length", "UPDATE recruitment_term SET until_day = from_day"),
        ("end_has_a_word", "UPDATE recruitment_term SET ended_at = now()"),
    ],
)  # fmt: skip
def test_the_database_refuses_the_bad_state(ada: Member, noon: datetime, name: str, change: str) -> None:
    found = a_round(noon, "quiz")
    enter(a_round(noon), ada, now=noon)
    Term.objects.create(member=ada, round=found, right="tester", from_day=date(2026, 3, 2), until_day=date(2026, 4, 2))
    assert QuizQuestion.objects.exists()

    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_quiz_needs_enough_questions(noon: datetime) -> None:
    with pytest.raises(errors.TooFewQuestions):
        open_round(
            slug="few", title={"en": "Few"}, right="tester", contest="quiz", opens_at=noon, closes_at=noon + HOUR, seats=1,
            term_from=date(2026, 3, 2), term_until=date(2026, 9, 1), by=None, now=noon,
        )  # fmt: skip


# Many hands ---------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_many_at_once_fill_the_seats_exactly(noon: datetime) -> None:
    found, people = a_round(noon, seats=3), [MemberFactory() for _ in range(8)]

    answers = at_the_same_time(*(lambda member=member: enter(found, member, now=noon)[0].state for member in people))

    assert sorted(map(str, answers)) == ["seated"] * 3 + ["waiting"] * 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(3))
def test_who_enters_while_it_is_closed_is_in_with_a_term_or_out(noon: datetime, _again: int) -> None:
    found, people = a_round(noon, seats=8), [MemberFactory() for _ in range(6)]

    at_the_same_time(
        *(lambda member=member: enter(found, member, now=noon) for member in people),
        lambda: close_round(round=found, by=None, now=noon),
    )

    assert set(found.terms.values_list("member")) == set(found.entries.filter(state="seated").values_list("member"))


def test_a_round_was_closed_when_it_was_closed_first(ada: Member, noon: datetime) -> None:
    found = a_round(noon)
    for later in (0, 1):
        close_round(round=found, by=None, now=noon + later * HOUR)

    found.refresh_from_db()
    assert found.closed_at == noon
