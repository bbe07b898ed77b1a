"""Leaving the runner: a browser asks only when something would be lost, and after sending the phone keeps nothing."""

from datetime import datetime

import pytest
from playwright.sync_api import Dialog, Page, expect

from claims.models import Claim
from members.models import Member
from tests.feedback.factories import fill, make_claim, make_task
from tests.feedback.held import ANSWERS, Held, no_network
from tests.feedback.phones import Phones, open_runner, wait_for_state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NO_ROOM = """IDBObjectStore.prototype.put = function () { throw new DOMException("full", "QuotaExceededError"); };"""


def leave(page: Page) -> list[str]:
    """What a browser asks whoever closes the page."""
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    return asked


@pytest.mark.parametrize(
    ("device", "script", "asks"), [("no storage", "", True), ("no room", NO_ROOM, True), ("a phone that keeps", "", False)]
)
def test_leaving_asks_only_when_something_would_be_lost(
    phones: Phones, ada: Member, claim: Claim, device: str, script: str, asks: bool
) -> None:
    phone = phones.of(ada, without_storage=device == "no storage")
    phone.add_init_script(script)
    page = open_runner(phone, claim)
    page.route(ANSWERS, no_network)
    page.click("#q-effort label >> nth=2")
    wait_for_state(page, "failed")

    assert leave(page) == (["beforeunload"] if asks else [])


def test_leaving_asks_nothing_once_the_server_has_it(phones: Phones, ada: Member, claim: Claim) -> None:
    phone = phones.of(ada)
    phone.add_init_script(NO_ROOM)
    page = open_runner(phone, claim)
    held = Held(page, ANSWERS)
    page.click("#q-effort label >> nth=2")
    expect(page.locator("#notices")).to_contain_text("This phone is full")
    held.let_go()
    held.wait().continue_()
    wait_for_state(page, "saved")

    assert leave(page) == []


def test_after_sending_the_phone_keeps_nothing_of_it(phones: Phones, ada: Member, claim: Claim, now: datetime) -> None:
    other = make_claim(ada, task=make_task(slug="another"), now=now)
    fill(claim, but=("why",), now=now)
    page = open_runner(phones.of(ada), other)
    page.click("#q-effort label >> nth=2")
    wait_for_state(page, "saved")
    with page.expect_navigation():
        page.goto(f"/do/{claim.pk}/")
    page.wait_for_selector("html[data-runner=ready]")
    page.fill("#q-why textarea", "Nobody called.")
    wait_for_state(page, "saved")
    page.goto(f"/do/{claim.pk}/#3")
    page.click("#send:enabled", timeout=20_000)
    page.wait_for_url("**/sent/")

    assert lies_here(page) == [other.pk, other.pk]


def lies_here(page: Page) -> list[int]:
    """The tasks of which the phone has an answer that arrived, or the name."""
    found: list[int] = page.evaluate(
        """async () => {
            const { openStore } = await import("/static/js/runner/store.js");
            const store = await openStore();
            return [...(await store.all("arrived")), ...(await store.all("tasks"))].map(({ claim }) => claim);
        }"""
    )
    return found
