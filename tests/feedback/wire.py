"""A network between a phone and the house that can be taken away, or torn in the middle of an upload."""

import re
import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

from pytest_django.live_server_helper import LiveServer

UPLOAD = re.compile(rb"^PUT /do/\d+/photos/([0-9a-f-]{36})/", re.MULTILINE)


class Wire:
    """Passes bytes on to the server. `there` is whether it does; `tear_after` tears the first tries of each upload after so many bytes.

    A browser repeats by itself what broke on a connection it had used before, so one tear would try the browser, not our page.
    """

    TEARS = 3

    def __init__(self, server: LiveServer) -> None:
        address = urlsplit(server.url)
        self._house = (address.hostname or "", address.port or 0)
        self._ear = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._ear.getsockname()[1]}"
        self.there = True
        self.gateway: bytes | None = None
        self.tear_after: int | None = None
        self.torn: list[bytes] = []
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def take_away(self) -> None:
        self.there = False
        self._tear(*self._open)

    def bring_back(self) -> None:
        self.there, self.gateway = True, None

    def answer_itself(self, status: str, kind: str = "text/html") -> None:
        """From now on a gateway answers in place of the house."""
        self.gateway = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nBusy".encode()
        self._tear(*self._open)

    def fall_silent(self) -> None:
        """From now on nothing is answered, and no connection breaks either."""
        self.gateway = b""
        self._tear(*self._open)

    def close(self) -> None:
        self._ear.close()
        self.take_away()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                phone, _address = self._ear.accept()
                threading.Thread(target=self._serve, args=[phone], daemon=True).start()

    def _serve(self, phone: socket.socket) -> None:
        if not self.there:
            phone.close()
            return
        if self.gateway is not None:
            self._answer(phone, self.gateway)
            return
        try:
            house = socket.create_connection(self._house)
        except OSError:
            phone.close()
            return
        with self._lock:
            self._open |= {phone, house}
        threading.Thread(target=self._carry, args=[house, phone], daemon=True).start()
        self._carry(phone, house, upwards=True)

    def _answer(self, phone: socket.socket, words: bytes) -> None:
        with self._lock:
            self._open.add(phone)
        with suppress(OSError):
            phone.recv(16_384)
            phone.sendall(words)
        if words:
            self._tear(phone)

    def _carry(self, here: socket.socket, there: socket.socket, *, upwards: bool = False) -> None:
        left: int | None = None
        with suppress(OSError):
            while data := here.recv(16_384):
                if upwards and self.tear_after is not None and (left := self._left(data, left)) is not None:
                    there.sendall(data[:left])
                    if left <= len(data):
                        break
                    left -= len(data)
                else:
                    there.sendall(data)
        self._tear(here, there)

    def _left(self, data: bytes, left: int | None) -> int | None:
        """How many bytes of an upload may still pass; None: this is none, or one that was torn already."""
        if (begun := UPLOAD.search(data)) and self.torn.count(begun[1]) < self.TEARS:
            self.torn.append(begun[1])
            return begun.start() + (self.tear_after or 0)
        return left

    def _tear(self, *ends: socket.socket) -> None:
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        with self._lock:
            self._open -= set(ends)
