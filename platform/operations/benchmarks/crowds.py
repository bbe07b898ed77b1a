"""Two processes of four clients each, as the web is deployed; started once, and told what to do in turn."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from operations.benchmarks.rounds import Work

_CROWD = Path(__file__).with_name("crowd.py")
_PROCESSES, _CLIENTS = 2, 4


class Crowd:
    def __init__(self, processes: list[subprocess.Popen[str]]) -> None:
        self.processes = processes

    def work(self, do: str, *, seconds: float = 1.5) -> Work:
        """How much eight clients do a second."""

        def rate() -> float:
            for number, process in enumerate(self.processes):
                clients = list(range(number * _CLIENTS, (number + 1) * _CLIENTS))
                self._tell(process, {"do": do, "seconds": seconds, "clients": clients, "of": _PROCESSES * _CLIENTS})
            said = [json.loads(_heard(process)) for process in self.processes]
            return sum(float(one["done"]) / float(one["seconds"]) for one in said)

        return rate

    def _tell(self, process: subprocess.Popen[str], order: Mapping[str, object]) -> None:
        if process.stdin is not None:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()


def _heard(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline() if process.stdout is not None else ""
    if not line:
        process.wait(timeout=10)
        raise RuntimeError(f"Clients fell over with {process.returncode}; see above.")
    return line


@contextmanager
def crowd(module: str, *, python: str, environment: Mapping[str, str]) -> Iterator[Crowd]:
    """`module` is what `crowd.py` loads, with `python`, in `environment`."""
    processes = [
        subprocess.Popen(
            [python, "-P", str(_CROWD), module],
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        for _ in range(_PROCESSES)
    ]
    try:
        for process in processes:
            _heard(process)
        yield Crowd(processes)
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.communicate()
