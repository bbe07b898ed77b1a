from datetime import datetime

import pytest

from members.models import Member
from members.rights import MANAGEMENT, PROGRAMME_MANAGER, grant
from reports.building import build
from reports.models import Report
from reports.services import ask_for_report
from tests.insights.factories import NOON, Programme


@pytest.fixture
def programme(db: None) -> Programme:
    return lived()


def lived() -> Programme:
    """Nine testers who all spoke, in three languages."""
    programme = Programme()
    words = ["Życzliwość kuriera wielka, ale zadzwonił spod drzwi.", "客服排队七分钟，验证码已经过期。", "Nobody called before coming."] * 3
    for number, said in enumerate(words):
        submission = programme.accept(
            own={"recommend": number + 1, "satisfied": 3, "effort": 4, "feeling": -1},
            rival={"recommend": 9, "satisfied": 4, "effort": 5, "feeling": 1},
            words=said,
        )
        programme.idea(submission)
    return programme


@pytest.fixture
def now() -> datetime:
    return NOON


@pytest.fixture
def bea(bea: Member) -> Member:
    """The coordinator: programme manager and management."""
    grant(member=bea, right=PROGRAMME_MANAGER)
    grant(member=bea, right=MANAGEMENT)
    return bea


@pytest.fixture
def draft(programme: Programme, bea: Member, now: datetime) -> Report:
    report = ask_for_report(campaign=programme.campaign, by=bea, now=now)
    build(report_id=report.pk, now=now)
    report.refresh_from_db()
    return report
