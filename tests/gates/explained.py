"""What axe leaves undecided, and why it is right all the same: words on a gradient, on dotted paper, under a highlighter.

Each line names a place, its inks and every ground that may lie under them, by the tokens; the contrast is worked out here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from playwright.sync_api import Page

from operations.demo.places import ROOT

LEAST = 4.5
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Ground:
    """Words within `place`, written in one of `inks`, stand on one of `grounds`."""

    place: str
    why: str
    inks: tuple[str, ...]
    grounds: tuple[str, ...]


GROUNDS = (
    # What is more particular stands first: the first line that fits is the one that explains.
    Ground(".flash .pill-fill, .hot .pill-fill", "a pill of its own colour over the gradient", ("on-gold",), ("gold-fill",)),
    Ground(".flash .btn-white, .hot .btn-white:enabled", "a white button over the gradient", ("flash-from",), ("#ffffff",)),
    Ground(
        ".packet-open:enabled .btn", "the button of a red packet is the gradient of the heat", ("on-flash",), ("flash-from", "flash-to")
    ),
    Ground(".flash, .hot main, .hot .app-bar, .hot.stage", "the heat of a flash is a gradient", ("#ffffff",), ("flash-from", "flash-to")),
    Ground(".masthead .pill", "a pill over dotted paper", ("gold",), ("gold-soft",)),
    Ground(".masthead .tag-dim", "a tag over dotted paper", ("dim",), ("sunk",)),
    Ground(".masthead .avatar", "a face over dotted paper", ("brand-ink",), ("brand-soft",)),
    Ground(".masthead .mark", "a highlighter over dotted paper", ("ink",), ("mark", "bg", "dots")),
    Ground(".masthead", "dotted paper is a gradient in a pseudo element", ("ink", "dim"), ("bg", "dots")),
    Ground(".mark", "the highlighter is a gradient that covers a part of each line", ("ink",), ("mark", "bg", "card")),
    Ground(".scroll-x .chip[aria-current]", "chips go on beyond the edge, where one scrolls", ("bg",), ("ink",)),
    Ground(".scroll-x .chip", "chips go on beyond the edge, where one scrolls", ("dim",), ("card",)),
    Ground(".numbered .tag-dim", "a tag beside a number in a pseudo element", ("dim",), ("sunk",)),
    Ground(".numbered, .trail", "a number, or a stop, is a pseudo element beside the words", ("ink", "dim"), ("card",)),
    Ground("dialog.sheet .btn-1", "the sheet lies over the page", ("on-brand",), ("brand",)),
    Ground("dialog.sheet .btn", "the sheet lies over the page", ("brand-ink",), ("brand-soft",)),
    Ground("dialog.sheet", "the sheet lies over the page", ("ink", "dim"), ("card",)),
    Ground(".deep-card", "a print is drawn under the words", ("on-deep", "on-deep-dim"), ("deep", "#1a635b")),
    Ground("a.card", "its words reach under its sign", ("ink", "dim"), ("card",)),
    Ground(".action-bar .btn-1", "the bar at the thumb lies over the page", ("on-brand",), ("brand",)),
    Ground("button > [aria-hidden]", "a sign instead of a picture", ("ink",), ("card", "bg")),
)


@cache
def colours(theme: str) -> dict[str, str]:
    """Every token that is a colour, as it is by day or by night."""
    sheet = (ROOT / "static" / "css" / "tokens.css").read_text()
    day = sheet.partition(":root")[2].partition("@media")[0]
    night = sheet.partition('\n  [data-theme="dark"] {')[2].partition("\n  }")[0]
    declared = dict(re.findall(r"--([\w-]+): ([^;]+);", day) + (re.findall(r"--([\w-]+): ([^;]+);", night) if theme == "dark" else []))
    return {name: found for name in declared if (found := _resolved(name, declared)).startswith("#")}


def _resolved(name: str, declared: Mapping[str, str]) -> str:
    value = declared[name]
    return _resolved(value[6:-1], declared) if value.startswith("var(--") else value


def rgb(colour: str) -> tuple[int, ...]:
    digits = colour.removeprefix("#")
    whole = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    return tuple(int(whole[place : place + 2], 16) for place in (0, 2, 4))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2: from 1, the same, to 21, black on white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def worst(ground: Ground, theme: str) -> float:
    tokens = colours(theme)
    return min(contrast(_of(ink, tokens), _of(under, tokens)) for ink in ground.inks for under in ground.grounds)


def _of(name: str, tokens: Mapping[str, str]) -> str:
    return name if name.startswith("#") else tokens[name]


def unexplained(page: Page, undecided: list[dict[str, Any]], theme: str) -> Iterator[str]:
    """What axe could not decide and no line above explains."""
    places = [ground.place for ground in GROUNDS]
    for rule in undecided:
        for node in rule["nodes"]:
            found = page.evaluate("([target, places]) => window.gates.inkOf(target, places)", [node["target"], places])
            if rule["id"] != "color-contrast" or not _is_explained(found, theme):
                yield f"{rule['id']}: {node['html'][:160]} ({_message(node)}); ink {found['ink']}"


def _is_explained(found: dict[str, Any], theme: str) -> bool:
    """By the first line that fits its place, if it is written in one of that line's inks."""
    ground = next((ground for ground in GROUNDS if ground.place in found["within"]), None)
    tokens = colours(found["theme"] or theme)
    ink = tuple(int(part) for part in re.findall(r"\d+", found["ink"])[:3])
    return ground is not None and ink in {rgb(_of(name, tokens)) for name in ground.inks}


def _message(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for check in [*node["any"], *node["all"], *node["none"]])[:160]
