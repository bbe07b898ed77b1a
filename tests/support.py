"""What several tests lean on."""

import os
from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext


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
