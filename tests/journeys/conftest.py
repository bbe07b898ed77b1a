"""One demonstration, one browser and one story for all steps; after a step that failed the later ones are skipped."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.journeys import running
from tests.journeys.people import Street
from tests.journeys.running import RunningDemo

INSTALL = "apt-get install chromium (or your system's package of Chromium)"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
SHOTS = running.VAR / "shots"


@dataclass
class Story:
    """What later steps need to know of the earlier ones."""

    newcomer: str = "lan.jing@harbour.example"
    task: str = "first-day"
    claim: str = ""
    submission: str = ""
    report: str = ""
    failed: str = ""


@pytest.fixture(scope="package")
def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"No Chromium. {INSTALL}")
    return found


@pytest.fixture(scope="package")
def running_demo(chromium: str) -> Iterator[RunningDemo]:
    demo = running.start()
    yield demo
    assert demo.stop() == []


@pytest.fixture(scope="module")
def street(chromium: str, running_demo: RunningDemo) -> Iterator[Street]:
    SHOTS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        street = Street(browser, running_demo.url, SHOTS)
        yield street
        street.close()
        browser.close()


@pytest.fixture(scope="package")
def story() -> Story:
    return Story()


@pytest.fixture
def step(story: Story, street: Street) -> Iterator[None]:
    """Only after the steps before; nothing complains in a console, nothing leaves this machine."""
    if story.failed:
        pytest.skip(f"{story.failed} failed")
    street.troubles.clear()
    yield
    street.close()
    assert street.troubles == []


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """As large as a phone's."""
    path = tmp_path / "receipt.jpg"
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(path)
    return path


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    told = getattr(item, "funcargs", {}).get("story")
    if told and report.failed:
        told.failed = told.failed or item.name
    return report
