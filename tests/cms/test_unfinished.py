"""Whoever is quicker than the editor's scripts loses nothing, and is told what happened."""

import re
import time

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from playwright.sync_api import Page, Route, expect
from wagtail.models import Revision

from cms.models import CampaignPage
from cms.unfinished import UnfinishedEditorMiddleware
from members.models import Member
from tests.cms.factories import make_campaign_page, make_site
from tests.cms.test_first_campaign import own_cache
from tests.cms.test_in_the_browser import tree
from tests.feedback.phones import Phones, chromium, phones

__all__ = ["chromium", "own_cache", "phones", "tree"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOLD = "The page was sent before it had come whole, so nothing was changed. It is whole now: try again."
AT_ONCE = """
sessionStorage.pressed || new MutationObserver((_changes, watch) => {
  const button = document.querySelector("form[data-edit-form] .footer [type=submit], form[data-edit-form] .footer .action-save");
  if (!button) return;
  watch.disconnect();
  sessionStorage.pressed = "yes";
  button.form.requestSubmit(button);
}).observe(document, { childList: true, subtree: true });
"""


def late(route: Route) -> None:
    time.sleep(2)
    route.continue_()


@pytest.fixture
def address(own_cache: None, tree: None, bea: Member, dan: Member) -> str:
    page = make_campaign_page(make_site(manager=bea, owner=dan))
    page.save_revision(user=bea)
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.fixture
def hasty(phones: Phones, bea: Member, address: str) -> Page:
    """Bea's editor, whose last script comes late; blocks are drawn after it."""
    shown = phones.of(bea, width=1280)
    shown.set_default_timeout(60_000)
    shown.route(re.compile(r"author/main.*\.js"), late)
    return shown


def press_early(page: Page, address: str) -> None:
    page.goto(address, wait_until="commit")
    page.get_by_role("button", name="Save draft").click(no_wait_after=True)


def test_a_button_waits_for_the_blocks(hasty: Page, address: str) -> None:
    press_early(hasty, address)

    expect(hasty.locator(".messages .success")).to_be_visible(timeout=60_000)
    assert Revision.objects.count() == 2


def test_what_is_sent_in_spite_of_that_changes_nothing_and_leads_back(hasty: Page, address: str) -> None:
    hasty.add_init_script(AT_ONCE)
    hasty.goto(address)

    expect(hasty.locator(".messages")).to_contain_text(TOLD, timeout=60_000)
    assert Revision.objects.count() == 1
    assert CampaignPage.objects.get().draft_title


def test_what_saves_itself_without_its_blocks_is_told_so(client: Client, bea: Member, address: str) -> None:
    client.force_login(bea)

    answer = client.post(address, {"headline": "?"}, headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()["error_message"]) == (400, TOLD)


def test_another_missing_field_stays_an_error_of_ours(rf: RequestFactory) -> None:
    asked = rf.post("/manage/")

    assert UnfinishedEditorMiddleware(lambda _request: HttpResponse()).process_exception(asked, MultiValueDictKeyError("title")) is None
