"""What a person does with a browser, in the words of the product; texts are never read to find something."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request

from operations.simulation.people import DEMO_SIGN_INS

PHONE = {"width": 360, "height": 800}
DESK = {"width": 1280, "height": 900}
ONE_TAP = {person["email"] for person in DEMO_SIGN_INS}


@dataclass
class Street:
    """One browser on one demonstration; it keeps screenshots, and what a console or the network complained about."""

    browser: Browser
    url: str
    shots: Path
    troubles: list[str] = field(default_factory=list)
    open: list[BrowserContext] = field(default_factory=list)

    def device(self, *, phone: bool = True) -> Page:
        """A device that nobody has used yet, set to Chinese."""
        context = self.browser.new_context(
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            has_touch=phone,
            is_mobile=phone,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            base_url=self.url,
            accept_downloads=True,
            reduced_motion="reduce",
        )
        context.set_default_timeout(60_000)
        self.open.append(context)
        page = context.new_page()
        page.on("console", lambda said: self.troubles.append(f"{page.url}: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        context.on("request", self._note_where_to)
        return page

    def _note_where_to(self, request: Request) -> None:
        to = urlsplit(request.url)
        if to.scheme in {"http", "https", "ws", "wss"} and to.hostname != "127.0.0.1":
            self.troubles.append(f"asked another machine: {request.url}")

    def sign_in(self, email: str, *, phone: bool = False) -> Page:
        """A new device on which this person is signed in and reads Chinese."""
        page = self.device(phone=phone)
        if email in ONE_TAP:
            page.goto("/demo/")
            tap(page.locator(f'form:has([name=email][value="{email}"]) button'))
        else:
            sign_in_by_code(page, email)
        page.goto("/me/")
        tap(page.locator('button[name=language][value="zh-hans"]'))
        page.wait_for_selector('html[lang="zh-hans" i]')
        return page

    def keep(self, page: Page, name: str) -> None:
        """A screenshot for people; and the page must not be wider than a phone."""
        page.wait_for_load_state()
        page.screenshot(path=self.shots / f"{name}.png", full_page=True)
        if (page.viewport_size or DESK)["width"] == PHONE["width"]:
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{page.url} is wider than the phone"

    def close(self) -> None:
        for context in self.open:
            context.close()
        self.open.clear()


def tap(place: Locator) -> None:
    """Touch it and wait for where it leads."""
    with place.page.expect_navigation():
        place.click()


def confirm(place: Locator) -> None:
    """Touch a button that asks back, and say yes."""
    page = place.page
    place.click()
    tap(page.locator("#confirm[open] button[value=yes]"))


def sign_in_by_code(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.fill("#code-email", email)
    tap(page.locator("form:has(#code-email) button"))
    type_the_code(page, email)


def sign_in_with_password(page: Page, email: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.locator("details summary").click()
    page.fill("details [name=login]", email)
    page.fill("details [name=password]", password)
    tap(page.locator("details form button").last)


def type_the_code(page: Page, email: str) -> None:
    """Look into the mail, come back, and type what it says."""
    asked_at = page.url
    code = code_from_the_mail(page, email)
    page.goto(asked_at)
    page.fill("form.code [name=code]", code)
    tap(page.locator("form.code button").first)


def code_from_the_mail(page: Page, email: str) -> str:
    """What the newest mail to this address says, read in the demonstration's inbox."""
    page.goto("/demo/mail/")
    mail = page.locator("main article", has_text=email).first.inner_text()
    found = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", mail.replace(email, ""), re.MULTILINE)
    assert found, mail
    return found[1]


def number_in(place: Locator) -> int:
    """The figure that is printed there."""
    return int(re.sub(r"\D", "", place.inner_text()))


def balance(page: Page) -> int:
    page.goto("/wallet/")
    return number_in(page.locator(".big"))


def open_runner(page: Page, claim: str, step: int = 0) -> None:
    page.goto(f"/do/{claim}/#{step}")
    page.wait_for_selector("html[data-runner=ready]")


def arrived(page: Page) -> None:
    """The server has everything that was given."""
    page.wait_for_selector("#save-state[data-state=saved]")


def answer_the_step(page: Page, photo: Path) -> None:
    """Answer every question of the screen as somebody would who means it."""
    for question in page.locator("#runner > .q, #runner .q").all():
        kind = (question.get_attribute("class") or "").partition("kind-")[2].split()[0]
        if kind == "photo":
            question.locator("input[type=file]").set_input_files(photo)
            question.locator(".shot .badge:not(.wait):not(.bad)").first.wait_for(state="attached")
        elif kind in {"pain", "idea"}:
            _write_a_card(question)
        else:
            _answer(question)
    arrived(page)


def _answer(question: Locator) -> None:
    for group in question.locator("[role=radiogroup]").all():
        keys = group.locator("label")
        keys.nth(keys.count() * 2 // 3).click()
    for group in question.locator("[role=group]").all():
        group.locator("label").first.click()
    for box in question.locator("input:not([type=radio]):not([type=checkbox]):not([type=file])").all():
        box.fill("3")
    for area in question.locator("textarea").all():
        area.fill("排队等了很久，没有人告诉我为什么；店员很客气，把每一步都讲给我听。")


def _write_a_card(question: Locator) -> None:
    card = question.locator(".slip").first
    for place in card.locator("select").all():
        place.select_option(index=1)
    for words in card.locator("textarea, input.input").all():
        words.fill("第一次付款被拒，收银台前排着队，屏幕上却没有一句解释。")
    card.locator(".keys label").nth(3).click()
