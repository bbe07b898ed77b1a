"""The runner and the desk in real Chromium: bad networks, two devices, no storage, the keyboard, axe."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from claims.models import Claim
from feedback.models import DraftAnswer, Evidence, Review, Submission
from members.models import Member
from members.rights import REVIEWER, grant
from tests.feedback.factories import a_photo, answer, fill, sent
from tests.feedback.phones import Phones, open_runner, wait_for_state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def take_photo(page: Page, tmp_path: Path, seed: int) -> None:
    photo = tmp_path / f"{seed}.jpg"
    photo.write_bytes(a_photo(seed, size=(2000, 1500)))
    page.set_input_files("#q-letter input[type=file]", photo)


def test_what_was_answered_without_a_network_arrives_once(phones: Phones, ada: Member, claim: Claim, tmp_path: Path) -> None:
    page = open_runner(phones.of(ada), claim)
    page.context.set_offline(True)
    page.fill("#q-why textarea", "Nobody called before the courier came.")
    page.click("#q-care .keys label >> nth=1")
    page.click("#next")
    take_photo(page, tmp_path, 3)
    page.wait_for_selector("#q-letter .veil")
    wait_for_state(page, "failed")
    again = page.context.new_page()
    page.close()

    again.context.set_offline(False)
    open_runner(again, claim, 1)
    wait_for_state(again, "saved")

    assert dict(DraftAnswer.objects.exclude(question="letter").values_list("question", "value")) == {
        "why": "Nobody called before the courier came.",
        "care": 2,
    }
    assert DraftAnswer.objects.get(question="letter").value == [str(Evidence.objects.get().pk)]


def test_a_lost_answer_of_an_upload_makes_no_second_photo(phones: Phones, ada: Member, claim: Claim, tmp_path: Path) -> None:
    page = open_runner(phones.of(ada), claim, 1)
    lost: list[object] = []

    def lose_the_first(route: Route) -> None:
        if not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(r"/photos/.+question="), lose_the_first)
    take_photo(page, tmp_path, 4)
    page.wait_for_selector("#q-letter .badge:not(.wait):not(.bad)", timeout=20_000)
    wait_for_state(page, "saved")

    assert lost == [200]
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(("choice", "kept"), [("Keep mine", "Mine."), ("Take theirs", "Theirs.")])
def test_two_devices_get_a_choice(phones: Phones, ada: Member, claim: Claim, choice: str, kept: str) -> None:
    here, there = open_runner(phones.of(ada), claim), open_runner(phones.of(ada), claim)
    there.fill("#q-why textarea", "Theirs.")
    wait_for_state(there, "saved")
    there.wait_for_timeout(1000)

    here.fill("#q-why textarea", "Mine.")
    wait_for_state(here, "conflict")
    expect(here.locator(".conflict")).to_contain_text("There: Theirs.")
    here.click(f"text={choice}")
    wait_for_state(here, "saved")

    expect(here.locator("#q-why textarea")).to_have_value(kept)
    assert DraftAnswer.objects.get(question="why").value == kept


def test_without_storage_it_works_and_says_so(phones: Phones, ada: Member, claim: Claim, now: datetime) -> None:
    fill(claim, but=("why",), now=now)
    page = open_runner(phones.of(ada, without_storage=True), claim)
    expect(page.locator("#notices")).to_contain_text("keeps nothing on the phone")

    page.fill("#q-why textarea", "Nobody called before the courier came.")
    for _ in range(3):
        page.click("#next")
    page.click("#send:enabled", timeout=20_000)
    page.wait_for_url("**/sent/")

    assert Submission.objects.get().answers.get(question="why").text.startswith("Nobody")


def test_of_a_pair_the_half_that_is_missing_is_named_and_led_to(phones: Phones, ada: Member, claim: Claim, now: datetime) -> None:
    fill(claim, but=("care",), now=now)
    page = open_runner(phones.of(ada), claim, 3)
    lacks = page.locator("#runner li", has_text="An answer is needed here.")

    expect(lacks).to_have_count(2)
    assert [text.split("\n")[:2] for text in lacks.all_inner_texts()] == [["Care", "Harbour Bank"], ["Care", "Northgate"]]
    lacks.last.get_by_text("Go there").click()
    expect(page.locator("#q-care .rival input").first).to_be_focused()
    page.go_back()
    lacks.first.get_by_text("Go there").click()
    expect(page.locator("#q-care input").first).to_be_focused()


def test_nothing_is_sent_before_everything_is_there(phones: Phones, ada: Member, claim: Claim, now: datetime) -> None:
    fill(claim, but=("recommend",), now=now)
    page = open_runner(phones.of(ada), claim, 3)
    page.wait_for_selector("text=Still missing")
    expect(page.locator("#send")).to_be_disabled()

    page.click("text=Go there")
    expect(page.locator("#q-recommend input").first).to_be_focused()
    with page.expect_response("**/answers/"):
        page.keyboard.press("Space")
    wait_for_state(page, "saved")

    assert DraftAnswer.objects.get(question="recommend").value == 0


def test_another_device_opens_at_the_same_step(phones: Phones, ada: Member, claim: Claim) -> None:
    first = open_runner(phones.of(ada), claim)
    with first.expect_response("**/answers/"):
        first.click("#next")

    second = phones.of(ada)
    second.goto(f"/do/{claim.pk}/")
    second.wait_for_selector("html[data-runner=ready]")

    expect(second.locator("#step-title")).to_have_text("Step 2 of 3")


def test_four_marks_and_a_letter_decide(phones: Phones, ada: Member, dan: Member, now: datetime) -> None:
    grant(member=dan, right=REVIEWER)
    sent(ada, now=now - timedelta(hours=1))
    page = phones.of(dan, width=1280)
    page.goto("/desk/review/")

    for key in "4534a":
        page.keyboard.press(key)
    page.wait_for_selector("text=Nothing waits for you")

    made = Review.objects.get()
    assert (made.decision, made.compare, made.voice, made.pain, made.think) == ("accept", 4, 5, 3, 4)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_screen_is_accessible_and_fits(phones: Phones, ada: Member, claim: Claim, now: datetime, dark: bool) -> None:
    answer(claim, {("pains", "own"): [{"touchpoint": "courier-call", "what": "It hurts", "severity": 3}]}, now=now)
    page = phones.of(ada, width=320, dark=dark)
    problems = []
    for step in range(4):
        open_runner(page, claim, step)
        page.reload()
        page.wait_for_selector("html[data-runner=ready]")
        page.wait_for_timeout(600)
        found = Axe().run(page)
        problems += [f"{step}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found.response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            problems.append(f"{step}: wider than 320 px")

    assert problems == []


def test_the_desk_is_accessible(phones: Phones, ada: Member, dan: Member, now: datetime) -> None:
    grant(member=dan, right=REVIEWER)
    sent(ada, now=now - timedelta(hours=1))
    page = phones.of(dan, width=1280)
    page.goto("/desk/review/")

    found = Axe().run(page)

    assert [f"{one['id']} {one['nodes'][0]['html'][:160]}" for one in found.response["violations"]] == []


def test_what_is_tapped_while_another_answer_travels_is_sent_next(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada), claim)

    travelling: list[Route] = []
    page.route("**/answers/", lambda route: route.continue_() if travelling else travelling.append(route))
    page.click("#q-care .keys label >> nth=1")
    page.wait_for_selector("#save-state[data-state=saving]")
    page.click("#q-recommend label >> nth=7")
    travelling[0].continue_()
    wait_for_state(page, "saved")

    assert set(DraftAnswer.objects.values_list("question", "value")) == {("care", 2), ("recommend", 7)}
