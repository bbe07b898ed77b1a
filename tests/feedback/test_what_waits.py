"""What waits on a phone: answers go in order and once, newer words are never lost to older ones, and nobody's to another's task."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim
from feedback.models import DraftAnswer, Evidence
from members.models import Member
from tests.feedback import pocket
from tests.feedback.factories import make_claim, make_task
from tests.feedback.held import ANSWERS, NO_LATER_TRY, Held, no_network, refuse, take_photos, wake
from tests.feedback.phones import Phones, open_runner, wait_for_state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHY = "#q-why textarea"


def why() -> object:
    return DraftAnswer.objects.get(question="why").value


def reopened(page: Page) -> Page:
    page.reload()
    page.wait_for_selector("html[data-runner=ready]")
    return page


def ready_to_conflict(page: Page, phones: Phones, ada: Member, claim: Claim) -> None:
    """“Mine.” waits here; another phone has sent “Theirs.”."""
    page.route(ANSWERS, no_network)
    page.fill(WHY, "Mine.")
    pocket.wait_until_kept(page, answers=1)
    there = open_runner(phones.of(ada), claim)
    there.fill(WHY, "Theirs.")
    wait_for_state(there, "saved")


# Whose it is ----------------------------------------------------------------------------


def test_what_waits_for_one_task_is_not_sent_to_another(phones: Phones, ada: Member, now: datetime) -> None:
    one, other = make_claim(ada, now=now), make_claim(ada, task=make_task(slug="another"), now=now)
    page = open_runner(phones.of(ada), one, 1)
    page.route(re.compile(rf"/do/{one.pk}/(answers|photos)/"), no_network)
    page.click("#q-channel label >> nth=0")
    take_photos(page, 1)
    pocket.wait_until_kept(page, answers=1, photos=1)

    with page.expect_navigation():
        page.goto(f"/do/{other.pk}/#1")
    page.wait_for_selector("html[data-runner=ready]")
    wait_for_state(page, "saved")

    assert not DraftAnswer.objects.filter(draft__claim=other).exists()
    assert not Evidence.objects.filter(claim=other).exists()
    kept = pocket.kept_by_the_phone(page)
    assert (kept["cells"], len(kept["photos"])) == ({"channel": "post"}, 1)


# When it goes ---------------------------------------------------------------------------


@pytest.mark.parametrize("event", ["online", "pageshow", "focus", "visibilitychange"])
def test_who_comes_back_need_not_wait_for_the_next_try(phones: Phones, ada: Member, claim: Claim, event: str) -> None:
    phone = phones.of(ada)
    phone.add_init_script(NO_LATER_TRY)
    page = open_runner(phone, claim)
    page.route(ANSWERS, no_network)
    page.fill(WHY, "Nobody called.")
    wait_for_state(page, "failed")
    page.unroute(ANSWERS)

    wake(page, event)

    wait_for_state(page, "saved")
    assert why() == "Nobody called."


def test_an_answer_that_travels_is_not_sent_twice(page: Page) -> None:
    held = Held(page, ANSWERS)
    page.fill(WHY, "Once.")
    held.wait()

    wake(page)

    assert len(held.routes) == 1


def test_what_is_typed_while_the_first_words_travel_is_sent_after_them(page: Page) -> None:
    held = Held(page, ANSWERS)
    page.fill(WHY, "Nobody")
    first = held.wait()
    page.fill(WHY, "Nobody called.")
    held.let_go()
    first.continue_()
    wait_for_state(page, "saved")

    assert why() == "Nobody called."
    assert page.input_value(WHY) == "Nobody called."


def test_what_was_typed_while_the_first_words_travelled_is_no_conflict_after_opening_again(page: Page) -> None:
    held = Held(page, ANSWERS)
    page.fill(WHY, "Nobody")
    first = held.wait()
    page.fill(WHY, "Nobody called.")
    first.continue_()
    held.wait(2)
    held.let_go()
    reopened(page)

    wait_for_state(page, "saved")
    assert why() == "Nobody called."


# Two devices ----------------------------------------------------------------------------


def test_typing_on_after_opening_again_overwrites_nothing_in_silence(page: Page, phones: Phones, ada: Member, claim: Claim) -> None:
    ready_to_conflict(page, phones, ada, claim)
    reopened(page)
    page.fill(WHY, "Mine, and more.")
    pocket.until(page, "() => document.getElementById('save-state').dataset.state === 'failed'")
    page.unroute(ANSWERS)
    wake(page, "online")

    wait_for_state(page, "conflict")
    assert why() == "Theirs."


def test_what_gave_way_does_not_come_back(page: Page, phones: Phones, ada: Member, claim: Claim) -> None:
    ready_to_conflict(page, phones, ada, claim)
    page.unroute(ANSWERS)
    wait_for_state(page, "conflict")
    page.click("text=Take theirs")
    wait_for_state(page, "saved")
    reopened(page)

    assert page.input_value(WHY) == "Theirs."
    assert pocket.kept_by_the_phone(page)["cells"] == {}


def test_a_choice_that_was_made_is_not_asked_for_again(page: Page, phones: Phones, ada: Member, claim: Claim) -> None:
    ready_to_conflict(page, phones, ada, claim)
    page.unroute(ANSWERS)
    wait_for_state(page, "conflict")
    page.route(ANSWERS, no_network)
    page.click("text=Keep mine")
    wait_for_state(page, "failed")
    reopened(page)
    page.unroute(ANSWERS)
    wake(page)

    wait_for_state(page, "saved")
    assert why() == "Mine."


def test_choosing_while_another_answer_travels_stops_nothing(page: Page, phones: Phones, ada: Member, claim: Claim) -> None:
    page.route(ANSWERS, no_network)
    page.click("#q-effort label >> nth=1")
    ready_to_conflict(page, phones, ada, claim)
    held = Held(page, ANSWERS)
    wake(page)
    effort = held.wait()
    page.click("#q-effort label >> nth=2")
    effort.continue_()
    held.wait(2).continue_()
    wait_for_state(page, "conflict")
    effort = held.wait(3)
    held.let_go()
    page.click("#q-recommend label >> nth=7")
    page.click("text=Take theirs")
    effort.continue_()

    wait_for_state(page, "saved")
    assert dict(DraftAnswer.objects.values_list("question", "value")) == {"why": "Theirs.", "effort": 3, "recommend": 7}


# What the server will not have ----------------------------------------------------------


def test_a_refused_answer_says_why_and_goes_once_it_is_mended(page: Page) -> None:
    held = Held(page, ANSWERS)
    page.fill(WHY, "Too much.")
    refuse(held.wait(), 422, "Please keep it short.")
    expect(page.locator("#q-why .trouble")).to_have_text("Please keep it short.")
    held.let_go()
    page.fill(WHY, "Short.")

    wait_for_state(page, "saved")
    assert why() == "Short."
    expect(page.locator("#q-why .trouble")).to_be_empty()


def test_a_refused_answer_holds_up_no_other(page: Page) -> None:
    held = Held(page, ANSWERS)
    page.fill(WHY, "Too much.")
    page.click("#q-effort label >> nth=2")
    refuse(held.wait(), 422, "Please keep it short.")
    with page.expect_response(lambda response: response.status == 200 and response.url.endswith("/answers/")):
        held.wait(2).continue_()

    expect(page.locator("#save-state")).to_have_attribute("data-state", "refused")
    assert dict(DraftAnswer.objects.values_list("question", "value")) == {"effort": 3}


def test_a_task_that_has_ended_is_sent_nothing_more(page: Page) -> None:
    held = Held(page, ANSWERS)
    page.fill(WHY, "Late.")
    refuse(held.wait(), 410, "The time for this task ended.")
    expect(page.locator("#notices")).to_contain_text("The time for this task ended.")
    page.fill(WHY, "Later still.")
    wake(page)

    assert len(held.routes) == 1
    assert pocket.kept_by_the_phone(page)["cells"] == {"why": "Later still."}
