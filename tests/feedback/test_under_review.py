"""Points that are under review: what the wallet says of work that nobody has decided on yet."""

from datetime import datetime

import pytest
from django.test import Client

from feedback.reviewing import review
from feedback.selectors import points_under_review
from members.models import Member
from members.rights import REVIEWER, grant
from rewards import expected
from tests.feedback.factories import make_claim, make_task, sent

MARKS = {"compare": 4, "voice": 5, "pain": 3, "think": 4}


def test_work_that_waits_counts_with_the_points_of_its_task(ada: Member, bea: Member, noon: datetime) -> None:
    sent(ada, task=make_task(slug="one", points=80), now=noon)
    sent(ada, task=make_task(slug="two", points=60), now=noon)
    sent(bea, task=make_task(slug="hers", points=500), now=noon)
    make_claim(ada, task=make_task(slug="begun", points=900), now=noon)

    assert points_under_review(ada) == 140
    assert expected.expected_by(ada) == 140


@pytest.mark.parametrize("decision", ["accept", "return", "reject", "exclude"])
def test_what_is_decided_does_not_count_any_more(ada: Member, dan: Member, noon: datetime, decision: str) -> None:
    grant(member=dan, right=REVIEWER)
    submission = sent(ada, task=make_task(slug="one", points=80), now=noon)
    assert points_under_review(ada) == 80

    marks = MARKS if decision in {"accept", "exclude"} else {}
    review(submission=submission, reviewer=dan, decision=decision, marks=marks, comment="Thank you.", now=noon)

    assert points_under_review(ada) == 0


def test_the_wallet_says_how_many(client: Client, ada: Member, noon: datetime) -> None:
    client.force_login(ada)
    assert client.get("/wallet/").context["expected"] == 0

    sent(ada, task=make_task(slug="one", points=1280), now=noon)

    page = client.get("/wallet/").text
    assert "Under review" in page
    assert "+1,280" in page


def test_several_rooms_may_tell_the_wallet(ada: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expected, "_COUNTS", {"feedback": lambda _member: 80})
    expected.register("elsewhere", lambda member: 1 if member == ada else 1000)

    assert expected.expected_by(ada) == 81
