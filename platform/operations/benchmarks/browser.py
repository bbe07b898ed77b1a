"""A real Chromium for what only a browser can tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

from operations.benchmarks.sections import Bench

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def chromium(bench: Bench, what: str) -> Iterator["Browser | None"]:
    """The system's Chromium by Playwright; None, and `what` is noted as not measured, where there is none."""
    path = which("chromium") or which("chromium-browser") or which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path = None
    if path is None:
        bench.not_measured(f"{what} needs Chromium and the extra “dev”")
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


def session_cookie(key: str, url: str) -> Any:
    """What signs a browser in at this site."""
    return {"name": settings.SESSION_COOKIE_NAME, "value": key, "domain": urlsplit(url).hostname or "", "path": "/"}
