"""What a door does with each answer, and whose clock it believes, in real Chromium."""

import json
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Route, expect

from members.models import Member
from seats.models import Pool
from tests.feedback.held import Held, answer_with
from tests.feedback.phones import Phones, chromium, phones
from tests.tasks_catalog.factories import TaskFactory

__all__ = ["chromium", "phones"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEATS = "**/tasks/flash/claim/"
TIME = "**/time/"


@pytest.fixture
def door(phones: Phones, ada: Member, now: datetime) -> Page:
    """Ada's phone at a door that is open."""
    TaskFactory(slug="flash", opens_at=now - timedelta(minutes=1))
    page = phones.of(ada)
    page.goto("/tasks/flash/door/")
    expect(page.locator("button.door-go")).to_be_enabled()
    return page


@pytest.fixture
def shut(phones: Phones, ada: Member, now: datetime) -> Page:
    """Ada's phone, on its way to a door that opens in an hour."""
    TaskFactory(slug="flash", opens_at=now + timedelta(minutes=50))
    return phones.of(ada)


def hear(page: Page, **answer: Any) -> list[dict[str, list[str]]]:
    """Press the button; the gate answers so. What it was asked with."""
    asked: list[dict[str, list[str]]] = []

    def say(route: Route) -> None:
        asked.append(parse_qs(route.request.post_data or ""))
        route.fulfill(content_type="application/json", body=json.dumps(answer))

    page.route(SEATS, say)
    page.click("button.door-go")
    return asked


def test_who_has_a_seat_is_led_to_it(door: Page) -> None:
    hear(door, outcome="seated", url="/claims/")

    door.wait_for_url("**/claims/")


@pytest.mark.parametrize(("place", "told"), [(3, "Your place is 3."), (None, "More than 20 came before you.")])
def test_who_waits_is_told_the_place_and_need_not_press_again(door: Page, place: int | None, told: str) -> None:
    hear(door, outcome="waiting", place=place)

    expect(door.locator("[data-waits]")).to_contain_text(told)
    expect(door.locator("[data-waits] :is([data-place], [data-far]):visible")).to_have_count(1)
    expect(door.locator("[data-waits] a")).to_be_focused()
    expect(door.locator("button.door-go")).to_be_hidden()


def test_a_refusal_is_told_and_the_next_press_asks_for_the_same_seat_again(door: Page) -> None:
    asked = hear(door, outcome="refused", message="The seats are being counted.")
    expect(door.locator("[data-refusal]")).to_have_text("The seats are being counted.")
    expect(door.locator("button.door-go")).not_to_have_attribute("aria-busy", "true")
    door.click("button.door-go:enabled")
    expect(door.locator("button.door-go")).to_be_enabled()

    first, second = asked
    assert second == first | {"again": ["1"]}
    assert first.keys() == {"ticket", "key"}


@pytest.mark.parametrize(
    "answer",
    [{"outcome": "requested"}, *({"outcome": "refused", "reason": reason} for reason in ("expired", "foreign", "malformed"))],
    ids=lambda answer: answer.get("reason", "requested"),
)
def test_what_another_page_must_tell_is_asked_of_the_house(door: Page, answer: dict[str, str]) -> None:
    with door.expect_navigation():
        hear(door, **answer)

    expect(door.locator("[data-refusal]")).to_be_hidden()


def test_a_door_that_is_paused_stays_shut_though_its_time_has_come(phones: Phones, ada: Member, now: datetime) -> None:
    TaskFactory(slug="flash", opens_at=now - timedelta(minutes=1))
    Pool.objects.update(paused_at=now)
    page = phones.of(ada)
    page.goto("/tasks/flash/door/")

    expect(page.locator("[data-say]")).to_have_text("The door is open")
    expect(page.locator("button.door-go")).to_be_disabled()
    expect(page.locator("button.door-go")).to_contain_text("Paused for a moment")


def test_a_door_that_a_browser_brings_back_is_fetched_anew(door: Page) -> None:
    with door.expect_navigation():
        door.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")


def minutes_left(page: Page) -> int:
    return int(page.inner_text(".digits").split(":")[0])


def measured(page: Page) -> None:
    page.evaluate("document.querySelector('flash-door').measured.then(() => true)")


def test_the_clock_is_read_from_the_answer_that_came_fastest(shut: Page, now: datetime) -> None:
    held = Held(shut, re.compile("/time/$"))
    shut.clock.install(time=now)
    shut.clock.pause_at(now + timedelta(seconds=1))
    shut.goto("/tasks/flash/door/")
    told = now.timestamp() * 1000
    for number in (1, 2, 3):
        answer_with(held.wait(number), {"now": told})
    slowest = held.wait(4)
    shut.clock.run_for(1500)
    answer_with(slowest, {"now": told + 30 * 60 * 1000})
    measured(shut)
    shut.clock.run_for(1000)

    assert 30 < minutes_left(shut) <= 50


def test_half_of_the_way_there_and_back_is_taken_off(shut: Page, now: datetime) -> None:
    held = Held(shut, re.compile("/time/$"))
    shut.clock.install(time=now)
    shut.clock.pause_at(now + timedelta(seconds=1))
    shut.goto("/tasks/flash/door/")
    told = now - timedelta(milliseconds=500)
    for number in (1, 2, 3, 4):
        asked = held.wait(number)
        shut.clock.run_for(2000)
        answer_with(asked, {"now": told.timestamp() * 1000})
    measured(shut)
    shut.clock.run_for(1000)

    expect(shut.locator(".digits")).to_have_text("49:53")


def test_a_phone_whose_clock_runs_on_asks_for_the_time_no_more(shut: Page, now: datetime) -> None:
    asked: list[Route] = []

    def count(route: Route) -> None:
        asked.append(route)
        answer_with(route, {"now": now.timestamp() * 1000})

    shut.route(TIME, count)
    shut.clock.install(time=now)
    shut.clock.pause_at(now + timedelta(seconds=1))
    shut.goto("/tasks/flash/door/")
    measured(shut)
    shut.clock.run_for(10_000)
    expect(shut.locator(".digits")).to_have_text(re.compile("^49:"))

    assert len(asked) == 4


def test_the_servers_clock_is_asked_again_by_whoever_comes_back(shut: Page) -> None:
    shut.goto("/tasks/flash/door/")
    measured(shut)

    with shut.expect_request(TIME):
        shut.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_the_servers_clock_is_asked_again_when_the_phones_was_set(shut: Page) -> None:
    shut.goto("/tasks/flash/door/")
    measured(shut)

    with shut.expect_request(TIME):
        shut.evaluate("{ const now = Date.now; Date.now = () => now() + 3600000; }")


def test_without_a_network_the_door_counts_by_what_the_page_said(shut: Page) -> None:
    shut.route(TIME, lambda route: route.abort())
    shut.goto("/tasks/flash/door/")
    measured(shut)

    assert 30 < minutes_left(shut) <= 50
    expect(shut.locator("button.door-go")).to_be_disabled()
