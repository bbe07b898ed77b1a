"""The table of screens is whole: a new page cannot be forgotten."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from members.models import Member
from tests.gates.screens import NO_SCREEN, SCREENS
from tests.home.test_few_queries import DUMMIES
from tests.test_layout import our_views


def name_of(view: URLPattern) -> str:
    """As it is called where addresses are made: Wagtail's and allauth's names have no room."""
    room = view.callback.__module__.partition(".")[0]
    return str(view.name) if view.name and view.name.startswith(("wagtail_", "account_", "mfa_")) else f"{room}:{view.name}"


def test_every_view_that_a_member_or_a_guest_may_open_is_a_screen_or_says_why_not(client: Client, ada: Member) -> None:
    client.force_login(ada)
    known = {screen.view for screen in SCREENS.values()} | set(NO_SCREEN)
    missing = set()
    for view in our_views():
        if getattr(view.callback, "policy", "") in {"member", "public"} and (name := name_of(view)) not in known:
            address = reverse(name, kwargs={key: DUMMIES[type(kind)] for key, kind in view.pattern.converters.items()})
            missing |= {name} if client.get(address).status_code != 405 else set()

    assert missing == set()


@pytest.mark.parametrize("name", sorted({screen.view for screen in SCREENS.values() if screen.view} | set(NO_SCREEN)))
def test_the_table_names_only_views_that_there_are(name: str) -> None:
    assert name in {name_of(view) for view in our_views()} or (":" not in name and reverse(name))
