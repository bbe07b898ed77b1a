"""Devices in real Chromium, for the tests of the runner and the desk."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from claims.models import Claim
from members.models import Member

CHROMIUM = next(
    (path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome") if Path(path).exists()), None
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WORKER_AT_ONCE = """
    const pause = window.setTimeout; // a page lets its worker come when it has been still for so long
    window.setTimeout = (act, wait, ...more) => pause(act, wait === 1500 ? 0 : wait, ...more);
"""
NO_STORAGE = "Object.defineProperty(window, 'indexedDB', {value: undefined})"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread; the tests' queries are not in it
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Phones:
    """Devices of one house, each with its own storage; closed at the end."""

    def __init__(self, chromium: Browser, server: LiveServer) -> None:
        self.chromium, self.server = chromium, server
        self.open: list[BrowserContext] = []

    def of(
        self, member: Member, *, width: int = 360, dark: bool = False, without_storage: bool = False, at: str = "", worker: bool = False
    ) -> Page:
        """A device on which the member is signed in; `at` another address of the house; with the service worker when asked for."""
        client = Client()
        client.force_login(member)
        context = self.chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            base_url=at or self.server.url,
            service_workers="allow" if worker else "block",
        )
        self.open.append(context)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": at or self.server.url}])
        if worker:
            context.add_init_script(WORKER_AT_ONCE)
        if without_storage:
            context.add_init_script(NO_STORAGE)
        return context.new_page()


@pytest.fixture
def phones(chromium: Browser, live_server: LiveServer) -> Iterator[Phones]:
    devices = Phones(chromium, live_server)
    yield devices
    for context in devices.open:
        context.close()


def open_runner(page: Page, claim: Claim, step: int = 0) -> Page:
    page.goto(f"/do/{claim.pk}/#{step}")
    page.wait_for_selector("html[data-runner=ready]")
    return page


def wait_for_state(page: Page, state: str) -> None:
    page.wait_for_selector(f"#save-state[data-state={state}]", timeout=20_000)
