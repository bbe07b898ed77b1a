"""What several tests lean on."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, Thread
from typing import Any

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

OTHERS_WAIT_FOR_A_LOCK = """
    SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()
"""


def at_the_same_time[Answer](*calls: Callable[[], Answer]) -> list[Answer | Exception]:
    """Call each in a thread of its own, all let go at once; what they answer or raise, in the order given.

    The test must be marked `django_db(transaction=True)`: each thread has its own connection.
    """
    answers: list[Answer | Exception] = [RuntimeError("did not finish")] * len(calls)
    gate = Barrier(len(calls))

    def run(place: int, call: Callable[[], Answer]) -> None:
        try:
            gate.wait(timeout=30)
            answers[place] = call()
        except Exception as refusal:  # noqa: BLE001 the test judges whatever was raised
            answers[place] = refusal
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair, daemon=True) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def asked_meanwhile[Answer](opened: AbstractContextManager[object], ask: Callable[[], Answer]) -> Answer:
    """What somebody else is answered in the end who asks while `opened` is open: until they have their answer, or wait for a lock.

    The test must be marked `django_db(transaction=True)`: they ask in a session of their own.
    """

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


def wait_for_the_live_server() -> None:
    """Until the live server has answered whoever asked and is gone. The test's browsers must be closed: an open one keeps its line."""
    for thread in threading.enumerate():
        if thread.name.endswith("(process_request_thread)"):
            thread.join(timeout=30)
            assert not thread.is_alive(), "Somebody is still connected to the live server: close the browser before the test ends."


def needed_by_python() -> dict[str, str]:
    """What a child in a bare environment still needs: some Pythons find their own library by it."""
    return {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}


def queries_of(client: Client, address: str) -> int:
    """How often a page asks the database, once what it may remember is remembered."""
    _read(client, address)
    with CaptureQueriesContext(connection) as asked:
        _read(client, address)
    return len(asked)


def _read(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    if answer.streaming:
        b"".join(answer)  # to its end, which closes a file


@contextmanager
def on_loopback(desk: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address at which a server of the test's own answers until the block ends."""
    with ThreadingHTTPServer(("127.0.0.1", 0), desk) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
