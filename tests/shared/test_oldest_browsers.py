"""Chrome 107 and iOS 16.4 are the oldest that open us: no script or sheet of ours needs more."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

STATIC: Path = settings.BASE_DIR / "static"
# What came later, in one of the two. Asked for with `?.` or looked for first, it may be used.
NEWER = {
    ".js": re.compile(
        r"\.(?:with|toSpliced|toSorted|toReversed|union|intersection|difference|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom"
        r"|isWellFormed|toWellFormed)\("
        r"|\b(?:Array\.fromAsync|Promise\.(?:withResolvers|try)|(?:Object|Map)\.groupBy|URL\.(?:canParse|parse)|AbortSignal\.any|RegExp\.escape"
        r"|document\.startViewTransition|CSS\.highlights)\("
        r"|\.(?:showPopover|hidePopover|togglePopover)\("
    ),
    ".css": re.compile(
        r"color-mix\(|light-dark\(|@starting-style|@scope|field-sizing|interpolate-size|anchor-name|position-anchor|animation-timeline"
        r"|subgrid|:user-(?:in)?valid|:popover-open|(?:^|[{;}])\s*&"
    ),
}


def found(kind: str, text: str) -> Iterator[str]:
    yield from (match[0].strip() for match in NEWER[kind].finditer(text))


@pytest.mark.parametrize("kind", NEWER)
def test_nothing_newer_is_asked_for(kind: str) -> None:
    files = [path for path in STATIC.rglob(f"*{kind}") if "vendor" not in path.parts]

    assert files
    assert {str(path.relative_to(STATIC)): news for path in files if (news := list(found(kind, path.read_text())))} == {}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (".js", "names.with(n, id)"),
        (".js", "const { promise } = Promise.withResolvers();"),
        (".js", "Object.groupBy(rows, ({ day }) => day)"),
        (".js", "one.union(other)"),
        (".css", ".card { & .title { color: red; } }"),
        (".css", "a { color: color-mix(in srgb, red, blue); }"),
    ],
)
def test_what_is_newer_would_be_found(kind: str, text: str) -> None:
    assert list(found(kind, text))
