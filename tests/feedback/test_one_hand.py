"""A brief of ten questions, done with one thumb, and done with the keyboard alone."""

from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim
from feedback.models import DraftAnswer, Submission
from members.models import Member
from tests.feedback.factories import make_claim, make_task
from tests.feedback.phones import Phones, open_runner, wait_for_state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOTH = ["own", "rival"]
CHOICES = [{"name": "post", "label": {"en": "Post"}}, {"name": "courier", "label": {"en": "Courier"}}]


def _question(kind: str, name: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, "label": {"en": name.capitalize()}, "required": True, **more}


TEN: Any = {
    "languages": ["en"],
    "steps": [
        {
            "name": "one",
            "label": {"en": "The call"},
            "touchpoint": "courier-call",
            "questions": [
                _question("integer", "care", scale="csat", subjects=BOTH),
                _question("select_one", "channel", choices=CHOICES),
                _question("integer", "recommend", scale="nps"),
            ],
        },
        {
            "name": "two",
            "label": {"en": "The wait"},
            "touchpoint": "handover",
            "questions": [
                _question("integer", "minutes", unit={"en": "min"}, subjects=BOTH),
                _question("integer", "effort", scale="ces"),
                _question("integer", "feeling", scale="emotion"),
            ],
        },
        {
            "name": "three",
            "label": {"en": "The marks"},
            "questions": [
                _question("score", "clear"),
                _question("range", "shine", appearance="stars", parameters={"start": 1, "end": 5, "step": 1}),
                _question("select_multiple", "told", choices=CHOICES),
            ],
        },
        {"name": "four", "label": {"en": "The words"}, "questions": [_question("text", "why")]},
    ],
}
GIVEN = {
    "care.own": 2, "care.rival": 2, "channel.own": "courier", "recommend.own": 1, "minutes.own": 7, "minutes.rival": 4,
    "effort.own": 2, "feeling.own": -1, "clear.own": 1, "shine.own": 2, "told.own": ["post"], "why.own": "Nobody called.",
}  # fmt: skip


@pytest.fixture
def claim(ada: Member, now: datetime) -> Claim:
    return make_claim(ada, task=make_task(definition=TEN, waived_duties=["compare", "voice", "pain", "think"]), now=now)


def given() -> dict[str, object]:
    return {f"{question}.{subject}": value for question, subject, value in DraftAnswer.objects.values_list("question", "subject", "value")}


def in_reach(page: Page, button: str) -> None:
    """At the thumb: in the lowest quarter of the screen, and no smaller than a fingertip."""
    box = page.locator(button).bounding_box()
    assert box is not None
    assert (box["y"] >= 600, box["height"] >= 48) == (True, True)


def test_a_brief_of_ten_questions_is_done_with_one_thumb(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada), claim)
    screens = [
        ["#q-care .keys:not(.rival) label >> nth=1", "#q-care .keys.rival label >> nth=1"],
        ["#q-effort label >> nth=1", "#q-feeling label >> nth=1"],
        ["#q-clear label >> nth=1", "#q-shine label >> nth=1", "#q-told label >> nth=0"],
        [],
    ]
    screens[0] += ["#q-channel label >> nth=1", "#q-recommend label >> nth=1"]
    for number, keys in enumerate(screens):
        in_reach(page, "#next")
        for key in keys:
            page.click(key)
        if number == 1:
            for field, minutes in zip(page.locator("#q-minutes input").all(), "74", strict=True):
                expect(field).to_have_attribute("inputmode", "numeric")
                field.fill(minutes)
        if number == 3:
            page.fill("#q-why textarea", "Nobody called.")
        page.click("#next")
        expect(page.locator("#runner h1")).to_be_focused()

    in_reach(page, "#send")
    page.click("#send")
    page.wait_for_url("**/sent/")

    assert given() == GIVEN
    assert Submission.objects.get().claim == claim


def test_a_brief_of_ten_questions_is_done_with_the_keyboard_alone(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada, width=1280), claim)

    def keys(*pressed: str) -> None:
        for key in pressed:
            page.keyboard.press(key)

    page.locator("#runner h1").focus()
    keys("Tab", "ArrowRight", "ArrowLeft", "ArrowRight", "Enter")  # care at ours
    keys("ArrowRight", "ArrowLeft", "ArrowRight", "Enter")  # and at the rival's
    keys("ArrowDown", "Enter")  # the channel: the second
    keys("ArrowDown", "Enter", "Tab")  # recommend: 1, which was the last of this screen
    assert page.evaluate("document.activeElement.enterKeyHint") == "next"
    keys("7", "Enter", "4", "Enter", "ArrowDown", "Enter", "ArrowDown", "Enter", "Tab")
    keys("ArrowDown", "Enter", "ArrowDown", "Enter", "Space", "Enter", "Enter", "Tab")
    page.keyboard.type("Nobody called.")
    keys("Control+Enter")
    wait_for_state(page, "saved")
    assert given() == GIVEN
    expect(page.locator("#send")).to_be_enabled(timeout=30_000)
    for _ in range(6):
        if page.evaluate("document.activeElement.id") == "send":
            break
        keys("Tab")
    keys("Enter")
    page.wait_for_url("**/sent/")

    assert Submission.objects.get().claim == claim


def test_enter_makes_a_line_in_a_longer_text(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada), claim, 3)
    page.focus("#q-why textarea")
    for key in ("A", "Enter", "B"):
        page.keyboard.press(key)

    expect(page.locator("#q-why textarea")).to_have_value("A\nB")


def test_skipping_to_the_content_stays_on_the_screen(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada), claim, 2)
    page.focus("a.skip")
    page.keyboard.press("Enter")

    page.wait_for_url("**#main")
    expect(page.locator("#runner h1")).to_have_text("The marks")
