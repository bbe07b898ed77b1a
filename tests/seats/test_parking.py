"""A new limited thing, as docs/seats.md shows it: the page's own code is run."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from members.models import Member
from notifications.models import Note
from notifications.services import tell
from seats.models import Attempt, Pool
from seats.selectors import pool_of
from seats.services import Taken, expire, make_pool, take

PAGE = Path(__file__).resolve().parents[2] / "docs" / "seats.md"


def test_parking_places_are_given_out_by_the_pages_thirty_lines(ada: Member, bea: Member) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    parking: dict[str, Any] = {
        "_": _, "Member": Member, "Pool": Pool, "Taken": Taken, "UUID": UUID, "date": date, "datetime": datetime, "expire": expire,
        "make_pool": make_pool, "pool_of": pool_of, "take": take, "tell": tell, "timedelta": timedelta,
    }  # fmt: skip
    exec(code, parking)  # noqa: S102 - our own page
    assert len(code.splitlines()) <= 32
    day, eight = date(2026, 3, 2), datetime(2026, 3, 2, 8, tzinfo=UTC)

    parking["open_parking"](day=day, places=1, opens_at=eight)
    answers = [parking["ask_for_place"](day=day, member=member, key=uuid4(), now=eight) for member in (ada, bea)]
    parking["sweep_parking"](now=eight + timedelta(hours=1))

    assert [answer.outcome for answer in answers] == [Attempt.Outcome.SEATED, Attempt.Outcome.WAITING]
    assert Note.objects.get().member == bea
