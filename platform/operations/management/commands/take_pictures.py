"""`manage.py take_pictures --of http://127.0.0.1:8000`: the pictures of `docs/screens`, made anew from a demonstration that has played."""

import shutil
from argparse import ArgumentParser
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from PIL import Image

from operations.simulation.people import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
PHONE, DESK = (360, 800), (1280, 900)
GAP, GROUND = 24, (226, 232, 228)
COLOURS = 256  # of a kept picture: a screen has few, and stays under 250 kB


class Shot(NamedTuple):
    """One picture: who looks, at which page, and by which link they go on from there."""

    name: str
    person: str
    start: str
    link: str = ""
    dark: bool = False
    size: tuple[int, int] = PHONE


SHOTS = [
    Shot("today", "xiao.lin", "/", dark=True),
    Shot("tasks", "ola.nowak", "/tasks/"),
    Shot("brief", "xiao.lin", "/tasks/", "a.task"),
    Shot("door", "xiao.lin", "/", "a[href$='/door/']"),
    Shot("runner", "xiao.lin", "/", "a[href^='/do/']:not([href$='/returned/'])"),
    Shot("returned", "xiao.lin", "/", "a[href$='/returned/']", dark=True),
    Shot("findings", "xiao.lin", "/findings/", dark=True),
    Shot("wallet", "ola.nowak", "/wallet/"),
    Shot("standings", "ola.nowak", "/standings/", dark=True),
    Shot("styleguide", "sam.carter", "/styleguide/cards/", size=DESK),
    Shot("report", "anna.zielinska", "/desk/reports/", "a[href^='/reports/']", size=DESK),
]
TOGETHER = ["today", "runner", "door", "findings", "report"]  # in the picture of the README


class Command(BaseCommand):
    help = "Takes the pictures of docs/screens from a running demonstration. Needs Playwright and Chromium."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--of", default="http://127.0.0.1:8000", help="where the demonstration is")
        parser.add_argument("--into", default=str(settings.BASE_DIR / "docs" / "screens"))

    def handle(self, *_args: Any, **options: Any) -> None:
        from playwright.sync_api import sync_playwright  # here: production does not have it

        folder = Path(options["into"])
        folder.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            taken = {shot.name: self._take(browser, shot, options["of"]) for shot in SHOTS}
            browser.close()
        for name, picture in taken.items():
            self._keep(picture, folder / f"{name}.png")
        self._keep(strip([taken[name] for name in TOGETHER]), folder / "firsthand.png")

    def _take(self, browser: "Browser", shot: Shot, address: str) -> Image.Image:
        width, height = shot.size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            base_url=address,
            color_scheme="dark" if shot.dark else "light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        sign_in(page, f"{shot.person}@harbour.example")
        page.goto(shot.start)
        if shot.link:
            page.goto(self._next(page, shot))
        page.wait_for_load_state("networkidle")
        picture = Image.open(BytesIO(page.screenshot()))
        context.close()
        return picture

    def _next(self, page: "Page", shot: Shot) -> str:
        link = page.locator(shot.link)
        if not link.count():
            raise CommandError(f"{shot.name}: {shot.start} has no {shot.link}. Is the demonstration at its end, its flash task still shut?")
        return link.first.get_attribute("href") or ""

    def _keep(self, picture: Image.Image, file: Path) -> None:
        picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)
        self.stdout.write(f"{file.name}: {file.stat().st_size // 1024} kB")


def sign_in(page: "Page", email: str) -> None:
    page.goto("/accounts/login/")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)


def strip(pictures: list[Image.Image]) -> Image.Image:
    """All side by side, as high as the lowest."""
    height = min(picture.height for picture in pictures)
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) + 1)
    ground = Image.new("RGB", (width, height + 2 * GAP), GROUND)
    left = GAP
    for picture in pictures:
        ground.paste(picture.crop((0, 0, picture.width, height)), (left, GAP))
        left += picture.width + GAP
    return ground
