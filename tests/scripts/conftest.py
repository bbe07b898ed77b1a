"""Chromium, and devices in it that need no server."""

from collections.abc import Iterator
from typing import Protocol

import pytest
from django.test import Client
from playwright.sync_api import Browser

from members.models import Member
from tests.feedback.phones import chromium
from tests.fresh import leave_every_database
from tests.scripts.at_hand import AtHand

__all__ = ["chromium"]


class Devices(Protocol):
    """Makes a device on which this member is signed in."""

    def __call__(self, member: Member, *, width: int = 1280, user_agent: str | None = None) -> AtHand: ...


@pytest.fixture(scope="module", autouse=True)
def no_connection_stays(chromium: Browser) -> Iterator[None]:
    """While Playwright's loop runs, Django's connection is another one; left open, it would hold the database when all is over."""
    yield
    leave_every_database()


@pytest.fixture
def devices(chromium: Browser) -> Iterator[Devices]:
    """Devices on which a member is signed in, closed at the end."""
    made: list[AtHand] = []

    def of(member: Member, *, width: int = 1280, user_agent: str | None = None) -> AtHand:
        client = Client(headers={"User-Agent": user_agent or ""})
        client.force_login(member)
        made.append(AtHand(chromium, client, width=width, user_agent=user_agent))
        return made[-1]

    yield of
    for device in made:
        device.context.close()
