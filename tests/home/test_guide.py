"""The style guide is whole: every rule of the sheets has something on its pages that it styles, every component is there."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from home.guide import CHAPTERS
from home.sheets import SHEETS, Rule, as_shown, colours_of, rules, text_of
from members.rights import PROGRAMME_MANAGER, grant
from tests.feedback.phones import chromium
from tests.members.factories import MemberFactory

__all__ = ["chromium"]
TEMPLATES = settings.BASE_DIR / "templates"
# The desks have a look of their own, report.css and what builds on it; Wagtail's pages have Wagtail's.
DESKS = {"desk", "figures", "journey-map", "loop", "manage", "monitor", "report", "report-print", "review"}
IMPORTED = {"tokens", "components", "shell"}  # are in app.css
OWN = {"guide"}
MEMBERS = {path.stem for path in SHEETS.glob("*.css")} - DESKS - IMPORTED - OWN
# What no page can show in passing, each with its reason.
NOT_SHOWN = {
    r"^html\[data-text": "the reader's own text size",
    r"^body(\.(hot|cool|has-actions)|:has)": "a whole page's mood and shape: the gates' screens",
    r"^\.page\.|^\.lists |^\.two > ": "how a whole page fills a wide screen",
    r"^dialog\.sheet": "is open over the page: the gates' screen “claim, given back?”",
    r"^:root:not": "the reader's system, in place of data-theme",
    r"^#notices": "a place of the runner's script",
    r"^#(as-of|check)$": "a place on one page",
    r"^\.htmx-request\.htmx-indicator$|^\.sparks > \*$": "a form in flight",
}


LACKING = "(selectors) => selectors.filter((one) => !document.querySelector(one))"


@pytest.fixture
def pages(db: None, client: Client) -> dict[str, str]:
    """Every chapter as it is served."""
    grant(member=(mo := MemberFactory()), right=PROGRAMME_MANAGER)
    client.force_login(mo)
    return {one.slug: client.get(f"/styleguide/{one.slug}/").text for one in CHAPTERS}


@pytest.fixture
def browser_pages(pages: dict[str, str], chromium: Browser) -> Iterator[dict[str, Page]]:
    context = chromium.new_context(offline=True, java_script_enabled=True)
    opened = {slug: context.new_page() for slug in pages}
    for slug, page in opened.items():
        page.set_content(re.sub(r"<(script|link)[^>]*>", "", pages[slug]), wait_until="domcontentloaded")
    yield opened
    context.close()


def not_shown(opened: dict[str, Page], sheet: str, text: str) -> list[str]:
    """The selectors of a sheet that style nothing on the pages that carry it."""
    wanted = {_plain(one): one for rule in rules(text) for one in rule.selectors if not any(re.search(each, one) for each in NOT_SHOWN)}
    left = list(wanted)
    for chapter in CHAPTERS:
        if left and (sheet == "app" or sheet in chapter.sheets):
            left = opened[chapter.slug].evaluate(LACKING, left)
    return [wanted[one] for one in left]


def _plain(selector: str) -> str:
    """As a page can be asked for it: without what is drawn before, after or within, and with classes for states."""
    return re.sub(r"::[\w-]+", "", as_shown(selector)).strip() or "*"


@pytest.mark.browser
def test_everything_that_a_sheet_styles_is_in_the_guide_in_every_state(browser_pages: dict[str, Page]) -> None:
    assert {sheet: lacking for sheet in MEMBERS if (lacking := not_shown(browser_pages, sheet, text_of(sheet)))} == {}


@pytest.mark.browser
def test_what_has_no_place_in_the_guide_is_found(browser_pages: dict[str, Page]) -> None:
    trial = ".btn { color: red } @media print { .bran-new > i, .btn:hover { color: red } } .btn[aria-grabbed='true'] { color: red }"

    assert not_shown(browser_pages, "app", trial) == [".bran-new > i", ".btn:hover", ".btn[aria-grabbed='true']"]


def test_a_sheet_that_belongs_to_a_chapter_is_looked_for_only_there(pages: dict[str, str]) -> None:
    assert {sheet for one in CHAPTERS for sheet in one.sheets} == {path.stem for path in SHEETS.glob("*.css")} - DESKS - IMPORTED - OWN - {
        "app"
    }


def test_every_component_is_in_the_guide() -> None:
    known = "".join(path.read_text() for path in [TEMPLATES / "base.html", *(TEMPLATES / "home" / "guide").glob("*.html")])
    components = {f"components/{path.name}" for path in (TEMPLATES / "components").glob("*.html")}

    assert {one for one in components if one not in known and one != "components/field.html"} == set()  # a field is among fields
    assert len(components) > 10


def test_every_part_of_the_guide_has_its_chapter() -> None:
    assert sorted(path.stem for path in (TEMPLATES / "home" / "guide").glob("*.html")) == sorted(
        name for one in CHAPTERS for name in one.parts
    )


def test_every_colour_icon_and_picture_is_in_the_guide(pages: dict[str, str]) -> None:
    assert all(f'class="colour colour-{name}"' in pages["basics"] for name in colours_of())
    assert {"bg", "brand", "flash", "gold", "on-flash", "i-8"} <= set(colours_of())
    assert all(f">{path.stem}</code>" in pages["reading"] for path in (TEMPLATES / "illustrations").glob("*.html"))


def test_everything_is_shown_by_day_and_by_night_without_inline_style(pages: dict[str, str]) -> None:
    for chapter in CHAPTERS:
        text = pages[chapter.slug]
        assert [text.count(f'class="guide" data-theme="{theme}"') for theme in ("light", "dark")] == [len(chapter.parts)] * 2
        assert " style=" not in text


def test_a_state_is_shown_by_a_class(pages: dict[str, str], client: Client) -> None:
    sheet = client.get("/styleguide/basics/states.css")

    assert sheet.headers["Content-Type"].startswith("text/css")
    assert ".icon-btn.is-hover { background: var(--sunk); }" in sheet.text
    assert ".colour-brand { background: var(--brand); }" in sheet.text
    assert client.get("/styleguide/no-such/").status_code == client.get("/styleguide/no-such/states.css").status_code == 404


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (".a:hover .b", ".a.is-hover .b"),
        (".keys label:has(:focus-visible)", ".keys label:has(.is-focus)"),
        (".field:focus-within", ".field.is-focus"),
        (".runner h1:focus", ".runner h1.is-focus"),
    ],
)
def test_states_are_told_apart(written: str, shown: str) -> None:
    assert as_shown(written) == shown


def test_sheets_are_read_whole() -> None:
    text = "@layer a { .b:is(.c, .d:has(e, f)), .g { top: 0 } @media print { .h { top: 0 } } @keyframes k { from { top: 0 } } }"

    assert list(rules(text)) == [
        Rule((".b:is(.c, .d:has(e, f))", ".g"), "top: 0", ("@layer a",)),
        Rule((".h",), "top: 0", ("@layer a", "@media print")),
    ]
    assert text_of("app").count("@import") == 0
