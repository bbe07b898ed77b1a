"""A journey drawn, what is not known of it this quarter, and the task that begins in a gap."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim
from cms.coverage import Cover, Covered, Quarter, coverage_of, gaps_in
from cms.gaps import start_task
from cms.journey_drawing import changes_of, drawn
from cms.journey_map import begin_to_be
from cms.models import CampaignIndexPage, CampaignPage, TaskBriefPage
from cms.readiness import problems_of_brief
from feedback.models import Answer, Submission
from members.models import Member
from tasks_catalog.models import Journey, Provider, Stage, Task, Touchpoint
from tests.cms.factories import make_brief_page, make_campaign_page
from tests.members.factories import DepartmentFactory, MemberFactory
from tests.tasks_catalog.definitions import texts

pytestmark = pytest.mark.django_db

IN_MARCH = datetime(2026, 3, 20, 12, tzinfo=UTC)
SPRING = Quarter(2026, 1)


@pytest.fixture
def journey(index: CampaignIndexPage) -> Journey:
    return Journey.objects.get()


def report(
    task: Task, *, at: datetime = IN_MARCH, emotion: int = 1, rival: bool = True, insider: bool = False, state: str = "accepted"
) -> None:
    assert task.version
    claim = Claim.objects.create(
        task=task, member=MemberFactory(), version=task.version, state=Claim.State.ACCEPTED, insider=insider,
        claimed_at=at, held_until=at, started_at=at, deadline=at,
    )  # fmt: skip
    sent = Submission.objects.create(claim=claim, state=state, submitted_at=at, review_due=at, key=uuid.uuid4())
    own, other = Provider.objects.get(slug="own"), Provider.objects.get(slug="northgate")
    told = {"submission": sent, "touchpoint": task.touchpoints.get(), "type": "integer", "scale": "emotion"}
    Answer.objects.create(question="felt", subject="own", provider=own, number=emotion, **told)
    if rival:
        Answer.objects.create(question="felt", subject="rival", provider=other, number=-2, **told)


def the_only(journey: Journey, quarter: Quarter = SPRING, now: datetime = IN_MARCH) -> Covered:
    (stage,) = coverage_of(journey, quarter=quarter, now=now)
    (covered,) = stage.touchpoints
    return covered


# What is known ----------------------------------------------------------------


def test_a_touchpoint_without_reports_is_a_gap(journey: Journey) -> None:
    covered = the_only(journey)

    assert (covered.cover, covered.is_gap, covered.open_tasks) == (Cover.NONE, True, [])


def test_five_reports_are_enough_and_four_are_not(journey: Journey, task: Task) -> None:
    for _each in range(4):
        report(task)
    assert (the_only(journey).cover, the_only(journey).felt) == (Cover.FEW, None)

    report(task, emotion=-1, rival=False)

    known = the_only(journey)
    assert (known.cover, known.reports, known.pairs, known.felt) == (Cover.ENOUGH, 5, 4, 0.6)
    assert gaps_in(coverage_of(journey, quarter=SPRING, now=IN_MARCH)) == 0


@pytest.mark.parametrize(
    "unlike", [{"state": "waiting"}, {"state": "excluded"}, {"insider": True}, {"at": datetime(2025, 12, 31, 12, tzinfo=UTC)}]
)
def test_what_does_not_count_closes_no_gap(journey: Journey, task: Task, unlike: dict[str, Any]) -> None:
    report(task, **unlike)

    assert the_only(journey).reports == 0


def test_a_task_that_is_open_or_will_be_is_named_beside_its_gap(journey: Journey, task: Task) -> None:
    assert the_only(journey, now=IN_MARCH - timedelta(days=30)).open_tasks == [task]
    assert the_only(journey, now=IN_MARCH).open_tasks == []


def test_a_quarter_begins_and_ends_at_midnight_here() -> None:
    starts, ends = SPRING.span

    assert (timezone.localtime(starts).isoformat()[:16], timezone.localtime(ends).isoformat()[:16]) == (
        "2026-01-01T00:00",
        "2026-04-01T00:00",
    )
    assert Quarter.at(ends - timedelta(seconds=1)) == SPRING
    assert Quarter.at(ends) == SPRING.after == Quarter(2026, 2)
    assert SPRING.before == Quarter(2025, 4)
    assert (Quarter(2026, 1).first, Quarter(2026, 1).last) == (date(2026, 1, 1), date(2026, 3, 31))


@pytest.mark.parametrize("name", ["", "2026", "2026-5", "0000-1", "soon-1", "2026-1-1"])
def test_a_quarter_that_does_not_exist_is_none(name: str) -> None:
    assert Quarter.named(name) is None
    assert Quarter.named("2026-4") == Quarter(2026, 4)


# From a gap to a task ---------------------------------------------------------


def test_a_task_begins_in_a_gap_complete_but_for_its_campaign(index: CampaignIndexPage, bea: Member) -> None:
    campaign = make_campaign_page(index)

    brief = start_task(campaign=campaign, touchpoint=Touchpoint.objects.get(), by=bea, now=IN_MARCH)

    assert problems_of_brief(TaskBriefPage.objects.get(pk=brief.pk), campaign) == []
    assert brief.headline["en"] == "Courier: live it again"
    assert set(brief.providers.values_list("slug", flat=True)) == {"own", "northgate"}
    assert brief.opens_at is not None
    assert brief.opens_at > IN_MARCH + timedelta(days=6)


def start(client: Client, campaign: CampaignPage | None) -> Any:
    chosen = {"campaign": campaign.pk} if campaign else {}
    return client.post(reverse("journey_maps:start"), {"touchpoint": Touchpoint.objects.get().pk} | chosen, follow=True)


def test_a_manager_starts_it_from_the_coverage_view(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    campaign = make_campaign_page(index, ends_on=timezone.localdate() + timedelta(days=9))
    page = bea_at_desk.get(reverse("journey_maps:coverage")).content.decode()

    start(bea_at_desk, campaign)

    assert "1 touchpoint lacks data" in page
    assert "Start a task" in page
    assert TaskBriefPage.objects.get().get_parent().pk == campaign.pk


def test_without_a_campaign_nothing_is_started(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    assert "Choose the campaign" in start(bea_at_desk, None).content.decode()
    assert not TaskBriefPage.objects.exists()


def test_a_campaign_that_waits_for_approval_takes_no_new_task(index: CampaignIndexPage, bea_at_desk: Client, bea: Member) -> None:
    campaign = make_campaign_page(index)
    make_brief_page(campaign, opens_at=IN_MARCH)
    campaign.save_revision(user=bea)
    campaign.get_workflow().start(campaign, bea)

    assert "cannot be written on now" in start(bea_at_desk, campaign).content.decode()
    assert TaskBriefPage.objects.count() == 1


def test_the_owner_of_a_department_reads_but_starts_nothing(index: CampaignIndexPage, client: Client, dan: Member) -> None:
    client.force_login(dan)

    assert client.get(reverse("journey_maps:coverage")).status_code == 200
    assert client.post(reverse("journey_maps:start"), {}).status_code in {302, 403}
    assert not TaskBriefPage.objects.exists()


@pytest.mark.parametrize("page", ["coverage", "map"])
def test_employees_see_no_journeys(index: CampaignIndexPage, client: Client, ada: Member, page: str) -> None:
    client.force_login(ada)

    args = [Journey.objects.get().pk] if page == "map" else []

    assert client.get(reverse(f"journey_maps:{page}", args=args)).status_code in {302, 403, 404}


@pytest.mark.parametrize("asked", ["?quarter=never&journey=nothing", "?quarter=2026-1&gaps=1"])
def test_odd_wishes_still_show_a_page(index: CampaignIndexPage, bea_at_desk: Client, asked: str) -> None:
    assert bea_at_desk.get(reverse("journey_maps:coverage") + asked).status_code == 200


# The map ----------------------------------------------------------------------


def test_the_map_draws_how_it_felt_where_enough_felt_it(journey: Journey, task: Task, bea_at_desk: Client) -> None:
    for _each in range(5):
        report(task)

    page = bea_at_desk.get(reverse("journey_maps:map", args=[journey.pk]), {"quarter": "2026-1"}).content.decode()

    assert 'cy="36"' in page  # one above the middle, of two
    assert "Courier: +1.0" in page


def test_a_journey_to_be_begins_as_today_and_shows_what_it_changes(journey: Journey) -> None:
    to_be = begin_to_be(journey)
    touchpoint = Touchpoint.objects.get(stage__journey=to_be)
    assert changes_of(touchpoint) == []

    touchpoint.promise_within, touchpoint.owner = timedelta(days=2), DepartmentFactory(code="post")
    touchpoint.save()
    new = to_be.stages.get().touchpoints.create(slug="app", name=texts("App"), position=2, owner=touchpoint.owner)

    assert changes_of(touchpoint) == ["Promise: none → 2 days", "Owner: Cards → Post"]
    assert changes_of(new) == ["New"]


def test_what_a_journey_to_be_leaves_out_is_named(journey: Journey) -> None:
    to_be = begin_to_be(journey)
    Touchpoint.objects.filter(stage__journey=to_be).delete()

    assert [one.slug for one in drawn(to_be, quarter=SPRING, now=IN_MARCH)["dropped"]] == ["courier-call"]


def test_the_curve_of_today_lies_under_the_journey_to_be(journey: Journey, task: Task) -> None:
    for _each in range(5):
        report(task)

    picture = drawn(begin_to_be(journey), quarter=SPRING, now=IN_MARCH)

    assert (picture["before"], picture["line"]) == ("88,36", "")


def test_a_journey_to_be_is_begun_with_one_press(journey: Journey, bea_at_desk: Client) -> None:
    for _twice in range(2):
        bea_at_desk.post(reverse("journey_maps:to_be", args=[journey.pk]))

    assert list(Journey.objects.filter(improves=journey).order_by("pk").values_list("slug", flat=True)) == [
        "card-renewal-to-be",
        "card-renewal-to-be-2",
    ]
    assert bea_at_desk.get(reverse("journey_maps:to_be", args=[journey.pk])).status_code == 405
    to_be = Journey.objects.get(slug="card-renewal-to-be")
    assert bea_at_desk.post(reverse("journey_maps:to_be", args=[to_be.pk])).status_code == 404


def test_only_a_journey_to_be_improves_another(journey: Journey) -> None:
    with pytest.raises(IntegrityError, match="only_a_journey_to_be_improves_one"):
        Journey.objects.create(slug="other", name=texts("Other"), improves=journey)


def test_a_stage_without_touchpoints_is_drawn_too(journey: Journey, bea_at_desk: Client) -> None:
    Stage.objects.create(journey=journey, slug="after", name=texts("Afterwards"), position=9)

    assert bea_at_desk.get(reverse("journey_maps:map", args=[journey.pk])).status_code == 200
