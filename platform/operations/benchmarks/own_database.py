"""A database for one run, made anew and dropped at the end; nobody else's is touched."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[3]
_ADDRESSES = ROOT / "var" / "bench-engines" / "addresses.env"
_ONE_AT_A_TIME = 0xBE7C4  # the number of our advisory lock


class NotMade(Exception):
    """The sentence says what stands in the way."""


class Server:
    """The databases of the benchmarks, beside the given one.

    What takes long to make is kept for the next run, but only on the benchmarks' own private server.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    @cached_property
    def keeps(self) -> bool:
        return _ADDRESSES.exists() and f"DATABASE_URL={self.url}" in _ADDRESSES.read_text().splitlines()

    @cached_property
    def name(self) -> str:
        return urlsplit(self.url).path.lstrip("/")

    def address_of(self, name: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def has(self, name: str) -> bool:
        with self._connection() as server:
            return server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    def create(self, name: str, *, like: str = "template0") -> str:
        """An address; a database of that name, which an earlier run left, is dropped."""
        self.drop(name)
        with self._connection() as server:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like)))
        return self.address_of(name)

    def rename(self, name: str, to: str) -> None:
        self.drop(to)
        with self._connection() as server:
            server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to)))

    def drop(self, name: str) -> None:
        with self._connection() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def drop_all(self, beginning: str, *, but: str = "") -> None:
        with self._connection() as server:
            names = [name for (name,) in server.execute("SELECT datname FROM pg_database") if name.startswith(beginning) and name != but]
        for name in names:
            self.drop(name)

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._connection() as server:
            if server.execute("SELECT pg_try_advisory_lock(%s)", [_ONE_AT_A_TIME]).fetchone() != (True,):
                raise NotMade("Another benchmark runs on this database server; two at once would measure each other. Wait until it ends.")
            yield

    def _connection(self) -> psycopg.Connection:
        return psycopg.connect(self.url, autocommit=True)


class OwnDatabase:
    """A migrated database, made anew for every section."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.name = f"{server.name}_bench"
        self.like = migrated(server)

    @property
    def url(self) -> str:
        return self.server.address_of(self.name)

    def renew(self) -> None:
        _begin_far_up(self.server.create(self.name, like=self.like))


@contextmanager
def own_database(server: Server) -> Iterator[OwnDatabase]:
    """For one run; one benchmark at a time on one server."""
    with server.alone():
        try:
            yield OwnDatabase(server)
        finally:
            server.drop(f"{server.name}_bench")
            if not server.keeps:
                server.drop_all(f"{server.name}_bench_")


def migrated(server: Server) -> str:
    """The name of a database that only has what the product's own migrations make, to copy from."""
    name = f"{server.name}_bench_tables_{tables_hash()}"
    if not server.has(name):
        server.drop_all(f"{server.name}_bench_tables_")
        _migrate(server.create(f"{server.name}_bench_new"))
        server.rename(f"{server.name}_bench_new", name)
    return name


def tables_hash() -> str:
    """Changes with every migration, of ours or of a package."""
    files = [*sorted(ROOT.glob("*/migrations/*.py")), *sorted(ROOT.glob("platform/*/migrations/*.py")), ROOT / "requirements" / "dev.txt"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _migrate(url: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotMade(f"The benchmark's database could not be migrated:\n{done.stdout[-1000:]}{done.stderr[-3000:]}")


def _begin_far_up(url: str) -> None:
    """Pools and members get numbers that no earlier run had: what Redis still knows of those is not taken for these."""
    with psycopg.connect(url, autocommit=True) as own:
        for table in ("seats_pool", "members_member"):
            own.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, int(time.time())])
