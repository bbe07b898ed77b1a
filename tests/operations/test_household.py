import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from operations.demo import places
from operations.demo.household import Child, Household
from operations.demo.places import Place
from operations.engines.processes import wait_until

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def household(told: list[str]) -> Iterator[Household]:
    made = Household(None, tell=told.append)
    yield made
    made.stop()


def sleeper(folder: Path) -> Child:
    return Child("worker", SLEEPER, environment=os.environ, folder=folder, log=folder / "worker.log")


def test_who_is_killed_is_stood_up_and_the_terminal_says_so(household: Household, told: list[str], tmp_path: Path) -> None:
    child = sleeper(tmp_path)
    household.add(child)
    assert child.process is not None
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    assert wait_until(child.has_fallen, seconds=5)

    household.look_after()

    assert child.process.pid != first
    assert not child.has_fallen()
    assert told == ["worker stopped (SIGKILL); starting it again …", f"worker runs again, pid {child.process.pid}."]


def test_stopping_leaves_nobody(household: Household, tmp_path: Path) -> None:
    child = sleeper(tmp_path)
    household.add(child)
    household.stop()
    assert child.process is not None
    assert child.process.returncode == -signal.SIGTERM


def test_a_taken_port_is_seen() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not Place("127.0.0.1", port).is_free()
    assert Place("127.0.0.1", port).is_free()


def test_only_an_open_place_answers_to_any_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "own_address", lambda: "10.0.0.7")
    assert Place("127.0.0.1", 8000).environment()["ALLOWED_HOSTS"] == "localhost,127.0.0.1,[::1]"
    open_place = Place("0.0.0.0", 8000)  # noqa: S104
    assert open_place.environment()["ALLOWED_HOSTS"] == "*"
    assert open_place.phone_url == "http://10.0.0.7:8000"
