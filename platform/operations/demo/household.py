"""The processes of the demonstration: whoever falls over is stood up again."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from operations.engines import Engines, EngineTrouble

_PR_SET_PDEATHSIG = 1
_HANDOVER = 20.0  # seconds for which what a killed process left behind may go on serving
_PATIENCE = 10.0  # and for which it may end what it has begun
_CALM = 10.0  # seconds of life after which a fall is no longer counted
_libc = ctypes.CDLL(None)

type Tell = Callable[[str], None]


def _end_with_parent() -> None:
    """If the demonstration itself is killed, its processes are told to stop (Linux only; elsewhere they stay)."""
    if sys.platform == "linux":
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """One process, with all that it starts itself."""

    def __init__(self, name: str, command: Sequence[str], *, environment: Mapping[str, str], folder: Path, log: Path) -> None:
        self.name = name
        self.command = command
        self.environment = environment
        self.folder = folder
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.left_behind: list[tuple[int, float]] = []
        self.falls = 0
        self.started_at = 0.0

    def start(self) -> None:
        """What it prints goes to the terminal, what it logs to its file."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 the parent has one thread here
            )
        self.started_at = time.monotonic()

    def has_fallen(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def rise(self) -> None:
        """Start again; what it left behind goes on until the new one serves, so that pages are answered meanwhile."""
        if self.process is not None:
            self.left_behind.append((self.process.pid, time.monotonic() + _HANDOVER))
        self.falls = 1 if time.monotonic() - self.started_at > _CALM else self.falls + 1
        time.sleep(0.0 if self.falls < 4 else 5.0)
        self.start()

    def tidy(self) -> None:
        """End what was left behind, once its time is over: first asked, so that it answers what it has begun."""
        now = time.monotonic()
        for group, until in self.left_behind:
            if now > until + _PATIENCE:
                _signal_group(group, signal.SIGKILL)
            elif now > until:
                _signal_group(group, signal.SIGTERM)
        self.left_behind = [(group, until) for group, until in self.left_behind if now <= until + _PATIENCE]

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def be_gone(self, *, patience: float) -> None:
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=patience)
        for group in (self.process.pid, *(group for group, _until in self.left_behind)):
            _signal_group(group, signal.SIGKILL)
        self.process.wait(timeout=10)


def _signal_group(group: int, one: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, one)


class Household:
    """Engines and children together."""

    def __init__(self, engines: Engines | None, *, tell: Tell) -> None:
        self.engines = engines
        self.tell = tell
        self.children: list[Child] = []
        self.started_engines = False

    def start_engines(self) -> None:
        if self.engines is not None:
            self.started_engines = bool(self.engines.start())

    def add(self, child: Child) -> None:
        child.start()
        self.children.append(child)

    def look_after(self) -> None:
        """One round: whoever fell is stood up, and the terminal says so."""
        if self.engines is not None:
            for engine in self.engines.fallen():
                self.tell(f"{engine.name} stopped; starting it again …")
                try:
                    self.engines.start()
                except EngineTrouble as trouble:
                    self.tell(f"[red]{trouble}[/]")
                else:
                    self.tell(f"{engine.name} serves again. Nothing that was confirmed is lost.")
        for child in self.children:
            child.tidy()
            if child.has_fallen() and child.process is not None:
                self.tell(f"{child.name} stopped ({_ending(child.process.returncode)}); starting it again …")
                child.rise()
                self.tell(f"{child.name} runs again, pid {child.process.pid}.")

    def stop(self) -> None:
        """Children first, engines last; only what was started here."""
        for child in reversed(self.children):
            child.ask_to_stop()
        for child in reversed(self.children):
            child.be_gone(patience=15)
        self.children.clear()
        if self.engines is not None and self.started_engines:
            self.engines.stop()


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
