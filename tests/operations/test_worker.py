"""A real worker process, on a queue of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from kombu import Connection
from redis import Redis

from notifications.models import OutboxMessage
from notifications.tasks import drain
from operations.engines.processes import wait_until
from tests.engines import OWN_QUEUE, redis_database

ROOT = Path(__file__).resolve().parents[2]


def queue() -> str:
    return redis_database(settings.REDIS_URL, OWN_QUEUE)


@pytest.fixture
def worker(tmp_path: Path, transactional_db: None) -> Iterator[subprocess.Popen[bytes]]:
    Redis.from_url(queue()).flushdb()
    tested = urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = os.environ | {"DATABASE_URL": tested, "REDIS_URL": queue(), "PYTHONPATH": str(ROOT / "platform")}
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "config.celery",
        "worker",
        "--concurrency",
        "1",
        "--without-mingle",
        "--without-gossip",
    ]
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    yield process
    process.terminate()
    process.wait(timeout=30)


def test_what_waits_in_the_outbox_leaves_by_a_real_worker(worker: subprocess.Popen[bytes], noon: datetime) -> None:
    waiting = OutboxMessage.objects.create(task="notifications.tasks.drain", created_at=noon)
    broker = queue().replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    with Connection(broker) as line:
        drain.apply_async(connection=line)  # type: ignore[call-arg]

    def has_left() -> bool:
        waiting.refresh_from_db()
        return waiting.sent_at is not None

    assert wait_until(has_left, seconds=60)
    assert worker.poll() is None
