"""The real thing: `python -m operations.demo` as a child process, in a var folder, on a port and with engines of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from operations.engines import Engines

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var" / "journey"
PATIENCE = 8 * 60.0  # the play takes minutes on a machine that also runs other tests
NOT_INHERITED = (
    "DATABASE_URL",
    "REDIS_URL",
    "MEDIA_ROOT",
    "STATIC_ROOT",
    "HOST",
    "PUBLIC_URL",
    "ALLOWED_HOSTS",
    "LOG_LEVEL",
    "FIRSTHAND_SIMULATED_TIME",
)


@dataclass
class RunningDemo:
    """Where it serves, and the process that looks after everything else."""

    url: str
    process: subprocess.Popen[bytes]
    seen: set[int] = field(default_factory=set)

    def ready(self) -> bool:
        """Whether /readyz says that everything works, Redis too; an address that does not answer is not ready."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:  # noqa: S310 our own address
                facts = json.load(answer)
        except OSError:
            return False
        return bool(facts["ready"] and facts["redis"] == "ok")

    def children(self, *words: str) -> list[int]:
        """The processes below the demonstration, engines included, whose command has all the words."""
        found = below(self.process.pid) | engines()
        self.seen |= set(found)
        return [pid for pid, command in found.items() if all(word in command for word in words)]

    def stop(self) -> list[str]:
        """Ask it to stop, as a terminal that closes does; returns what is still there, which should be nothing."""
        self.children()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        until = time.monotonic() + 10
        while (left := [command for pid, command in listed().items() if pid in self.seen]) and time.monotonic() < until:
            time.sleep(0.2)
        return left


def start() -> RunningDemo:
    """Begin anew and wait until the programme is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    environment |= {"VAR_DIR": str(VAR), "PORT": str(port), "RESET": "1", "PYTHONPATH": str(ROOT / "platform")}
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "demo.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "operations.demo"], cwd=ROOT, env=environment, stdout=log, stderr=log)
    demo = RunningDemo(f"http://127.0.0.1:{port}", process)
    until = time.monotonic() + PATIENCE
    while not demo.ready():
        if process.poll() is not None or time.monotonic() > until:
            if process.poll() is None:
                demo.stop()
            raise AssertionError(f"The demonstration did not get ready. It said:\n{(VAR / 'demo.log').read_text()[-3000:]}")
        time.sleep(1)
    return demo


def engines() -> dict[int, str]:
    """PostgreSQL and Redis of this var folder: they are not children, they outlive who started them."""
    two = Engines(VAR / "engines")
    now = listed()
    pids = [pid for pid in (two.queue.pid, two.postgres.pid) if pid is not None]
    return {pid: now[pid] for pid in pids if pid in now}


def below(root: int) -> dict[int, str]:
    """All descendants of a process."""
    rows = _rows()
    family, grown = {root}, True
    while grown:
        grown = False
        for pid, parent, _command in rows:
            if parent in family and pid not in family:
                family.add(pid)
                grown = True
    return {pid: command for pid, _parent, command in rows if pid in family and pid != root}


def listed() -> dict[int, str]:
    return {pid: command for pid, _parent, command in _rows()}


def _rows() -> list[tuple[int, int, str]]:
    """Every living process: pid, parent, command; zombies are left out."""
    said = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,ppid=,stat=,command="], capture_output=True, text=True, check=True).stdout
    rows = (line.split(None, 3) for line in said.splitlines())
    return [(int(row[0]), int(row[1]), row[3]) for row in rows if len(row) == 4 and "Z" not in row[2]]
