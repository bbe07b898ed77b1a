"""A long task in somebody's pocket: thirty questions and five photos, on a phone that is closed, opened, killed, and out of reach."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Error, FilePayload, Page, expect

from claims.models import Claim
from feedback.models import DraftAnswer, Evidence
from members.models import Member
from tasks_catalog.questionnaire import Definition, Question, Step
from tests.feedback.factories import a_photo, make_claim, make_task
from tests.feedback.phones import CHROMIUM, QUIET, WORKER_AT_ONCE, open_runner

# What lies in one of the places of the phone's own store; asked of the browser, since without a network no module can be had.
KEPT = """const kept = (place) => new Promise((done, failed) => {
    const opening = indexedDB.open("firsthand");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
        const asked = opening.result.transaction(place).objectStore(place).getAll();
        opening.result.close(); // once it has answered
        asked.onsuccess = () => done(asked.result);
    };
});"""
STEPS = 3
EACH = 10
PHOTOS = 5
SCALES = ["csat", "nps"]


def _question(step: int, number: int) -> Question:
    name = f"s{step}n{number}"
    if step < len(SCALES):
        return {"type": "integer", "scale": SCALES[step], "name": name, "label": {"en": f"Mark {number}"}}  # type: ignore[typeddict-item]
    return {"type": "text", "name": name, "label": {"en": f"Words {number}"}}


def _step(step: int) -> Step:
    return {"name": f"s{step}", "label": {"en": f"Part {step}"}, "questions": [_question(step, number) for number in range(EACH)]}


PROOF: Step = {
    "name": "proof",
    "label": {"en": "Show it"},
    "questions": [{"type": "photo", "name": "proof", "label": {"en": "What you saw"}, "maximum": PHOTOS}],
}
LONG: Definition = {"languages": ["en"], "steps": [*map(_step, range(STEPS)), PROOF]}


def value_of(step: int, number: int) -> object:
    return f"What I saw there, number {number}." if step >= len(SCALES) else number % 5 + (1 if SCALES[step] == "csat" else 0)


EVERYTHING = {f"s{step}n{number}": value_of(step, number) for step in range(STEPS) for number in range(EACH)}


def a_long_claim(member: Member, *, now: datetime | None = None) -> Claim:
    return make_claim(member, task=make_task(slug="long", definition=LONG), rival=None, provider_order=["own"], now=now or timezone.now())


def answer_step(page: Page, step: int) -> None:
    """Answer the ten questions of the step that is shown."""
    for number in range(EACH):
        name = f"#q-s{step}n{number}"
        if step < len(SCALES):
            page.click(f"{name} label >> nth={number % 5}")
        else:
            page.fill(f"{name} textarea", str(value_of(step, number)))


def take_photos(page: Page) -> None:
    photos: list[FilePayload] = [
        {"name": f"{seed}.jpg", "mimeType": "image/jpeg", "buffer": a_photo(seed, size=(1600, 1200))} for seed in range(PHOTOS)
    ]
    page.set_input_files("#q-proof input[type=file]", photos)
    expect(page.locator("#q-proof .shot")).to_have_count(PHOTOS, timeout=30_000)


def turn_to(page: Page, step: int) -> None:
    """Forward to the step, as people do."""
    while not page.url.endswith(f"#{step}"):
        page.click("#next")


def kept_by_the_phone(page: Page) -> dict[str, Any]:
    """What lies in the phone's own store: answers by question, photos by id with their checksum."""
    found: dict[str, Any] = answer_of(
        page,
        f"""async () => {{
            {KEPT}
            const hex = (digest) => [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
            const checksum = async (blob) => hex(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
            const cells = Object.fromEntries((await kept("cells")).map(({{ question, value }}) => [question, value]));
            const photos = {{}};
            for (const {{ key, blob }} of await kept("photos")) photos[key] = await checksum(blob);
            return {{ cells, photos }};
        }}""",
    )
    return found


def wait_until_kept(page: Page, *, answers: int = 0, photos: int = 0) -> None:
    """Until the phone's own store holds so many."""
    until(
        page,
        f"""async ([answers, photos]) => {{
            {KEPT}
            return (await kept("cells")).length >= answers && (await kept("photos")).length >= photos;
        }}""",
        [answers, photos],
    )


def wait_until_it_opens_without_a_network(page: Page, claim: Claim) -> None:
    until(page, "async (name) => Boolean(await caches.match(name)) && Boolean(await caches.match('/offline/'))", f"/do/{claim.pk}/")


def with_a_photo(phone: Page, member: Member) -> Page:
    """The member's phone, which opened a long task, then took a photo that has arrived."""
    claim = a_long_claim(member)
    page = open_runner(phone, claim)
    wait_until_it_opens_without_a_network(page, claim)
    page.goto(f"/do/{claim.pk}/#{STEPS}")
    page.set_input_files("#q-proof input[type=file]", FilePayload(name="p.jpg", mimeType="image/jpeg", buffer=a_photo(1)))
    expect(page.locator("#q-proof .badge:not(.wait):not(.bad)")).to_be_visible(timeout=20_000)
    return page


def wait_until_its_photo_is_kept_small(page: Page) -> None:
    until(page, "async (small) => Boolean(await caches.match(small))", f"/photos/{Evidence.objects.get().pk}/small/")


def until(page: Page, fact: str, given: object = None, *, patience: float = 60.0) -> None:
    """Ask the page until it says yes. Unlike `wait_for_function`, from outside: pages forbid the `eval` by which that asks again."""
    end = time.monotonic() + patience
    while not answer_of(page, fact, given):
        assert time.monotonic() < end, f"never true: {fact}"
        page.wait_for_timeout(100)


def answer_of(page: Page, question: str, given: object = None) -> Any:
    """What the page answers; when it is just leaving, as a list does that has become empty, the next one is asked."""
    try:
        return page.evaluate(question, given)
    except Error as gone:
        if "Execution context was destroyed" not in str(gone):
            raise
        page.wait_for_load_state()
        return page.evaluate(question, given)


def arrived(claim: Claim) -> dict[str, object]:
    """What the server has, but for the photos."""
    cells = DraftAnswer.objects.filter(draft__claim=claim).exclude(question="proof")
    return dict(cells.values_list("question", "value"))


def receipts(claim: Claim) -> dict[str, str]:
    """The photos that arrived, by id, with the checksum of what was sent; each stands in the draft once."""
    cell = DraftAnswer.objects.filter(draft__claim=claim, question="proof").first()
    kept = {str(photo.pk): photo.sent_sha256 for photo in Evidence.objects.filter(claim=claim)}
    assert sorted(cell.value if cell and isinstance(cell.value, list) else []) == sorted(kept)
    return kept


class Pocket:
    """One phone with a memory of its own: a folder that outlives the browser."""

    def __init__(self, chromium: Browser, folder: Path, url: str, member: Member, *, script: str = "") -> None:
        self.chromium, self.folder, self.url, self.script = chromium, folder, url, script
        client = Client()
        client.force_login(member)
        self._session = client.cookies["sessionid"].value
        self._context: BrowserContext | None = None

    def open(self, *, offline: bool = False) -> Page:
        self._context = self.chromium.browser_type.launch_persistent_context(
            str(self.folder),
            executable_path=CHROMIUM,
            args=QUIET,
            viewport={"width": 360, "height": 800},
            has_touch=True,
            is_mobile=True,
            base_url=self.url,
        )
        self._context.add_init_script(WORKER_AT_ONCE)
        if self.script:
            self._context.add_init_script(self.script)
        self._context.set_offline(offline)
        self._sign_in(self._context)
        return self._context.pages[0]

    def _sign_in(self, context: BrowserContext) -> None:
        until = time.time() + 24 * 60 * 60
        context.add_cookies([{"name": "sessionid", "value": self._session, "url": self.url, "expires": until}])

    @contextmanager
    def until_killed(self) -> Iterator[tuple[Page, subprocess.Popen[bytes]]]:
        """The phone's browser as a process of ours that can be killed at any moment."""
        where = self.folder / "DevToolsActivePort"
        command = [str(CHROMIUM), *QUIET, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={self.folder}", "about:blank"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 60
            while not (where.exists() and where.read_text()):
                assert time.monotonic() < end, "the browser does not start"
                time.sleep(0.1)
            browser = self.chromium.browser_type.connect_over_cdp(f"http://127.0.0.1:{where.read_text().split()[0]}")
            context = browser.contexts[0]
            self._sign_in(context)
            page = context.pages[0]
            page.set_viewport_size({"width": 360, "height": 800})
            yield page, process
        finally:
            process.kill()
            process.wait()

    def close(self) -> None:
        if self._context:
            self._context.close()
            self._context = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self.close()
