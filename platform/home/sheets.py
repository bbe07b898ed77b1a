"""The style sheets, read: what they style, in which states; so that the style guide can show all of it and nothing is forgotten."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings

SHEETS = settings.BASE_DIR / "static" / "css"
# What only a pointer or a keyboard brings about, and the class by which the guide shows it.
STATES = {":hover": ".is-hover", ":active": ".is-down", ":focus-visible": ".is-focus", ":focus-within": ".is-focus", ":focus": ".is-focus"}
_STATE = re.compile("|".join(f"{state}(?![\\w-])" for state in STATES))
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IMPORT = re.compile(r'@import "([\w./-]+)";')
_COLOUR = re.compile(r"--([\w-]+): (?:#|var\(--[\w-]+-light\)|linear-gradient)")


@dataclass(frozen=True)
class Rule:
    """What is styled, how, and the conditions and layers around it, the outermost first."""

    selectors: tuple[str, ...]
    body: str
    within: tuple[str, ...] = ()


def text_of(sheet: str) -> str:
    """A sheet of `static/css` as it is written, with what it imports, without comments."""
    text = _COMMENT.sub("", (SHEETS / f"{sheet}.css").read_text())
    return _IMPORT.sub(lambda found: text_of(found[1].removesuffix(".css")), text)


def rules(text: str) -> Iterator[Rule]:
    """Every rule with selectors, in order; the steps of an animation have none."""
    around: list[str] = []
    for part, mark in re.findall(r"([^{}]*)([{}])", text):
        if mark == "{":
            around.append(part.rpartition(";")[2].strip())
        else:
            here = around.pop()
            if not here.startswith("@") and not any(one.startswith("@keyframes") for one in around):
                yield Rule(tuple(_apart(here)), part.strip(), tuple(around))


def _apart(selectors: str) -> list[str]:
    """Those between commas, but for commas within parentheses."""
    depth, found = 0, [""]
    for sign in " ".join(selectors.split()):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return [one.strip() for one in found]


def as_shown(selector: str) -> str:
    """The selector with which the guide shows a state that nobody brings about there."""
    return _STATE.sub(lambda found: STATES[found[0]], selector)


@cache
def states(sheets: tuple[str, ...]) -> str:
    """A sheet that lets `is-hover`, `is-down` and `is-focus` look like the states they stand for, and shows every colour."""
    lines = [_line(rule) for sheet in sheets for rule in rules(text_of(sheet)) if any(map(_STATE.search, rule.selectors))]
    colours = [f".colour-{name} {{ background: var(--{name}); }}" for name in colours_of()]
    return "\n".join([*lines, *colours])


def _line(rule: Rule) -> str:
    selectors = ", ".join(as_shown(one) for one in rule.selectors if _STATE.search(one))
    return f"{' '.join(f'{one} {{' for one in rule.within)} {selectors} {{ {rule.body} }} {'}' * len(rule.within)}".strip()


def colours_of() -> list[str]:
    """The names of the tokens that are colours, as the day has them."""
    return _COLOUR.findall(text_of("tokens").partition(":root")[2].partition("@media")[0])
