"""What is typed as a number is that number, or the page says that it could not be read: nothing is guessed."""

from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim
from feedback.models import DraftAnswer
from members.models import Member
from tests.feedback.every_type import BOTH, choices, question, step
from tests.feedback.factories import make_claim, make_task
from tests.feedback.held import ANSWERS, Held
from tests.feedback.phones import Phones, open_runner, wait_for_state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIGURES: Any = {
    "languages": ["en"],
    "steps": [
        step(
            "figures",
            "In figures",
            [
                question("integer", "people", "How many stood before you?"),
                question("decimal", "fee", "What did it cost?"),
                question("decimal", "days", "How many days?", subjects=BOTH),
                question("date", "ordered", "When was it ordered?", subjects=BOTH),
                question("duration", "wait", "How long did it take?"),
                question("select_one", "channel", "How did it come?", choices=choices("Post", "Courier")),
            ],
        )
    ],
}

A_NUMBER = "Type a number here, without a separator for thousands."
ASKED_AGAIN = {"people": "Type a whole number here, without a separator for thousands.", "fee": A_NUMBER, "days": A_NUMBER}


@pytest.fixture
def claim(ada: Member, now: datetime) -> Claim:
    return make_claim(ada, task=make_task(definition=FIGURES), now=now)


def said(page: Page, name: str) -> Any:
    return expect(page.locator(f"#q-{name} .trouble"))


@pytest.mark.parametrize(
    ("name", "typed", "number"),
    [
        ("people", " 12 ", 12),
        ("people", "１２", 12),
        ("fee", "7.5", 7.5),
        ("fee", "7,5", 7.5),
        ("fee", ".5", 0.5),
        ("fee", "１２，５", 12.5),
    ],
)
def test_a_number_is_kept_as_it_was_meant(page: Page, name: str, typed: str, number: float) -> None:
    page.fill(f"#q-{name} input", typed)
    page.click("#q-channel label >> nth=0")
    wait_for_state(page, "saved")

    assert DraftAnswer.objects.get(question=name).value == number
    said(page, name).to_be_empty()


@pytest.mark.parametrize(
    ("name", "typed"),
    [("people", "1,000"), ("people", "7.5"), ("people", "0x10"), ("people", "a few"), ("fee", "1,000"), ("fee", "1e3"), ("fee", "9" * 400)],
)
def test_what_may_be_another_number_is_not_kept_and_asked_for_again(page: Page, name: str, typed: str) -> None:
    held = Held(page, ANSWERS)
    page.fill(f"#q-{name} input", typed)
    said(page, name).to_have_text(ASKED_AGAIN[name])
    expect(page.locator(f"#q-{name} input")).to_have_attribute("aria-invalid", "true")
    page.click("#q-channel label >> nth=0")

    assert f'"question":"{name}"' not in (held.wait().request.post_data or "")


def test_who_writes_a_comma_before_decimals_may_write_three_of_them(phones: Phones, ada: Member, claim: Claim) -> None:
    ada.locale = "pl"
    ada.save()
    page = open_runner(phones.of(ada), claim)
    page.fill("#q-fee input", "1,125")
    page.click("#q-channel label >> nth=0")
    wait_for_state(page, "saved")

    assert DraftAnswer.objects.get(question="fee").value == 1.125


def test_a_number_on_one_side_does_not_hide_that_the_other_was_not_read(page: Page) -> None:
    own, rival = page.locator("#q-days input").all()
    own.fill("soon")
    rival.fill("7")
    wait_for_state(page, "saved")
    said(page, "days").to_have_text(ASKED_AGAIN["days"])
    own.fill("8")

    said(page, "days").to_be_empty()


def test_a_time_that_cannot_be_read_leaves_the_one_that_was_kept(page: Page) -> None:
    minutes = page.locator("#q-wait .span-boxes input").nth(1)
    minutes.fill("7")
    wait_for_state(page, "saved")
    held = Held(page, ANSWERS)
    minutes.fill("x")
    page.click("#q-channel label >> nth=0")

    assert '"question":"channel"' in (held.wait().request.post_data or "")


def test_taking_a_time_back_takes_back_what_was_said_of_it(page: Page) -> None:
    _hours, minutes, _seconds = page.locator("#q-wait .span-boxes input").all()
    minutes.fill("7")
    minutes.fill("x")
    said(page, "wait").to_have_text("Type a number here.")
    page.click("#q-wait button:has-text('Clear')")

    said(page, "wait").to_be_empty()
    expect(minutes).to_have_attribute("aria-invalid", "false")
    expect(minutes).to_be_focused()
    wait_for_state(page, "saved")
    assert DraftAnswer.objects.get(question="wait").value is None


def test_an_answer_that_nobody_must_give_can_be_taken_back(page: Page) -> None:
    page.click("#q-channel label >> nth=1")
    wait_for_state(page, "saved")
    page.click("#q-channel button:has-text('Clear')")
    expect(page.locator("#q-channel input").first).to_be_focused()
    expect(page.locator("#q-channel :checked")).to_have_count(0)
    expect(page.locator("#q-channel button:has-text('Clear')")).to_be_hidden()
    wait_for_state(page, "saved")

    assert DraftAnswer.objects.get(question="channel").value is None
