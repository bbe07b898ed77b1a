"""An address or a code goes out by the phone's own sheet, else by the clipboard, else it can be copied by hand; and it is said."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Dialog, Page, expect

from members.models import Member
from tests.feedback import pocket
from tests.scripts.at_hand import AtHand
from tests.scripts.conftest import Devices
from tests.tasks_catalog.factories import TaskFactory, texts

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ADDRESS = "/tasks/where-is-my-card/"
WHOLE = f"http://localhost{ADDRESS}"
CLIPBOARD = """
  globalThis.copied = [];
  Clipboard.prototype.writeText = async (text) => void copied.push(text);
"""
NO_CLIPBOARD = """
  Clipboard.prototype.writeText = async () => { throw new DOMException("no", "NotAllowedError"); };
"""
NO_SHEET = "Object.defineProperty(navigator, 'share', { value: undefined });"
SHEET = "globalThis.shared = []; Object.defineProperty(navigator, 'share', { value: async (what) => void shared.push(what.url) });"
REFUSING = "Object.defineProperty(navigator, 'share', {{ value: async () => {{ throw new DOMException('', '{name}'); }} }});"


@pytest.fixture
def phone(devices: Devices, ada: Member) -> AtHand:
    TaskFactory(slug="where-is-my-card", opens_at=timezone.now() - timedelta(days=1), title=texts("Where is my new card?"))
    return devices(ada, width=360)


def shared_with(phone: AtHand, *scripts: str) -> Page:
    phone.context.add_init_script("".join(scripts))
    page = phone.open(ADDRESS)
    page.click("[data-share]")
    return page


def test_the_phones_own_sheet_gets_the_whole_address(phone: AtHand) -> None:
    page = shared_with(phone, CLIPBOARD, SHEET)
    pocket.until(page, "() => shared.length")

    assert page.evaluate("[shared, copied]") == [[WHOLE], []]


def test_without_a_sheet_the_address_is_copied_and_it_is_said(phone: AtHand) -> None:
    page = shared_with(phone, CLIPBOARD, NO_SHEET)

    expect(page.locator("#toasts .toast")).to_have_text("The address is copied")
    assert page.evaluate("copied") == [WHOLE]


def test_who_closes_the_sheet_wanted_nothing_copied(phone: AtHand) -> None:
    page = shared_with(phone, CLIPBOARD, REFUSING.format(name="AbortError"))
    page.evaluate("() => new Promise((done) => setTimeout(done))")

    assert page.evaluate("copied") == []


def test_a_sheet_that_fails_leaves_the_clipboard(phone: AtHand) -> None:
    page = shared_with(phone, CLIPBOARD, REFUSING.format(name="NotAllowedError"))

    expect(page.locator("#toasts .toast")).to_have_text("The address is copied")
    assert page.evaluate("copied") == [WHOLE]


def test_without_a_clipboard_the_address_can_be_copied_by_hand(phone: AtHand) -> None:
    phone.context.add_init_script(NO_CLIPBOARD + NO_SHEET)
    page = phone.open(ADDRESS)
    shown: list[str] = []

    def read(dialog: Dialog) -> None:
        shown.append(dialog.default_value)
        dialog.dismiss()

    page.on("dialog", read)
    page.click("[data-share]")
    expect(page.locator("#toasts .toast")).to_have_count(0)

    assert shown == [WHOLE]


def test_a_code_is_copied_as_it_is_even_where_there_is_a_sheet(phone: AtHand) -> None:
    phone.context.add_init_script(CLIPBOARD + SHEET)
    page = phone.open(ADDRESS)
    page.evaluate("""() => (document.querySelector("[data-share]").dataset.copy = "HB-7F3K")""")
    page.click("[data-share]")
    expect(page.locator("#toasts .toast")).to_be_visible()

    assert page.evaluate("[shared, copied]") == [[], ["HB-7F3K"]]


def test_a_click_on_anything_else_shares_nothing(phone: AtHand) -> None:
    phone.context.add_init_script(CLIPBOARD + SHEET)
    page = phone.open(ADDRESS)
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.click("h1")

    assert (page.evaluate("[shared, copied]"), trouble) == ([[], []], [])


def test_what_is_said_goes_by_itself_and_trouble_stays_longer(phone: AtHand) -> None:
    page = phone.context.new_page()
    page.clock.install()
    page.goto(ADDRESS)
    page.evaluate("""async () => {
        const { leave } = await import("/static/js/toasts.js");
        for (const kind of ["", "toast-error"]) {
            const toast = Object.assign(document.createElement("div"), { className: `toast ${kind}`, textContent: "Words" });
            document.getElementById("toasts").append(toast);
            leave(toast);
        }
    }""")
    toasts = page.locator("#toasts .toast")
    page.clock.run_for(4_000)
    expect(toasts).to_have_count(2)
    page.clock.run_for(1_000)
    expect(toasts).to_have_count(1)
    expect(toasts).to_have_class("toast toast-error")
    page.clock.run_for(4_500)
    expect(toasts).to_have_count(0)
