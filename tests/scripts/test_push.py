"""Messages on this phone: asked for by a tap only, and what is said is what holds."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, Route, expect
from pytest_django import Settings

from members.models import Member
from tests.scripts.at_hand import AtHand
from tests.scripts.conftest import Devices

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# A browser's push service on the phone itself: what it was asked, and whether there is a subscription.
SERVICE = """
  globalThis.asked = [];
  globalThis.permission = "granted";
  globalThis.subscription = null;
  const made = { endpoint: "https://push.example/7", toJSON: () => ({ endpoint: "https://push.example/7" }),
    unsubscribe: async () => (subscription = null) };
  const pushManager = { getSubscription: async () => subscription, subscribe: async ({ userVisibleOnly, applicationServerKey }) => {
    asked.push([userVisibleOnly, applicationServerKey.length, applicationServerKey[0]]);
    return (subscription = made);
  } };
  Object.defineProperty(ServiceWorkerContainer.prototype, "ready", { get: async () => ({ pushManager }) });
  Notification.requestPermission = async () => (asked.push("permission"), permission);
  Object.defineProperty(Notification, "permission", { get: () => permission });
"""


@pytest.fixture
def phone(settings: Settings, devices: Devices, ada: Member) -> AtHand:
    said = StringIO()
    call_command("make_vapid_keys", stdout=said)
    settings.VAPID_PRIVATE_KEY = said.getvalue().splitlines()[0].partition("=")[2]
    settings.VAPID_SUBJECT = "mailto:firsthand@harbour.example"
    device = devices(ada, width=360)
    device.context.add_init_script(SERVICE)
    return device


@pytest.fixture
def told(phone: AtHand) -> list[object]:
    """What a house that answers was told."""
    found: list[object] = []

    def hear(route: Route) -> None:
        found.append(route.request.post_data_json)
        route.fulfill(status=200, json={})

    for name in ("push_on", "push_off"):
        phone.answers[reverse(f"notifications:{name}")] = hear
    return found


def choose(page: Page, which: str) -> None:
    page.click(f"#push [data-push={which}]")


def expect_state(page: Page, words: str, *, on: bool) -> None:
    expect(page.locator("#push-state")).to_contain_text(words)
    expect(page.locator("#push [data-push=on]")).to_have_attribute("aria-pressed", str(on).lower())
    expect(page.locator("#push [data-push=off]")).to_have_attribute("aria-pressed", str(not on).lower())


def test_nothing_is_asked_before_a_tap(phone: AtHand) -> None:
    page = phone.open("/me/")

    expect_state(page, "Off. Your inbox has every message.", on=False)
    assert page.evaluate("asked") == []


def test_on_tells_the_house_where_this_phone_is_found_and_off_that_it_is_not(phone: AtHand, told: list[object]) -> None:
    page = phone.open("/me/")
    choose(page, "on")
    expect_state(page, "On. The locked screen only says", on=True)
    assert page.evaluate("asked") == ["permission", [True, 65, 4]], "a key of 65 bytes, as push services want it"

    choose(page, "off")
    expect_state(page, "Off. Your inbox", on=False)
    assert told == [{"endpoint": "https://push.example/7"}] * 2
    assert page.evaluate("subscription") is None


def test_without_leave_nothing_is_subscribed_and_the_way_is_told(phone: AtHand, told: list[object]) -> None:
    page = phone.open("/me/")
    page.evaluate("() => (permission = 'denied')")
    choose(page, "on")

    expect_state(page, "Allow notifications for this site", on=False)
    assert (page.evaluate("asked"), told) == (["permission"], [])


def test_a_house_that_did_not_hear_leaves_no_subscription_behind(phone: AtHand) -> None:
    page = phone.open("/me/")
    phone.answers[reverse("notifications:push_on")] = lambda route: route.fulfill(status=500)
    choose(page, "on")

    expect_state(page, "Nothing was changed; try again later", on=False)
    assert page.evaluate("subscription") is None


def test_a_browser_that_refuses_is_told_of(phone: AtHand, told: list[object]) -> None:
    page = phone.open("/me/")
    page.evaluate("async () => ((await navigator.serviceWorker.ready).pushManager.subscribe = async () => { throw new Error('no'); })")
    choose(page, "on")

    expect_state(page, "That did not work just now", on=False)
    assert told == []


def test_off_where_it_is_off_already_tells_nobody(phone: AtHand, told: list[object]) -> None:
    page = phone.open("/me/")
    choose(page, "on")
    expect_state(page, "On.", on=True)
    page.evaluate("() => (subscription = null)")  # the browser let go of it by itself
    choose(page, "off")

    expect_state(page, "Off.", on=False)
    assert len(told) == 1


def test_off_holds_on_the_phone_when_the_house_is_away(phone: AtHand, told: list[object]) -> None:
    page = phone.open("/me/")
    choose(page, "on")
    expect_state(page, "On.", on=True)
    phone.answers[reverse("notifications:push_off")] = lambda route: route.abort()
    choose(page, "off")

    expect_state(page, "Off.", on=False)
    assert page.evaluate("subscription") is None


@pytest.mark.parametrize("lacking", ["PushManager", "Notification"])
def test_a_browser_that_cannot_offers_nothing(phone: AtHand, lacking: str) -> None:
    phone.context.add_init_script(f"delete window.{lacking}")
    page = phone.open("/me/")
    page.wait_for_load_state("networkidle")

    expect(page.locator("#push")).to_be_hidden()
