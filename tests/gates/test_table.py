"""The table of screens is whole: a new page cannot be forgotten."""

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Member
from tests.gates.screens import NO_SCREEN, SCREENS
from tests.home.test_few_queries import DUMMIES
from tests.test_layout import our_views


def test_every_view_that_a_member_or_a_guest_may_open_is_a_screen_or_says_why_not(client: Client, ada: Member) -> None:
    client.force_login(ada)
    known = {screen.view for screen in SCREENS.values()} | set(NO_SCREEN)
    missing = set()
    for view in our_views():
        name = f"{view.callback.__module__.partition('.')[0]}:{view.name}"
        if getattr(view.callback, "policy", "") in {"member", "public"} and name not in known:
            address = reverse(name, kwargs={key: DUMMIES[type(kind)] for key, kind in view.pattern.converters.items()})
            missing |= {name} if client.get(address).status_code != 405 else set()

    assert missing == set()


@pytest.mark.parametrize("name", sorted({screen.view for screen in SCREENS.values() if screen.view} | set(NO_SCREEN)))
def test_the_table_names_only_views_that_there_are(name: str) -> None:
    room, _, view = name.rpartition(":")
    names = {f"{one.callback.__module__.partition('.')[0]}:{one.name}" for one in our_views()}

    assert name in names or (not room and reverse(view))
