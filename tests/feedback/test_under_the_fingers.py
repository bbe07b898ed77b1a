"""Where the keys and the voice are after something changed on the screen, and what a card that is only begun counts."""

from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim
from feedback.models import DraftAnswer
from members.models import Member
from tests.feedback.every_type import DUTIES, EVERY_TYPE
from tests.feedback.factories import make_claim, make_task
from tests.feedback.held import ANSWERS, Held, answer_with, refuse
from tests.feedback.phones import Phones, open_runner, wait_for_state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHY = "#q-why textarea"
DUTIES_STEP = 2


def collide(page: Page, question: str, subject: str, theirs: Any) -> None:
    """The answer that travels meets another one that came first."""
    held = Held(page, ANSWERS)
    page.click("#q-care .keys.rival label >> nth=1") if question == "care" else page.fill(WHY, "Mine.")
    answer_with(held.wait(), {"question": question, "subject": subject, "value": theirs, "revision": 3}, status=409)
    held.let_go()
    wait_for_state(page, "conflict")


def test_after_the_choice_between_two_one_is_back_in_the_field(page: Page) -> None:
    collide(page, "why", "own", "Theirs.")
    page.click("text=Take theirs")

    expect(page.locator(WHY)).to_be_focused()
    expect(page.locator(WHY)).to_have_value("Theirs.")


def test_a_choice_between_two_says_on_which_side(page: Page) -> None:
    collide(page, "care", "rival", 4)

    expect(page.locator("#q-care .conflict")).to_contain_text("(Northgate)")
    expect(page.locator("#q-care .conflict")).to_contain_text("There: 4")


def test_an_answer_that_was_taken_back_elsewhere_is_called_empty(page: Page) -> None:
    collide(page, "why", "own", None)

    expect(page.locator(".conflict")).to_contain_text("There: empty")


def test_whoever_was_signed_out_is_shown_the_way_in(page: Page) -> None:
    held = Held(page, ANSWERS)
    page.fill(WHY, "Nobody called.")
    refuse(held.wait(), 401)

    expect(page.locator("#notices").get_by_role("link", name="Sign in")).to_have_attribute("href", page.url)


def test_a_question_that_opens_is_announced(phones: Phones, ada: Member, now: datetime) -> None:
    claim = make_claim(ada, task=make_task(definition=EVERY_TYPE, waived_duties=DUTIES), now=now)
    page = open_runner(phones.of(ada), claim)
    page.click("#q-recommend label >> nth=2")

    expect(page.locator("#q-why")).to_be_visible()
    expect(page.locator("#runner + [role=status]")).not_to_be_empty()


def test_enter_that_chooses_a_chinese_word_does_not_go_on(page: Page) -> None:
    own = page.locator("#q-days input").first
    own.focus()

    went_on = own.evaluate("""(field) => !field.dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))""")

    assert not went_on
    expect(own).to_be_focused()


def test_the_browsers_back_goes_one_screen_back(page: Page) -> None:
    page.click("#next")
    expect(page.locator("#step-title")).to_have_text("Step 2 of 3")
    page.go_back()

    expect(page.locator("#step-title")).to_have_text("Step 1 of 3")


def test_the_check_is_no_step_and_every_step_is_behind_it(page: Page) -> None:
    for _step in range(3):
        page.click("#next")

    expect(page.locator("#step-title")).to_have_text("Check")
    assert page.locator("#steps i").count() == page.locator("#steps i.on").count() == 3


# Cards ----------------------------------------------------------------------------------


@pytest.fixture
def cards(phones: Phones, ada: Member, claim: Claim) -> Page:
    return open_runner(phones.of(ada), claim, DUTIES_STEP)


def pains() -> Any:
    return DraftAnswer.objects.get(question="pains").value


def test_a_card_of_which_only_the_place_is_chosen_is_no_answer_yet(cards: Page) -> None:
    cards.select_option("#q-pains select", "handover")
    wait_for_state(cards, "saved")

    assert pains() is None


def test_a_card_that_is_removed_takes_no_other_with_it(cards: Page) -> None:
    cards.fill("#q-pains textarea", "It came late.")
    cards.get_by_role("button", name="Add").first.click()
    second = cards.locator("#q-pains .slip").nth(1)
    expect(second.locator("select")).to_be_focused()
    second.locator("textarea").fill("Nobody called.")
    cards.locator("#q-pains .slip").first.get_by_role("button", name="Remove").click()
    expect(cards.locator("#q-pains textarea")).to_have_value("Nobody called.")
    wait_for_state(cards, "saved")

    assert [card["what"] for card in pains()] == ["Nobody called."]
    assert cards.evaluate("document.activeElement.matches('#q-pains .btn')")


def test_a_blank_card_alone_cannot_be_removed(cards: Page) -> None:
    remove = cards.locator("#q-pains .slip").get_by_role("button", name="Remove")
    expect(cards.locator("#q-pains textarea")).to_be_visible()
    expect(remove).to_have_count(0)
    cards.fill("#q-pains textarea", "It came late.")
    expect(remove).to_have_count(1)
    cards.fill("#q-pains textarea", "")

    expect(remove).to_have_count(0)


def test_the_last_card_that_is_removed_leaves_no_answer_and_a_blank_one(cards: Page) -> None:
    cards.fill("#q-pains textarea", "It came late.")
    wait_for_state(cards, "saved")
    cards.locator("#q-pains .slip").get_by_role("button", name="Remove").click()
    expect(cards.locator("#q-pains textarea")).to_have_value("")
    wait_for_state(cards, "saved")

    assert pains() is None
