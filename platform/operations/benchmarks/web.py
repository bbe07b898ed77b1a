"""The production server for as long as it is measured, and prepared requests sent to it."""

import json
import os
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from operations.benchmarks.own_database import ROOT
from operations.benchmarks.sections import Bench
from operations.demo.household import Child
from operations.demo.statics import collect_static

HOST = "127.0.0.1"
_RUSH = Path(__file__).with_name("rush.py")


@dataclass(frozen=True)
class Rush:
    """What came of many requests: seconds until the last answer, and how often each answer came.

    An answer is the HTTP status, with the word that JSON gives as its `outcome` or the way it redirects to: "200 seated", "302 /claims/".
    """

    seconds: float
    answers: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        return self.answers.total() / self.seconds


class Site:
    """The product at a port of this machine."""

    def __init__(self, port: int, child: Child, folder: Path) -> None:
        self.port = port
        self.child = child
        self.folder = folder

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def worker_pids(self) -> list[int]:
        """The server's own children: the processes that answer."""
        process = self.child.process
        if process is None:
            return []
        return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]

    def rush(self, requests: Sequence[bytes], *, connections: int) -> Rush:
        """Send each request once, over so many connections that are kept; refuses when one gets no answer."""
        plan = self.folder / "requests"
        plan.write_bytes(b"".join(struct.pack("!I", len(one)) + one for one in requests))
        command = [sys.executable, "-I", str(_RUSH), HOST, str(self.port), str(connections), str(plan)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode:
            raise RuntimeError(f"The rush broke off: {done.stderr[-2000:]}")
        said = json.loads(done.stdout)
        return Rush(said["seconds"], Counter(said["answers"]))


@contextmanager
def serving(bench: Bench) -> Iterator[Site]:
    """The server as it is deployed, with the benchmark's pages beside the product's."""
    bench.tell(f"{bench.section}: static files …")
    environment = os.environ | {"LOG_LEVEL": "WARNING", "PYTHONUNBUFFERED": "1"}
    if trouble := collect_static(environment):
        raise RuntimeError(trouble)
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    command += ["--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "config.wsgi:application"]
    child = Child("web", command, environment=environment, folder=ROOT, log=bench.folder / "web.log")
    child.start()
    try:
        site = Site(port, child, bench.folder)
        _wait_for(site)
        yield site
    finally:
        child.ask_to_stop()
        child.be_gone(patience=10)


def request(method: str, path: str, *, cookies: str = "", body: bytes = b"", kind: str = "", accept: str = "text/html") -> bytes:
    """One request as it goes over the line."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", f"Accept: {accept}"]
    lines += [f"Cookie: {cookies}"] if cookies else []
    lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"] if method == "POST" else []
    return "\r\n".join([*lines, "", ""]).encode() + body


def _free_port() -> int:
    with closing(socket.socket()) as trial:
        trial.bind((HOST, 0))
        return int(trial.getsockname()[1])


def _wait_for(site: Site) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and not site.child.has_fallen():
        try:
            with urllib.request.urlopen(f"{site.url}/healthz", timeout=5):  # noqa: S310 our own address
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server does not answer: {site.child.log.read_text()[-2000:]}")
