"""A campaign is one revision: what is submitted with it is what is approved, scheduled, compared and published."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, TaskState

from cms.compiling import blocks_from
from cms.going_live import publish_due
from cms.models import CampaignIndexPage, CampaignPage, TaskBriefPage
from cms.selectors import budget_left
from cms.services import promised_points
from members.models import Member
from members.rights import ADMINISTRATOR, PROGRAMME_MANAGER, grant
from notifications.models import Note
from tasks_catalog.models import Campaign, Task
from tests.cms.factories import make_brief_page, make_campaign_page
from tests.members.factories import DepartmentFactory
from tests.tasks_catalog.definitions import definition, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(index: CampaignIndexPage, noon: datetime) -> CampaignPage:
    """A campaign with two briefs, nothing of it published."""
    page = make_campaign_page(index)
    make_brief_page(page, opens_at=noon)
    make_brief_page(page, opens_at=noon, headline=texts("At the counter"), points=60, seats=2)
    return page


def fresh(page: CampaignPage) -> CampaignPage:
    return CampaignPage.objects.get(pk=page.pk)


def first_brief(page: CampaignPage) -> TaskBriefPage:
    brief = TaskBriefPage.objects.child_of(page).order_by("path").first()
    assert brief
    return brief


def edit(brief: TaskBriefPage, by: Member | None = None, **fields: Any) -> None:
    newest = brief.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(newest, name, value)
    newest.save_revision(user=by)


def submitted(page: CampaignPage, by: Member) -> CampaignPage:
    page.save_revision(user=by)
    page.get_workflow().start(page, by)
    return fresh(page)


def decide(client: Client, page: CampaignPage, action: str = "approve") -> Any:
    state = page.current_workflow_task_state
    return client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk]), {"comment": "Well done"})


# Published as one -------------------------------------------------------------


def test_a_campaign_goes_live_with_all_its_briefs(draft: CampaignPage) -> None:
    draft.save_revision().publish()

    assert Task.objects.filter(state=Task.State.OPEN, campaign=fresh(draft).campaign).count() == 2
    assert TaskBriefPage.objects.live().count() == 2


def test_a_brief_written_after_the_revision_is_not_in_it(draft: CampaignPage, noon: datetime) -> None:
    revision = draft.save_revision()
    make_brief_page(draft, opens_at=noon, headline=texts("Too late"))

    revision.publish()

    assert Task.objects.count() == 2


def test_an_edit_after_the_revision_stays_a_draft(draft: CampaignPage) -> None:
    revision = draft.save_revision()
    edit(first_brief(draft), points=90)

    revision.publish()

    brief = first_brief(draft)
    assert Task.objects.get(pk=brief.task_id).points == brief.points == 80
    assert brief.get_latest_revision_as_object().points == 90


def test_what_did_not_change_is_not_published_again(draft: CampaignPage) -> None:
    draft.save_revision().publish()
    published = {brief.pk: brief.last_published_at for brief in TaskBriefPage.objects.all()}
    edit(first_brief(draft), minutes=40)

    fresh(draft).save_revision().publish()

    again = {brief.pk for brief in TaskBriefPage.objects.all() if brief.last_published_at != published[brief.pk]}
    assert again == {first_brief(draft).pk}


def test_if_one_brief_is_refused_nothing_goes_live(draft: CampaignPage) -> None:
    edit(first_brief(draft), seats=50)

    with pytest.raises(Exception, match="budget has"):
        draft.save_revision().publish()

    assert not fresh(draft).live
    assert not Campaign.objects.exists()
    assert not Task.objects.exists()


def test_points_that_one_brief_gives_back_are_there_for_the_other(draft: CampaignPage) -> None:
    draft.points_budget = 360
    draft.save_revision().publish()
    one, other = TaskBriefPage.objects.child_of(draft).order_by("path")
    edit(one, seats=4)  # 80 points more, asked for first
    edit(other, seats=1)  # 60 points less
    page = fresh(draft)
    page.points_budget = 380

    page.save_revision().publish()

    assert promised_points(Task.objects.get(pk=one.task_id)) == 320
    assert budget_left(Campaign.objects.get()) == 0


def test_a_smaller_budget_is_taken_back_after_the_briefs_gave_theirs(draft: CampaignPage) -> None:
    draft.points_budget = 360
    draft.save_revision().publish()
    edit(first_brief(draft), seats=1)
    page = fresh(draft)
    page.points_budget = 200

    page.save_revision().publish()

    assert (Campaign.objects.get().points_budget, budget_left(Campaign.objects.get())) == (200, 0)


def test_a_campaigns_departments_are_the_audience_of_a_brief_that_names_none(draft: CampaignPage) -> None:
    branch, shop = DepartmentFactory(code="branch"), DepartmentFactory(code="shop")
    draft.departments = [branch]
    brief = first_brief(draft)
    edit(brief, departments=[shop])

    draft.save_revision().publish()

    common, own = Task.objects.order_by("points")
    assert [list(task.departments.all()) for task in (own, common)] == [[shop], [branch]]


def test_a_campaign_that_goes_down_takes_its_briefs_along(draft: CampaignPage) -> None:
    draft.save_revision().publish()

    fresh(draft).unpublish()

    assert not TaskBriefPage.objects.live().exists()
    assert set(Task.objects.values_list("state", flat=True)) == {Task.State.CLOSED}


def test_the_theme_carries_the_words_and_the_picture(draft: CampaignPage) -> None:
    draft.coin_name, draft.picture = texts("Planck coins"), "mailbox"

    draft.save_revision().publish()

    theme = Campaign.objects.get().theme
    assert (theme["wording"]["coin"], theme["picture"]) == (texts("Planck coins"), "mailbox")


def test_a_brief_that_was_deleted_since_does_not_keep_the_campaign_from_going_live(draft: CampaignPage, bea: Member) -> None:
    revision = draft.save_revision(user=bea)
    first_brief(draft).delete()

    revision.publish()

    assert Task.objects.count() == 1


# One approval -----------------------------------------------------------------


def test_the_sponsor_then_another_manager_approve_and_all_tasks_open(
    draft: CampaignPage, client: Client, bea: Member, dan: Member, eve: Member
) -> None:
    grant(member=eve, right=PROGRAMME_MANAGER)
    page = submitted(draft, bea)
    assert Note.objects.filter(member=dan).count() == 1

    client.force_login(dan)
    decide(client, page)
    assert not Task.objects.exists()

    client.force_login(eve)
    decide(client, fresh(page))

    assert fresh(page).live
    assert Task.objects.filter(state=Task.State.OPEN).count() == 2


def test_nobody_approves_out_of_turn_or_their_own_campaign(draft: CampaignPage, client: Client, bea: Member, ada: Member) -> None:
    page = submitted(draft, bea)

    for member in (bea, ada):
        client.force_login(member)
        decide(client, page)

    assert page.current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS
    assert not Task.objects.exists()


def test_whose_turn_it_is_not_is_offered_nothing_and_refused(draft: CampaignPage, bea: Member, dan: Member, ada: Member) -> None:
    state = submitted(draft, bea).current_workflow_task_state
    task = state.task.specific

    assert task.get_actions(draft, dan) != []
    for member in (bea, ada):
        assert task.get_actions(draft, member) == []
        with pytest.raises(PermissionDenied):
            task.on_action(state, member, "approve")


def test_only_who_may_decide_is_asked_to(draft: CampaignPage, client: Client, bea: Member, dan: Member, eve: Member, cy: Member) -> None:
    """Neither who wrote it nor a manager whose account is locked."""
    for member in (eve, cy):
        grant(member=member, right=PROGRAMME_MANAGER)
    Member.objects.filter(pk=cy.pk).update(is_active=False)
    client.force_login(dan)

    decide(client, submitted(draft, bea))

    assert set(Note.objects.filter(action="Read and decide").values_list("member", flat=True)) == {dan.pk, eve.pk}


def test_the_sponsor_that_the_draft_names_decides(draft: CampaignPage, bea: Member, dan: Member, ada: Member) -> None:
    """Not the one under whom the campaign runs so far."""
    draft.sponsor = DepartmentFactory(code="service-desk", owner=ada)

    submitted(draft, bea)

    assert set(Note.objects.filter(action="Read and decide").values_list("member", flat=True)) == {ada.pk}


def test_the_sponsor_may_ask_for_changes(draft: CampaignPage, client: Client, bea: Member, dan: Member) -> None:
    page = submitted(draft, bea)
    client.force_login(dan)

    decide(client, page, "reject")

    assert page.current_workflow_state.status == "needs_changes"


def test_an_approval_that_a_rule_refuses_changes_nothing(draft: CampaignPage, client: Client, bea: Member, dan: Member) -> None:
    edit(first_brief(draft), seats=50)
    page = submitted(draft, bea)
    grant(member=dan, right=ADMINISTRATOR)
    client.force_login(dan)
    decide(client, page)

    answer = decide(client, fresh(page))

    assert answer.status_code == 302
    assert not fresh(page).live
    assert fresh(page).workflow_in_progress


def test_a_brief_rests_while_its_campaign_is_decided_on(draft: CampaignPage, client: Client, bea: Member) -> None:
    brief = first_brief(draft)
    assert brief.get_lock() is None
    submitted(draft, bea)
    client.force_login(bea)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[brief.pk]))

    assert first_brief(draft).get_lock().for_user(bea)
    assert "rests as it was submitted" in page.content.decode()


def test_an_approver_opens_the_campaign_and_sees_its_briefs_as_submitted(
    draft: CampaignPage, client: Client, bea: Member, dan: Member
) -> None:
    brief = first_brief(draft)
    address = reverse("cms_admin:brief_as_seen", args=[draft.pk, brief.pk])
    client.force_login(dan)
    assert client.get(address).status_code == 404
    submitted(draft, bea)
    edit(brief, headline=texts("Changed behind their back"))

    seen = client.get(address, {"mode": "brief:pl"}).content.decode()
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))

    assert "Where is the new card (pl)" in seen
    assert "Changed behind" not in seen
    assert editor.status_code == 200
    assert "If every seat is taken" in editor.content.decode()


def test_an_employee_sees_no_brief_before_it_is_published(draft: CampaignPage, client: Client, ada: Member) -> None:
    client.force_login(ada)

    answer = client.get(reverse("cms_admin:brief_as_seen", args=[draft.pk, first_brief(draft).pk]))

    assert answer.status_code in {302, 403, 404}


# One schedule -----------------------------------------------------------------


def scheduled(page: CampaignPage, at: datetime, **fields: Any) -> Revision:
    page.go_live_at = at
    for name, value in fields.items():
        setattr(page, name, value)
    revision = page.save_revision()
    revision.publish()
    return Revision.objects.get(pk=revision.pk)


def its_hour_has_come(revision: Revision, **content: str) -> None:
    past = timezone.now() - timedelta(seconds=1)
    revision.content |= {"go_live_at": past.isoformat()} | content
    revision.approved_go_live_at = past
    revision.save(update_fields=["content", "approved_go_live_at"])


def test_a_scheduled_campaign_opens_all_its_tasks_at_its_minute(draft: CampaignPage) -> None:
    revision = scheduled(draft, timezone.now() + timedelta(hours=1))
    assert not Task.objects.exists()
    assert first_brief(draft).get_lock() is not None

    its_hour_has_come(revision)

    assert publish_due(now=timezone.now()) == 1
    assert publish_due(now=timezone.now()) == 0
    assert Task.objects.filter(state=Task.State.OPEN).count() == 2


def test_a_schedule_that_ran_out_before_it_was_served_is_cleaned_and_told(draft: CampaignPage, bea: Member) -> None:
    revision = scheduled(draft, timezone.now() + timedelta(hours=1))
    Revision.objects.filter(pk=revision.pk).update(user=bea)
    its_hour_has_come(revision, expire_at=(timezone.now() - timedelta(seconds=1)).isoformat())

    assert publish_due(now=timezone.now()) == publish_due(now=timezone.now()) == 0

    assert not Revision.objects.exclude(approved_go_live_at=None).exists()
    assert Note.objects.filter(member=bea).count() == 1
    assert not Task.objects.exists()


# One difference ---------------------------------------------------------------


def compare(client: Client, page: CampaignPage, before: Revision, after: Revision) -> str:
    return client.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before.pk, after.pk])).content.decode()


def test_the_difference_of_two_revisions_names_what_changed_in_each_brief(draft: CampaignPage, bea_at_desk: Client) -> None:
    before = draft.save_revision()
    edit(first_brief(draft), points=95, questions=blocks_from(definition(label=texts("Wait at home"))))
    draft.points_budget = 1200
    after = draft.save_revision()

    page = compare(bea_at_desk, draft, before, after)

    assert '<span class="deletion">1000</span>' in page
    assert '<span class="addition">95</span>' in page
    assert "Where is the new card" in page
    assert "At the counter" not in page
    assert 'class="addition">at home' in page


def test_equal_revisions_have_no_difference(draft: CampaignPage, bea_at_desk: Client) -> None:
    before, after = draft.save_revision(), draft.save_revision()

    assert "no differences" in compare(bea_at_desk, draft, before, after)


def test_a_brief_that_was_added_is_told_as_new(draft: CampaignPage, bea_at_desk: Client, noon: datetime) -> None:
    before = draft.save_revision()
    make_brief_page(draft, opens_at=noon, headline=texts("By phone"))
    after = draft.save_revision()

    assert "New brief: By phone" in compare(bea_at_desk, draft, before, after)


def test_going_back_to_a_revision_takes_the_briefs_along(draft: CampaignPage) -> None:
    before = draft.save_revision()
    edit(first_brief(draft), points=95)
    draft.save_revision()

    before.as_object().save_revision(previous_revision=before)

    assert first_brief(draft).get_latest_revision_as_object().points == 80
    assert first_brief(draft).revisions.count() == 2


def test_going_back_to_a_revision_writes_nothing_where_nothing_changed(draft: CampaignPage) -> None:
    before = draft.save_revision()
    edit(first_brief(draft), points=95)

    before.as_object().save_revision(previous_revision=before)

    assert not TaskBriefPage.objects.child_of(draft).order_by("path")[1].revisions.exists()
