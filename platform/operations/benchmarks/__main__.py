"""What `make bench` runs. ONLY=seats,ledger,pages,figures and JSON=file."""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import django
from django.db import connections
from rich.console import Console

from operations.benchmarks.own_database import NotMade, OwnDatabase, Server, own_database
from operations.benchmarks.printing import as_found, progress, table, verdict, write_json
from operations.benchmarks.rounds import Ratio
from operations.benchmarks.sections import Bench, NoSuchSection, chosen
from operations.demo.statics import collect_static

console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)


def main() -> int:
    """0 also when a goal is missed: a measurement says what is; 1 when something could not be measured."""
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, _break_off)
    try:
        return _run(chosen(os.environ.get("ONLY", "")), os.environ.get("JSON", ""))
    except (NoSuchSection, NotMade) as trouble:
        console.print(f"[red]{trouble}[/]")
        return 2
    except KeyboardInterrupt:
        console.print("Broken off: nothing was written, and what was started for it is gone.")
        return 130


def _break_off(_signal: int, _frame: FrameType | None) -> None:
    """Once: what is put away then is not disturbed again."""
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    raise KeyboardInterrupt


def _run(wanted: list[str], target: str) -> int:
    started = time.monotonic()
    server = Server(os.environ["DATABASE_URL"])
    with console.status("A database for this run …") as status, own_database(server) as own:
        os.environ |= {"DATABASE_URL": own.url, "ROOT_URLCONF": "operations.benchmarks.urls"}
        if trouble := collect_static(os.environ):  # before Django reads which files there are
            raise NotMade(trouble)
        django.setup()
        found, lacking = _measure(wanted, own, progress(console, status))
    console.print(table(found))
    console.print(verdict(found))
    for sentence in lacking:
        console.print(f"[red]Not measured.[/] {sentence}")
    console.print(f"In {time.monotonic() - started:.0f} s. Only ratios can be compared with another run's: see docs/performance.md.")
    if target:
        write_json(found, Path(target))
    return 1 if lacking else 0


def _note(sentence: str) -> None:
    console.print(f"  {sentence}")


def _measure(wanted: list[str], own: OwnDatabase, tell: Callable[[str], None]) -> tuple[list[Ratio], list[str]]:
    found: list[Ratio] = []
    lacking: list[str] = []
    try:
        for section in wanted:
            tell(f"{section}: a database …")
            connections.close_all()
            own.renew()
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                bench = Bench(section, server=own.server, database=own.url, folder=Path(folder), tell=tell, note=_note)
                for ratio in bench.measure():
                    console.print(as_found(ratio))
                    found.append(ratio)
                lacking += bench.lacking
    finally:
        connections.close_all()
    return found, lacking


if __name__ == "__main__":
    sys.exit(main())
