"""Last quarter's campaign is the template of the next."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.admin_views import _next_quarter
from cms.copying import copy_as_template, later
from cms.models import CampaignIndexPage, CampaignPage, TaskBriefPage
from members.models import Member
from rewards.models import Transfer
from tasks_catalog.models import Task
from tests.cms.factories import make_brief_page, make_campaign_page
from tests.tasks_catalog.definitions import texts

pytestmark = pytest.mark.django_db

OPENS = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def spring(index: CampaignIndexPage) -> CampaignPage:
    """Published, and written on since."""
    page = make_campaign_page(index, quiz_opens_at=OPENS, quiz_closes_at=OPENS + timedelta(days=2), coin_name=texts("Planck coins"))
    brief = make_brief_page(page, opens_at=OPENS)
    page.save_revision().publish()
    brief = TaskBriefPage.objects.get(pk=brief.pk)
    brief.minutes = 33
    brief.save_revision()
    return CampaignPage.objects.get(pk=page.pk)


def copy(page: CampaignPage, by: Member) -> CampaignPage:
    return copy_as_template(campaign=page, headline=texts("Summer"), starts_on=date(2026, 6, 1), by=by, now=OPENS)


def brief_in(page: CampaignPage) -> TaskBriefPage:
    brief: TaskBriefPage = TaskBriefPage.objects.child_of(page).get()
    return brief


def test_the_copy_is_a_draft_with_all_dates_moved(spring: CampaignPage, bea: Member) -> None:
    summer = copy(spring, bea)

    brief = brief_in(summer).get_latest_revision_as_object()
    assert (summer.starts_on, summer.ends_on) == (date(2026, 6, 1), date(2026, 7, 31))
    assert summer.quiz_opens_at == brief.opens_at == OPENS + timedelta(days=92)
    assert brief.closes_at == OPENS + timedelta(days=92 + 14)
    assert (summer.live, brief.live, summer.slug) == (False, False, "summer")


def test_the_copy_is_what_was_written_last(spring: CampaignPage, bea: Member) -> None:
    summer = copy(spring, bea)

    brief = brief_in(summer)
    assert (brief.minutes, brief.get_latest_revision_as_object().minutes) == (33, 33)
    assert summer.coin_name == texts("Planck coins")
    assert list(brief.touchpoints.all()) == list(brief_in(spring).touchpoints.all())


def test_the_copy_of_a_campaign_is_as_it_was_written_last(spring: CampaignPage, bea: Member) -> None:
    spring.points_budget = 2000
    spring.save_revision()

    assert copy(CampaignPage.objects.get(pk=spring.pk), bea).points_budget == 2000


def test_the_copy_has_no_part_in_what_the_first_published(spring: CampaignPage, bea: Member) -> None:
    tasks, transfers = Task.objects.count(), Transfer.objects.count()

    summer = copy(spring, bea)

    assert (summer.campaign, summer.round, brief_in(summer).task) == (None, None, None)
    assert (summer.first_published_at, summer.live_revision) == (None, None)
    assert (Task.objects.count(), Transfer.objects.count()) == (tasks, transfers)


def test_a_campaign_without_dates_is_copied_too(index: CampaignIndexPage, bea: Member) -> None:
    undated = make_campaign_page(index, starts_on=None, ends_on=None)
    make_brief_page(undated, opens_at=OPENS, closes_at=None)

    summer = copy(undated, bea)

    assert (summer.starts_on, summer.ends_on) == (date(2026, 6, 1), None)
    assert (brief_in(summer).opens_at, brief_in(summer).closes_at) == (OPENS, None), "nothing says how far to move"


def test_the_copy_can_be_published_beside_the_first(spring: CampaignPage, bea: Member) -> None:
    copy(spring, bea).save_revision().publish()

    assert Task.objects.count() == 2


def post(client: Client, page: CampaignPage, **changes: Any) -> Any:
    titles = {f"headline_{code.replace('-', '_')}": text for code, text in texts("Summer").items()}
    return client.post(reverse("cms_admin:copy", args=[page.pk]), titles | {"starts_on": "2026-06-01"} | changes)


def test_a_manager_copies_by_a_form_that_proposes_the_next_quarter(spring: CampaignPage, bea_at_desk: Client) -> None:
    offered = bea_at_desk.get(reverse("wagtailadmin_pages:copy", args=[spring.pk]), follow=True)
    answer = post(bea_at_desk, spring)

    assert 'value="2026-06-01"' in offered.content.decode()
    assert answer.status_code == 302
    assert CampaignPage.objects.filter(slug="summer").exists()


def test_a_copy_without_a_title_in_every_language_is_refused(spring: CampaignPage, bea_at_desk: Client) -> None:
    answer = post(bea_at_desk, spring, headline_pl="")

    assert answer.status_code == 200
    assert CampaignPage.objects.count() == 1


def test_the_sponsor_does_not_copy_campaigns(spring: CampaignPage, client: Client, dan: Member) -> None:
    client.force_login(dan)

    assert post(client, spring).status_code in {302, 403, 404}
    assert CampaignPage.objects.count() == 1


def test_a_date_that_moves_across_a_change_of_the_clocks_keeps_its_hour() -> None:
    with timezone.override("Europe/Warsaw"):
        moved = later(datetime(2026, 3, 2, 11, tzinfo=UTC), timedelta(days=92))  # noon in Warsaw

    assert moved == datetime(2026, 6, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(("day", "then"), [((2026, 3, 1), (2026, 6, 1)), ((2026, 11, 30), (2027, 2, 28)), ((2026, 12, 31), (2027, 3, 31))])
def test_the_next_quarter_begins_three_months_later(day: tuple[int, int, int], then: tuple[int, int, int]) -> None:
    assert _next_quarter(date(*day)) == date(*then)
