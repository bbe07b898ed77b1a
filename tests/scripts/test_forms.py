"""Forms post once, ask first where it matters, and wake again; what is said goes away by itself."""

import pytest
from playwright.sync_api import Page, expect

from members.models import Member
from members.rights import REVIEWER, grant
from tests.scripts.at_hand import AtHand
from tests.scripts.conftest import Devices

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

BACK = "() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
THEMES = "form[action$='/theme/'] button"
SIGN_OUT = "form[action$='/logout/'] button"


@pytest.fixture
def phone(devices: Devices, ada: Member) -> AtHand:
    return devices(ada, width=360)


@pytest.fixture
def me(phone: AtHand) -> Page:
    return phone.open("/me/")


def test_a_question_is_asked_before_anything_is_sent_and_no_sends_nothing(me: Page, phone: AtHand) -> None:
    me.click(SIGN_OUT)
    expect(me.locator("#confirm")).to_be_visible()
    expect(me.locator("#confirm-title")).to_have_text("Sign out on this device?")
    expect(me.locator("#confirm-text")).to_have_text("What you wrote is safe with us.")
    me.get_by_role("button", name="Not now").click()

    expect(me.locator("#confirm")).to_be_hidden()
    expect(me.locator(SIGN_OUT)).to_be_enabled()
    assert phone.received(0) == []


def test_a_question_that_is_closed_without_an_answer_is_a_no_even_after_a_yes(me: Page, phone: AtHand) -> None:
    me.click(SIGN_OUT)
    me.get_by_role("button", name="Yes, do it").click()
    expect(me.locator(SIGN_OUT)).to_be_disabled()
    me.evaluate(BACK)
    me.click(SIGN_OUT)
    expect(me.locator("#confirm")).to_be_visible()
    me.locator("#confirm").evaluate("sheet => sheet.close()")  # as Escape does; not every browser empties the answer then

    expect(me.locator("#confirm")).to_be_hidden()
    expect(me.locator(SIGN_OUT)).to_be_enabled()
    assert len(phone.received(1)) == 1


def test_a_yes_holds_for_one_sending_only(me: Page, phone: AtHand) -> None:
    for times in (1, 2):
        me.click(SIGN_OUT)
        me.get_by_role("button", name="Yes, do it").click()
        expect(me.locator(SIGN_OUT)).to_have_attribute("aria-busy", "true")
        assert len(phone.received(times)) == times
        me.evaluate(BACK)
        expect(me.locator(SIGN_OUT)).to_be_enabled()


def test_a_form_is_sent_once_with_the_button_that_was_pressed(me: Page, phone: AtHand) -> None:
    dark, light = me.locator(f"{THEMES}[value=dark]"), me.locator(f"{THEMES}[value=light]")
    dark.click()
    expect(dark).to_have_attribute("aria-busy", "true")
    for button in (dark, light):
        button.evaluate("button => button.click()")

    assert [fields["theme"] for _address, fields in phone.received(1)] == ["dark"]


def test_only_what_sends_rests_so_that_what_was_filled_in_stays(me: Page) -> None:
    me.locator(f"{THEMES}[value=dark]").click()
    expect(me.locator(f"{THEMES}[value=dark]")).to_be_disabled()

    expect(me.locator("form[action$='/theme/'] input").first).to_be_enabled()


def test_buttons_rest_on_when_a_slow_page_ends_its_loading(me: Page) -> None:
    me.locator(f"{THEMES}[value=dark]").click()
    expect(me.locator(f"{THEMES}[value=dark]")).to_be_disabled()
    me.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }))")

    expect(me.locator(f"{THEMES}[value=dark]")).to_be_disabled()


def test_a_form_that_another_script_has_stopped_does_not_rest(me: Page, phone: AtHand) -> None:
    me.evaluate("() => document.addEventListener('submit', (event) => event.preventDefault(), { capture: true, once: true })")
    me.locator(f"{THEMES}[value=dark]").click()
    me.evaluate("() => new Promise((done) => setTimeout(done))")
    expect(me.locator(f"{THEMES}[value=dark]")).to_be_enabled()

    me.locator(f"{THEMES}[value=dark]").click()
    assert len(phone.received(1)) == 1


def test_a_form_that_only_asks_does_not_rest(me: Page, phone: AtHand) -> None:
    phone.answers["/theme/"] = lambda route: route.fulfill(status=204)
    me.evaluate("""() => (document.querySelector("form[action$='/theme/']").method = "get")""")
    with me.expect_request("**/theme/?*"):
        me.locator(f"{THEMES}[value=dark]").click()
    me.evaluate("() => new Promise((done) => setTimeout(done))")

    expect(me.locator(f"{THEMES}[value=dark]")).to_be_enabled()


def test_buttons_work_again_after_the_way_back(me: Page) -> None:
    dark = me.locator(f"{THEMES}[value=dark]")
    dark.click()
    expect(dark).to_be_disabled()
    me.evaluate(BACK)

    expect(dark).to_be_enabled()
    expect(dark).not_to_have_attribute("aria-busy", "true")


def test_buttons_work_again_after_an_answer_that_kept_the_form(me: Page) -> None:
    dark = me.locator(f"{THEMES}[value=dark]")
    dark.click()
    expect(dark).to_be_disabled()
    dark.evaluate("button => button.form.dispatchEvent(new CustomEvent('htmx:afterRequest', { bubbles: true }))")

    expect(dark).to_be_enabled()


def test_a_button_that_rests_for_another_reason_is_not_woken(me: Page) -> None:
    light = me.locator(f"{THEMES}[value=light]")
    light.evaluate("button => (button.disabled = true)")
    me.evaluate(BACK)

    expect(light).to_be_disabled()


def test_a_filter_applies_as_soon_as_it_is_chosen(devices: Devices, dan: Member) -> None:
    grant(member=dan, right=REVIEWER)
    desk = devices(dan).open("/desk/review/")
    desk.select_option("#f-only", "late")

    desk.wait_for_url("**/desk/review/?only=late*")
