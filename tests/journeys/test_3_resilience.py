"""What the demonstration survives: kills of the web, the worker and Redis, while somebody is in the middle of a task."""

import os
import re
import signal
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Street, arrived, open_runner, tap
from tests.journeys.running import PATIENCE, VAR, RunningDemo, engines

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journey")]

TESTER = "xiao.lin@harbour.example"
SOON = 30.0


@pytest.fixture
def page(street: Street) -> Page:
    return street.sign_in(TESTER, phone=True)


def kill(pids: list[int]) -> None:
    """At once, without a word; only what this demonstration started."""
    assert pids, "there is something to kill"
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def within(seconds: float, true: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True


def an_answer_is_kept(page: Page, words: str) -> str:
    """Write into the draft that Lin has open, and wait for the server's word; returns the claim."""
    page.goto("/")
    address = page.locator("a[href^='/do/']:not([href$='/returned/'])").first.get_attribute("href") or ""
    claim = re.sub(r"\D", "", address)
    open_runner(page, claim, 1)
    page.locator("#runner textarea").first.fill(words)
    arrived(page)
    page.wait_for_timeout(500)
    arrived(page)
    return claim


def test_no_answer_is_lost_when_the_web_is_killed(running_demo: RunningDemo, page: Page) -> None:
    words = "页面倒下之前写的。"
    claim = an_answer_is_kept(page, words)
    kill(running_demo.children("granian"))

    assert within(SOON, running_demo.ready)
    open_runner(page, claim, 1)
    expect(page.locator("#runner textarea").first).to_have_value(words)


def test_pages_answer_while_redis_is_away_and_readyz_tells(running_demo: RunningDemo, page: Page) -> None:
    kill([pid for pid, command in engines().items() if "redis" in command or "valkey" in command])

    answer = page.goto("/wallet/")
    assert answer
    assert answer.status == 200, "what a page shows does not hang on Redis"
    assert within(SOON, running_demo.ready)
    assert "Redis stopped" in (VAR / "demo.log").read_text()


def test_work_that_was_asked_for_is_done_by_the_next_worker(running_demo: RunningDemo, street: Street) -> None:
    desk = street.sign_in("sam.carter@harbour.example")
    kill(running_demo.children("celery", " worker "))
    desk.goto("/desk/reports/")
    tap(desk.locator("form[action='/desk/reports/ask/'] button"))

    expect(desk.locator("#progress"), "the page says what is going on").to_have_count(1)
    desk.locator(".paper").wait_for(timeout=PATIENCE * 1000)
    assert running_demo.ready()
