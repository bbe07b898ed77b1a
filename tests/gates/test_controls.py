"""Each gate, shown a page that breaks it: a check that nothing can fail checks nothing."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from random import Random
from time import sleep

import pytest
from playwright.sync_api import Browser, Page

from tests.gates.explained import unexplained
from tests.gates.looking import Load, Phone, asked, fits_everywhere, judged, seen_with
from tests.gates.screens import Screen
from tests.gates.test_screens import by_day_and_by_night, load_of, patience_for
from tests.support import on_loopback

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("gates-controls")]
HEAD = "<!doctype html><html lang=en><meta name=viewport content='width=device-width'><title>A trial</title><main><h1>A trial</h1>"
JUNK = Random(1).randbytes(50_000).hex()[:50_000]  # noqa: S311 no secret: what does not shrink
LATE = "setTimeout(() => document.querySelector('h1').before(Object.assign(document.createElement('p'), {style: 'height: 400px'})), 100)"
BUSY = "const since = performance.now(); while (performance.now() - since < 300);"
PAGES = {
    "/good": "<p>All is well.</p><a href='/good' style='display: block; min-height: 48px'>On</a>",
    "/script": "<script src='/junk.js'></script>",
    "/sheet": "<link rel=stylesheet href='/junk.css'>",
    "/many": "".join(f"<img alt='' src='/{number}.svg'>" for number in range(12)),
    "/slow": "<script src='/late.js'></script>" + f"<p>{'All that one came for. ' * 20}</p>",
    "/deaf": "<script src='/busy.js'></script>",
    "/nothing": "<style>body { display: none }</style>",
    "/shift": f"<p>Words</p><script>{LATE}</script>",
    "/elsewhere": "<img alt='' src='http://127.0.0.2:9/x.png'>",
    "/inline": "<script>window.ran = true</script>",
    "/broken": "<script src='/throws.js'></script>",
    "/small": "<button style='height: 30px'>Small</button>"
    "<a href='/' class='btn-1' style='display: inline-block; height: 45px'>A primary one</a>",
    "/wide": "<p style='width: 400px'>Wide</p>",
    "/cut": "<p style='width: 60px; overflow: hidden; white-space: nowrap'>Najnieprawdopodobniejszy</p>",
    "/tight": "<p style='width: 130px; overflow: hidden; white-space: nowrap; font-size: 1rem'>Sixteen letters.</p>",
    "/narrow": "<p style='width: 320px'>Fits 360, not 320</p>",
    "/stuffed": "<a class=chip style='display: block; width: 60px; min-height: 48px; white-space: nowrap' href='/'>More than it holds</a>",
    "/nameless": "<img src='/1.svg'>",
    "/pale": "<p style='color: #999; background: #fff'>Pale by day</p>",
    "/night": "<style>p { color: #555; background: #fff } @media (prefers-color-scheme: dark) { p { background: #333 } }</style><p>Dim</p>",
    "/ground": "<p style='color: #777; background: linear-gradient(#fff, #000)'>On a gradient</p>",
    "/marked": "<p class=mark style='color: #777; background: linear-gradient(#fff, #eee)'>In an ink that its line does not name</p>",
    "/changing": "<style>p { transition: opacity 2s }</style><p>Changes</p>",
    "/edgeless": "<button class=btn style='border: 0; min-height: 48px'>No edge</button>",
    "/moving": "<style>p { animation: go 2s infinite } @keyframes go { to { opacity: 0 } }</style><p>Moves</p>",
    "/own": "<p style='forced-color-adjust: none; color: #777'>Its own</p>"
    "<div><a aria-current=page href='/'>One</a><a href='/'>Two</a></div>",
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kinds = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
        kind = kinds.get(self.path.rpartition(".")[2], "text/html")
        junk = {"/junk.js": f"/*{JUNK}*/", "/junk.css": f"/*{JUNK}*/", "/throws.js": "throw new Error('on purpose')", "/busy.js": BUSY}
        if self.path == "/late.js":
            sleep(2)
        whole = junk.get(self.path, "<svg xmlns='http://www.w3.org/2000/svg'/>") if kind != "text/html" else HEAD + PAGES.get(self.path, "")
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        if self.path == "/inline":
            self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write(whole.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


@pytest.fixture(scope="module")
def phone(chromium: Browser) -> Iterator[Phone]:
    with on_loopback(Handler) as address:
        phone = Phone(chromium, address, "en-GB")
        yield phone
        phone.close()


@pytest.fixture
def shown(phone: Phone, request: pytest.FixtureRequest) -> Iterator[tuple[Page, Load]]:
    with phone.opened(request.param) as (page, load, _status):
        yield page, load


def on(address: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("shown", [address], indirect=True)


@on("/good")
def test_a_good_page_passes(shown: tuple[Page, Load]) -> None:
    page, load = shown

    assert [*load_of(page, load, Screen()), *fits_everywhere(page), *asked(page, "targets"), *by_day_and_by_night(page)] == []
    assert [*asked(page, "still"), *load.complaints, *load.elsewhere] == []


@pytest.mark.parametrize(
    ("shown", "said"),
    [("/script", "bytes of JavaScript"), ("/sheet", "bytes of CSS"), ("/many", "requests"), ("/shift", "shifted by")],
    indirect=["shown"],
)
def test_a_heavy_or_restless_load_is_found(shown: tuple[Page, Load], said: str) -> None:
    page, load = shown
    page.wait_for_timeout(300)

    assert any(said in one for one in load_of(page, load, Screen()))


@pytest.mark.parametrize(("address", "said"), [("/slow", "painted after"), ("/deaf", "deaf for")])
def test_what_keeps_a_phone_waiting_is_found(phone: Phone, chromium: Browser, address: str, said: str) -> None:
    assert [said in one for one in patience_for(chromium, phone.url, address, "nobody", tries=1)] == [True]


def test_a_page_that_shows_nothing_is_not_taken_for_a_fast_one(phone: Phone, chromium: Browser) -> None:
    with pytest.raises(RuntimeError, match="paints nothing"):
        patience_for(chromium, phone.url, "/nothing", "nobody", tries=1)


@on("/script")
def test_what_all_files_weigh_together_is_found(shown: tuple[Page, Load]) -> None:
    page, load = shown

    assert any("bytes" in one and "of" not in one for one in load_of(page, load, Screen(most=20_000)))


@on("/elsewhere")
def test_a_word_with_another_machine_is_found(shown: tuple[Page, Load]) -> None:
    assert shown[1].elsewhere == ["http://127.0.0.2:9/x.png"]


@pytest.mark.parametrize(("shown", "said"), [("/inline", "Content Security Policy"), ("/broken", "on purpose")], indirect=["shown"])
def test_what_the_console_complains_of_is_found(shown: tuple[Page, Load], said: str) -> None:
    assert any(said in one for one in shown[1].complaints)


@on("/small")
def test_small_targets_are_found(shown: tuple[Page, Load]) -> None:
    found = asked(shown[0], "targets")

    assert len(found) == 2
    assert "a primary button, is 45 high" in found[1]


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("/wide", "360: the page is"),
        ("/cut", "360: p “Najnieprawdopodobniejszy” is cut off"),
        ("/tight", "360, text at 140%: "),
        ("/narrow", "320: the page is"),
        ("/stuffed", "360: a.chip “More than it holds” holds"),
    ],
    indirect=["shown"],
)
def test_what_does_not_fit_is_found(shown: tuple[Page, Load], said: str) -> None:
    assert any(one.startswith(said) for one in fits_everywhere(shown[0]))


@pytest.mark.parametrize(
    ("shown", "said"),
    [("/nameless", "light: image-alt"), ("/pale", "light: color-contrast"), ("/night", "dark: color-contrast")],
    indirect=["shown"],
)
def test_what_axe_forbids_is_found(shown: tuple[Page, Load], said: str) -> None:
    assert any(one.startswith(said) for one in by_day_and_by_night(shown[0]))


@pytest.mark.parametrize("shown", ["/ground", "/marked"], indirect=True)
def test_what_axe_cannot_decide_needs_an_explanation(shown: tuple[Page, Load]) -> None:
    page = shown[0]
    asked(page, "targets")

    assert len(list(unexplained(page, judged(page)["incomplete"], "light"))) == 1


@pytest.mark.parametrize("shown", ["/moving", "/changing"], indirect=True)
def test_what_moves_in_spite_of_reduced_motion_is_found(shown: tuple[Page, Load]) -> None:
    assert any("takes its time" in one for one in asked(shown[0], "still"))


@on("/own")
def test_forced_colours_that_are_not_taken_are_found(shown: tuple[Page, Load]) -> None:
    page = shown[0]
    seen_with(page, forced_colors="active")

    assert asked(page, "plain") == ["p “Its own” keeps its own colours", "a “One” does not look chosen"]


@on("/edgeless")
def test_what_loses_its_edge_in_forced_colours_is_found(shown: tuple[Page, Load]) -> None:
    page = shown[0]
    seen_with(page, forced_colors="active")

    assert asked(page, "plain") == ["button.btn “No edge” has no edge"]
