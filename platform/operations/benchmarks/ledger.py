"""The section ledger: through its public services, against django-hordak's, and against itself with a thousand times as much in it."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack

from operations.benchmarks import ledger_books as books
from operations.benchmarks.crowds import Crowd, crowd
from operations.benchmarks.ledger_works import REGULARS
from operations.benchmarks.own_database import ROOT
from operations.benchmarks.rounds import Ratio, Work, at_least
from operations.benchmarks.sections import Bench
from operations.benchmarks.yardstick import environment as hordak

MEMBERS = 1_000
TRANSFERS = 10_000


def measure(bench: Bench) -> Iterator[Ratio]:
    bench.tell("ledger: ten thousand transfers …")
    books.fill(bench.database, members=MEMBERS, regulars=REGULARS, transfers=TRANSFERS)
    bench.tell("ledger: ten million transfers (kept for the next run) …")
    large = books.large_books(bench.server)
    with ExitStack() as stack:
        ours = stack.enter_context(_ours(bench.database))
        many = stack.enter_context(_ours(large))
        works = {
            name: ours.work(name) for name in ("award", "batch", "balance", "one issuing account", "spread accounts", "hold and settle")
        }
        works |= {"award, ten million": many.work("award"), "balance, ten million": many.work("balance")}
        works |= _hordak(bench, stack)
        found = bench.alternate(works)
    yield from _judged(bench, found)


def _ours(url: str) -> AbstractContextManager[Crowd]:
    environment = {"DATABASE_URL": url, "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "config.settings"}
    return crowd("operations.benchmarks.ledger_works", python=sys.executable, environment=environment)


def _hordak(bench: Bench, stack: ExitStack) -> dict[str, Work]:
    """None of its works where its packages cannot be had."""
    bench.tell("ledger: django-hordak, in an environment of its own …")
    if not hordak.installed():
        bench.not_measured("by django-hordak: its packages could not be installed (requirements/bench.txt).")
        return {}
    url = bench.server.create(f"{bench.server.name}_bench_hordak")
    stack.callback(bench.server.drop, f"{bench.server.name}_bench_hordak")
    hordak.fill(url, tasks=books.TASKS, members=MEMBERS, regulars=REGULARS, transfers=TRANSFERS)
    theirs = stack.enter_context(crowd("hordak_works", python=str(hordak.PYTHON), environment=hordak.environment(url)))
    return {f"{name}, hordak": theirs.work(name) for name in ("award", "balance")}


def _judged(bench: Bench, found: dict[str, list[float]]) -> Iterator[Ratio]:
    if "award, hordak" in found:
        yield bench.ratio(
            "Award through the public service ÷ django-hordak, 8 clients", found["award"], found["award, hordak"], at_least(6)
        )
        yield bench.ratio("Awards in batches of 100 ÷ django-hordak, 8 clients", found["batch"], found["award, hordak"], at_least(30))
        yield bench.ratio("Balance of a purse ÷ django-hordak's, 8 clients", found["balance"], found["balance, hordak"], at_least(20))
    spread = found["spread accounts"]
    yield bench.ratio("All from one issuing account ÷ from 100, 8 clients", found["one issuing account"], spread, at_least(0.9))
    yield bench.ratio("Award, 10 million transfers ÷ 10 thousand, 8 clients", found["award, ten million"], found["award"], at_least(0.8))
    yield bench.ratio(
        "Balance, 10 million transfers ÷ 10 thousand, 8 clients", found["balance, ten million"], found["balance"], at_least(0.8)
    )
    yield bench.ratio("Hold and settle ÷ award, 8 clients", found["hold and settle"], found["award"], at_least(0.4))
