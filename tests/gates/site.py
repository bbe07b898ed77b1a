"""The house as it is deployed: the production server, hashed and compressed files, the strict policy; on a test's database."""

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from operations.demo.places import ROOT, VAR
from operations.demo.statics import collect_static
from tests.fresh import connected_to, fresh_database

NOT_INHERITED = ("FIRSTHAND_SIMULATED_TIME", "DEBUG", "FIRSTHAND_DEMO", "STATIC_ROOT", "ROOT_URLCONF")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address at which it answers."""
    environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    environment |= {
        "DATABASE_URL": _database(),
        "FIRSTHAND_LOCAL": "1",
        "MEDIA_ROOT": str(folder / "media"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "platform")]),
        "LOG_LEVEL": "ERROR",
    }
    with (VAR / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another worker of xdist may want them, too
        trouble = collect_static(environment)
    assert not trouble, trouble
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", "4", "--no-ws", "--log-level", "warning", "config.wsgi:application"]
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment | {"ROOT_URLCONF": "tests.gates.urls"}, stdout=log, stderr=log, start_new_session=True
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}", process, folder / "web.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


@contextmanager
def database_of_its_own() -> Iterator[None]:
    """A fresh database for a world that is committed, thrown away with it: other tests never see either."""
    shared: str = connection.settings_dict["NAME"]
    own = f"{shared}_house"
    assert shared.startswith("test_"), "A world is built only beside a database that may be thrown away."
    _beside(f'DROP DATABASE IF EXISTS "{own}"', f'CREATE DATABASE "{own}" TEMPLATE "{fresh_database()}"')
    try:
        with connected_to(own):
            with connection.cursor() as cursor:
                cursor.execute(_NUMBERS_OF_ITS_OWN)
            yield
    finally:
        _beside(f'DROP DATABASE "{own}" WITH (FORCE)')


# What this process remembers of one database by its number must mean nothing in the other.
_NUMBERS_OF_ITS_OWN = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, coalesce(last_value, 0) + 100000) FROM pg_sequences
"""


def _beside(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _database() -> str:
    return urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def _free_port() -> int:
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 our own address
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The server does not answer: {log.read_text()[-3000:]}")
