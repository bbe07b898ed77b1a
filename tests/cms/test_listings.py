"""The manager's desk: what waits, what is stuck, lists that are filtered, taken out and worked on many at once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import GroupApprovalTask, GroupPagePermission, Workflow, WorkflowTask

from cms.listings import BriefFilters, CampaignFilters
from cms.models import CampaignIndexPage, CampaignPage, TaskBriefPage
from cms.selectors import waiting_for_approval
from cms.stuck import stuck_tasks
from members.models import Member
from seats.selectors import pool_of
from seats.services import take
from tasks_catalog.models import Task
from tests.cms.factories import make_brief_page, make_campaign_page
from tests.tasks_catalog.definitions import texts

pytestmark = pytest.mark.django_db

OPENS = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def spring(index: CampaignIndexPage) -> CampaignPage:
    """Running, with a task open since noon of the second of March."""
    page = make_campaign_page(index)
    make_brief_page(page, opens_at=OPENS)
    page.save_revision().publish()
    return CampaignPage.objects.get(pk=page.pk)


def reasons(now: datetime) -> list[str]:
    return [reason for one in stuck_tasks(now=now) for reason in one.reasons]


# What waits -------------------------------------------------------------------


def test_a_campaign_waits_only_for_who_decides_on_it_now(index: CampaignIndexPage, bea: Member, dan: Member) -> None:
    page = make_campaign_page(index)
    page.save_revision(user=bea)
    page.get_workflow().start(page, bea)

    assert [one.pk for one in waiting_for_approval(dan)] == [page.pk]
    assert waiting_for_approval(bea) == []


def test_a_campaign_waits_no_more_for_who_has_decided(index: CampaignIndexPage, bea: Member, dan: Member) -> None:
    page = make_campaign_page(index)
    page.save_revision(user=bea)
    page.get_workflow().start(page, bea)

    page.current_workflow_task_state.approve(user=dan)

    assert waiting_for_approval(dan) == []


def test_what_goes_another_way_of_approval_waits_for_nobody_here(index: CampaignIndexPage, bea: Member, dan: Member) -> None:
    way = Workflow.objects.create(name="Wagtail's own")
    WorkflowTask.objects.create(workflow=way, task=GroupApprovalTask.objects.create(name="Moderators"), sort_order=0)
    page = make_campaign_page(index)
    page.save_revision(user=bea)
    way.start(page, bea)

    assert waiting_for_approval(dan) == []


def test_the_home_page_names_what_waits_and_what_is_stuck(spring: CampaignPage, bea_at_desk: Client) -> None:
    Task.objects.update(closes_at=None)

    page = bea_at_desk.get("/manage/").content.decode()

    assert "Waiting for your approval" in page
    assert "Nobody took a seat in" in page
    assert "/claims/" not in page.split("fh-stuck", maxsplit=1)[0]


# What is stuck ----------------------------------------------------------------


def test_a_task_that_nobody_takes_is_stuck_after_three_days(spring: CampaignPage) -> None:
    assert reasons(OPENS + timedelta(days=2)) == []
    assert "Nobody took a seat in 3 days" in reasons(OPENS + timedelta(days=3))[0]


def test_a_task_that_closes_with_free_seats_is_stuck(spring: CampaignPage, ada: Member) -> None:
    taken = take(pool=pool_of(Task.objects.get().pool_reference), member=ada, key=uuid4(), now=OPENS)
    assert taken.seat

    assert reasons(OPENS + timedelta(days=10)) == []
    assert "2 seats of 3 are free" in reasons(OPENS + timedelta(days=12))[0]


def test_a_closed_task_is_not_stuck(spring: CampaignPage) -> None:
    spring.unpublish()

    assert reasons(OPENS + timedelta(days=5)) == []


# Lists ------------------------------------------------------------------------


def test_the_list_of_campaigns_shows_cost_beside_budget(spring: CampaignPage, bea_at_desk: Client) -> None:
    page = strip_tags(bea_at_desk.get("/manage/all_campaigns/").content.decode())

    _before, found, row = page.partition("A new card, in time")
    assert found
    assert "240" in row
    assert "2026" in row.split("240", maxsplit=1)[0], "its days, not how long ago they were"


def test_the_list_of_briefs_shows_how_many_seats_are_taken(spring: CampaignPage, bea_at_desk: Client) -> None:
    assert "0 / 3" in bea_at_desk.get("/manage/all_briefs/").content.decode()


@pytest.mark.parametrize(("kind", "address"), [("csv", "all_campaigns"), ("xlsx", "all_briefs")])
def test_lists_are_taken_out_as_tables(spring: CampaignPage, bea_at_desk: Client, kind: str, address: str) -> None:
    answer = bea_at_desk.get(f"/manage/{address}/", {"export": kind})

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert answer.status_code == 200
    assert content.startswith(b"PK") if kind == "xlsx" else b"a-new-card-in-time" in content


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_draft_without_sponsor_and_journey_is_taken_out_too(index: CampaignIndexPage, bea_at_desk: Client, kind: str) -> None:
    make_campaign_page(index, sponsor=None, journey=None)

    answer = bea_at_desk.get("/manage/all_campaigns/", {"export": kind})

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert answer.status_code == 200
    assert content.startswith(b"PK") if kind == "xlsx" else b"Sponsor department" in content


def found(**asked: Any) -> set[str]:
    return {page.title for page in CampaignFilters(asked, queryset=CampaignPage.objects.all()).qs}


def test_campaigns_are_found_by_the_state_that_managers_speak_of(index: CampaignIndexPage, bea: Member) -> None:
    make_campaign_page(index, headline=texts("Draft"), ends_on=timezone.localdate() + timedelta(days=9))
    waiting = make_campaign_page(index, headline=texts("Waiting"), ends_on=timezone.localdate() + timedelta(days=9))
    waiting.save_revision(user=bea)
    waiting.get_workflow().start(waiting, bea)
    later = make_campaign_page(index, headline=texts("Later"), ends_on=timezone.localdate() + timedelta(days=9))
    later.go_live_at = timezone.now() + timedelta(hours=1)
    later.save_revision().publish()
    make_campaign_page(index, headline=texts("Over"), live=True)
    make_campaign_page(index, headline=texts("Running"), live=True, ends_on=timezone.localdate())

    states = ("draft", "waiting", "scheduled", "live", "over")

    assert [found(state=[state]) for state in states] == [{"Draft"}, {"Waiting"}, {"Later"}, {"Running"}, {"Over"}]
    assert found(state=["live", "over"]) == {"Running", "Over"}


def test_briefs_are_found_by_kind(spring: CampaignPage) -> None:
    make_brief_page(spring, opens_at=OPENS, headline=texts("For all"), kind=Task.Kind.ALL_HANDS)

    kinds = BriefFilters({"kind": ["all_hands"]}, queryset=TaskBriefPage.objects.all()).qs

    assert [page.title for page in kinds] == ["For all"]


def test_a_manager_finds_campaigns_and_no_tree_of_pages_in_the_menu(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    page = bea_at_desk.get("/manage/").content.decode()

    assert '"name": "campaigns"' in page
    assert '"name": "explorer"' not in page


# Many at once -----------------------------------------------------------------


def bulk(client: Client, action: str, *pages: Any, **form: Any) -> Any:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    chosen = "&".join(f"id={page.pk}" for page in pages)
    return client.post(f"{url}?{chosen}&next=/manage/all_briefs/", form)


def test_the_dates_of_many_briefs_move_together(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    draft = make_campaign_page(index)
    briefs = [make_brief_page(draft, opens_at=OPENS), make_brief_page(draft, opens_at=OPENS, headline=texts("By phone"))]

    answer = bulk(bea_at_desk, "move_dates", *briefs, days=7)

    assert answer.status_code == 302
    moved = [brief.get_latest_revision_as_object() for brief in TaskBriefPage.objects.all()]
    assert {brief.opens_at for brief in moved} == {OPENS + timedelta(days=7)}
    assert {brief.closes_at for brief in moved} == {OPENS + timedelta(days=21)}


def test_moving_the_dates_of_a_running_brief_waits_for_approval(spring: CampaignPage, bea_at_desk: Client) -> None:
    brief = TaskBriefPage.objects.get()

    bulk(bea_at_desk, "move_dates", brief, days=7)

    assert Task.objects.get().opens_at == OPENS
    assert CampaignPage.objects.get(pk=spring.pk).has_unpublished_changes


def test_moving_the_dates_keeps_what_was_written_last(spring: CampaignPage, bea_at_desk: Client) -> None:
    brief = TaskBriefPage.objects.get()
    brief.minutes = 33
    brief.save_revision()

    bulk(bea_at_desk, "move_dates", brief, days=7)

    moved = TaskBriefPage.objects.get().get_latest_revision_as_object()
    assert (moved.minutes, moved.opens_at) == (33, OPENS + timedelta(days=7))


def test_who_may_not_edit_a_brief_does_not_move_it(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    brief = make_brief_page(make_campaign_page(index), opens_at=OPENS)
    GroupPagePermission.objects.all().delete()

    bulk(bea_at_desk, "move_dates", brief, days=7)

    assert TaskBriefPage.objects.get().get_latest_revision_as_object().opens_at == OPENS


def test_a_brief_that_waits_for_approval_is_not_moved(index: CampaignIndexPage, bea_at_desk: Client, bea: Member) -> None:
    draft = make_campaign_page(index)
    brief = make_brief_page(draft, opens_at=OPENS)
    draft.save_revision(user=bea)
    draft.get_workflow().start(draft, bea)

    bulk(bea_at_desk, "move_dates", brief, days=7)

    assert TaskBriefPage.objects.get().get_latest_revision_as_object().opens_at == OPENS


def test_a_campaign_is_not_moved_like_a_brief_and_is_named(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    campaign = make_campaign_page(index)

    asked = bea_at_desk.get(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move_dates"]), {"id": campaign.pk})

    assert "Not moved:" in asked.content.decode()
    assert "A new card, in time" in strip_tags(asked.content.decode()).partition("Not moved:")[2]


def test_moving_by_no_day_is_refused(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    brief = make_brief_page(make_campaign_page(index), opens_at=OPENS)

    assert "other than 0" in bulk(bea_at_desk, "move_dates", brief, days=0).content.decode()


@pytest.fixture
def everybodys_rights(client: Client, bea: Member) -> Client:
    bea.is_superuser = True
    bea.save()
    client.force_login(bea)
    return client


def test_nobody_publishes_a_brief_out_of_its_campaign(index: CampaignIndexPage, everybodys_rights: Client) -> None:
    brief = make_brief_page(make_campaign_page(index), opens_at=OPENS)

    bulk(everybodys_rights, "publish", brief)

    assert not TaskBriefPage.objects.get().live


def test_nobody_moves_a_brief_into_another_campaign(index: CampaignIndexPage, everybodys_rights: Client) -> None:
    own, other = make_campaign_page(index), make_campaign_page(index, headline=texts("Another"))
    brief = make_brief_page(own, opens_at=OPENS)

    told = bulk(everybodys_rights, "move", brief, chooser=other.pk, move_applicable="on")

    assert TaskBriefPage.objects.child_of(own).get() == brief
    assert "a brief stays in its campaign" in everybodys_rights.get(told["Location"]).content.decode()


@pytest.mark.parametrize("address", ["all_campaigns", "all_briefs", "journeys", "studies"])
def test_lists_are_for_programme_managers(index: CampaignIndexPage, client: Client, dan: Member, address: str) -> None:
    client.force_login(dan)

    assert client.get(f"/manage/{address}/").status_code in {302, 403}
