"""Per language: one world, one server as it is deployed, one real Chromium."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.test import Client, override_settings
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from tests.feedback.phones import chromium
from tests.gates.looking import Phone
from tests.gates.screens import SCREENS
from tests.gates.site import database_of_its_own, serving
from tests.gates.world import World, build, speak

__all__ = ["chromium"]
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOCALES = {"en": "en-GB", "zh-hans": "zh-CN", "pl": "pl-PL"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A screen is looked at in its languages; a test that says `looked_at_in`, in those only."""
    items[:] = [item for item in items if _is_looked_at(item)]


def _is_looked_at(item: pytest.Item) -> bool:
    given = getattr(getattr(item, "callspec", None), "params", {})
    if given.get("house") not in LOCALES:
        return True
    only = item.get_closest_marker("looked_at_in")
    languages = only.args if only else SCREENS[given["name"]].languages if "name" in given else LOCALES
    return given["house"] in languages


@pytest.fixture(autouse=True)
def plain_files() -> None:
    """Nothing is made plain here: the server of these tests is a process of its own."""


@dataclass
class House:
    """A running house, and who is signed in to it."""

    world: World
    url: str
    language: str
    chromium: Browser
    sessions: dict[str, str]
    phones: dict[str, Phone] = field(default_factory=dict)

    def phone_of(self, who: str) -> Phone:
        """The phone of somebody in the world; "" is a guest's."""
        if who not in self.phones:
            self.phones[who] = Phone(self.chromium, self.url, LOCALES[self.language], self.sessions.get(who, ""))
        return self.phones[who]


@pytest.fixture(scope="module", params=[pytest.param(language, marks=pytest.mark.xdist_group(f"gates-{language}")) for language in LOCALES])
def house(
    request: pytest.FixtureRequest,
    chromium: Browser,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("house")
    files = override_settings(MEDIA_ROOT=folder / "media", PASSWORD_HASHERS=QUICK)
    with django_db_blocker.unblock(), files, database_of_its_own():
        world = build()
        speak(world, request.param)
        sessions = {who: _session(member) for who, member in world.people.items()}
        with serving(folder) as url:
            made = House(world, url, request.param, chromium, sessions)
            yield made
            for phone in made.phones.values():
                phone.close()


def _session(member: object) -> str:
    client = Client()
    client.force_login(member)  # type: ignore[arg-type]
    return client.cookies["sessionid"].value
