"""The colours of a campaign: whether it has any of its own, and by what stamp a page's sheet of them is known."""

import re
from collections.abc import Mapping
from hashlib import sha256

OURS = {
    "brand-light": "#0b6b63",
    "on-brand-light": "#ffffff",
    "brand-dark": "#56d3c5",
    "on-brand-dark": "#06201d",
    "flash-from": "#b91c1c",
    "flash-to": "#c2410c",
}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def colours_of(theme: Mapping[str, object]) -> dict[str, str]:
    """All six; the house's own where the theme names none, or none that is a colour."""
    named = {name: str(theme.get(name, "")) for name in OURS}
    return {name: named[name] if _COLOUR.fullmatch(named[name]) else ours for name, ours in OURS.items()}


def stamp_of(theme: Mapping[str, object]) -> str:
    """Another one for other colours; empty: the campaign looks as the house does."""
    colours = colours_of(theme)
    if all(colours[name].lower() == ours for name, ours in OURS.items()):
        return ""
    return sha256("".join(colours.values()).encode()).hexdigest()[:10]
