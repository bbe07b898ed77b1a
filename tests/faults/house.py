"""A whole house of its own: durable PostgreSQL and Redis, the production web server, worker and beat; each can be killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from email.message import Message
from pathlib import Path
from typing import Any

from django.conf import settings
from redis import Redis

from operations.engines import Engines
from operations.engines.postgres import binaries
from operations.engines.processes import wait_until
from tests.journeys.running import below

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0  # seconds for which a process may take to serve, on a machine that does other things too
A_MOMENT = 0.2  # seconds in which whoever speaks with a process that stands still has sent the next request
NOT_INHERITED = (
    "DATABASE_URL",
    "REDIS_URL",
    "PGOPTIONS",
    "FIRSTHAND_SIMULATED_TIME",
    "MEDIA_ROOT",
    "STATIC_ROOT",
    "VAR_DIR",
    "LOG_LEVEL",
    "ALLOWED_HOSTS",
)


class Process:
    """A process held as a child, with all that it starts."""

    def __init__(self, name: str, command: list[str], *, house: "House", environment: Mapping[str, str]) -> None:
        self.name, self.command, self.house, self.environment = name, command, house, environment
        self.log = house.folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=dict(self.environment), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self.house.tell_the_caretaker(f"group {self.process.pid}")

    def kill(self) -> None:
        """At once and without a word, whatever it is doing, with everything below it."""
        assert self.process is not None
        assert self.process.poll() is None, f"{self.name} lives. It said:\n{self.last_words()}"
        self.house.end(self.process)

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=10)
        self.house.end(self.process)

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-3000:]


class Web(Process):
    """granian with our WSGI application, on a port of its own."""

    def __init__(self, name: str, *, house: "House", environment: Mapping[str, str], workers: int, application: str) -> None:
        self.port = _free_port()
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        command += ["--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "--backlog", "2048"]
        command += ["--respawn-failed-workers", "--respawn-interval", "0.1"]
        super().__init__(name, [*command, application], house=house, environment=environment)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        super().start()
        assert wait_until(lambda: self._has_fallen() or self.serves(), seconds=PATIENCE), self.last_words()
        assert not self._has_fallen(), self.last_words()

    def kill_a_worker(self) -> None:
        """The busiest of the processes that answer, while people wait for it; the server itself lives on and starts another."""
        assert self.process is not None
        workers = [pid for pid, command in below(self.process.pid).items() if "resource_tracker" not in command]
        assert workers, "there is a worker to kill"
        busiest = max(workers, key=_connections)  # one of them may have accepted everybody
        os.kill(busiest, signal.SIGSTOP)
        time.sleep(A_MOMENT)
        os.kill(busiest, signal.SIGKILL)

    def serves(self) -> bool:
        return self.ask("/healthz")[0] == 200

    def ask(self, path: str) -> tuple[int, dict[str, str], Any]:
        """Status (0: no answer), headers and JSON of a page for machines."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=20) as answer:  # noqa: S310 our own address
                return answer.status, _lower(answer.headers), json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, _lower(refused.headers), json.load(refused)
        except OSError:
            return 0, {}, None

    def _has_fallen(self) -> bool:
        return self.process is not None and self.process.poll() is not None


class House:
    """Everything that `make demo` starts, without its programme and on another folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engines = Engines(folder / "engines")
        self.processes: list[Process] = []
        self.caretaker = subprocess.Popen(
            [sys.executable, "-I", str(Path(__file__).with_name("caretaker.py"))], stdin=subprocess.PIPE, text=True
        )
        self.tell_the_caretaker(f"folder {folder}")

    def open(self, *, like: Mapping[str, Any]) -> None:
        """Start both engines, and lay out the tables as the given database has them (migrating anew takes half a minute)."""
        self.start_engines()
        _copy_tables(like, self.engines.addresses.database_url, self.folder)

    def web(self, name: str = "web", *, workers: int = 2, application: str = "config.wsgi:application", **environment: str) -> Web:
        """A web server that serves."""
        web = Web(name, house=self, environment=self.environment() | environment, workers=workers, application=application)
        self.processes.append(web)
        web.start()
        return web

    def worker(self) -> Process:
        return self._celery("worker", "worker", "--concurrency", "1", "--without-mingle", "--without-gossip")

    def beat(self, name: str = "beat") -> Process:
        return self._celery(name, "beat", "--pidfile=", "--schedule", str(self.folder / f"{name}-schedule"))

    def _celery(self, name: str, *arguments: str) -> Process:
        command = [sys.executable, "-m", "celery", "-A", "config.celery", "--quiet", *arguments, "--loglevel", "INFO"]
        process = Process(name, command, house=self, environment=self.environment())
        self.processes.append(process)
        process.start()
        return process

    def environment(self) -> dict[str, str]:
        ours = {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}",
            "FIRSTHAND_LOCAL": "1",
            "SECRET_KEY": settings.SECRET_KEY,
            "VAR_DIR": str(self.folder),
            "STATIC_ROOT": str(ROOT / "static"),
            "LOG_LEVEL": "WARNING",
        }
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        return inherited | self.engines.addresses.as_environment() | ours

    # Engines ------------------------------------------------------------------

    def start_engines(self) -> None:
        self.engines.start()
        for engine in (self.engines.postgres, self.engines.queue):
            self.tell_the_caretaker(f"group {engine.pid}")

    def kill_postgres(self) -> None:
        """The whole of it, as when the machine loses its power: the processes that serve sessions too."""
        server = self.engines.postgres.process
        assert server is not None
        os.kill(server.pid, signal.SIGSTOP)  # it starts nobody any more, who would live on in the same data
        for pid in (*below(server.pid), server.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.end(server)

    def kill_redis(self) -> None:
        server = self.engines.queue.process
        assert server is not None
        self.end(server)

    def hang_redis(self) -> None:
        """It takes connections and never answers, as under a load that is too much for it."""
        os.kill(self.engines.queue.pid or 0, signal.SIGSTOP)

    def wake_redis(self) -> None:
        os.kill(self.engines.queue.pid or 0, signal.SIGCONT)

    @property
    def redis(self) -> Redis:
        return Redis.from_url(self.engines.addresses.redis_url)

    # The end --------------------------------------------------------------------

    def close(self) -> None:
        for process in reversed(self.processes):
            process.stop()
        with suppress(ProcessLookupError):
            self.wake_redis()
        self.engines.forget()
        self.tell_the_caretaker("all is well")
        self.caretaker.communicate(timeout=20)

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a child with all its group, and see that it is gone."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)
        self.tell_the_caretaker(f"gone {process.pid}")

    def tell_the_caretaker(self, line: str) -> None:
        assert self.caretaker.stdin is not None
        self.caretaker.stdin.write(f"{line}\n")
        self.caretaker.stdin.flush()


def _connections(pid: int) -> int:
    """How many sockets the process has open; one that is gone has none."""
    with suppress(OSError):
        return sum(str(opened.readlink()).startswith("socket:") for opened in Path(f"/proc/{pid}/fd").iterdir())
    return 0


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _copy_tables(like: Mapping[str, Any], to: str, folder: Path) -> None:
    """Tables, functions and triggers, and which migrations made them; no other row."""
    source = {"PGHOST": like["HOST"], "PGPORT": str(like["PORT"] or ""), "PGUSER": like["USER"], "PGPASSWORD": like["PASSWORD"]}
    environment = {name: value for name, value in os.environ.items() if name != "PGOPTIONS"} | {k: v for k, v in source.items() if v}
    script = folder / "tables.sql"
    for part in (["--schema-only"], ["--data-only", "--table=django_migrations"]):
        with script.open("ab") as out:
            command = [str(binaries() / "bin/pg_dump"), "--no-owner", "--no-privileges", *part, str(like["NAME"])]
            subprocess.run(command, env=environment, stdout=out, check=True)
    command = [str(binaries() / "bin/psql"), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--file", str(script), to]
    subprocess.run(command, check=True, capture_output=True)
