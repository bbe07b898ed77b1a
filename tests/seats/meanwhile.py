"""What somebody else is answered who asks while a transaction is open here."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

from django.db import connection, connections

OTHERS_WAIT_FOR_A_LOCK = """
    SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()
"""


def asked_meanwhile[Answer](opened: AbstractContextManager[object], ask: Callable[[], Answer]) -> Answer:
    """The answer in the end. What is opened stays open until the other session has its answer or waits for a lock."""

    def in_a_session_of_its_own() -> Answer:
        try:
            return ask()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as street:
        with opened:
            asking = street.submit(in_a_session_of_its_own)
            _wait_until_asked(asking)
        return asking.result(timeout=20)


def _wait_until_asked(asking: Future[Any]) -> None:
    while not asking.done():
        with connection.cursor() as cursor:
            cursor.execute(OTHERS_WAIT_FOR_A_LOCK)
            if cursor.fetchone() is not None:
                return
