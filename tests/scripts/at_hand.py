"""A page in real Chromium without a server: Django's own client answers it, inside the test's transaction."""

import time
from collections.abc import Callable
from contextvars import copy_context
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

HOUSE = "http://localhost"
PATIENCE = 30  # seconds


class AtHand:
    """A device whose requests are answered at once; what its forms send is written down, and the page stays as it is."""

    def __init__(self, chromium: Browser, client: Client, *, width: int = 1280, user_agent: str | None = None) -> None:
        self.client = client
        self._transaction = copy_context()  # requests are answered in a context of Playwright's, whose connection would be another
        self.sent: list[tuple[str, dict[str, str]]] = []
        self.answers: dict[str, Callable[[Route], None]] = {}
        self.context: BrowserContext = chromium.new_context(
            base_url=HOUSE, viewport={"width": width, "height": 800}, service_workers="block", user_agent=user_agent
        )
        self.context.route("**/*", self._answer)

    def open(self, address: str) -> Page:
        page = self.context.new_page()
        page.goto(address)
        return page

    def pass_on(self, route: Route) -> None:
        """Let the house answer what is posted there."""
        asked = route.request
        answer = self._transaction.run(
            self.client.post, urlsplit(asked.url).path, asked.post_data_buffer or b"", content_type=asked.headers["content-type"]
        )
        route.fulfill(status=answer.status_code, headers=dict(answer.headers.items()), body=answer.getvalue())

    def received(self, number: int) -> list[tuple[str, dict[str, str]]]:
        """What its forms sent, once so much of it has come and nothing else is on its way."""
        end = time.monotonic() + PATIENCE
        page = self.context.pages[0]
        while len(self.sent) < number:
            assert time.monotonic() < end, f"sent: {self.sent}"
            page.wait_for_timeout(20)
        page.evaluate("() => fetch('/static/mark.svg')")  # comes after whatever was sent before it
        return self.sent

    def _answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if own := self.answers.get(address.path):
            own(route)
        elif address.path.startswith(settings.STATIC_URL):
            route.fulfill(path=str(finders.find(address.path.removeprefix(settings.STATIC_URL))))
        elif route.request.method == "GET":
            answer = self._transaction.run(self.client.get, f"{address.path}?{address.query}")
            route.fulfill(status=answer.status_code, headers=dict(answer.headers.items()), body=answer.getvalue())
        else:
            self.sent.append((address.path, fields_of(route.request)))
            route.fulfill(status=204)


def fields_of(request: Request) -> dict[str, str]:
    """What a form sent, by the names of its fields."""
    return dict(parse_qsl(request.post_data or ""))
