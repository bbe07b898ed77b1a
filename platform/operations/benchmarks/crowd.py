"""Clients of a Django service, in a process of their own: `python -P crowd.py MODULE`, orders as lines of JSON on its input.

Run by our Python and by the yardstick's, so it imports nothing of either. MODULE has `prepare()`, called once, `WORKS`: by name,
functions `(client, clients) -> call` whose calls each do something and say how much, and `finish()`, called by each client at its
end. An order `{"do": "award", "seconds": 1.5, "clients": [0, 1, 2, 3], "of": 8}` lets a thread for each of these clients call
until the time is over, and is answered by `{"done": 1234, "seconds": 1.501}`.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

type Call = Callable[[], int]

_PATIENCE = 60.0  # seconds until all clients stand ready


def run(works: Any, *, do: str, seconds: float, clients: list[int], of: int) -> dict[str, float]:
    """What all did together, from when all were ready, with their connections open."""
    ready = Barrier(len(clients))

    def live(client: int) -> tuple[int, float]:
        try:
            call = works.WORKS[do](client, of)
            call()
            ready.wait(_PATIENCE)
            return _until_over(call, seconds)
        except BaseException:
            ready.abort()
            raise
        finally:
            works.finish()

    with ThreadPoolExecutor(len(clients)) as pool:
        said = [one.result() for one in [pool.submit(live, client) for client in clients]]
    return {"done": sum(done for done, _ in said), "seconds": max(took for _, took in said)}


def _until_over(call: Call, seconds: float) -> tuple[int, float]:
    done, started = 0, time.perf_counter()
    while (took := time.perf_counter() - started) < seconds:
        done += call()
    return done, took


if __name__ == "__main__":
    module = importlib.import_module(sys.argv[1])
    module.prepare()
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(run(module, **json.loads(line))), flush=True)
