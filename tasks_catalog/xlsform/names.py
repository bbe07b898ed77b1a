"""Names as they may be here, each once."""

import re
from collections.abc import Container

MOST = 64


def fitting(name: str, taken: Container[str], *, first: str) -> str:
    """The name in small letters, digits, - and _, beginning with a letter (`first` in front where it does not), not yet taken."""
    plain = re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-") or first
    if not plain[0].isalpha():
        plain = f"{first}-{plain}" if plain[0] != "_" else f"{first}{plain}"
    plain = plain[:MOST]
    number = 1
    candidate = plain
    while candidate in taken:
        number += 1
        candidate = f"{plain[: MOST - 5]}-{number}"
    return candidate
