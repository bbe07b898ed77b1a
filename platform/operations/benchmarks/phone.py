"""What a member waits for on a middling phone in a bad network: until the largest thing is painted, and the longest the page is deaf.

Pixel 7, 150 ms there and back, 1.6 Mbit/s, a processor four times slower, nothing kept from before. The
yardstick is what a person bears. The largest contentful paint and long tasks (those over 50 ms) are as the browser's own
performance timeline has them.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings

from operations.benchmarks.browser import chromium, session_cookie
from operations.benchmarks.rounds import Ratio, at_most
from operations.benchmarks.sections import Bench
from operations.benchmarks.web import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROUNDS = 5
PAINTED, DEAF = 1800.0, 200.0  # milliseconds that are borne
MBIT = 1_000_000 / 8  # bytes a second
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6 * MBIT, "uploadThroughput": 0.75 * MBIT}
SLOWER = 4
PIXEL_7: dict[str, Any] = {"viewport": {"width": 412, "height": 839}, "device_scale_factor": 2.625, "is_mobile": True, "has_touch": True}

WATCH = """
window.seen = { painted: 0, deaf: 0 };
new PerformanceObserver((list) => { for (const one of list.getEntries()) seen.painted = one.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) seen.deaf = Math.max(seen.deaf, one.duration); })
    .observe({ type: "longtask", buffered: true });
"""

# The timeline tells of a paint some frames after it. Playwright's own waiting asks again by `eval`, which our pages forbid.
SEEN = """async () => {
    for (let frame = 0; !seen.painted && frame < 300; frame += 1) await new Promise(requestAnimationFrame);
    return seen;
}"""


def measure(bench: Bench, pages: Mapping[str, str], cookies: str) -> Iterator[Ratio]:
    """`cookies` as a Cookie header has them; the session is what is taken from it."""
    key = cookies.partition(f"{settings.SESSION_COOKIE_NAME}=")[2].partition(";")[0]
    with serving(bench) as site, chromium(bench, "pages on a phone") as browser:
        if browser is None:
            return
        for name, address in pages.items():
            found = []
            for number in range(ROUNDS + 1):
                bench.tell(f"pages, on a phone: {name}, {number} of {ROUNDS}")
                found.append(first_load(browser, site.url, address, key))
            del found[0]  # the first one warms the server up
            yield _borne(bench, f"{name}, on a phone: largest paint ÷ 1.8 s", [painted for painted, _deaf in found], PAINTED)
            yield _borne(bench, f"{name}, on a phone: longest task ÷ 200 ms", [deaf for _painted, deaf in found], DEAF)


def first_load(browser: "Browser", url: str, address: str, key: str) -> tuple[float, float]:
    """Milliseconds until the largest paint, and of the longest task (0: none over 50), of a page of `url` for whoever has this session."""
    context = browser.new_context(base_url=url, service_workers="block", **PIXEL_7)
    context.add_cookies([session_cookie(key, url)])
    context.add_init_script(WATCH)
    tab = context.new_page()
    session = context.new_cdp_session(tab)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    answer = tab.goto(address, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{address} answers {answer.status if answer else 'nothing'}.")
    seen: dict[str, float] = tab.evaluate(SEEN)
    context.close()
    if not seen["painted"]:
        raise RuntimeError(f"{address} paints nothing.")
    return seen["painted"], seen["deaf"]


def _borne(bench: Bench, name: str, found: list[float], borne: float) -> Ratio:
    return bench.ratio(name, found, [borne] * len(found), at_most(1), unit="ms")
