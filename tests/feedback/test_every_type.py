"""Every way of asking, in real Chromium: what is answered is kept, what is not asked is not shown, keys are enough."""

import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from claims.models import Claim
from feedback.models import DraftAnswer
from feedback.reviewing import review
from feedback.runner import trial_page
from feedback.services import submit
from members.models import Member
from members.rights import REVIEWER, grant
from tests.feedback.every_type import DUTIES, EVERY_TYPE
from tests.feedback.factories import a_photo, answer, make_claim, make_task
from tests.feedback.phones import Phones, open_runner, wait_for_state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOW, ASIDE, MEASURED, CHOSEN, THERE, CHECK = range(6)
LEAST: dict[tuple[str, str], Any] = {
    ("recommend", "own"): 9,
    ("wait", "own"): 450,
    ("wait", "rival"): 60,
    ("staff", "own"): {"polite": "yes", "expert": "partly"},
    ("staff", "rival"): {"polite": "no", "expert": "no"},
    ("there", "own"): "inside",
}


@pytest.fixture
def claim(ada: Member, now: datetime) -> Claim:
    task = make_task(definition=EVERY_TYPE, waived_duties=DUTIES)
    return make_claim(ada, task=task, now=now)


def kept(page: Page) -> dict[str, Any]:
    """All cells on the server, once everything has arrived."""
    page.wait_for_timeout(900)
    wait_for_state(page, "saved")
    return {f"{cell.question}.{cell.subject}": cell.value for cell in DraftAnswer.objects.all() if cell.value is not None}


def test_what_was_measured_is_kept(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada), claim, MEASURED)
    page.fill("#q-ordered input", "2026-03-01")
    page.fill("#q-rang input", "09:05")
    for box, typed in zip(page.locator("#q-wait .span-boxes").first.locator("input").all(), ("", "7", "30"), strict=True):
        box.fill(typed)
    page.locator("#q-wait .span-boxes").last.locator("input").nth(1).fill("90")
    page.click("#q-within label:has-text('Not kept')")
    page.click("#q-tidy .nps >> nth=0 >> label >> nth=10")
    page.click("#q-smile .stars.rival label >> nth=3")
    page.click("#q-noise button[aria-label=More]")
    page.click("#q-noise button[aria-label=More]")
    page.click("#q-steps label >> nth=3")

    assert kept(page) == {
        "ordered.own": "2026-03-01",
        "rang.own": "09:05",
        "wait.own": 450,
        "wait.rival": 5400,
        "within.own": {"kept": False, "seconds": None},
        "tidy.own": 10,
        "smile.rival": 4,
        "noise.own": 55,
        "steps.own": 1.5,
    }


def test_what_was_chosen_is_kept(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada), claim, CHOSEN)
    for label in ("Warmth", "Few steps", "Speed"):
        page.click(f"#q-matters .open:has-text('{label}') button")
    page.click("#q-matters button[aria-label='Move up: Few steps']")
    page.click("#q-staff [role=radiogroup][aria-label='They were polite, Northgate'] label >> nth=2")
    page.click("#q-staff [role=radiogroup][aria-label='They were polite, Harbour Bank'] label >> nth=0")
    page.select_option("#q-city select", "warsaw")
    page.fill("#q-story textarea", "Once upon a time.")

    assert kept(page) == {
        "matters.own": ["few-steps", "warmth", "speed", "clear-words"],
        "staff.rival": {"polite": "yes"},
        "staff.own": {"polite": "no"},
        "city.own": "warsaw",
        "story.own": "Once upon a time.",
    }


def test_what_was_found_on_the_spot_is_kept(phones: Phones, ada: Member, claim: Claim, tmp_path: Path) -> None:
    page = open_runner(phones.of(ada), claim, THERE)
    page.fill("#q-ticket input.input", "A-0042")
    log = page.locator("#q-log .slip").first
    log.locator("input[type=datetime-local]").fill("2026-03-02T12:00")
    log.locator("select").select_option("phone")
    log.get_by_text("I had to").click()
    log.locator("textarea").fill("They call back tomorrow.")
    photo = tmp_path / "board.jpg"
    photo.write_bytes(a_photo(5))
    page.set_input_files("#q-board input[type=file]", photo)
    page.wait_for_selector("#q-board .badge:not(.wait):not(.bad)", timeout=20_000)

    held = kept(page)

    assert len(held.pop("board.own")) == 1
    assert held == {
        "ticket.own": "A-0042",
        "log.own": [{"when": "2026-03-02T12:00", "channel": "phone", "who_chased": "me", "outcome": "They call back tomorrow."}],
    }


@pytest.mark.parametrize(
    ("latitude", "accuracy", "found", "words"),
    [
        (31.2304, 20, "inside", "You are at the place."),
        (31.2904, 20, "outside", "Not there yet: 6.5 km to go."),
        (31.2904, 9000, "unknown", "can’t tell where it is"),
    ],
)
def test_the_phone_says_whether_it_is_there_and_never_where(
    phones: Phones, ada: Member, claim: Claim, latitude: float, accuracy: float, found: str, words: str
) -> None:
    page = phones.of(ada)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": latitude, "longitude": 121.4737, "accuracy": accuracy})
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    open_runner(page, claim, THERE)

    page.click("#q-there button")
    page.wait_for_selector(f"#q-there >> text={words}")

    assert kept(page) == {"there.own": found}
    assert not [request for request in sent if "31." in request or "121." in request]


def test_a_low_mark_asks_why_and_a_high_one_takes_the_question_back(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada), claim, HOW)
    expect(page.locator("#q-why")).to_have_count(0)

    page.click("#q-recommend label >> nth=3")
    page.fill("#q-why textarea", "Nobody came.")
    page.click("#q-recommend label >> nth=9")
    page.wait_for_selector("#q-why", state="detached")

    assert kept(page) == {"recommend.own": 9, "why.own": "Nobody came."}
    page.click("#q-recommend label >> nth=2")
    expect(page.locator("#q-why textarea")).to_have_value("Nobody came.")


def test_hidden_words_are_not_sent(phones: Phones, ada: Member, claim: Claim, now: datetime) -> None:
    answer(claim, {**LEAST, ("why", "own"): "An old grudge."}, now=now)
    page = open_runner(phones.of(ada), claim, CHECK)

    page.click("#send:enabled", timeout=20_000)
    page.wait_for_url("**/sent/")

    assert not claim.submission.answers.filter(question="why").exists()
    page.click("text=What you sent")
    expect(page.locator(".told")).to_contain_text("7 min 30 s")
    assert "An old grudge" not in page.inner_text(".told")


def test_a_step_that_nobody_needs_is_passed_over(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada), claim, HOW)
    expect(page.locator("#step-title")).to_have_text("Step 1 of 4")
    page.click("#next")
    expect(page.locator("h1")).to_have_text("How long, how much?")

    page.click("#back")
    page.fill("#q-people input", "20")
    page.click("#next")

    assert (page.inner_text("h1"), page.inner_text("#step-title")) == ("The crowd", "Step 2 of 5")


def test_who_comes_back_to_a_step_that_is_gone_lands_on_the_next(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada), claim, ASIDE)

    expect(page.locator("h1")).to_have_text("How long, how much?")


def test_an_answer_that_cannot_be_is_told_at_once(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada), claim, HOW)

    page.fill("#q-people input", "70")
    page.wait_for_selector("#q-people .trouble:has-text('do not fit into the hall')")
    page.fill("#q-people input", "7")

    page.wait_for_selector("#q-people .trouble:empty", state="attached")


@pytest.mark.parametrize(("arm", "shown"), [("calm", 1), ("hurry", 0)])
def test_only_the_own_scenario_is_asked(phones: Phones, ada: Member, now: datetime, arm: str, shown: int) -> None:
    claim = make_claim(ada, task=make_task(definition=EVERY_TYPE, waived_duties=DUTIES), now=now, arm=arm)

    assert open_runner(phones.of(ada), claim, HOW).locator("#q-calm").count() == shown


def test_the_stopwatch_goes_on_while_the_page_is_away(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada), claim, MEASURED)
    page.click("#q-wait button:has-text('Start the clock') >> nth=0")
    (clock,) = page.evaluate("Object.keys(localStorage).filter((key) => Number(localStorage[key]) > 1e12)")
    page.evaluate("(clock) => localStorage.setItem(clock, String(Date.now() - 125000))", clock)
    open_runner(page, claim, MEASURED)
    page.reload()
    page.wait_for_selector("html[data-runner=ready]")

    page.click("#q-wait button:has-text('Stop')")

    assert 125 <= kept(page)["wait.own"] <= 140
    assert page.evaluate("(clock) => localStorage.getItem(clock)", clock) is None


def test_keys_alone_put_things_in_order(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada), claim, CHOSEN)
    page.focus("#q-matters button")
    for key in ("Enter", "Enter", "Enter"):
        page.keyboard.press(key)
    page.focus("#q-matters button[aria-label='Move down: Speed']")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.ariaLabel") == "Move down: Speed"
    expect(page.locator("#q-matters [role=status]")).to_have_text("Speed is now 2 of 4")
    assert kept(page)["matters.own"] == ["warmth", "speed", "clear-words", "few-steps"]


def test_mending_an_answer_asks_what_it_opens(phones: Phones, ada: Member, dan: Member, claim: Claim, now: datetime) -> None:
    grant(member=dan, right=REVIEWER)
    answer(claim, LEAST, now=now)
    sent = submit(claim=claim, key=uuid.uuid4(), now=now)
    notes = {"recommend": "Are you sure?"}
    review(submission=sent, reviewer=dan, decision="return", marks={}, comment="Nearly.", question_comments=notes, now=now)
    page = phones.of(ada)
    page.goto(f"/do/{claim.pk}/returned/")
    page.wait_for_selector("html[data-runner=ready]")
    assert [card.get_attribute("id") for card in page.locator(".q").all()] == ["q-recommend"]

    page.click("#q-recommend label >> nth=2")

    page.wait_for_selector("#q-recommend + #q-why")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_way_of_asking_is_accessible_and_fits(phones: Phones, ada: Member, claim: Claim, now: datetime, dark: bool) -> None:
    answer(claim, {**LEAST, ("matters", "own"): ["speed", "warmth"], ("smile", "own"): 3}, now=now)
    page = phones.of(ada, width=320, dark=dark)
    problems = []
    for step in (HOW, MEASURED, CHOSEN, THERE):
        open_runner(page, claim, step)
        page.reload()
        page.wait_for_selector("html[data-runner=ready]")
        page.wait_for_timeout(400)
        problems += [f"{step}: {one['id']} {one['nodes'][0]['html'][:160]}" for one in Axe().run(page).response["violations"]]
        problems += [f"{step}: {small}" for small in page.evaluate(TOO_SMALL)]
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            problems.append(f"{step}: wider than 320 px")

    assert problems == []


TOO_SMALL = """() => [...document.querySelectorAll("#runner :is(button, select, textarea, .field, .input, label:has(input))")]
    .filter((one) => one.offsetParent)
    .map((one) => [one.className || one.tagName, one.textContent.slice(0, 20), one.getBoundingClientRect()])
    .filter(([, , box]) => box.width < 44 || box.height < 44)
    .map(([name, words, box]) => `${name} “${words}” ${Math.round(box.width)}×${Math.round(box.height)}`)"""


def test_a_brief_is_tried_without_keeping_or_sending_anything(phones: Phones, bea: Member) -> None:
    page = phones.of(bea)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    trial = trial_page(EVERY_TYPE, rival="Northgate", places=[], waived=[])
    html = render_to_string("cms/previews/trial.html", {"page": {"headline": {"en": "A brief"}}, "trial": trial, "user": bea})
    page.route("**/tried/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/tried/")
    page.wait_for_selector("html[data-runner=ready]")

    page.click("#q-recommend label >> nth=3")
    page.fill("#q-why textarea", "Nobody came.")
    expect(page.locator("#q-calm")).to_have_count(1)
    page.click("text=In a hurry")
    expect(page.locator("#q-calm")).to_have_count(0)
    expect(page.locator("#q-why textarea")).to_have_value("Nobody came.")

    expect(page.locator("#save-state")).to_have_text("Only a trial")
    assert set(sent) == {"GET"}
