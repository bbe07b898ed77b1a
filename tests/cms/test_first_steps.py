"""What a newcomer is led by: the list of first steps, short names that are made, and what happens after each decision."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from cms.first_steps import first_steps
from cms.models import CampaignIndexPage, CampaignPage, TaskBriefPage
from cms.site import set_up_site
from members.models import Department, Member
from members.rights import DEPARTMENT_OWNER, PROGRAMME_MANAGER, grant
from tasks_catalog.models import Provider
from tests.cms.test_desk import in_languages

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(bea: Member, client: Client) -> Client:
    """Bea in an empty house."""
    set_up_site()
    grant(member=bea, right=PROGRAMME_MANAGER)
    client.force_login(bea)
    return client


def done(member: Member) -> list[bool]:
    return [step.done for step in first_steps(member)]


def test_an_empty_house_shows_the_way(manager: Client, bea: Member) -> None:
    page = manager.get("/manage/").text

    assert "Your first campaign" in page
    assert reverse("departments:add") in page
    assert done(bea) == [False] * 7


def test_each_step_is_ticked_when_it_is_done(index: CampaignIndexPage, bea: Member, dan: Member) -> None:
    assert done(bea) == [False, True, True, True, False, False, False]

    grant(member=dan, right=PROGRAMME_MANAGER)

    assert done(bea)[0]


def test_a_brief_is_offered_only_when_there_is_a_campaign(index: CampaignIndexPage, bea: Member) -> None:
    assert [bool(step.url) for step in first_steps(bea)] == [True, True, True, True, True, False, False]


def test_the_list_goes_away_with_the_first_publication(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    assert "Your first campaign" not in bea_at_desk.get("/manage/").text


def test_who_only_approves_is_not_led_to_write(manager: Client, cy: Member) -> None:
    grant(member=cy, right=DEPARTMENT_OWNER)

    assert first_steps(cy) == []


def test_a_short_name_is_made_from_the_name_and_never_twice(manager: Client) -> None:
    for _again in range(2):
        manager.post(reverse("departments:add"), in_languages("name", "Cards & loans") | {"code": "", "parent": "", "owner": ""})

    assert set(Department.objects.filter(code__startswith="cards").values_list("code", flat=True)) >= {"cards-loans", "cards-loans-2"}


def test_a_short_name_that_was_typed_is_kept(manager: Client) -> None:
    manager.post(reverse("companies:add"), {"name": "Harbour Bank", "kind": "own", "slug": "harbour"})

    assert Provider.objects.get().slug == "harbour"


def test_the_account_made_on_the_server_needs_no_mail() -> None:
    root = Member.objects.create_superuser("root@bank.example", "walk-in-their-shoes")

    assert EmailAddress.objects.get(user=root).verified


def test_who_is_to_decide_finds_the_decision_on_the_button(
    campaign_page: CampaignPage, brief_page: TaskBriefPage, bea: Member, dan: Member, client: Client
) -> None:
    campaign_page.get_latest_revision_as_object().save_revision(user=bea)
    page = CampaignPage.objects.get(pk=campaign_page.pk)
    page.get_workflow().start(page, bea)
    client.force_login(dan)

    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    footer = shown.partition("w-dropdown-button")[2]
    assert "waits for your decision" in shown
    assert -1 < footer.find('data-workflow-action-name="approve"') < footer.find("w-dropdown__toggle")


def test_after_an_approval_it_is_said_what_follows(
    campaign_page: CampaignPage, brief_page: TaskBriefPage, bea: Member, dan: Member, cy: Member, client: Client
) -> None:
    grant(member=cy, right=PROGRAMME_MANAGER)
    campaign_page.get_latest_revision_as_object().save_revision(user=bea)
    page = CampaignPage.objects.get(pk=campaign_page.pk)
    page.get_workflow().start(page, bea)
    client.force_login(dan)
    form = {name: str(getattr(page, f"{name}_id")) for name in ("sponsor", "journey")}
    form |= {
        name: str(getattr(page, name)) for name in ("starts_on", "ends_on", "points_budget", "quiz_right", "quiz_seats", "quiz_seconds")
    }
    form |= {name.replace("-", "_"): colour for name, colour in page.theme.items()} | nested_form_data({"quiz": {"count": "0"}})
    form |= in_languages("headline", "A new card, in time") | in_languages("lead", "We live a renewal.") | {"comments-TOTAL_FORMS": "0"}
    form |= {"comments-INITIAL_FORMS": "0", "action-workflow-action": "true", "workflow-action-name": "approve"}

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form, follow=True)

    assert "Now it waits for: Cy" in answer.text
