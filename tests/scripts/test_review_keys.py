"""The keys of the review desk decide only what was meant."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from members.models import Member
from members.rights import REVIEWER, grant
from tests.feedback.factories import sent
from tests.scripts.at_hand import AtHand
from tests.scripts.conftest import Devices

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# Whether the browser may follow a click on it; the page stays.
LEAVES = """link => link.addEventListener("click", (event) => {
    link.dataset.left = String(!event.defaultPrevented);
    event.preventDefault();
})"""


@pytest.fixture
def at_desk(devices: Devices, ada: Member, dan: Member) -> AtHand:
    grant(member=dan, right=REVIEWER)
    sent(ada, now=timezone.now() - timedelta(hours=1))
    return devices(dan)


@pytest.fixture
def desk(at_desk: AtHand) -> Page:
    return at_desk.open("/desk/review/")


def press(desk: Page, keys: str) -> None:
    for key in keys:
        desk.keyboard.press(key)


def marks(desk: Page) -> list[str | None]:
    """What is chosen in each line, from the first to the last."""
    read = "lines => lines.map((line) => line.querySelector(':checked')?.value ?? null)"
    found: list[str | None] = desk.locator(".rub-line").evaluate_all(read)
    return found


def test_letters_and_figures_of_a_word_to_the_tester_decide_nothing(desk: Page, at_desk: AtHand) -> None:
    press(desk, "4534c")
    desk.keyboard.type("aerxjkc 0?")

    expect(desk.locator("#comment")).to_have_value("aerxjkc 0?")
    expect(desk.locator("#all-keys")).to_be_hidden()
    assert (marks(desk), at_desk.received(0)) == (["4", "5", "3", "4"], [])


def test_a_capital_decides_as_its_letter_does(desk: Page, at_desk: AtHand) -> None:
    press(desk, "4534A")

    assert [fields["decision"] for _address, fields in at_desk.received(1)] == ["accept"]


def test_letters_do_nothing_while_a_filter_is_being_chosen(desk: Page, at_desk: AtHand) -> None:
    desk.locator("#f-task").focus()
    press(desk, "a4")

    assert (marks(desk), at_desk.received(0)) == ([None] * 4, [])


def test_escape_leaves_the_word_and_the_keys_decide_again(desk: Page, at_desk: AtHand) -> None:
    press(desk, "4534c")
    desk.keyboard.press("Escape")
    expect(desk.locator("#comment")).not_to_be_focused()
    desk.keyboard.press("a")

    expect(desk.locator("[data-key=a]")).to_be_disabled()
    assert [fields["decision"] for _address, fields in at_desk.received(1)] == ["accept"]


@pytest.mark.parametrize("held", ["Control", "Meta", "Alt"])
def test_the_browsers_own_shortcuts_decide_nothing(desk: Page, at_desk: AtHand, held: str) -> None:
    press(desk, "4534")
    told = desk.evaluate(
        """(held) => ["a", "1"].map((key) => document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key, [`${held}Key`]: true, bubbles: true, cancelable: true })))""",
        {"Control": "ctrl", "Meta": "meta", "Alt": "alt"}[held],
    )

    assert (told, marks(desk), at_desk.received(0)) == ([True, True], ["4", "5", "3", "4"], [])


def test_letters_decide_nothing_while_a_question_is_open(desk: Page, at_desk: AtHand) -> None:
    press(desk, "4534")
    desk.fill("#comment", "Twice the same words.")
    desk.keyboard.press("Escape")
    press(desk, "x")
    expect(desk.locator("#confirm")).to_be_visible()
    press(desk, "a1")

    assert (marks(desk), at_desk.received(0)) == (["4", "5", "3", "4"], [])
    desk.get_by_role("button", name="Yes, do it").click()
    expect(desk.locator("[data-key=x]")).to_be_disabled()
    assert [fields["decision"] for _address, fields in at_desk.received(1)] == ["reject"]


@pytest.mark.parametrize("by", ["key", "mouse"])
def test_a_return_without_a_word_asks_for_the_word(desk: Page, at_desk: AtHand, by: str) -> None:
    if by == "key":
        press(desk, "r")
    else:
        desk.click("[data-key=r]")

    expect(desk.locator("#comment")).to_be_focused()
    expect(desk.locator("#comment")).to_have_attribute("aria-invalid", "true")
    desk.keyboard.type(" ")
    expect(desk.locator("#comment")).not_to_have_attribute("aria-invalid", "true")
    desk.click("[data-key=r]")
    expect(desk.locator("#comment")).to_have_attribute("aria-invalid", "true")
    assert at_desk.received(0) == []


def test_a_figure_goes_to_the_first_duty_without_a_mark_and_to_the_one_in_focus(desk: Page) -> None:
    desk.locator(".rub-line").nth(0).locator("input[value='2']").check()
    desk.locator("#comment").focus()
    desk.keyboard.press("Escape")
    press(desk, "3")
    assert marks(desk) == ["2", "3", None, None]

    desk.locator(".rub-line").nth(0).locator("input[value='2']").focus()
    press(desk, "5")
    assert marks(desk) == ["5", "3", None, None]


def test_choosing_a_mark_sends_nothing(desk: Page, at_desk: AtHand) -> None:
    desk.locator(".rub-line input[value='2']").first.check()

    assert at_desk.received(0) == []


def test_after_a_mark_the_next_duty_is_in_focus_and_after_the_last_the_last(desk: Page) -> None:
    lines = desk.locator(".rub-line")
    for number in range(4):
        press(desk, "3")
        expect(lines.nth(min(number + 1, 3)).locator("input:focus")).to_have_count(1)
    desk.locator("#comment").focus()
    desk.keyboard.press("Escape")
    press(desk, "5")

    assert marks(desk) == ["3", "3", "3", "5"]
    expect(lines.nth(3).locator("input:focus")).to_have_count(1)


def trouble_of(page: Page) -> list[str]:
    """What goes wrong in the page from now on."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_figures_beyond_the_scale_mark_nothing(desk: Page) -> None:
    trouble = trouble_of(desk)
    press(desk, "69")

    assert (marks(desk), trouble) == ([None] * 4, [])


def test_where_nothing_waits_keys_do_nothing(devices: Devices, dan: Member) -> None:
    grant(member=dan, right=REVIEWER)
    desk = devices(dan).open("/desk/review/")
    trouble = trouble_of(desk)
    press(desk, "c4arjk")
    desk.keyboard.press("?")

    expect(desk.locator("#all-keys")).to_be_visible()
    assert trouble == []


def test_a_photo_opens_large_and_says_what_it_is(desk: Page) -> None:
    link = desk.locator("[data-zoom]").first
    link.click()

    expect(desk.locator("#zoom")).to_be_visible()
    expect(desk.locator("#zoom img")).to_have_attribute("alt", "Photo 1")
    desk.get_by_role("button", name="Close").click()
    link.evaluate(LEAVES)
    link.click(modifiers=["Control"])
    expect(link).to_have_attribute("data-left", "true")
    expect(desk.locator("#zoom")).to_be_hidden()
