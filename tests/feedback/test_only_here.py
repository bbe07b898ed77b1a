"""What only this phone has goes for good only when somebody says so, a copy shows it as it was typed, and ended tasks leave no names."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from claims.models import Claim
from members.models import Member
from operations.engines.processes import wait_until
from tests.feedback import pocket
from tests.feedback.factories import make_claim, make_task
from tests.feedback.held import ANSWERS, PHOTOS, Held, no_network, refuse, take_photos
from tests.feedback.phones import Phones, open_runner, wait_for_state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHY = "#q-why textarea"
SLY = '没人打电话 </p><img src=x onerror="document.title=1"><p>'
NAMED = """async () => {
    const { openStore } = await import("/static/js/runner/store.js");
    const store = await openStore();
    return [...(await store.all("tasks")), ...(await store.all("arrived"))].map(({ claim }) => claim);
}"""
HOW_IT_CAME = "() => performance.getEntriesByType('navigation')[0].type"


def too_late(route: Route) -> None:
    refuse(route, 410, "The time for this task ended.")


@pytest.fixture
def came_too_late(phones: Phones, ada: Member, claim: Claim) -> Locator:
    """On the page of drafts: the card of a task that takes nothing more, with words that only the phone has."""
    page = open_runner(phones.of(ada), claim)
    page.route(ANSWERS, too_late)
    page.fill(WHY, SLY)
    wait_for_state(page, "closed")
    page.goto("/drafts/")
    card = page.locator("#on-phone-list article")
    card.locator("[data-state=closed]").wait_for()
    return card


def reply(card: Locator, answer: str) -> None:
    card.get_by_role("button", name="Remove from this phone").click()
    card.page.click(f"#confirm[open] button[value={answer}]")


def test_nothing_is_removed_before_somebody_says_yes(came_too_late: Locator) -> None:
    reply(came_too_late, "no")
    expect(came_too_late.page.locator("#confirm")).to_be_hidden()

    expect(came_too_late).to_have_count(1)
    assert pocket.kept_by_the_phone(came_too_late.page)["cells"] == {"why": SLY}


def test_what_is_removed_is_gone(came_too_late: Locator) -> None:
    reply(came_too_late, "yes")
    expect(came_too_late).to_have_count(0)

    assert pocket.kept_by_the_phone(came_too_late.page)["cells"] == {}


def test_what_came_too_late_is_not_offered_for_sending(came_too_late: Locator) -> None:
    expect(came_too_late.get_by_role("button", name="Save a copy")).to_be_visible()

    expect(came_too_late.get_by_role("button", name="Send now")).to_have_count(0)
    expect(came_too_late.get_by_role("link", name="Open the task")).to_have_count(0)


def test_a_copy_shows_what_was_typed_and_runs_none_of_it(came_too_late: Locator, tmp_path: Path) -> None:
    with came_too_late.page.expect_download() as download:
        came_too_late.get_by_role("button", name="Save a copy").click()
    copy = tmp_path / "copy.html"
    download.value.save_as(copy)
    assert copy.read_text().startswith('<!doctype html><html lang="en"><head><meta charset="utf-8">'), "no browser has to guess"
    page = came_too_late.page.context.new_page()
    page.goto(copy.as_uri())

    expect(page.locator("p")).to_have_text(SLY)
    expect(page.locator("img")).to_have_count(0)


def test_a_copy_has_the_photos_in_it(phones: Phones, ada: Member, claim: Claim, tmp_path: Path) -> None:
    page = open_runner(phones.of(ada), claim, 1)
    page.route(PHOTOS, too_late)
    take_photos(page, 1)
    wait_for_state(page, "closed")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    copy = tmp_path / "copy.html"
    download.value.save_as(copy)
    opened = page.context.new_page()
    opened.goto(copy.as_uri())

    pocket.until(opened, "document.images.length === 1 && document.images[0].naturalWidth > 0")


@pytest.mark.parametrize(("waits", "copies"), [(True, 1), (False, 0)])
def test_when_the_time_ends_a_copy_is_offered_of_what_did_not_arrive(
    phones: Phones, ada: Member, claim: Claim, now: datetime, waits: bool, copies: int
) -> None:
    Claim.objects.filter(pk=claim.pk).update(deadline=now + timedelta(hours=2, minutes=30))
    phone = phones.of(ada)
    phone.clock.install(time=now)
    page = open_runner(phone, claim)
    if waits:
        page.route(ANSWERS, no_network)
        page.fill(WHY, "Nobody called.")
        wait_for_state(page, "failed")
    page.clock.fast_forward("02:31:00")
    expect(page.locator(".deadline")).to_contain_text("the time is over")

    expect(page.get_by_role("button", name="Save a copy")).to_have_count(copies)


# The names of tasks ---------------------------------------------------------------------


@pytest.fixture
def two(phones: Phones, ada: Member, claim: Claim, now: datetime) -> tuple[Page, Claim, Claim]:
    """A phone that knows two tasks and has answers of both that arrived; the second has ended since."""
    ended = make_claim(ada, task=make_task(slug="another"), now=now)
    page = phones.of(ada)
    for one in (claim, ended):
        page.goto(f"/do/{one.pk}/")
        page.wait_for_selector("html[data-runner=ready]")
        page.click("#q-effort label >> nth=2")
        wait_for_state(page, "saved")
    return page, claim, ended


def end(claim: Claim) -> None:
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.EXPIRED)


def look_at_drafts(page: Page) -> list[int]:
    page.goto("/drafts/")
    page.wait_for_selector("#on-phone[data-ready]", state="attached")
    named: list[int] = page.evaluate(NAMED)
    return sorted(named)


def test_a_task_that_has_ended_leaves_neither_name_nor_answers(two: tuple[Page, Claim, Claim]) -> None:
    page, running, ended = two
    end(ended)

    assert look_at_drafts(page) == [running.pk, running.pk]


def test_a_page_of_drafts_that_was_kept_forgets_no_task(two: tuple[Page, Claim, Claim]) -> None:
    page, running, ended = two
    end(ended)

    def kept(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("<html", '<html data-as-of="2026-03-02T12:00:00Z"', 1))

    page.route("**/drafts/", kept)

    assert look_at_drafts(page) == [running.pk, running.pk, ended.pk, ended.pk]


def test_an_answer_that_arrived_while_the_page_was_on_its_way_is_counted(page: Page, claim: Claim) -> None:
    answers, drafts = Held(page, ANSWERS), Held(page, re.compile(r"/drafts/$"))
    page.fill(WHY, "Nobody called.")
    sent = answers.wait()
    page.evaluate("() => { location.href = '/drafts/'; }")
    asked = drafts.wait()
    shown = asked.fetch()
    sent.continue_()
    assert wait_until(lambda: bool(pocket.arrived(claim)), seconds=20)
    page.wait_for_timeout(500)  # for the receipt; a page that is leaving cannot be asked
    for held in (answers, drafts):
        held.let_go()
    asked.fulfill(response=shown)

    expect(page.locator("#open-drafts li")).to_contain_text("1 answer")
    assert "0 answers" in shown.text()
    assert page.evaluate(HOW_IT_CAME) == "reload"


def test_a_phone_whose_clock_was_set_back_does_not_ask_for_ever(two: tuple[Page, Claim, Claim]) -> None:
    page, _running, _ended = two
    page.evaluate("""async () => {
        const { openStore } = await import("/static/js/runner/store.js");
        const store = await openStore();
        for (const item of await store.all("arrived")) await store.put("arrived", { ...item, at: Date.now() + 3600000 });
    }""")
    look_at_drafts(page)

    assert page.evaluate(HOW_IT_CAME) == "navigate"


def test_an_ended_task_of_which_something_waits_keeps_its_name(two: tuple[Page, Claim, Claim]) -> None:
    page, _running, ended = two
    page.route(ANSWERS, no_network)
    page.fill(WHY, "Nobody called.")
    pocket.wait_until_kept(page, answers=1)
    end(ended)
    look_at_drafts(page)

    expect(page.locator("#on-phone-list article")).to_contain_text("Where is my new card?")
