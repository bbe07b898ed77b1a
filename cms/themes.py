"""A campaign's colours as a sheet, and what is derived from them so that words can be read on it by day and by night."""

from collections.abc import Iterator, Mapping

from cms.contrast import contrast, mixed, readable
from tasks_catalog.themes import colours_of, stamp_of

PAPER, NIGHT = "#f5f7f5", "#18211f"  # the grounds on which the brand's colour is also a text's
WHITE, BLACK = "#ffffff", "#000000"
LEAST = 4.5


def sheet_of(theme: Mapping[str, object]) -> str:
    """The six brand variables with the tints that go with them."""
    colours = colours_of(theme)
    six = "".join(f" --{name}: {colour};" for name, colour in colours.items())
    if not stamp_of(theme):
        return f":root {{{six} }}\n"
    day = _tints(colours["brand-light"], ground=WHITE, words=BLACK, shares=(0.12, 0.24), cuts=(0.55, 0.2))
    night = _tints(colours["brand-dark"], ground=NIGHT, words=WHITE, shares=(0.16, 0.28), cuts=(0.55, 0.3))
    return (
        f":root {{{six}{_won(colours['brand-light'])} }}\n"
        f':root, [data-theme="light"] {{{day} }}\n'
        f'@media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{{night} }} }}\n'
        f'[data-theme="dark"] {{{night} }}\n'
    )


def _tints(brand: str, *, ground: str, words: str, shares: tuple[float, float], cuts: tuple[float, float]) -> str:
    soft, mark = (mixed(brand, ground, share) for share in shares)
    ink = readable(brand, on=soft, towards=words)
    half, pale = (mixed(brand, ground, share) for share in cuts)  # the paper of its pictures
    return f" --brand-soft: {soft}; --brand-ink: {ink}; --mark: {mark}; --i-1: {brand}; --i-2: {half}; --i-3: {pale};"


def _won(brand: str) -> str:
    """The ground of a seat just won: deep by day and by night, with white words on it."""
    deep = mixed(brand, BLACK, 0.68)
    dim, ring = mixed(WHITE, deep, 0.74), mixed(WHITE, brand, 0.45)
    return f" --deep: {deep}; --on-deep: {WHITE}; --on-deep-dim: {dim}; --deep-ring: {ring};"


def unreadable(theme: Mapping[str, object]) -> Iterator[tuple[str, float]]:
    """The colours, by name, that cannot be read where pages need them, with the contrast they have."""
    colours = colours_of(theme)
    pairs = {
        "on-brand-light": colours["brand-light"],
        "on-brand-dark": colours["brand-dark"],
        "brand-light": PAPER,
        "brand-dark": NIGHT,
        "flash-from": WHITE,
        "flash-to": WHITE,
    }
    for name, ground in pairs.items():
        ratio = contrast(colours[name], ground)
        if ratio < LEAST:
            yield name, ratio
