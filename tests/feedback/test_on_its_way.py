"""What an answer of the network means, where a phone keeps things when its store gives way, and the last screen before sending."""

import json
import re
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from claims.models import Claim
from feedback.models import DraftAnswer, Submission
from members.models import Member
from tests.feedback import pocket
from tests.feedback.factories import fill
from tests.feedback.held import ANSWERS, Held, answer_with, no_network, wake
from tests.feedback.phones import Phones, open_runner, wait_for_state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHY = "#q-why textarea"
CHECK = 3
SAID = "**/said/"
SEND = """async ([method, patience]) => {
    const { send } = await import("/static/js/runner/send.js");
    return (await send("/said/", { method, patience })).kind;
}"""


# What an answer means -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind", "body", "means"),
    [
        (200, "application/json", "{}", "ok"),
        (200, "text/html", "<p>Accept the terms of this hotel", "lost"),
        (200, "application/json", '{"rev', "lost"),
        (401, "application/json", "{}", "signedOut"),
        (403, "text/html", "<p>The form is too old", "signedOut"),
        (403, "application/json", "{}", "refused"),
        (404, "text/html", "", "closed"),
        (408, "application/json", "{}", "lost"),
        (409, "application/json", "{}", "conflict"),
        (410, "application/json", "{}", "closed"),
        (413, "application/json", "{}", "refused"),
        (422, "application/json", "{}", "refused"),
        (429, "application/json", "{}", "lost"),
        (500, "application/json", "{}", "lost"),
        (503, "text/html", "", "lost"),
    ],
)
def test_an_answer_of_the_network_is_understood(page: Page, status: int, kind: str, body: str, means: str) -> None:
    page.route(SAID, lambda route: route.fulfill(status=status, content_type=kind, body=body))

    assert page.evaluate(SEND, ["GET", 20_000]) == means


def test_an_answer_that_never_comes_is_not_waited_for_without_end(page: Page) -> None:
    page.route(SAID, lambda _route: None)
    page.evaluate(f"(given) => void ({SEND})(given).then((kind) => (document.title = kind))", ["GET", 10])

    expect(page).to_have_title("lost")


def test_a_lost_token_that_never_comes_is_not_waited_for_without_end(page: Page) -> None:
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.route(urlsplit(page.url).path, lambda _route: None)
    page.evaluate(f"(given) => void ({SEND})(given).then((kind) => (document.title = kind))", ["PATCH", 10])

    expect(page).to_have_title("lost")


def test_who_signed_in_again_in_another_tab_is_known_here(page: Page) -> None:
    page.evaluate("document.cookie = 'a_csrftoken=of-somebody-else; path=/'")
    page.evaluate("document.cookie = 'csrftoken=the-newest; path=/'")
    held = Held(page, ANSWERS)
    page.fill(WHY, "Nobody called.")

    assert held.wait().request.headers["x-csrftoken"] == "the-newest"


# Where the phone keeps it ---------------------------------------------------------------

CONNECTIONS = """
    window.connections = [];
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = (...given) => {
        const request = open(...given);
        request.addEventListener("success", () => connections.push(request.result));
        return request;
    };
"""
FULL_AT_THE_END = """
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
        const request = put.apply(this, given);
        request.addEventListener("success", () => this.transaction.abort());
        return request;
    };
"""
WILL_NOT_OPEN = """indexedDB.open = () => {
    const request = {};
    setTimeout(() => request[NAME]());
    return request;
};"""


def test_a_store_that_the_phone_has_closed_is_opened_again(phones: Phones, ada: Member, claim: Claim) -> None:
    phone = phones.of(ada)
    phone.add_init_script(CONNECTIONS)
    page = open_runner(phone, claim)
    page.route(ANSWERS, no_network)
    assert page.evaluate("connections.map((one) => one.close()).length")
    page.fill(WHY, "Nobody called.")
    wait_for_state(page, "failed")

    assert pocket.kept_by_the_phone(page)["cells"] == {"why": "Nobody called."}


def test_a_store_that_is_full_only_at_the_end_holds_nothing_up(phones: Phones, ada: Member, claim: Claim) -> None:
    phone = phones.of(ada)
    phone.add_init_script(FULL_AT_THE_END)
    page = open_runner(phone, claim)
    page.fill(WHY, "Nobody called.")
    wait_for_state(page, "saved")

    assert DraftAnswer.objects.get().value == "Nobody called."


@pytest.mark.parametrize("way", ["onerror", "onblocked"])
def test_without_a_store_that_opens_the_page_does_and_says_so(phones: Phones, ada: Member, claim: Claim, way: str) -> None:
    phone = phones.of(ada)
    phone.add_init_script(WILL_NOT_OPEN.replace("NAME", json.dumps(way)))
    page = open_runner(phone, claim)

    expect(page.locator("#notices")).to_contain_text("keeps nothing on the phone")


RECALL = """async ([kept, claim, revision]) => {
    const { Sync } = await import("/static/js/runner/sync.js");
    const { openStore } = await import("/static/js/runner/store.js");
    const store = await openStore();
    await store.put("arrived", { key: "1", claim, cell: "why.own", value: "arrived", revision, links: {} });
    const sync = new Sync({ claim: 1, kept, cells: { "why.own": { value: "page", revision: 2 } }, photos: {}, urls: {} }, store);
    await sync.start();
    return sync.value("why.own");
}"""


@pytest.mark.parametrize(
    ("kept", "of_claim", "revision", "shown"),
    [(True, 1, 3, "arrived"), (True, 1, 1, "page"), (True, 2, 3, "page"), (False, 1, 3, "page")],
    ids=["newer than the kept page", "older than the kept page", "of another task", "a fresh page knows it all"],
)
def test_what_has_arrived_is_laid_over_a_page_that_is_older(page: Page, kept: bool, of_claim: int, revision: int, shown: str) -> None:
    assert page.evaluate(RECALL, [kept, of_claim, revision]) == shown


# The last screen ------------------------------------------------------------------------


@pytest.fixture
def last(phones: Phones, ada: Member, claim: Claim, now: datetime) -> Page:
    """Ada's phone, everything answered, just before the last screen."""
    fill(claim, now=now)
    return open_runner(phones.of(ada), claim, CHECK - 1)


def test_when_the_check_fails_nothing_can_be_sent_until_it_is_made(last: Page) -> None:
    last.route("**/check/", no_network)
    last.click("#next")
    expect(last.locator("#runner [role=alert]")).to_contain_text("We could not check just now")
    expect(last.locator("#send")).to_be_disabled()
    last.unroute("**/check/")
    last.get_by_role("button", name="Look again").click()

    expect(last.locator("#send")).to_be_enabled(timeout=20_000)
    expect(last.locator("#runner [role=alert]")).to_have_count(0)


def test_nothing_can_be_sent_while_an_answer_waits_and_it_can_once_that_has_arrived(
    phones: Phones, ada: Member, claim: Claim, now: datetime
) -> None:
    fill(claim, but=("recommend",), now=now)
    page = open_runner(phones.of(ada), claim)
    page.route(ANSWERS, no_network)
    page.click("#q-recommend label >> nth=7")
    for _screen in range(CHECK):
        page.click("#next")
    expect(page.locator("#runner")).to_contain_text("Still missing")
    expect(page.locator("#send")).to_be_disabled()
    page.unroute(ANSWERS)
    wake(page)

    expect(page.locator("#send")).to_be_enabled(timeout=20_000)


def test_nothing_is_sent_without_its_newest_answer(phones: Phones, ada: Member, claim: Claim, now: datetime) -> None:
    fill(claim, now=now)
    page = open_runner(phones.of(ada), claim)
    page.route(ANSWERS, no_network)
    page.click("#q-recommend label >> nth=7")
    for _screen in range(CHECK):
        page.click("#next")
    expect(page.locator("#runner")).to_contain_text("Everything is there.")

    expect(page.locator("#runner .notice-err[role=status]")).to_be_visible()
    expect(page.locator("#send")).to_be_disabled()


def test_sending_again_after_a_lost_answer_is_the_same_sending(last: Page) -> None:
    sendings: list[str | None] = []

    def lose_the_first(route: Route) -> None:
        sendings.append(route.request.post_data)
        if len(sendings) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    last.route("**/submit/", lose_the_first)
    last.click("#next")
    last.click("#send:enabled", timeout=20_000)
    expect(last.locator("#runner [role=alert]")).to_contain_text("Nothing is lost: send again, it counts only once.")
    last.click("#send:enabled")
    last.wait_for_url("**/sent/")

    assert sendings[0] == sendings[1]
    assert Submission.objects.count() == 1


def test_whoever_presses_twice_sends_once(last: Page) -> None:
    held = Held(last, re.compile("/submit/$"))
    last.click("#next")
    last.click("#send:enabled", timeout=20_000)
    held.wait()

    expect(last.locator("#send")).to_be_disabled()
    expect(last.locator("#send")).to_have_attribute("aria-busy", "true")


def test_what_the_server_still_misses_is_told_and_not_sent(last: Page) -> None:
    problem = {"step": 0, "question": "why", "subject": "own", "label": "Why?", "message": "Say why."}
    missing = {"message": "One thing is missing.", "problems": [problem], "duties": []}
    last.route("**/submit/", lambda route: answer_with(route, missing, status=422))
    last.click("#next")
    last.click("#send:enabled", timeout=20_000)

    expect(last.locator("#runner [role=alert]")).to_have_text("One thing is missing.")
    expect(last.locator("#runner")).to_contain_text("Say why.")
    expect(last.locator("#send")).to_be_disabled()
