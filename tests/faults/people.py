"""Hundreds of members at their phones: keys made by the client, the same key again after a lost answer, and what each was told."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

PATIENCE = 60.0  # seconds for which a phone tries again
AT_ONCE = 500  # connections to the web
PAUSE = 0.05


class Lost(Exception):
    """No answer came: refused, reset, or cut in the middle."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def leads_to(self) -> str:
        return self.headers.get("location", "")


@dataclass(frozen=True)
class Told:
    """What the server acknowledged: from now on it must be true."""

    member: int
    what: str
    key: UUID
    outcome: str
    number: int | None = None  # of the claim or the redemption
    sent: float = 0.0
    heard: float = 0.0
    tries: int = 1


@dataclass
class Person:
    """Somebody who is signed in; one connection, kept alive."""

    member: int
    department: int | None
    session: str
    port: int
    tickets: dict[str, str] = field(default_factory=dict)  # by task; who has none asks Django
    told: list[Told] = field(default_factory=list)
    lost: int = 0  # answers that never came, or said to come again
    _line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, form: Mapping[str, Any] | None = None, *, accept: str = "text/html") -> Answer:
        """One request, one answer, or Lost."""
        csrf = "c" * 32
        body = urlencode({"csrfmiddlewaretoken": csrf, **form}) if form is not None else ""
        head = [
            f"{method} {path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Accept: {accept}",
            f"Cookie: sessionid={self.session}; csrftoken={csrf}",
            f"Content-Length: {len(body)}",
            "Content-Type: application/x-www-form-urlencoded",
        ]
        try:
            return await asyncio.wait_for(self._exchange(("\r\n".join(head) + "\r\n\r\n" + body).encode()), PATIENCE)
        except (OSError, EOFError, ValueError, IndexError, TimeoutError) as gone:
            self.hang_up()
            raise Lost from gone

    async def _exchange(self, request: bytes) -> Answer:
        if self._line is None:
            self._line = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._line
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        status = int(head[0].split()[1])
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(await reader.readline(), 16):
                body += (await reader.readexactly(size + 2))[:-2]
            await reader.readline()
        else:
            body = await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection") == "close":
            self.hang_up()
        return Answer(status, headers, body.decode())

    def hang_up(self) -> None:
        if self._line is not None:
            self._line[1].transport.abort()
            self._line = None

    async def insist(self, method: str, path: str, form: Mapping[str, Any] | None = None, **how: Any) -> tuple[Answer, int]:
        """The same request again until somebody answers it; and how many tries it took."""
        until, tries = time.monotonic() + PATIENCE, 0
        while True:
            tries += 1
            try:
                answer = await self.ask(method, path, {**(form or {}), "again": 1} if form is not None and tries > 1 else form, **how)
            except Lost:
                answer = None
            if answer is not None and answer.status < 500:
                return answer, tries
            self.lost += 1
            assert time.monotonic() < until, f"{method} {path}: {answer}"
            await asyncio.sleep(PAUSE)

    # What people do -------------------------------------------------------------

    async def claim(self, slug: str, key: UUID | None = None) -> Told:
        """Ask for a seat of the task; asks again, with the same key, until there is an answer."""
        key, sent = key or uuid4(), time.monotonic()
        path, form, accept = self.asking_for(slug, key)
        answer, tries = await self.insist("POST", path, form, accept=accept)
        outcome, number = _claimed(answer)
        return self._was_told("claim", key, outcome, number, sent, tries)

    def asking_for(self, slug: str, key: UUID) -> tuple[str, dict[str, Any], str]:
        """Where to ask for a seat, with what, and what kind of answer to ask for: of the gate with a ticket, else of Django."""
        path = f"/tasks/{slug}/claim/"
        if slug in self.tickets:
            return path, {"key": key, "ticket": self.tickets[slug]}, "application/json"
        return path, {"key": key}, "text/html"

    async def sees(self, slug: str) -> tuple[str, int | None]:
        """What a reload of the door says: ("seated", claim), ("waiting", place) or ("neither", None)."""
        answer, _ = await self.insist("GET", f"/tasks/{slug}/door/")
        if answer.status == 302:
            return _claimed(answer)
        place = re.search(r"You are number (\d+) on the wait list", answer.body)
        return ("waiting", int(place[1])) if place else ("neither", None)

    async def redeem(self, slug: str, price: int, key: UUID | None = None) -> Told:
        key, sent = key or uuid4(), time.monotonic()
        answer, tries = await self.insist("POST", f"/shop/{slug}/order/", {"key": key, "price": price})
        found = re.search(r"/wallet/redemptions/(\d+)/", answer.leads_to)
        return self._was_told("redeem", key, "asked" if found else "refused", int(found[1]) if found else None, sent, tries)

    async def does(self, what: str, path: str, **form: Any) -> Told:
        """Press a button; "done" when the page goes on, "refused" when it says why not."""
        sent = time.monotonic()
        answer, tries = await self.insist("POST", path, form)
        return self._was_told(what, uuid4(), "done" if answer.status == 302 else f"refused {answer.status}", None, sent, tries)

    def _was_told(self, what: str, key: UUID, outcome: str, number: int | None, sent: float, tries: int) -> Told:
        told = Told(self.member, what, key, outcome, number, sent, time.monotonic(), tries)
        self.told.append(told)
        return told


def _claimed(answer: Answer) -> tuple[str, int | None]:
    if answer.headers.get("content-type") == "application/json":
        said = json.loads(answer.body)
        found = re.search(r"/claims/(\d+)/", said["url"] or "")
        outcome = said["outcome"] if answer.status == 200 else f"refused {answer.status}"
        return outcome, int(found[1]) if found else None
    if answer.status == 302:
        found = re.search(r"/claims/(\d+)/", answer.leads_to)
        return ("seated", int(found[1])) if found else ("waiting", None)
    return f"refused {answer.status}", None


def everybody[Result](people: Iterable[Person], does: Callable[[Person], Awaitable[Result]], *, at_once: int = AT_ONCE) -> list[Result]:
    """All press at the same moment; the answers in the order of the people, who have hung up afterwards."""

    async def play() -> list[Result]:
        room = asyncio.Semaphore(at_once)

        async def one(person: Person) -> Result:
            async with room:
                try:
                    return await does(person)
                finally:
                    person.hang_up()

        return list(await asyncio.gather(*(one(person) for person in people)))

    return asyncio.run(play())
