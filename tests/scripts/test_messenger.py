"""Inside WeChat: the share card and the scanner; whatever is missing there, the page works the ordinary way."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings

from members.models import Member
from tests.feedback.pocket import until
from tests.scripts.at_hand import AtHand
from tests.scripts.conftest import Devices

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0"
SDK = "/open/js/jweixin-1.6.0.js"
# The messenger's own script as far as ours asks it: what it is given, and a scanner that reads what `code` holds.
ITS_SCRIPT = """
  globalThis.given = {};
  globalThis.wx = {
    config: (config) => (given.config = config),
    ready: (then) => then(),
    updateAppMessageShareData: (card) => (given.card = card),
    scanQRCode: ({ success, fail, cancel }) => globalThis.code ? success({ resultStr: code }) : globalThis.broken ? fail() : cancel(),
  };
"""
SCANNED = "async (code) => { globalThis.code = code; return await scanByMessenger(); }"


@pytest.fixture
def phone(settings: Settings, devices: Devices, ada: Member) -> AtHand:
    settings.WECHAT_IN_APP_ID, settings.WECHAT_IN_APP_SECRET = "wx1", "secret"
    device = devices(ada, width=360, user_agent=WECHAT)
    device.answers[reverse("members:messenger_config")] = lambda route: route.fulfill(json={"appId": "wx1", "signature": "s"})
    device.answers[SDK] = lambda route: route.fulfill(content_type="text/javascript", body=ITS_SCRIPT)
    return device


@pytest.fixture
def page(phone: AtHand) -> Page:
    page = phone.open("/me/")
    until(page, "() => Boolean(globalThis.given?.config)")
    return page


def test_the_messenger_is_asked_for_what_we_use_and_shows_nobody_our_trials(page: Page) -> None:
    config = page.evaluate("given.config")

    assert (config["appId"], config["signature"], config["debug"]) == ("wx1", "s", False)
    assert config["jsApiList"] == ["updateAppMessageShareData", "updateTimelineShareData", "scanQRCode"]


def test_the_card_leads_to_the_page_without_its_place_in_it(phone: AtHand) -> None:
    page = phone.open("/me/#push")
    until(page, "() => Boolean(globalThis.given?.card)")

    assert page.evaluate("given.card.link") == "http://localhost/me/"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("EAN_13,6901234567892", "6901234567892"),
        ("https://house.example/a,b", "https://house.example/a,b"),
        ("CODE_128,A,B", "A,B"),
        ("", ""),
    ],
)
def test_a_scanned_code_is_told_without_the_name_of_its_kind(page: Page, read: str, meant: str) -> None:
    assert page.evaluate(SCANNED, read) == meant


def test_a_camera_that_fails_reads_nothing_and_does_not_hang(page: Page) -> None:
    page.evaluate("() => (globalThis.broken = true)")

    assert page.evaluate(SCANNED, "") == ""


@pytest.mark.parametrize("missing", ["config", "script"])
def test_without_the_messengers_answer_the_page_works_the_ordinary_way(phone: AtHand, missing: str) -> None:
    if missing == "config":
        phone.answers[reverse("members:messenger_config")] = lambda route: route.fulfill(status=404, json={})
    else:
        phone.answers[SDK] = lambda route: route.abort()
    page = phone.context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto("/me/")
    page.wait_for_load_state("networkidle")

    expect(page.locator("h1").first).to_be_visible()
    assert (trouble, page.evaluate("globalThis.given?.config ?? null")) == ([], None)
