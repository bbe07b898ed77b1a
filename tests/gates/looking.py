"""A phone in real Chromium, and what its owner would complain about."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Error, Page, Request

PROBES = Path(__file__).with_name("probes.js").read_text()
WIDTH, HEIGHT = 360, 800
NARROW = 320
LARGER = "140%"
COLOURS = ["color-contrast", "link-in-text-block"]
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# Everything has come, and what enters has entered: without motion that takes a millisecond, but a busy machine may owe its first frame.
ALL_THERE = """
Promise.all([...document.images].filter((one) => one.loading !== "lazy").map((one) => one.decode().catch(() => 0)))
  .then(() => document.fonts.ready)
  .then(() => Promise.race([
    Promise.all(document.getAnimations().map((one) => one.finished.catch(() => 0))),
    new Promise((done) => setTimeout(done, 500)),
  ]))
  .then(() => 1)
"""


@dataclass
class Load:
    """What came over the line for one page, compressed as it came."""

    address: str
    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def came(self, event: dict[str, Any]) -> None:
        if event["response"]["url"].startswith("http"):
            self.kinds[event["requestId"]] = event["type"]
            self.places[event["requestId"]] = urlsplit(event["response"]["url"]).path

    def ended(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def noted(self, request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https", "ws", "wss"} and not request.url.startswith(self.address):
            self.elsewhere.append(request.url)

    def said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def threw(self, error: Error) -> None:
        self.complaints.append(str(error))

    def of(self, *kinds: str) -> float:
        """Bytes of these kinds of files; of everything but photos when none is named."""
        return sum(self.sizes.get(one, 0) for one, kind in self.kinds.items() if (kind in kinds if kinds else not self._is_photo(one)))

    def requests(self) -> list[str]:
        """All files that are asked for, photos left out: what is asked on purpose later, the time of day, is none of the page's."""
        return [place for one, place in self.places.items() if not self._is_photo(one) and self.kinds[one] not in {"Fetch", "XHR", "Ping"}]

    def _is_photo(self, one: str) -> bool:
        place = self.places[one]
        return "/photos/" in place or place.startswith("/media/") or place.endswith("/card.png")


class Phone:
    """One person's device, of one tab; it keeps nothing between two pages."""

    def __init__(self, chromium: Browser, url: str, locale: str, session: str = "") -> None:
        self.url = url
        self.load = Load(url)
        self.context = chromium.new_context(
            viewport={"width": WIDTH, "height": HEIGHT},
            has_touch=True,
            locale=locale,
            timezone_id="Asia/Shanghai",
            base_url=url,
            reduced_motion="reduce",
            service_workers="block",
        )
        self.context.add_init_script(SHIFTS)
        if session:
            self.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
        self.page = self.context.new_page()
        self._listen(self.page, self.context.new_cdp_session(self.page))

    def _listen(self, page: Page, cdp: CDPSession) -> None:
        page.on("console", self._tell(Load.said))
        page.on("pageerror", self._tell(Load.threw))
        page.on("request", self._tell(Load.noted))
        cdp.on("Network.responseReceived", self._tell(Load.came))
        cdp.on("Network.loadingFinished", self._tell(Load.ended))
        cdp.send("Network.enable")
        cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _tell[T](self, what: Callable[[Load, T], None]) -> Callable[[T], None]:
        """The tab stays, the load is another with every page."""
        return lambda told: what(self.load, told)

    def close(self) -> None:
        self.context.close()

    @contextmanager
    def opened(self, address: str) -> Iterator[tuple[Page, Load, int]]:
        """The page at an address, what it loads, and the status it came with."""
        self.load = Load(self.url)
        try:
            answer = self.page.goto(address)
            self.page.evaluate(ALL_THERE)
            yield self.page, self.load, answer.status if answer else 0
        finally:
            self._leave()

    def _leave(self) -> None:
        """What is under way breaks off, what the tab has written down goes, and it looks as in the beginning."""
        self.page.evaluate("sessionStorage.clear()")
        self.page.goto("about:blank")
        self.page.emulate_media(color_scheme="light", forced_colors="none")
        self.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


# What is folded away never finishes: two frames and a moment are enough for changes that take 1 ms.
SETTLED = """
Promise.race([
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30)))),
  new Promise((done) => setTimeout(done, 500)),
])
"""


def seen_with(page: Page, **media: Any) -> None:
    """Shown to somebody who reads so, once everything has changed its looks."""
    page.emulate_media(**media)
    page.evaluate(SETTLED)


def asked(page: Page, question: str) -> list[str]:
    """What a probe found; see probes.js."""
    page.evaluate(PROBES)
    found: list[str] = page.evaluate(f"window.gates.{question}()")
    return found


def fits_everywhere(page: Page) -> list[str]:
    """At 360, at 360 with larger text, and at 320."""
    found = [f"360: {one}" for one in asked(page, "fits")]
    page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", LARGER)
    found += [f"360, text at {LARGER}: {one}" for one in asked(page, "fits")]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    found += [f"{NARROW}: {one}" for one in asked(page, "fits")]
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    return found


def judged(page: Page, *rules: str) -> dict[str, list[dict[str, Any]]]:
    """What axe says: violations, and what it could not decide."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options: dict[str, Any] = {"resultTypes": ["violations", "incomplete"]} | ({"runOnly": list(rules)} if rules else {})
    said: dict[str, list[dict[str, Any]]] = page.evaluate(
        "(options) => axe.run(options).then(({ violations, incomplete }) => ({ violations, incomplete }))", options
    )
    return said
