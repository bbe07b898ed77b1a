"""Processes that outlive the command that started them."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path


def launch(command: Sequence[str], *, log: Path, folder: Path, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that the terminal's Ctrl-C does not reach it."""
    if log.exists() and log.stat().st_size > 10_000_000:
        log.replace(log.with_suffix(".old.log"))
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )


def is_running(pid: int, *, sign: str) -> bool:
    """Whether the pid is alive, is no zombie, and has `sign` in its command line (a pid may have been given anew)."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return sign in _command_line(pid)


def _command_line(pid: int) -> str:
    """The command line, empty for a zombie."""
    proc = Path(f"/proc/{pid}/cmdline")
    if proc.parent.parent.joinpath("self").exists():
        with suppress(OSError):
            return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    listed = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listed.stdout


def wait_until(true: Callable[[], bool], *, seconds: float) -> bool:
    """Ask again and again, for so many seconds at most."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def end(pid: int, *, sign: str, signals: Sequence[signal.Signals], patience: float) -> None:
    """Send one signal after the other until the process is gone."""
    for one in signals:
        if not is_running(pid, sign=sign):
            return
        with suppress(ProcessLookupError):
            os.kill(pid, one)
        if wait_until(lambda: not is_running(pid, sign=sign), seconds=patience):
            return
