from datetime import date, datetime, timedelta
from itertools import count

from recruitment.models import Round
from recruitment.services import QuestionText, open_round

_numbers = count(1)
QUESTIONS = [QuestionText({"en": f"Question {n}"}, [{"en": "a"}, {"en": "b"}, {"en": "c"}], n % 3) for n in range(12)]


def a_round(noon: datetime, contest: str = "flash", **more: object) -> Round:
    """A round for two testers, open for an hour from noon."""
    wanted = {
        "slug": f"round-{next(_numbers)}", "title": {"en": "Run, tester!"}, "right": "tester", "contest": contest, "opens_at": noon,
        "closes_at": noon + timedelta(hours=1), "seats": 2, "term_from": date(2026, 3, 2), "term_until": date(2026, 9, 1),
        "by": None, "now": noon, "questions": QUESTIONS if contest == "quiz" else (), "quiz_questions": 4, "quiz_seconds": 60,
    }  # fmt: skip
    return open_round(**wanted | more)  # type: ignore[arg-type]
