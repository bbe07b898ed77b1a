"""The pages on which campaigns are written speak with nobody but us: no pictures of faces, no news of versions, no fonts from elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from cms.models import CampaignPage, NewsPage, TaskBriefPage
from members.models import Member
from tests.cms.pages.factories import a_page
from tests.cms.test_axe import own_cache, pages, tree
from tests.feedback.phones import Phones, chromium, phones
from tests.gates.looking import Load

__all__ = ["chromium", "own_cache", "pages", "phones", "tree"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

type Pages = tuple[CampaignPage, TaskBriefPage]


@contextmanager
def listened(page: Page, address: str) -> Iterator[list[str]]:
    """Every word that the page has with another machine."""
    load = Load(address)
    page.on("request", load.noted)
    yield load.elsewhere
    page.wait_for_load_state("networkidle")
    page.remove_listener("request", load.noted)


def test_managers_pages_speak_with_nobody_else(pages: Pages, phones: Phones, live_server: LiveServer, bea: Member) -> None:
    shown = phones.of(bea, width=1280)
    with listened(shown, live_server.url) as elsewhere:
        for address in ["/manage/", "/manage/account/", "/manage/images/", "/manage/journeys/", "/manage/reports/site-history/"]:
            shown.goto(address)
        for edited in pages:
            shown.goto(reverse("wagtailadmin_pages:edit", args=[edited.pk]))
            for tab in shown.get_by_role("tab").all():
                tab.click()

    assert elsewhere == []


def test_nobody_else_hears_of_a_picture_that_is_chosen(pages: Pages, phones: Phones, live_server: LiveServer, bea: Member) -> None:
    Member.objects.update(is_superuser=True)  # who may write this page is not what is asked here
    news = a_page(NewsPage, title="News")
    shown = phones.of(bea, width=1280)
    with listened(shown, live_server.url) as elsewhere:
        shown.goto(reverse("wagtailadmin_pages:edit", args=[news.pk]))
        shown.locator("[data-chooser-action-choose]:visible").first.click()
        shown.wait_for_selector(".modal-body")

    assert elsewhere == []


def test_a_picture_of_a_face_from_elsewhere_would_be_heard(pages: Pages, phones: Phones, live_server: LiveServer, bea: Member) -> None:
    shown = phones.of(bea, width=1280)
    with override_settings(WAGTAIL_GRAVATAR_PROVIDER_URL="//127.0.0.2:9/avatar"), listened(shown, live_server.url) as elsewhere:
        shown.goto("/manage/account/")

    assert any("127.0.0.2" in one for one in elsewhere)
