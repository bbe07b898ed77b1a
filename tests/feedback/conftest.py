"""Chromium and its devices, started only for the tests that ask for them; Ada's task, and her phone on which it is open."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from claims.models import Claim
from members.models import Member
from tests.feedback.factories import make_claim
from tests.feedback.phones import Phones, chromium, open_runner, phones
from tests.feedback.wire import Wire

__all__ = ["chromium", "phones"]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def claim(ada: Member, now: datetime) -> Claim:
    return make_claim(ada, now=now)


@pytest.fixture
def wire(live_server: LiveServer) -> Iterator[Wire]:
    """What lies between the phone and the house."""
    network = Wire(live_server)
    yield network
    network.close()


@pytest.fixture
def page(phones: Phones, ada: Member, claim: Claim) -> Page:
    """Ada's phone at the first screen of her task."""
    return open_runner(phones.of(ada), claim)
