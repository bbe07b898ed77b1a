"""The line between the web and PostgreSQL, on which answers get lost: a proxy that knows the protocol's messages.

A fault waits for a statement whose text has certain words, and then
- `cut_request`: the line breaks before PostgreSQL hears of it,
- `cut_answer`: PostgreSQL carries it out, and the line breaks before the web hears of that,
- `hold`: PostgreSQL hears of it only when told to.
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Literal

_NAME = ".s.PGSQL.5432"
type Kind = Literal["cut_request", "cut_answer", "hold"]


class Cut(Exception):
    """The line breaks here."""


@dataclass
class Fault:
    """Happens once, to the statement that has these words and comes after `after` others that have them."""

    kind: Kind
    words: bytes
    after: int = 0
    met: Event = field(default_factory=Event)
    go_on: Event = field(default_factory=Event)

    def comes_to(self, statement: bytes) -> bool:
        if self.met.is_set() or self.words not in statement:
            return False
        self.after -= 1
        return self.after < 0


class Line:
    """Listens beside PostgreSQL's own socket; `url` leads through it."""

    def __init__(self, folder: Path, *, to: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self.folder, self.to = folder, to / _NAME
        self.next: Fault | None = None
        self._lock = Lock()
        self._ears = socket.socket(socket.AF_UNIX)
        self._ears.bind(str(folder / _NAME))
        self._ears.listen(64)
        Thread(target=self._listen, daemon=True).start()

    def url(self, plain: str) -> str:
        """The same database, through here."""
        return plain.replace(_quoted(self.to.parent), _quoted(self.folder))

    def fault(self, kind: Kind, words: bytes = b"", *, after: int = 0) -> Fault:
        """What goes wrong next; it takes the place of what was to go wrong before."""
        fault = Fault(kind, words, after)
        with self._lock:
            self.next = fault
        return fault

    def mend(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self.next, last = None, self.next
        if last is not None:
            last.go_on.set()

    def close(self) -> None:
        self.mend()
        self._ears.close()
        (self.folder / _NAME).unlink(missing_ok=True)

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                web, _ = self._ears.accept()
                Thread(target=self._serve, args=[web], daemon=True).start()

    def _serve(self, web: socket.socket) -> None:
        database = socket.socket(socket.AF_UNIX)
        silenced = Event()
        with web, database, suppress(OSError, Cut):
            database.connect(str(self.to))
            answers = Thread(target=_carry_answers, args=[database, web, silenced], daemon=True)
            answers.start()
            try:
                self._carry_requests(web, database, silenced)
            finally:
                _shut(database)
                answers.join()

    def _carry_requests(self, web: socket.socket, database: socket.socket, silenced: Event) -> None:
        named: dict[bytes, bytes] = {}  # statements that were prepared under a name
        start = _exactly(web, 4)
        database.sendall(start + _exactly(web, struct.unpack("!I", start)[0] - 4))
        for kind, message in _messages(web):
            statement = _statement(kind, message[5:], named)
            fault = self._meet(statement) if statement is not None else None
            if fault is not None and fault.kind == "cut_request":
                _shut(web)
                raise Cut
            if fault is not None and fault.kind == "cut_answer":
                silenced.set()
            if fault is not None and fault.kind == "hold":
                fault.go_on.wait(60)
            database.sendall(message)

    def _meet(self, statement: bytes) -> Fault | None:
        with self._lock:
            if self.next is None or not self.next.comes_to(statement):
                return None
            self.next.met.set()
            return self.next


def _carry_answers(database: socket.socket, web: socket.socket, silenced: Event) -> None:
    """Once silenced, nothing is passed on, and the line breaks when PostgreSQL is done."""
    with suppress(OSError):
        for kind, message in _messages(database):
            if not silenced.is_set():
                web.sendall(message)
            elif kind == b"Z":
                break
    _shut(web)


def _messages(end: socket.socket) -> Iterator[tuple[bytes, bytes]]:
    """Kind and whole bytes of each message, until the other side is done."""
    rest = b""
    while True:
        while len(rest) >= 5 and len(rest) >= (size := 1 + struct.unpack("!I", rest[1:5])[0]):
            yield rest[:1], rest[:size]
            rest = rest[size:]
        more = end.recv(65536)
        if not more:
            return
        rest += more


def _statement(kind: bytes, body: bytes, named: dict[bytes, bytes]) -> bytes | None:
    """The text of the statement that this message is about to run, if it runs one."""
    if kind == b"Q":
        return body
    if kind == b"P":
        name, text = body.split(b"\0", 2)[:2]
        named[name] = text
    if kind == b"B":
        return named.get(body.split(b"\0", 2)[1])
    return None


def _exactly(end: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        more = end.recv(count - len(found))
        if not more:
            raise Cut
        found += more
    return found


def _shut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


def _quoted(folder: Path) -> str:
    from urllib.parse import quote

    return quote(str(folder), safe="")
