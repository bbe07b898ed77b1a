"""The keys of the joint review record only what was meant, and once."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from improvement.services import open_joint_review
from tests.improvement.factories import Loop
from tests.improvement.pages import at
from tests.insights.factories import NOON
from tests.scripts.at_hand import AtHand
from tests.scripts.conftest import Devices

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CHOSEN = "form[data-decide] [name=way]:checked"


@pytest.fixture
def now() -> datetime:
    return NOON


@pytest.fixture
def at_table(devices: Devices, now: datetime) -> AtHand:
    loop = Loop()
    loop.found()
    review = open_joint_review(campaign=loop.campaign, held_on=now.date(), title={"en": "Wave 1"}, by=loop.manager, now=now)
    device = devices(loop.manager)
    device.open(at("joint_review", review.pk))
    return device


@pytest.fixture
def table(at_table: AtHand) -> Page:
    return at_table.context.pages[0]


def decided_without_action(table: Page) -> None:
    table.keyboard.press("2")
    table.locator("[name=without_action]").check()


def test_a_figure_chooses_the_way_and_stands_in_focus(table: Page) -> None:
    table.keyboard.press("2")

    expect(table.locator("[name=way]").nth(1)).to_be_checked()
    expect(table.locator("[name=way]").nth(1)).to_be_focused()


def test_what_is_written_chooses_and_records_nothing(table: Page, at_table: AtHand) -> None:
    table.locator("[name=note]").focus()
    table.keyboard.type("3 couriers, Kc")
    table.locator("[name=title]").focus()
    table.keyboard.type("12c")

    expect(table.locator("[name=note]")).to_have_value("3 couriers, Kc")
    expect(table.locator("[name=title]")).to_have_value("12c")
    expect(table.locator(CHOSEN)).to_have_count(0)
    expect(table.locator("[name=carry]")).to_be_enabled()
    assert at_table.received(0) == []


def test_the_browsers_own_shortcuts_record_nothing(table: Page, at_table: AtHand) -> None:
    table.evaluate(
        """() => ["ctrlKey", "metaKey", "altKey"].forEach((held) => ["c", "1"].forEach((key) => document.body.dispatchEvent(
            new KeyboardEvent("keydown", { key, [held]: true, bubbles: true, cancelable: true }))))"""
    )

    expect(table.locator("[name=carry]")).to_be_enabled()
    expect(table.locator(CHOSEN)).to_have_count(0)
    assert at_table.received(0) == []


def test_keys_record_nothing_behind_an_open_question(table: Page, at_table: AtHand) -> None:
    table.get_by_role("button", name="Publish the minutes").click()
    expect(table.locator("#confirm")).to_be_visible()
    table.keyboard.press("1")
    table.keyboard.press("c")

    expect(table.locator(CHOSEN)).to_have_count(0)
    expect(table.locator("[name=carry]")).to_be_enabled()
    assert at_table.received(0) == []


def test_enter_records_once_however_often_it_is_pressed(table: Page, at_table: AtHand) -> None:
    decided_without_action(table)
    for _again in range(3):
        table.keyboard.press("Enter")

    expect(table.locator("[name=record]")).to_be_disabled()
    assert [(fields["way"], "record" in fields, "carry" in fields) for _address, fields in at_table.received(1)] == [("issue", True, False)]


def test_enter_on_a_button_presses_that_button(table: Page, at_table: AtHand) -> None:
    decided_without_action(table)
    table.locator("[name=carry]").focus()
    table.keyboard.press("Enter")

    expect(table.locator("[name=carry]")).to_be_disabled()
    assert [("record" in fields, "carry" in fields) for _address, fields in at_table.received(1)] == [(False, True)]


def test_without_a_new_action_nothing_of_one_is_asked_or_sent(table: Page, at_table: AtHand) -> None:
    decided_without_action(table)
    expect(table.locator("[data-action-fields]")).to_be_hidden()
    table.keyboard.press("Enter")

    expect(table.locator("[name=record]")).to_be_disabled()
    assert ["title" in fields or "needed" in fields for _address, fields in at_table.received(1)] == [False]


def test_an_action_is_asked_for_again_when_there_is_one_after_all(table: Page) -> None:
    table.locator("[name=without_action]").check()
    table.locator("[name=without_action]").uncheck()

    expect(table.locator("[data-action-fields]")).to_be_visible()
    expect(table.locator("[name=title]")).to_be_enabled()


def test_c_carries_over_also_from_a_tick(table: Page, at_table: AtHand) -> None:
    table.locator("[name=without_action]").focus()
    table.keyboard.press("C")

    assert [("record" in fields, "carry" in fields) for _address, fields in at_table.received(1)] == [(False, True)]


def test_what_comes_back_without_a_new_action_does_not_ask_for_one(table: Page) -> None:
    table.evaluate("""() => (document.querySelector("[name=without_action]").checked = true)""")
    table.evaluate("() => import('/static/js/joint-review.js?again')")

    expect(table.locator("[data-action-fields]")).to_be_hidden()
