"""What a phone keeps, for whom, and until when; and what it says when something is in the way. In real Chromium with its service worker."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from claims.models import Claim
from feedback.models import DraftAnswer
from members.models import Member
from tests.feedback import pocket
from tests.feedback.phones import Phones, open_runner, wait_for_state
from tests.feedback.wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NO_ROOM = """IDBObjectStore.prototype.put = function () { throw new DOMException("full", "QuotaExceededError"); };"""
ARRIVED = """async () => {
    const { openStore } = await import("/static/js/runner/store.js");
    return Boolean((await (await openStore()).all("arrived")).length);
}"""
WORDS = "Nobody called before the courier came."


@pytest.fixture
def page(phones: Phones, wire: Wire, ada: Member, claim: Claim) -> Page:
    """Ada's phone, on which the task was opened and kept."""
    page = open_runner(phones.of(ada, at=wire.url, worker=True), claim)
    pocket.wait_until_it_opens_without_a_network(page, claim)
    return page


def write_offline(page: Page, wire: Wire) -> None:
    wire.take_away()
    page.context.set_offline(True)
    page.fill("#q-why textarea", WORDS)
    pocket.wait_until_kept(page, answers=1)


def sign_in(page: Page, member: Member, wire: Wire) -> None:
    client = Client()
    client.force_login(member)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": wire.url}])


def caches_of(page: Page) -> list[str]:
    return [name for name in page.evaluate("() => caches.keys()") if name.startswith("pages-")]


def kept_addresses(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """async () => {
            const names = (await caches.keys()).filter((name) => name.startsWith("pages-"));
            const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
            return keys.flat().map(({ url }) => new URL(url).pathname);
        }"""
    )
    return sorted(found)


def test_without_a_network_a_page_of_ours_lists_what_waits_and_what_opens(page: Page, wire: Wire, claim: Claim) -> None:
    write_offline(page, wire)
    page.goto("/wallet/")
    page.wait_for_selector("#on-phone[data-ready]", state="attached")

    expect(page.locator("h1")).to_have_text("No network here")
    expect(page.locator("#on-phone-list article")).to_contain_text("Where is my new card?")
    expect(page.locator("#on-phone-list article")).to_contain_text("Answers: 1")
    page.click("#kept-list a")
    page.wait_for_selector("html[data-runner=ready]")
    expect(page.locator("#q-why textarea")).to_have_value(WORDS)


def test_a_page_that_was_kept_says_from_when_it_is(page: Page, wire: Wire) -> None:
    page.goto("/tasks/")
    expect(page.locator("#as-of")).to_be_hidden()
    pocket.until(page, "async () => Boolean(await caches.match('/tasks/'))")
    wire.take_away()
    page.context.set_offline(True)
    page.reload()

    expect(page.locator("#as-of")).to_contain_text("No network. This is how it looked at")


def test_an_answer_that_arrived_is_there_without_a_network(page: Page, wire: Wire) -> None:
    page.fill("#q-why textarea", WORDS)
    wait_for_state(page, "saved")
    wire.take_away()
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("html[data-runner=ready]")

    expect(page.locator("#q-why textarea")).to_have_value(WORDS)
    page.fill("#q-why textarea", f"{WORDS} Twice.")
    wire.bring_back()
    page.context.set_offline(False)
    wait_for_state(page, "saved")
    assert DraftAnswer.objects.get(question="why").value == f"{WORDS} Twice.", "its own earlier answer is no conflict"


@pytest.fixture
def with_a_photo(phones: Phones, wire: Wire, ada: Member) -> Page:
    return pocket.with_a_photo(phones.of(ada, at=wire.url, worker=True), ada)


def test_a_photo_that_arrived_is_kept_small_for_a_page_without_a_network(with_a_photo: Page) -> None:
    with_a_photo.reload()
    with_a_photo.wait_for_selector("#q-proof .shot img")

    pocket.wait_until_its_photo_is_kept_small(with_a_photo)


def test_a_photo_that_arrived_is_shown_by_a_page_that_was_kept_before(with_a_photo: Page, wire: Wire) -> None:
    pocket.wait_until_its_photo_is_kept_small(with_a_photo)
    wire.take_away()
    with_a_photo.context.set_offline(True)
    with_a_photo.reload()
    with_a_photo.wait_for_selector("html[data-runner=ready]")

    pocket.until(with_a_photo, "() => document.querySelector('#q-proof .shot img')?.naturalWidth > 0")


def test_ones_own_page_says_how_much_waits_on_this_phone(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada), claim)
    page.goto("/me/")
    expect(page.locator("#waits")).to_be_hidden()
    page.route("**/answers/", lambda route: route.abort())
    open_runner(page, claim).fill("#q-why textarea", WORDS)
    pocket.wait_until_kept(page, answers=1)
    page.goto("/me/")
    page.wait_for_selector("#waits:visible")

    expect(page.locator("#waits")).to_contain_text("Only on this phone: 1")


def test_the_page_of_drafts_sends_what_waits(page: Page, wire: Wire) -> None:
    write_offline(page, wire)
    wire.bring_back()
    page.context.set_offline(False)
    page.goto("/drafts/")
    page.wait_for_selector("#open-drafts >> text=1 answer")

    assert DraftAnswer.objects.get(question="why").value == WORDS


def test_signing_out_leaves_no_page_behind(page: Page) -> None:
    assert len(caches_of(page)) == 1
    page.goto("/me/")
    page.click("form[action$='/logout/'] button")
    page.click("#confirm[open] button[value=yes]")
    page.wait_for_url("**/login/**")

    pocket.until(page, "async () => !(await caches.keys()).some((name) => name.startsWith('pages-'))")


def test_another_member_finds_nothing_of_the_first(page: Page, wire: Wire, bea: Member) -> None:
    write_offline(page, wire)
    [before] = caches_of(page)
    wire.bring_back()
    page.route("**/answers/", lambda route: route.abort())  # it has not arrived when the phone changes hands
    page.context.set_offline(False)
    sign_in(page, bea, wire)
    page.goto("/drafts/")
    page.wait_for_selector("#on-phone[hidden][data-ready]", state="attached")
    pocket.until(page, "async (before) => !(await caches.keys()).includes(before)", before)

    expect(page.locator("#on-phone-list article")).to_have_count(0)
    assert pocket.kept_by_the_phone(page)["cells"] == {"why": WORDS}, "it waits for its writer"


def test_answers_that_have_arrived_leave_a_phone_that_changes_hands(page: Page, wire: Wire, bea: Member) -> None:
    page.fill("#q-why textarea", WORDS)
    wait_for_state(page, "saved")
    assert page.evaluate(ARRIVED)
    sign_in(page, bea, wire)
    page.goto("/me/")

    pocket.until(page, f"async () => !(await ({ARRIVED})())", patience=20.0)


def test_wallet_and_inbox_are_never_kept(page: Page, claim: Claim) -> None:
    for address in ("/", "/wallet/", "/inbox/", "/me/"):
        page.goto(address)
    pocket.until(page, "async () => Boolean(await caches.match('/'))")

    assert kept_addresses(page) == ["/", f"/do/{claim.pk}/", "/offline/"]


def test_a_phone_without_room_says_so_and_sends_from_memory(phones: Phones, ada: Member, claim: Claim) -> None:
    phone = phones.of(ada)
    phone.add_init_script(NO_ROOM)
    open_runner(phone, claim)
    phone.context.set_offline(True)
    phone.fill("#q-why textarea", WORDS)
    phone.wait_for_selector("#notices >> text=This phone is full")

    phone.context.set_offline(False)
    wait_for_state(phone, "saved")
    assert DraftAnswer.objects.get(question="why").value == WORDS


def test_what_comes_too_late_is_kept_and_can_be_saved(page: Page, wire: Wire, claim: Claim, tmp_path: Path) -> None:
    write_offline(page, wire)
    Claim.objects.filter(pk=claim.pk).update(deadline=timezone.now() - timedelta(minutes=1))
    wire.bring_back()
    page.context.set_offline(False)
    wait_for_state(page, "closed")
    page.goto("/drafts/")
    card = page.locator("#on-phone-list article")
    card.locator("[data-state=closed]").wait_for()
    with page.expect_download() as copy:
        card.get_by_role("button", name="Save a copy").click()
    copy.value.save_as(tmp_path / "copy.html")

    assert WORDS in (tmp_path / "copy.html").read_text()
    assert "The time for this task ended" in card.inner_text()
    assert not DraftAnswer.objects.exists()


def test_the_time_that_is_left_is_counted_by_the_servers_clock(phones: Phones, ada: Member, claim: Claim) -> None:
    Claim.objects.filter(pk=claim.pk).update(deadline=timezone.now() + timedelta(hours=2, minutes=30))
    phone = phones.of(ada)
    phone.clock.install(time=timezone.now() + timedelta(hours=9))  # a phone whose clock is wrong
    open_runner(phone, claim)
    expect(phone.locator(".deadline .left")).to_contain_text("2 h")

    phone.clock.fast_forward("02:31:00")
    phone.wait_for_selector("text=the time is over")


def test_whoever_was_signed_out_goes_on_in_the_same_tab(page: Page, wire: Wire, ada: Member) -> None:
    Session.objects.all().delete()
    page.fill("#q-why textarea", WORDS)
    wait_for_state(page, "signedOut")
    assert not DraftAnswer.objects.exists()

    sign_in(page, ada, wire)
    page.evaluate("() => dispatchEvent(new Event('focus'))")
    wait_for_state(page, "saved")
    assert DraftAnswer.objects.get(question="why").value == WORDS
