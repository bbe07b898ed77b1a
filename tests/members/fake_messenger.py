"""WeChat's and WeCom's servers on the loopback, with the answers that their manuals print: the outside world in small."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.support import on_loopback

REFUSED = {"errcode": 40029, "errmsg": "invalid code"}


@dataclass
class FakeMessenger:
    """What it answers by path, and what it was asked."""

    answers: dict[str, dict[str, Any]]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    url: str = ""
    status: int = 200

    def paths(self) -> list[str]:
        return [path for path, _query in self.asked]


@contextmanager
def fake_messenger(**answers: dict[str, Any]) -> Iterator[FakeMessenger]:
    """Serve these answers, a path's slashes written as double underscores, until the block ends."""
    fake = FakeMessenger({"/" + name.replace("__", "/"): answer for name, answer in answers.items()})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            fake.asked.append((address.path, dict(parse_qsl(address.query))))
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.dumps(fake.answers.get(address.path, REFUSED), ensure_ascii=False).encode()
            self.send_response(fake.status)
            self.send_header("Content-Type", "text/plain")  # as WeChat says
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the library's word

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's word
            pass

    with on_loopback(Handler) as fake.url:
        yield fake
