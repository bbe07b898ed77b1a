"""Answers of every type as the reviewer and the tester read them."""

import uuid
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from feedback.models import Submission
from feedback.readable import in_words, time_in_words
from feedback.reading import Sheet, read
from feedback.services import submit
from members.models import Member
from members.rights import REVIEWER, grant
from tasks_catalog.questionnaire import questions_of
from tests.feedback.every_type import DUTIES, EVERY_TYPE
from tests.feedback.factories import answer, make_claim, make_task

GIVEN: dict[tuple[str, str], Any] = {
    ("recommend", "own"): 9,
    ("ordered", "own"): "2026-03-01",
    ("rang", "own"): "09:05",
    ("wait", "own"): 3690,
    ("wait", "rival"): 60,
    ("within", "own"): {"kept": False, "seconds": 90},
    ("tidy", "own"): 7,
    ("smile", "own"): 4,
    ("noise", "own"): 55,
    ("matters", "own"): ["warmth", "speed", "few-steps", "clear-words"],
    ("staff", "own"): {"polite": "yes", "expert": "partly"},
    ("staff", "rival"): {"polite": "no", "expert": "no"},
    ("city", "own"): "warsaw",
    ("story", "own"): "Once upon a time.",
    ("there", "own"): "inside",
    ("ticket", "own"): "A-0042",
    ("log", "own"): [
        {"when": "2026-03-02T12:00", "channel": "phone", "who_chased": "me", "outcome": "They call back."},
        {"when": "2026-03-01T09:30", "channel": "letter", "who_chased": "us", "outcome": "An old address."},
    ],
}


@pytest.fixture
def submission(ada: Member, noon: datetime) -> Submission:
    claim = make_claim(ada, task=make_task(definition=EVERY_TYPE, waived_duties=DUTIES))
    answer(claim, GIVEN)
    return submit(claim=claim, key=uuid.uuid4(), now=noon)


@pytest.fixture
def sheet(submission: Submission) -> Sheet:
    return read(submission, {"staff": "Which of them?"})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ordered", "1 March 2026"),
        ("rang", "09:05"),
        ("wait", "1 h 1 min 30 s"),
        ("within", "Not kept, 1 min 30 s"),
        ("tidy", "7 / 10"),
        ("smile", "4 / 5"),
        ("matters", "1. Warmth · 2. Speed · 3. Few steps · 4. Clear words"),
        ("staff", "They were polite: Yes; They knew what they were talking about: Partly"),
        ("staffscore", "3"),
        ("city", "Warsaw"),
        ("there", "at the place"),
        ("ticket", "A-0042"),
        ("recommend", "9"),
    ],
)
def test_an_answer_reads_like_words(submission: Submission, name: str, words: str) -> None:
    question = next(question for _step, question in questions_of(EVERY_TYPE) if question["name"] == name)

    assert in_words(question, submission.answers.get(question=name, subject="own")) == words


def test_the_words_are_in_the_reader_s_language(submission: Submission) -> None:
    question = next(question for _step, question in questions_of(EVERY_TYPE) if question["name"] == "ordered")

    with override("pl"):
        assert in_words(question, submission.answers.get(question="ordered")) == "1 marca 2026"


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3600, "1 h"), (172_800, "48 h")])
def test_a_span_is_told_as_people_do(seconds: int, words: str) -> None:
    assert time_in_words(seconds) == words


def test_each_row_of_a_matrix_is_compared(sheet: Sheet) -> None:
    rows = [(row.label, row.own and row.own.text, row.rival and row.rival.text, row.note) for row in sheet.rows if row.question == "staff"]

    assert rows == [
        ("How were the people? · They were polite", "Yes", "No", "Which of them?"),
        ("How were the people? · They knew what they were talking about", "Partly", "No", ""),
    ]


def test_the_difference_of_two_waits_is_a_time(sheet: Sheet) -> None:
    assert next(row.gap for row in sheet.rows if row.question == "wait") == "+1 h 30 s"


def test_stars_are_drawn_as_dots(sheet: Sheet) -> None:
    smile = next(row.own for row in sheet.rows if row.question == "smile")

    assert smile is not None
    assert smile.dots == (True, True, True, True, False)


def test_contacts_are_read_from_the_first_to_the_last(sheet: Sheet) -> None:
    assert [(contact.channel, contact.chased, contact.outcome) for contact in sheet.logs[0].contacts] == [
        ("Letter", "they got in touch", "An old address."),
        ("Phone", "I had to chase", "They call back."),
    ]


def test_the_desk_shows_every_type(client: Client, dan: Member, submission: Submission) -> None:
    grant(member=dan, right=REVIEWER)
    client.force_login(dan)

    page = client.get(f"/desk/review/{submission.pk}/").content.decode()

    for words in ("1 h 1 min 30 s", "4. Clear words", "They were polite", "I had to chase", "Once upon a time."):
        assert words in page


def test_the_tester_reads_again_what_was_sent(client: Client, ada: Member, submission: Submission) -> None:
    client.force_login(ada)

    page = client.get(f"/do/{submission.claim_id}/sent/").content.decode()

    for words in ("What you sent", "Not kept, 1 min 30 s", "at the place", "An old address."):
        assert words in page


def test_nobody_else_reads_it(client: Client, eve: Member, submission: Submission) -> None:
    client.force_login(eve)

    assert client.get(f"/do/{submission.claim_id}/sent/").status_code == 404
