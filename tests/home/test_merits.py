"""What accepted work and shipped changes earn, told by the rooms above, and counted again when something was missed."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from feedback.reviewing import review
from home.merits import recount
from home.tasks import count_the_merits
from members.models import Member
from members.rights import REVIEWER, grant
from rewards.models import Medal, Merit
from tests.feedback.factories import sent
from tests.improvement.factories import Loop

pytestmark = pytest.mark.django_db
MARKS = {"compare": 4, "voice": 5, "pain": 5, "think": 4}


@pytest.fixture
def reviewer(dan: Member) -> Member:
    grant(member=dan, right=REVIEWER)
    return dan


@pytest.mark.parametrize(
    ("decision", "medals"), [("accept", {"visits-1", "sharp-1"}), ("exclude", {"visits-1", "sharp-1"}), ("reject", set())]
)
def test_accepted_work_earns_its_medal_when_it_is_accepted(
    ada: Member, reviewer: Member, noon: datetime, decision: str, medals: set[str]
) -> None:
    review(submission=sent(ada, now=noon), reviewer=reviewer, decision=decision, marks=MARKS, comment="So.", now=noon)

    assert set(Medal.objects.filter(member=ada).values_list("badge", flat=True)) == medals


def test_work_counts_with_its_points_quality_and_the_day_it_was_sent(ada: Member, reviewer: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)
    review(submission=submission, reviewer=reviewer, decision="accept", marks=MARKS, now=noon)

    merit = Merit.objects.get(member=ada)
    assert (merit.reference, merit.points, float(merit.quality or 0), merit.module) == (f"submission:{submission.pk}", 80, 4.5, "routine")
    assert merit.on == noon.date()


def test_a_shipped_change_is_a_leaf_for_whose_finding_it_was(ada: Member) -> None:
    loop = Loop(slug="leaf")
    loop.shipped(loop.found(loop.accept(own={"satisfied": 2}, member=ada)))

    assert "fixes-1" in Medal.objects.filter(member=ada).values_list("badge", flat=True)


def test_counting_again_finds_what_was_missed_and_nothing_twice(ada: Member, noon: datetime) -> None:
    loop = Loop(slug="again")
    loop.shipped(loop.found(loop.accept(own={"satisfied": 2}, member=ada)))
    Merit.objects.all().delete()
    Medal.objects.all().delete()

    assert recount(now=noon) == 2
    assert set(Merit.objects.values_list("member", "kind")) == {(ada.pk, "work"), (ada.pk, "fix")}
    assert Medal.objects.filter(member=ada, badge="fixes-1").exists()
    assert recount(now=noon) == 0


def test_the_command_and_the_night_count_too(ada: Member, reviewer: Member, noon: datetime) -> None:
    review(submission=sent(ada, now=noon), reviewer=reviewer, decision="accept", marks=MARKS, now=noon)
    Merit.objects.all().delete()
    said = StringIO()

    call_command("award_medals", stdout=said)
    assert said.getvalue().startswith("1 new merits")
    Merit.objects.all().delete()
    assert count_the_merits()
    assert Merit.objects.count() == 1
