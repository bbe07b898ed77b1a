"""Both engines of one checkout: where they live, starting, stopping."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from operations.engines.postgres import Postgres, binaries
from operations.engines.queue import Queue, server
from operations.engines.servant import Servant, find_servant
from operations.engines.trouble import EngineTrouble

_LONGEST_FOLDER = 80  # a socket's path may have 107 bytes, its name included


@dataclass(frozen=True)
class Addresses:
    database_url: str
    redis_url: str

    def as_environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


class Engines:
    """The engines of one folder; starting is safe from several processes, and finds what already runs.

    `durable=False` is for tests: it trades safety at a power cut for speed.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.absolute()
        self.durable = durable

    @property
    def addresses(self) -> Addresses:
        return Addresses(self.postgres.url, self.queue.url)

    @cached_property
    def postgres(self) -> Postgres:
        return Postgres(folder=self.folder, sockets=self._sockets, install=binaries(), servant=self._servant, durable=self.durable)

    @cached_property
    def queue(self) -> Queue:
        return Queue(folder=self.folder, sockets=self._sockets, program=server(), servant=self._servant, durable=self.durable)

    def is_running(self) -> bool:
        return self.folder.exists() and self.postgres.is_running() and self.queue.is_running()

    def fallen(self) -> list[Postgres | Queue]:
        """Which of the two should run and does not."""
        return [engine for engine in (self.postgres, self.queue) if not engine.is_running()]

    def start(self) -> list[str]:
        """Start what does not run; returns the names of what was started."""
        with self._alone():
            self._sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._servant.own(self._sockets)
            started = []
            for engine in (self.postgres, self.queue):
                if not engine.is_running() or not engine.answers():
                    engine.stop()
                    engine.start()
                    started.append(engine.name)
            lines = [f"{key}={value}\n" for key, value in self.addresses.as_environment().items()]
            scratch = self.folder / "addresses.env.new"
            scratch.write_text("".join(lines))
            scratch.replace(self.folder / "addresses.env")
            return started

    def stop(self) -> None:
        """Stop both, in order, keeping the data."""
        if not self.folder.exists():
            return
        with self._alone():
            (self.folder / "addresses.env").unlink(missing_ok=True)
            self.queue.stop()
            self.postgres.stop()
            if not self._sockets.is_relative_to(self.folder):
                shutil.rmtree(self._sockets, ignore_errors=True)

    def forget(self) -> None:
        """Stop, and remove the data."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @cached_property
    def _servant(self) -> Servant:
        servant = find_servant(program=binaries() / "bin/postgres", folder=self.folder)
        if servant is None:
            raise EngineTrouble(
                f"PostgreSQL does not run as root, and here root may neither become somebody else nor let them into {self.folder}. "
                "Run as an ordinary user, or set DATABASE_URL and REDIS_URL."
            )
        return servant

    @cached_property
    def _sockets(self) -> Path:
        """Inside the folder where the system's limit allows; else in the temporary folder, in one that is ours alone."""
        inside = self.folder / "sockets"
        if len(os.fsencode(inside)) <= _LONGEST_FOLDER:
            return inside
        outside = Path(tempfile.gettempdir()) / f"firsthand-{os.geteuid()}-{_short(self.folder)}"
        outside.mkdir(mode=0o700, exist_ok=True)
        owners = {os.geteuid(), self._servant.user.pw_uid if self._servant.user else os.geteuid()}
        if outside.is_symlink() or outside.stat().st_uid not in owners:
            raise EngineTrouble(f"{outside} belongs to somebody else. Remove it, or set TMPDIR to a folder of yours.")
        return outside

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time starts or stops; the system lets go of the lock when its holder dies."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
