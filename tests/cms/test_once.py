"""A new page is made once, however quick its writer is: the click on “Save draft” waits for the saving that is on its way."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route

from cms.models import CampaignPage
from members.models import Member
from tests.cms.factories import make_site
from tests.cms.test_first_campaign import own_cache
from tests.cms.test_in_the_browser import tree
from tests.feedback.phones import Phones, chromium, phones

__all__ = ["chromium", "own_cache", "phones", "tree"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer(own_cache: None, tree: None, phones: Phones, bea: Member, dan: Member) -> Page:
    """Bea at a campaign that is not saved yet."""
    index = make_site(manager=bea, owner=dan)
    shown = phones.of(bea, width=1280)
    shown.set_default_timeout(60_000)
    shown.goto(reverse("wagtailadmin_pages:add", args=["cms", "campaignpage", index.pk]))
    return shown


class Slow:
    """The way to the server, which keeps what is sent until it is let through."""

    def __init__(self, page: Page) -> None:
        self.kept: list[Route] = []
        page.route(re.compile(r"/manage/pages/add/"), self._take)

    def _take(self, route: Route) -> None:
        if route.request.method == "POST":
            self.kept.append(route)
        else:
            route.continue_()


def saving_itself(page: Page) -> Slow:
    """The page with a saving on its way. What is typed before the editor has come to itself counts for nothing, so it is typed again."""
    slow = Slow(page)
    for number in range(60):
        page.locator('[data-contentpath="headline"] [lang=en]').fill(f"A new card, in time {number}")
        page.wait_for_timeout(1_000)
        if slow.kept:
            return slow
    raise AssertionError("The page did not begin to save itself.")


def click(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click(no_wait_after=True)
    page.wait_for_timeout(1_000)


def may_begin_to_save(page: Page) -> bool:
    """Whether the editor, when it is about to save the page by itself, is let."""
    begin = "form => form.dispatchEvent(new CustomEvent('w-autosave:save', {cancelable: true}))"
    return bool(page.locator("form[data-edit-form]").evaluate(begin))


def test_a_click_while_the_page_saves_itself_waits_and_makes_one_page(writer: Page) -> None:
    slow = saving_itself(writer)
    click(writer)

    (saving,) = slow.kept
    saving.continue_()
    writer.wait_for_url(re.compile(r"/edit/$"))

    assert CampaignPage.objects.count() == 1


def test_without_our_script_the_page_would_be_sent_twice(writer: Page) -> None:
    writer.route(re.compile(r"author/main.*\.js"), lambda route: route.abort())
    writer.reload()
    slow = saving_itself(writer)
    click(writer)

    assert len(slow.kept) == 2


def test_once_the_page_is_sent_it_does_not_save_itself_any_more(writer: Page) -> None:
    send = "form => form.dispatchEvent(new SubmitEvent('submit', {cancelable: true, submitter: form.querySelector('[type=submit]')}))"
    before = may_begin_to_save(writer)
    writer.locator("form[data-edit-form]").evaluate("form => form.dispatchEvent(new CustomEvent('w-autosave:error'))")
    writer.locator("form[data-edit-form]").evaluate(send)

    assert (before, may_begin_to_save(writer)) == (True, False)
