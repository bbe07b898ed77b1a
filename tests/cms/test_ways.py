"""Approvals and pages are called by the names that the reader's language has for them."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry, Task

from cms.models import CampaignIndexPage, CampaignPage
from members.models import Member
from notifications.models import Note
from tests.cms.factories import make_campaign_page

pytestmark = pytest.mark.django_db

NAMES = {"en": "A new card", "zh-hans": "新卡", "pl": "Nowa karta"}


@pytest.fixture
def first_step(index: CampaignIndexPage) -> Task:
    return Task.objects.get(campaignapprovaltask__step="sponsor")


@pytest.mark.parametrize(("language", "name"), [("en", "Sponsor department"), ("zh-hans", "主办部门"), ("pl", "Dział zlecający")])
def test_a_step_of_the_approval_is_called_in_the_readers_language(first_step: Task, language: str, name: str) -> None:
    with override(language):
        assert first_step.name == name


def test_a_step_that_somebody_saved_in_polish_stays_one_of_ours(first_step: Task) -> None:
    with override("pl"):
        first_step.save()

    first_step.refresh_from_db()

    with override("zh-hans"):
        assert first_step.name == "主办部门"


def test_a_step_that_the_house_named_itself_keeps_its_name(index: CampaignIndexPage) -> None:
    step = Task.objects.create(name="Legal")

    with override("pl"):
        assert step.name == "Legal"


@pytest.mark.parametrize(("language", "name"), [("en", "Sponsor department"), ("zh-hans", "主办部门"), ("pl", "Dział zlecający")])
def test_the_history_of_a_page_names_the_steps_in_the_readers_language(
    campaign_page: CampaignPage, bea: Member, language: str, name: str
) -> None:
    campaign_page.save_revision(user=bea)
    with override("pl"):
        campaign_page.get_workflow().start(campaign_page, bea)
    entry = PageLogEntry.objects.get(action="wagtail.workflow.start")

    with override(language):
        assert name in registry.get_formatter(entry).format_message(entry)


@pytest.mark.parametrize("language", list(NAMES))
def test_a_list_calls_a_campaign_as_its_reader_does(index: CampaignIndexPage, bea: Member, bea_at_desk: Client, language: str) -> None:
    make_campaign_page(index, headline=NAMES)
    Member.objects.filter(pk=bea.pk).update(locale=language)

    listed = bea_at_desk.get(reverse("all_campaigns:index")).content.decode()

    assert [name for name in NAMES.values() if f"{name}\n" in listed or f"{name}<" in listed] == [NAMES[language]]


def test_a_list_calls_a_draft_by_its_newest_name(index: CampaignIndexPage) -> None:
    page = make_campaign_page(index, headline=NAMES)
    page.headline = NAMES | {"en": "A newer card", "pl": "Nowsza karta"}
    page.save_revision()

    with override("pl"):
        assert CampaignPage.objects.get().get_admin_display_title() == "Nowsza karta"


def test_a_published_page_keeps_its_name_until_the_newer_one_is_published(campaign_page: CampaignPage) -> None:
    campaign_page.headline = NAMES
    campaign_page.save_revision()

    stored = CampaignPage.objects.get()

    assert (stored.headline == NAMES, stored.title) == (False, "A new card, in time")
    with override("pl"):
        assert stored.get_admin_display_title() == NAMES["en"]


def test_the_place_of_all_campaigns_does_not_warn_of_a_missing_address(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    answer = bea_at_desk.get(reverse("wagtailadmin_explore", args=[index.pk]))

    assert "There is no site" not in answer.content.decode()


@pytest.mark.parametrize(("language", "asked"), [("pl", "„Nowa karta” czeka"), ("zh-hans", "「新卡」等")])
def test_who_is_to_approve_is_asked_in_their_language(
    index: CampaignIndexPage, bea: Member, dan: Member, language: str, asked: str
) -> None:
    page = make_campaign_page(index, headline=NAMES)
    page.save_revision(user=bea)
    Member.objects.filter(pk=dan.pk).update(locale=language)

    with override("en"):
        page.get_workflow().start(page, bea)

    assert asked in Note.objects.get(member=dan).title
