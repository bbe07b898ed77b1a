import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from operations.engines import Engines


@pytest.fixture
def folder() -> Iterator[Path]:
    """One whose path is longer than a socket's may be."""
    with tempfile.TemporaryDirectory(prefix="firsthand-" + "long" * 30, ignore_cleanup_errors=True) as path:
        yield Path(path) / "engines"


@pytest.fixture
def engines(folder: Path) -> Iterator[Engines]:
    made = Engines(folder)
    yield made
    made.forget()


def ask(engines: Engines, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(engines.addresses.database_url, autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


def redis_setting(engines: Engines, name: str) -> str | None:
    return Redis.from_url(engines.addresses.redis_url).config_get(name)[name]


def test_a_crash_keeps_the_data_and_blocks_nothing(engines: Engines) -> None:
    assert engines.start() == ["PostgreSQL", "Redis"]
    assert engines.start() == []
    ask(engines, "CREATE TABLE kept AS SELECT 1 AS one")

    for engine in (engines.postgres, engines.queue):
        assert engine.pid is not None
        os.kill(engine.pid, signal.SIGKILL)
    assert engines.start() == ["PostgreSQL", "Redis"]
    assert ask(engines, "SELECT one FROM kept") == [(1,)]

    assert ask(engines, "SHOW server_version_num")[0][0] >= "180000"  # type: ignore[operator]
    assert redis_setting(engines, "maxmemory-policy") == "noeviction"
    assert (ask(engines, "SHOW fsync"), redis_setting(engines, "appendonly")) == ([("on",)], "yes")

    engines.stop()
    lock = engines.postgres.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n")  # a stranger's, as after a restart of the machine
    assert engines.start() == ["PostgreSQL", "Redis"]
    assert not engines.fallen()


def test_what_may_be_thrown_away_waits_for_no_disk(folder: Path) -> None:
    engines = Engines(folder, durable=False)
    engines.start()
    assert (ask(engines, "SHOW fsync"), redis_setting(engines, "appendonly")) == ([("off",)], "no")
    engines.forget()


def test_where_they_are_is_written_down_while_they_run(engines: Engines) -> None:
    engines.start()
    written = (engines.folder / "addresses.env").read_text()
    assert engines.addresses.database_url in written
    engines.stop()
    assert not (engines.folder / "addresses.env").exists()
    assert not engines.is_running()
