"""Figures of questions that are no scale, checked by hand."""

from typing import Any

import pytest

from feedback.models import Answer, Review
from insights.asked import Asked, Row, asked_figures
from insights.counted import counted
from tasks_catalog.models import QuestionnaireVersion
from tests.insights.factories import NOON, Programme

pytestmark = pytest.mark.django_db

QUESTIONS: list[dict[str, Any]] = [
    {
        "type": "matrix", "name": "grid", "label": {"en": "How was it?"}, "subjects": ["own", "rival"],
        "rows": [{"name": "speed", "label": {"en": "Speed"}}, {"name": "care", "label": {"en": "Care"}}],
        "choices": [{"name": "good", "label": {"en": "Good"}, "score": 2}, {"name": "bad", "label": {"en": "Bad"}, "score": -2}],
    },
    {
        "type": "rank", "name": "order", "label": {"en": "What matters?"},
        "choices": [{"name": "price", "label": {"en": "Price"}}, {"name": "pace", "label": {"en": "Pace"}}],
    },
    {"type": "contact", "name": "log", "label": {"en": "Whom did you meet?"}},
]  # fmt: skip


@pytest.fixture
def programme(db: None) -> Programme:
    """Its task asks a matrix, a ranking and a log."""
    made = Programme()
    steps = [{"name": "delivery", "label": {"en": "Delivery"}, "questions": QUESTIONS}]
    made.version = QuestionnaireVersion.objects.create(
        questionnaire=made.version.questionnaire, number=2, definition={"languages": ["en"], "steps": steps}, digest="2", published_at=NOON
    )
    return made


def answer(programme: Programme, question: str, *choices: Any, decision: str = Review.Decision.ACCEPT, subject: str = "own") -> None:
    """One accepted submission for each of these answers."""
    kind = next(asked["type"] for asked in QUESTIONS if asked["name"] == question)
    for given in choices:
        Answer.objects.create(
            submission=programme.accept(decision=decision), question=question, type=kind, subject=subject,
            provider=programme.own if subject == "own" else programme.rival, choices=given,
        )  # fmt: skip


def figures(programme: Programme) -> list[Asked]:
    return asked_figures(counted(campaign=programme.campaign, as_of=NOON))


def test_a_matrix_tells_the_share_of_each_column_and_the_mean_of_its_points(programme: Programme) -> None:
    answer(programme, "grid", *[{"speed": "good", "care": "bad"}] * 3, *[{"speed": "bad", "care": "bad"}] * 2)

    (table,) = figures(programme)

    assert (table.title, table.heads) == ("How was it? (us)", ["Good", "Bad", "Mean"])
    assert table.rows == [Row("Speed", 5, ["60 %", "40 %", "0.4"]), Row("Care", 5, ["0 %", "100 %", "−2.0"])]


def test_us_and_the_rival_are_told_apart(programme: Programme) -> None:
    answer(programme, "grid", *[{"speed": "good"}] * 5)
    answer(programme, "grid", *[{"speed": "bad"}] * 5, subject="rival")

    assert [(table.title, table.rows[0].cells[0]) for table in figures(programme)] == [
        ("How was it? (us)", "100 %"),
        ("How was it? (the rival)", "0 %"),
    ]


def test_a_row_under_the_small_number_shows_nothing_but_how_few_there_were(programme: Programme) -> None:
    answer(programme, "grid", *[{"speed": "good", "care": "bad"}] * 4, {"speed": "good"})

    (table,) = figures(programme)

    assert (table.rows[0].cells[0], table.rows[1]) == ("100 %", Row("Care", 4))


def test_a_ranking_puts_first_what_was_put_first(programme: Programme) -> None:
    answer(programme, "order", *[["pace", "price"]] * 4, ["price", "pace"])

    (table,) = figures(programme)

    assert [(row.label, row.cells[0]) for row in table.rows] == [("Pace", "1.2"), ("Price", "1.8")]
    assert table.rows[0].cells[1] == "1.0 – 1.8"


def test_a_log_tells_how_many_had_to_chase(programme: Programme) -> None:
    answer(programme, "log", *[[{"who_chased": "us"}]] * 4, [{"who_chased": "me"}, {"who_chased": "me"}, {"who_chased": "us"}])

    (table,) = figures(programme)

    assert table.rows == [Row("All testers", 5, ["1.4", "20 %", "4 % – 62 %"])]


def test_four_logs_are_too_few(programme: Programme) -> None:
    answer(programme, "log", *[[{"who_chased": "me"}]] * 4)

    assert figures(programme)[0].rows == [Row("All testers", 4)]


def test_what_was_left_out_of_the_figures_is_left_out_here(programme: Programme) -> None:
    answer(programme, "order", *[["pace", "price"]] * 5)
    answer(programme, "order", *[["price", "pace"]] * 5, decision=Review.Decision.EXCLUDE)

    assert figures(programme)[0].rows[0] == Row("Pace", 5, ["1.0", "1.0 – 1.0"])
