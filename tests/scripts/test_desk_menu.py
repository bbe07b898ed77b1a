"""The menu of all desks folds up when it is left, and leaves the keyboard where it was."""

import pytest
from playwright.sync_api import Page, expect

from members.models import Member
from members.rights import PROGRAMME_MANAGER, REVIEWER, grant
from tests.scripts.conftest import Devices

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def desk(devices: Devices, dan: Member) -> Page:
    for right in (PROGRAMME_MANAGER, REVIEWER):
        grant(member=dan, right=right)
    page = devices(dan).open("/desk/review/")
    page.locator(".bar .more summary").click()
    expect(page.locator(".bar .more")).to_have_attribute("open", "")
    return page


def test_escape_folds_it_and_stands_on_its_name(desk: Page) -> None:
    desk.locator(".bar .more a").first.focus()
    desk.keyboard.press("Escape")

    expect(desk.locator(".bar .more")).not_to_have_attribute("open", "")
    expect(desk.locator(".bar .more summary")).to_be_focused()


def test_a_click_beside_it_folds_it_and_one_within_does_not(desk: Page) -> None:
    desk.locator(".bar .more ul").evaluate("list => list.dispatchEvent(new MouseEvent('click', { bubbles: true }))")
    expect(desk.locator(".bar .more")).to_have_attribute("open", "")
    desk.locator("#main h2").first.click()

    expect(desk.locator(".bar .more")).not_to_have_attribute("open", "")


def test_the_keyboard_folds_it_by_leaving_and_not_on_its_way_through(desk: Page) -> None:
    links = desk.locator(".bar .more a")
    links.first.focus()
    desk.keyboard.press("Tab")
    expect(links.nth(1)).to_be_focused()
    expect(desk.locator(".bar .more")).to_have_attribute("open", "")
    links.last.focus()
    desk.keyboard.press("Tab")

    expect(desk.locator(".bar .more")).not_to_have_attribute("open", "")


def test_a_window_that_is_left_for_another_keeps_it_open(desk: Page) -> None:
    desk.locator(".bar .more summary").evaluate("one => one.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))")

    expect(desk.locator(".bar .more")).to_have_attribute("open", "")
