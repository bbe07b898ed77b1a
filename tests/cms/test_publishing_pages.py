"""A page goes live, and the house follows: or neither does."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, Revision

from claims.services import claim_task
from cms.compiling import blocks_from
from cms.going_live import publish_due
from cms.models import CampaignIndexPage, CampaignPage, TaskBriefPage
from cms.selectors import budget_left, claims_by_version
from cms.services import BudgetTooSmall, CampaignNotPublished, promised_points
from members.models import AuditEvent, Member
from members.rights import TESTER, grant
from notifications.models import Note
from seats.models import Pool
from seats.selectors import pool_of
from tasks_catalog.models import Campaign, QuestionnaireVersion, Task
from tests.cms.factories import make_brief_page, make_campaign_page
from tests.members.factories import DepartmentFactory
from tests.tasks_catalog.definitions import definition, texts

pytestmark = pytest.mark.django_db


def campaign_of(page: CampaignPage) -> Campaign:
    assert page.campaign
    return page.campaign


def task_of(page: TaskBriefPage) -> Task:
    assert page.task
    return page.task


def version_of(task: Task) -> int:
    assert task.version
    return task.version.number


def publish(page: Page, by: Member | None = None) -> None:
    page.save_revision(user=by).publish()
    page.refresh_from_db()


def test_a_campaign_that_goes_live_runs_with_its_budget(campaign_page: CampaignPage) -> None:
    campaign = campaign_of(campaign_page)

    assert (campaign.state, campaign.title, budget_left(campaign)) == (Campaign.State.RUNNING, texts("A new card, in time"), 1000)
    assert campaign.theme["brand-light"] == "#0b6b63"


def test_a_larger_budget_adds_the_difference_only(campaign_page: CampaignPage) -> None:
    campaign_page.points_budget = 1500
    publish(campaign_page)
    publish(campaign_page)

    assert budget_left(campaign_of(campaign_page)) == 1500


def test_a_brief_that_goes_live_opens_its_task_and_promises_its_points(brief_page: TaskBriefPage) -> None:
    publish(brief_page)

    task = task_of(brief_page)
    assert (task.state, version_of(task), task.slug) == (Task.State.OPEN, 1, "where-is-the-new-card")
    assert pool_of(task.pool_reference).capacity == 3
    assert (promised_points(task), budget_left(task.campaign)) == (240, 760)


def test_a_lotterys_page_opens_a_lottery_and_another_keeps_its_draw_to_itself(brief_page: TaskBriefPage) -> None:
    assert brief_page.opens_at is not None
    brief_page.draws_at = brief_page.opens_at + timedelta(days=1)
    publish(brief_page)
    assert pool_of(task_of(brief_page).pool_reference).mode == Pool.Mode.FLASH

    brief_page.giving = Pool.Mode.LOTTERY
    publish(brief_page)

    assert pool_of(task_of(brief_page).pool_reference).draws_at == brief_page.draws_at


def test_publishing_again_changes_nothing(brief_page: TaskBriefPage) -> None:
    publish(brief_page)
    publish(brief_page)

    assert Task.objects.count() == QuestionnaireVersion.objects.count() == 1
    assert budget_left(task_of(brief_page).campaign) == 760


def test_fewer_seats_give_points_back_to_the_budget(brief_page: TaskBriefPage) -> None:
    publish(brief_page)
    brief_page.seats = 1
    publish(brief_page)

    assert (promised_points(task_of(brief_page)), budget_left(task_of(brief_page).campaign)) == (80, 920)


def test_an_edit_makes_version_two_and_running_claims_keep_one(brief_page: TaskBriefPage, ada: Member, noon: datetime) -> None:
    publish(brief_page)
    grant(member=ada, right=TESTER)
    task_of(brief_page).touchpoints.update(owner=DepartmentFactory(code="logistics"))
    brief_page.refresh_from_db()
    claim = claim_task(task=task_of(brief_page), member=ada, key=uuid.uuid4(), now=noon).claim

    brief_page.questions = blocks_from(definition(label=texts("Wait at home")))
    publish(brief_page)

    assert version_of(task_of(brief_page)) == 2
    assert claim is not None
    claim.refresh_from_db()
    assert claim.version.number == 1
    assert claims_by_version(task_of(brief_page)) == [(1, 1)]


def test_a_budget_that_is_too_small_publishes_nothing(brief_page: TaskBriefPage) -> None:
    brief_page.seats = 50

    with pytest.raises(BudgetTooSmall, match="has 1000 left"):
        publish(brief_page)

    brief_page.refresh_from_db()
    assert not brief_page.live
    assert not Task.objects.exists()
    assert not QuestionnaireVersion.objects.exists()


def test_a_brief_needs_a_running_campaign(index: CampaignIndexPage, noon: datetime) -> None:
    page = make_brief_page(make_campaign_page(index), opens_at=noon)

    with pytest.raises(CampaignNotPublished):
        publish(page)
    assert not TaskBriefPage.objects.get(pk=page.pk).live


def test_an_older_revision_still_belongs_to_the_same_task(brief_page: TaskBriefPage) -> None:
    draft = brief_page.save_revision()
    publish(brief_page)

    draft.publish()

    assert Task.objects.count() == 1


def test_two_campaigns_may_have_briefs_of_one_name(brief_page: TaskBriefPage, index: CampaignIndexPage, noon: datetime) -> None:
    publish(brief_page)
    other = make_campaign_page(index, headline=texts("Spring"))
    publish(other)
    twin = make_brief_page(other, opens_at=noon)
    publish(twin)

    assert task_of(twin).slug == "spring-where-is-the-new-card"


def test_taking_a_brief_down_closes_its_task_and_frees_its_points(brief_page: TaskBriefPage) -> None:
    publish(brief_page)

    brief_page.unpublish()

    task_of(brief_page).refresh_from_db()
    assert task_of(brief_page).state == Task.State.CLOSED
    assert budget_left(task_of(brief_page).campaign) == 1000


def test_a_scheduled_brief_waits_for_its_minute(brief_page: TaskBriefPage, bea: Member) -> None:
    brief_page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = brief_page.save_revision(user=bea)
    revision.publish()
    assert publish_due(now=timezone.now()) == 0
    assert not Task.objects.exists()

    brief_page.revisions.update(approved_go_live_at=timezone.now() - timedelta(seconds=1))
    _pretend_it_is_due(revision)
    assert publish_due(now=timezone.now()) == 1
    assert publish_due(now=timezone.now()) == 0
    assert version_of(Task.objects.get()) == 1


def test_a_scheduled_brief_that_a_rule_refuses_is_told_to_its_author_once(brief_page: TaskBriefPage, bea: Member) -> None:
    brief_page.seats = 50
    brief_page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = brief_page.save_revision(user=bea)
    revision.publish()
    brief_page.revisions.update(approved_go_live_at=timezone.now() - timedelta(seconds=1))
    _pretend_it_is_due(revision)

    assert publish_due(now=timezone.now()) == publish_due(now=timezone.now()) == 0
    assert "1000 left" in Note.objects.get(member=bea).body
    assert not Task.objects.exists()


def test_a_scheduled_brief_of_nobody_that_a_rule_refuses_is_recorded(brief_page: TaskBriefPage) -> None:
    brief_page.seats = 50
    brief_page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = brief_page.save_revision()
    revision.publish()
    brief_page.revisions.update(approved_go_live_at=timezone.now() - timedelta(seconds=1))
    _pretend_it_is_due(revision)

    assert publish_due(now=timezone.now()) == 0
    assert "1000 left" in AuditEvent.objects.get(did="page.publish_refused").detail["reason"]
    assert not Note.objects.exists()


def _pretend_it_is_due(revision: Revision) -> None:
    """The revision's own words must agree with its schedule."""
    stored = Revision.objects.get(pk=revision.pk)
    stored.content["go_live_at"] = (timezone.now() - timedelta(seconds=1)).isoformat()
    stored.save(update_fields=["content"])
