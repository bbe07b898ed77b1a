"""The pages on which campaigns are written, as a screen reader and weak eyes meet them: axe finds nothing, by day and by night."""

from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from cms.compiling import blocks_from
from cms.forms_in import import_form
from cms.models import CampaignPage, TaskBriefPage
from members.models import Department, Member
from tasks_catalog.models import Evidence, Hypothesis, Journey, Method, Study, Touchpoint
from tasks_catalog.studies import Phase
from tests.cms.factories import make_brief_page, make_campaign_page, make_site
from tests.cms.test_first_campaign import own_cache
from tests.cms.test_forms_in_and_out import FORM
from tests.cms.test_in_the_browser import tree
from tests.feedback.phones import Phones, chromium, phones
from tests.tasks_catalog.definitions import definition
from tests.tasks_catalog.factories import NOON
from tests.tasks_catalog.xlsform.books import xlsx

__all__ = ["chromium", "own_cache", "phones", "tree"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
LISTS = ["all_campaigns", "all_briefs", "journeys", "studies", "question_sets", "companies", "departments", "benefits"]
FORMS = ["journeys", "studies", "question_sets", "companies", "departments"]
BASELINE: dict[str, str] = {}  # rule → why it is Wagtail's own and not ours to mend; empty since the editor of 8.0


@pytest.fixture
def pages(own_cache: None, tree: None, bea: Member, dan: Member) -> tuple[CampaignPage, TaskBriefPage]:
    """A campaign with one brief, both in draft."""
    campaign = make_campaign_page(make_site(manager=bea, owner=dan))
    campaign.save_revision(user=bea)
    brief = make_brief_page(campaign, opens_at=NOON, questions=blocks_from(definition()))
    brief.save_revision(user=bea)
    return campaign, brief


def found(page: Page) -> dict[str, Any]:
    """By rule, what axe holds against the page as it stands."""
    seen = Axe().run(page, options=RULES).response["violations"]
    return {rule["id"]: [node["html"][:200] for node in rule["nodes"]] for rule in seen if rule["id"] not in BASELINE}


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_every_tab_of_both_editors_is_clean(pages: tuple[CampaignPage, TaskBriefPage], phones: Phones, bea: Member, dark: bool) -> None:
    shown = phones.of(bea, width=1280, dark=dark)
    seen = {}
    for edited in pages:
        shown.goto(reverse("wagtailadmin_pages:edit", args=[edited.pk]))
        for tab in shown.get_by_role("tab").all():
            tab.click()
            seen[edited.title, tab.inner_text()] = found(shown)

    assert {place: rules for place, rules in seen.items() if rules} == {}


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_lists_forms_and_maps_are_clean(pages: tuple[CampaignPage, TaskBriefPage], phones: Phones, bea: Member, dark: bool) -> None:
    campaign, _brief = pages
    journey = Journey.objects.get()
    addresses = ["/manage/", *(f"/manage/{name}/" for name in LISTS), *(f"/manage/{name}/new/" for name in FORMS)]
    addresses += [f"/manage/journeys/edit/{journey.pk}/", "/manage/journey-maps/", f"/manage/journey-maps/{journey.pk}/"]
    addresses += [reverse("cms_admin:copy", args=[campaign.pk]), reverse("cms_forms:import")]
    shown = phones.of(bea, width=1280, dark=dark)
    seen = {}
    for address in addresses:
        shown.goto(address)
        seen[address] = found(shown)

    assert {place: rules for place, rules in seen.items() if rules} == {}


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_a_study_and_what_became_of_a_form_are_clean(
    pages: tuple[CampaignPage, TaskBriefPage], phones: Phones, bea: Member, dark: bool
) -> None:
    campaign, _brief = pages
    imported = import_form(campaign=campaign, content=xlsx(FORM), file="delivery.xlsx", by=bea, now=NOON)
    study = Study.objects.create(
        slug="goodbye", title="A good ending", question="Does it bring people back?", sponsor=Department.objects.get(code="cards"),
        starts_on=date(2026, 1, 5), journey=Journey.objects.get(), phase=Phase.DEFINE,
    )  # fmt: skip
    method = Method.objects.create(study=study, kind=Method.Kind.INTERVIEW, what="Eight who left")
    Evidence.objects.create(method=method, title="What they said", note="Nobody asked why.")
    Hypothesis.objects.create(study=study, statement="A call brings one in five back", touchpoint=Touchpoint.objects.get(), scale="nps")
    shown = phones.of(bea, width=1280, dark=dark)
    seen = {}
    for address in (reverse("study_pages:study", args=[study.pk]), reverse("cms_forms:imported", args=[imported.pk])):
        shown.goto(address)
        seen[address] = found(shown)

    assert {place: rules for place, rules in seen.items() if rules} == {}


def test_a_picture_without_words_would_be_found(pages: tuple[CampaignPage, TaskBriefPage], phones: Phones, bea: Member) -> None:
    shown = phones.of(bea, width=1280)
    shown.goto("/manage/")
    shown.evaluate("document.querySelector('main').append(new Image())")

    assert "image-alt" in found(shown)
