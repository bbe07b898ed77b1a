"""Taking a task in real Chromium: few taps, and a door that only the server's clock opens."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from claims.models import Claim
from members.models import Member
from tests.feedback.phones import Phones, chromium, phones
from tests.tasks_catalog.factories import TaskFactory, texts

__all__ = ["chromium", "phones"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_TAPS = 3


def test_a_task_is_taken_within_three_taps_of_the_first_page(phones: Phones, ada: Member, now: datetime) -> None:
    TaskFactory(slug="where-is-my-card", opens_at=now - timedelta(days=1), title=texts("Where is my new card?"))
    page = phones.of(ada)
    page.goto("/")

    taps = 0
    for target in ("text=Where is my new card?", "text=Take this task"):
        page.click(target)
        taps += 1

    expect(page.locator("h1")).to_have_text("The seat is yours")
    assert taps <= MOST_TAPS
    assert Claim.objects.get().member == ada


# The door -------------------------------------------------------------------------------


@pytest.fixture
def at_door(phones: Phones, ada: Member, now: datetime) -> Page:
    """Ada's phone, ten minutes before a door opens; not there yet."""
    TaskFactory(slug="flash", opens_at=now + timedelta(minutes=10), title=texts("A lunch, two cards"))
    return phones.of(ada)


def seconds_left(page: Page) -> int:
    minutes, seconds = page.inner_text(".digits").split(":")
    return int(minutes) * 60 + int(seconds)


@pytest.mark.parametrize("hours", [-7, 7])
def test_a_phone_whose_clock_is_hours_off_counts_down_to_the_servers_second(at_door: Page, now: datetime, hours: int) -> None:
    at_door.clock.install(time=now + timedelta(hours=hours))
    at_door.goto("/tasks/flash/door/")
    expect(at_door.locator(".digits")).not_to_have_text("--:--")

    assert 0 < seconds_left(at_door) <= 600
    expect(at_door.locator("button.door-go")).to_be_disabled()


def test_setting_the_phones_clock_while_waiting_opens_nothing(at_door: Page, now: datetime) -> None:
    at_door.goto("/tasks/flash/door/")
    expect(at_door.locator(".digits")).not_to_have_text("--:--")
    at_door.evaluate("{ const now = Date.now; Date.now = () => now() + 3600000; }")
    at_door.wait_for_timeout(600)

    assert 0 < seconds_left(at_door) <= 600
    expect(at_door.locator("button.door-go")).to_be_disabled()


def test_a_button_forced_awake_takes_nothing_before_the_opening(at_door: Page) -> None:
    at_door.goto("/tasks/flash/door/")
    at_door.evaluate("document.querySelector('flash-door form').submit()")

    expect(at_door.locator("[data-refusal]")).to_be_visible()
    expect(at_door.locator("button.door-go")).to_be_disabled()
    assert not Claim.objects.exists()


def stand_still(page: Page) -> None:
    """Only the test moves the page's time from now on: an answer of the server's clock that came later would set it back."""
    page.evaluate("document.querySelector('flash-door').measured.then(() => true)")
    page.clock.pause_at(datetime.fromtimestamp(page.evaluate("Date.now()") / 1000 + 1, tz=UTC))


def wait_until(page: Page, seconds: int) -> None:
    page.clock.run_for((seconds_left(page) - seconds) * 1000)


def test_the_time_that_is_left_is_announced_at_sixty_ten_and_no_seconds(at_door: Page, now: datetime) -> None:
    at_door.clock.install(time=now)
    at_door.goto("/tasks/flash/door/")
    expect(at_door.locator(".digits")).not_to_have_text("--:--")
    expect(at_door.get_by_role("timer")).to_have_attribute("aria-live", "off")
    stand_still(at_door)
    heard = []
    for seconds in (62, 59, 12, 9, 1):
        wait_until(at_door, seconds)
        heard.append(at_door.inner_text("[data-say]"))
    at_door.clock.run_for(2000)

    assert heard == ["", "One minute to go", "One minute to go", "Ten seconds to go", "Ten seconds to go"]
    expect(at_door.locator("[data-say]")).to_have_text("The door is open")
    expect(at_door.locator("button.door-go")).to_be_enabled()


def test_a_phone_that_wakes_with_forty_seconds_left_does_not_call_it_a_minute(at_door: Page, now: datetime) -> None:
    at_door.clock.install(time=now)
    at_door.goto("/tasks/flash/door/")
    expect(at_door.locator(".digits")).not_to_have_text("--:--")
    stand_still(at_door)
    at_door.clock.fast_forward((seconds_left(at_door) - 40) * 1000)

    expect(at_door.locator(".digits")).to_have_text("00:40")
    assert at_door.inner_text("[data-say]") == ""


def test_a_lost_answer_leaves_the_button_awake_and_says_what_to_do(phones: Phones, ada: Member, now: datetime) -> None:
    TaskFactory(slug="flash", opens_at=now - timedelta(minutes=1))
    page = phones.of(ada)
    asked: list[Route] = []
    page.route("**/tasks/flash/claim/", lambda route: asked.append(route))  # noqa: PLW0108 - Playwright marks what it is given
    page.goto("/tasks/flash/door/")
    page.click("button.door-go")
    expect(page.locator("button.door-go")).to_be_disabled()
    expect(page.locator("[data-busy]")).to_be_visible()
    expect(page.locator("button.door-go")).to_have_attribute("aria-busy", "true")

    asked[0].abort()

    expect(page.locator("[data-refusal]")).to_contain_text("the same press never counts twice")
    expect(page.locator("button.door-go")).to_be_enabled()
