"""Requests of a phone that a test holds, counts and answers in its own time."""

import json
import re
import time
from typing import Any

from playwright.sync_api import FilePayload, Page, Route

from tests.feedback.factories import a_photo

ANSWERS = re.compile(r"/answers/$")
PHOTOS = re.compile(r"/photos/[\da-f-]{36}/\?question=")
NO_LATER_TRY = """
    const wait = window.setTimeout;
    window.setTimeout = (act, pause, ...more) => (pause >= 2000 && pause < 30000 ? 0 : wait(act, pause, ...more));
"""


class Held:
    """What a page asks of the house at these addresses is held until the test lets it go. The step a page tells of is let through."""

    def __init__(self, page: Page, addresses: re.Pattern[str]) -> None:
        self.page, self.is_open = page, False
        self.routes: list[Route] = []
        page.route(addresses, self._hold)

    def _hold(self, route: Route) -> None:
        if self.is_open or (route.request.post_data or "").startswith('{"step"'):
            route.continue_()
        else:
            self.routes.append(route)

    def wait(self, number: int = 1) -> Route:
        """The request of this number, once it was made."""
        end = time.monotonic() + 20
        while len(self.routes) < number:
            assert time.monotonic() < end, "it was never asked"
            self.page.wait_for_timeout(20)
        return self.routes[number - 1]

    def let_go(self) -> None:
        """What is asked from now on goes its way."""
        self.is_open = True


def refuse(route: Route, status: int, message: str = "") -> None:
    answer_with(route, {"message": message}, status=status)


def answer_with(route: Route, body: dict[str, Any], *, status: int = 200) -> None:
    route.fulfill(status=status, content_type="application/json", body=json.dumps(body))


def no_network(route: Route) -> None:
    route.abort()


def take_photos(page: Page, *seeds: int, question: str = "letter") -> None:
    """Taken in this order; each is shown."""
    before = page.locator(f"#q-{question} .shot").count()
    photos: list[FilePayload] = [{"name": f"{seed}.jpg", "mimeType": "image/jpeg", "buffer": a_photo(seed)} for seed in seeds]
    page.set_input_files(f"#q-{question} input[type=file]", photos)
    page.locator(f"#q-{question} .shot").nth(before + len(seeds) - 1).wait_for()


def wake(page: Page, event: str = "focus") -> None:
    """As when somebody comes back to the page; what it does at once is done."""
    page.evaluate("(name) => (name === 'visibilitychange' ? document : window).dispatchEvent(new Event(name))", event)
    page.evaluate("() => new Promise((done) => setTimeout(done, 50))")
