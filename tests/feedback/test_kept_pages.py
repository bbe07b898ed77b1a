"""What the service worker keeps and shows, and what it must never. In real Chromium."""

import re
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim
from feedback.models import Evidence
from members.models import Member
from tests.feedback import pocket
from tests.feedback.phones import Phones
from tests.feedback.test_on_this_phone import caches_of, kept_addresses, page, sign_in
from tests.feedback.wire import Wire

__all__ = ["page"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NO_SCRIPT = "/static/mark.svg"  # of the house, and nothing of ours runs there
AS_OF = re.compile(r"^20\d\d-")
KEEP = "async (name) => (await navigator.serviceWorker.ready).active.postMessage({ keep: name })"
LAY = """async ([kept, asOf, release]) => {
    const [name] = (await caches.keys()).filter((one) => one.startsWith("pages-"));
    const pages = await caches.open(name);
    const headers = { "Firsthand-As-Of": asOf, "Firsthand-Worker": release };
    for (const address of kept) await pages.put(address, new Response("", { headers }));
}"""
KEPT_AS_OF = "async (name) => (await caches.match(name)).headers.get('Firsthand-As-Of')"
FILTERED = "1 filter is on"
SENDS = """() => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: "/tasks/" });
    document.body.append(form);
    form.submit();
}"""


def keep(page: Page, address: str) -> None:
    page.goto(address)
    pocket.until(page, "async (name) => Boolean(await caches.match(name))", address)


def expect_as_it_was(page: Page, address: str) -> None:
    """The page comes out of what the phone has kept."""
    page.goto(address, wait_until="commit")
    expect(page.locator("html")).to_have_attribute("data-as-of", AS_OF, timeout=20_000)


def test_a_network_that_says_nothing_is_not_waited_for_when_the_page_is_kept(page: Page, wire: Wire) -> None:
    keep(page, "/tasks/")
    wire.fall_silent()

    expect_as_it_was(page, "/tasks/")


def test_a_house_that_is_down_is_as_good_as_no_network(page: Page, wire: Wire) -> None:
    keep(page, "/tasks/")
    wire.answer_itself("503 Service Unavailable")

    expect_as_it_was(page, "/tasks/")


@pytest.mark.parametrize(("status", "kind"), [("500 Internal Server Error", "text/html"), ("200 OK", "text/plain")])
def test_what_is_no_page_of_ours_throws_nothing_away(page: Page, wire: Wire, status: str, kind: str) -> None:
    keep(page, "/tasks/")
    wire.answer_itself(status, kind)
    page.goto("/wallet/")
    expect(page.locator("body")).to_have_text("Busy")
    wire.take_away()

    expect_as_it_was(page, "/tasks/")


def test_the_worker_itself_forgets_the_first_member_when_another_comes(page: Page, wire: Wire, bea: Member) -> None:
    [before] = caches_of(page)
    sign_in(page, bea, wire)
    page.add_init_script("delete window.caches")  # so that it is not the page that forgets
    page.goto("/wallet/")
    beside = page.context.new_page()
    beside.goto(NO_SCRIPT)

    pocket.until(beside, "async (before) => !(await caches.keys()).includes(before)", before)


def test_a_page_with_a_question_in_its_address_is_neither_kept_nor_taken_for_the_one_without(page: Page, wire: Wire) -> None:
    for _again in range(2):
        page.goto("/tasks/?minutes=10")
        expect(page.locator("main")).to_contain_text(FILTERED)
        pocket.until(page, "async () => Boolean(await caches.match('/tasks/'))")  # the whole list, which the worker asks for
    keep(page, "/claims/")
    assert FILTERED not in page.evaluate("async () => (await caches.match('/tasks/')).text()")

    wire.take_away()
    page.goto("/tasks/?minutes=10")
    expect(page.locator("h1")).to_have_text("No network here")


def test_a_form_that_could_not_be_sent_is_not_answered_with_what_was_kept(page: Page, wire: Wire) -> None:
    keep(page, "/tasks/")
    wire.take_away()

    with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        page.evaluate(SENDS)


def test_only_what_may_be_kept_is_kept_when_a_page_asks_for_it(page: Page) -> None:
    page.goto("/wallet/")
    page.evaluate(KEEP, "/wallet/")
    page.evaluate(KEEP, "/claims/")
    pocket.until(page, "async () => Boolean(await caches.match('/claims/'))")

    assert "/wallet/" not in kept_addresses(page)


def test_what_was_kept_a_moment_ago_is_not_fetched_again(page: Page) -> None:
    keep(page, "/tasks/")
    before = page.evaluate(KEPT_AS_OF, "/tasks/")
    page.evaluate(KEEP, "/tasks/")
    page.evaluate(KEEP, "/claims/")
    pocket.until(page, "async () => Boolean(await caches.match('/claims/'))")

    assert page.evaluate(KEPT_AS_OF, "/tasks/") == before


def test_forty_pages_are_kept_and_neither_work_nor_photos_are_among_those_that_go(page: Page, claim: Claim) -> None:
    photo = f"/photos/{UUID(int=7)}/small/"
    page.evaluate(LAY, [[photo, *(f"/tasks/old-{number}/" for number in range(40))], "2026-01-01T00:00:00Z", "x"])
    keep(page, "/tasks/")
    pocket.until(page, "async () => !(await caches.match('/tasks/old-0/'))")
    keep(page, "/claims/")
    pocket.until(page, "async () => !(await caches.match('/tasks/old-1/'))")

    kept = kept_addresses(page)
    assert len([address for address in kept if address.startswith(("/tasks/", "/claims/"))]) == 40
    assert {f"/do/{claim.pk}/", "/offline/", photo} < set(kept)


def test_a_new_release_takes_away_what_is_old_with_the_files_that_nothing_needs(page: Page) -> None:
    page.evaluate(LAY, [["/tasks/long-ago/"], "2026-01-01T00:00:00Z", "gone"])
    page.evaluate(f"async () => ({LAY})([['/tasks/lately/'], new Date().toISOString(), 'before'])")
    for release in ("gone", "before"):
        page.evaluate("(release) => caches.open(`static-${release}`)", release)
    page.evaluate("async () => (await navigator.serviceWorker.ready).unregister()")
    page.goto("/wallet/")

    pocket.until(page, "async () => !(await caches.keys()).includes('static-gone')")
    assert "/tasks/long-ago/" not in kept_addresses(page)
    assert "/tasks/lately/" in kept_addresses(page)
    assert "static-before" in page.evaluate("() => caches.keys()")


def test_the_page_about_having_no_network_speaks_the_members_language(page: Page, ada: Member) -> None:
    Member.objects.filter(pk=ada.pk).update(locale="pl")
    page.goto("/wallet/")

    pocket.until(page, "async () => (await caches.match('/offline/')).headers.get('Content-Language') === 'pl'")


def test_a_broken_answer_does_not_take_the_place_of_a_file(page: Page, wire: Wire) -> None:
    asked = "async () => (await fetch('/static/js/chips.js', { cache: 'no-store' })).text()"
    whole = page.evaluate(asked)
    wire.answer_itself("502 Bad Gateway", "text/javascript")
    assert page.evaluate(asked) == "Busy"
    wire.take_away()

    assert page.evaluate(asked) == whole


def test_a_photo_that_is_seen_at_a_desk_is_not_kept(phones: Phones, wire: Wire, ada: Member) -> None:
    page = pocket.with_a_photo(phones.of(ada, at=wire.url, worker=True), ada)
    pocket.wait_until_its_photo_is_kept_small(page)  # or it would come after it was taken out
    small = f"/photos/{Evidence.objects.get().pk}/small/"
    page.goto("/wallet/")
    page.evaluate("async (small) => { for (const one of await caches.keys()) await (await caches.open(one)).delete(small); }", small)

    assert page.evaluate("async (small) => (await fetch(small, { cache: 'no-store' })).status", small) == 200
    keep(page, "/tasks/")
    assert small not in kept_addresses(page)


def in_worker(page: Page, script: str, given: Any) -> None:
    [worker] = page.context.service_workers
    worker.evaluate(script, given)


def test_a_message_leads_to_a_page_of_the_house_whatever_its_address_says(page: Page, wire: Wire) -> None:
    follow = """async (url) => {
        WindowClient.prototype.focus = async function () { return this; }; // a browser lets only a finger do it
        await follow({ close() {}, data: { url } });
    }"""
    in_worker(page, follow, "https://elsewhere.example/inbox/")

    page.wait_for_url(f"{wire.url}/inbox/")


def test_a_message_on_a_locked_screen_says_what_it_was_given_and_no_more(page: Page) -> None:
    page.context.grant_permissions(["notifications"])
    told = "async (message) => { await tell(message); }"
    in_worker(page, told, {"body": "There is news.", "url": "/inbox/7/", "tag": "seat", "lang": "en"})
    in_worker(page, told, {})

    shown = """async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(
        ({ title, body, tag, data }) => [title, body, tag, data.url])"""
    assert sorted(page.evaluate(shown)) == [["Firsthand", "", "", "/inbox/"], ["Firsthand", "There is news.", "seat", "/inbox/7/"]]
