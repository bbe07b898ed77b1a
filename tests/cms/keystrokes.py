"""How long a practised person takes for what a test does in the browser, without waiting for the machine.

The keystroke-level model of Card, Moran and Newell (The Psychology of Human-Computer Interaction, 1983, chapter 8): a key or a
button of the mouse 0.2 s, pointing 1.1 s, a hand to the other device 0.4 s, and 1.35 s of thinking before each thing that is done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Keyboard, Locator, Page

KEY, POINT, HAND, THINK = 0.2, 1.1, 0.4, 1.35
CLICKED = ("click", "check")


@dataclass
class Work:
    """What hands did."""

    clicks: int = 0
    choices: int = 0  # from a list that opens
    fields: int = 0
    letters: int = 0
    keys: int = 0

    @property
    def minutes(self) -> float:
        pressing = POINT + KEY
        return (
            self.clicks * (THINK + pressing)
            + self.choices * (THINK + 2 * pressing)
            + self.fields * (THINK + pressing + 2 * HAND)
            + (self.letters + self.keys) * KEY
        ) / 60


@contextmanager
def watched(patch: pytest.MonkeyPatch) -> Iterator[Work]:
    """Everything that is clicked, chosen and typed from now on."""
    work = Work()

    def counted(owner: type, name: str, count: Any) -> None:
        really = getattr(owner, name)

        def done(self: Any, *args: Any, **more: Any) -> Any:
            count(*args)
            return really(self, *args, **more)

        patch.setattr(owner, name, done)

    def add(what: str, number: int = 1) -> None:
        setattr(work, what, getattr(work, what) + number)

    def typed(text: str) -> None:
        add("fields")
        add("letters", len(text))

    for name in CLICKED:
        counted(Locator, name, lambda *_: add("clicks"))
    counted(Locator, "select_option", lambda *_: add("choices"))
    counted(Locator, "fill", typed)
    counted(Page, "fill", lambda _where, text: typed(text))
    counted(Keyboard, "press", lambda *_: add("keys"))
    yield work
