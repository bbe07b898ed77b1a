"""What a page does on the phone that shows it: whose things may lie there, how much waits, and one offer that takes a no."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from members.models import Member
from members.rights import REVIEWER, grant
from notifications.services import tell
from tests.feedback import pocket
from tests.scripts.at_hand import AtHand
from tests.scripts.conftest import Devices

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# What the browser would do is written down in its place.
BADGE = """
  globalThis.badges = [];
  Navigator.prototype.setAppBadge = async (number) => void badges.push(number);
  Navigator.prototype.clearAppBadge = async () => void badges.push("none");
"""
SUBSCRIBED = """
  const subscription = { unsubscribe: async () => void localStorage.setItem("test:unsubscribed", "yes") };
  ServiceWorkerContainer.prototype.getRegistration = async () => ({ pushManager: { getSubscription: async () => subscription } });
"""
NO_MEMORY = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } })"
OFFERS = """() => {
    const event = new Event("beforeinstallprompt", { cancelable: true });
    event.prompt = async () => (globalThis.prompted = true);
    dispatchEvent(event);
    return event.defaultPrevented;
}"""
LAY = """async (names) => {
    for (const name of names) await caches.open(name);
    const { openStore } = await import("/static/js/runner/store.js");
    const store = await openStore();
    for (const place of ["arrived", "cells"]) await store.put(place, { key: "1", reader: "somebody" });
}"""
# How many caches of pages, answers that have arrived, answers that have not, caches of files; whether the subscription was ended.
LIES = """async () => {
    const { openStore } = await import("/static/js/runner/store.js");
    const store = await openStore();
    const [arrived, cells] = await Promise.all(["arrived", "cells"].map((place) => store.all(place)));
    const names = await caches.keys();
    const [pages, files] = ["pages-", "static-"].map((kind) => names.filter((name) => name.startsWith(kind)).length);
    return `${pages} ${arrived.length} ${cells.length} ${files} ${localStorage.getItem("test:unsubscribed") === "yes"}`;
}"""
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1"
THERE_ALREADY = {
    "installed": "const really = matchMedia; matchMedia = (asked) => asked.includes('standalone') ? { matches: true } : really(asked)",
    "installed on an iPhone": "Navigator.prototype.standalone = true",
}
WITHOUT_NUMBER = """async () => {
    document.querySelector("meta[name=unread]").remove();
    await import("/static/js/phone.js?again");
    globalThis.again = true;
}"""


@pytest.fixture
def phone(devices: Devices, ada: Member) -> AtHand:
    device = devices(ada, width=360)
    device.context.add_init_script(BADGE + SUBSCRIBED)
    return device


@pytest.fixture
def first(phone: AtHand) -> Page:
    """Ada's phone, seen once, on which somebody's things were laid by hand."""
    page = phone.open("/me/")
    pocket.until(page, "() => Boolean(localStorage.getItem('firsthand:reader'))")
    page.evaluate(LAY, ["pages-somebody", f"pages-{page.locator('html').get_attribute('data-reader')}", "static-1"])
    return page


def wait_for(page: Page, *, pages: int, arrived: int, unsubscribed: bool) -> None:
    """Until so much lies on the phone; what only this phone has and what belongs to everybody always do."""
    pocket.until(page, f"async (lies) => (await ({LIES})()) === lies", f"{pages} {arrived} 1 1 {str(unsubscribed).lower()}")


def test_who_comes_again_finds_what_was_there(first: Page) -> None:
    first.reload()
    first.wait_for_load_state("networkidle")

    wait_for(first, pages=2, arrived=1, unsubscribed=False)


def test_a_phone_that_changed_hands_keeps_only_what_nobody_else_has(first: Page, phone: AtHand, bea: Member) -> None:
    phone.client.force_login(bea)
    first.reload()

    wait_for(first, pages=0, arrived=0, unsubscribed=True)


def test_when_nobody_is_signed_in_nothing_of_anybody_stays(first: Page, phone: AtHand) -> None:
    phone.client.logout()
    first.goto("/accounts/login/")

    wait_for(first, pages=0, arrived=0, unsubscribed=True)


def test_who_signs_in_on_a_fresh_phone_loses_nothing_that_is_on_its_way(first: Page) -> None:
    first.evaluate("() => localStorage.setItem('firsthand:reader', '')")
    first.reload()
    first.wait_for_load_state("networkidle")

    wait_for(first, pages=1, arrived=1, unsubscribed=False)


def test_a_desk_says_nothing_about_whose_phone_it_is(first: Page, phone: AtHand, dan: Member) -> None:
    grant(member=dan, right=REVIEWER)
    phone.client.force_login(dan)
    first.goto("/desk/review/")
    first.wait_for_load_state("networkidle")

    wait_for(first, pages=2, arrived=1, unsubscribed=False)


def test_what_waits_for_somebody_else_is_not_counted_as_ones_own(first: Page) -> None:
    first.reload()
    first.wait_for_load_state("networkidle")

    expect(first.locator("#waits")).to_be_hidden()


def test_a_page_works_where_nothing_may_be_remembered(phone: AtHand) -> None:
    phone.context.add_init_script(NO_MEMORY)
    page = phone.context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto("/")
    pocket.until(page, "() => globalThis.badges.length")

    assert trouble == []


@pytest.mark.parametrize(("unread", "badges"), [(0, ["none"]), (2, [2])])
def test_the_apps_picture_says_how_much_is_unread(phone: AtHand, ada: Member, unread: int, badges: list[object]) -> None:
    for number in range(unread):
        tell(member=ada, kind="seat", reference=str(number), title="A seat came free", now=timezone.now())
    page = phone.open("/me/")
    pocket.until(page, "() => globalThis.badges.length")

    assert page.evaluate("() => globalThis.badges") == badges


def test_a_guests_page_takes_the_number_away(phone: AtHand) -> None:
    phone.client.logout()
    page = phone.open("/accounts/login/")
    pocket.until(page, "() => globalThis.badges.length")

    assert page.evaluate("() => globalThis.badges") == ["none"]


def test_a_page_that_does_not_say_how_much_is_unread_changes_no_number(phone: AtHand) -> None:
    page = phone.open("/me/")
    page.evaluate(WITHOUT_NUMBER)
    pocket.until(page, "() => globalThis.again")

    assert page.evaluate("() => globalThis.badges") == ["none"]


def offered(page: Page) -> bool:
    """The browser says that the app can be had; whether the page takes it up."""
    return bool(page.evaluate(OFFERS))


def test_a_place_on_the_home_screen_is_offered_to_who_came_back(phone: AtHand) -> None:
    page = phone.open("/")
    page.reload()
    assert not offered(page), "it is still the first visit"
    expect(page.locator("#install")).to_be_hidden()
    page.close()

    page = phone.open("/")
    assert offered(page)
    page.locator("#install").get_by_role("button", name="Put it there").click()
    expect(page.locator("#install")).to_be_hidden()
    assert page.evaluate("() => globalThis.prompted")


def test_a_no_holds(phone: AtHand) -> None:
    phone.open("/").close()
    page = phone.open("/")
    offered(page)
    page.locator("#install").get_by_role("button", name="No, thank you").click()
    expect(page.locator("#install")).to_be_hidden()
    page.close()

    assert not offered(phone.open("/"))


def test_who_put_it_there_by_the_browsers_menu_is_not_asked_any_more(phone: AtHand) -> None:
    phone.open("/").close()
    page = phone.open("/")
    offered(page)
    expect(page.locator("#install")).to_be_visible()
    page.evaluate("() => dispatchEvent(new Event('appinstalled'))")

    expect(page.locator("#install")).to_be_hidden()


def test_an_iphone_is_told_the_way_since_it_has_no_button(devices: Devices, ada: Member) -> None:
    phone = devices(ada, width=360, user_agent=IPHONE)
    phone.open("/").close()
    page = phone.open("/")

    expect(page.locator("#install")).to_contain_text("Add to Home Screen")
    expect(page.locator("#install").get_by_role("button", name="Put it there")).to_be_hidden()


@pytest.mark.parametrize("where", ["installed", "installed on an iPhone", "in WeChat"])
def test_where_there_is_nothing_to_offer_nothing_is(devices: Devices, ada: Member, where: str) -> None:
    phone = devices(ada, width=360, user_agent=f"{IPHONE} MicroMessenger/8.0" if where == "in WeChat" else IPHONE)
    phone.context.add_init_script(THERE_ALREADY.get(where, ""))
    phone.open("/").close()
    page = phone.open("/")
    page.wait_for_load_state("networkidle")

    expect(page.locator("#install")).to_be_hidden()
