"""Taking seats, at the database: one statement against the least an admitted claim can be, and against the usual counter."""

from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from operations.benchmarks.pgbench import Stretch, drive
from operations.benchmarks.pools import make_large_pool
from operations.benchmarks.rounds import Ratio, Work, at_least, at_most, exactly
from operations.benchmarks.sections import Bench
from seats import taking
from seats.models import Seat

CONTENDERS = 16_000  # a round, each another member; as many seats, taken to the last
QUEUEING = 3_200  # for the counter row, where each waits for all before


def take_script() -> str:
    """One claim of the member `:member`."""
    parts = {
        "pool": ":pool",
        "member": ":member::bigint",
        "department": "NULL::bigint",
        "key": "gen_random_uuid()",
        "now": "now()",
        "start": "random()",
    }
    return " ".join((taking._TAKE % parts).split()) + ";\n"


COUNTER = """
BEGIN;
UPDATE bench_counter SET taken = taken + 1 WHERE id = :pool AND taken < capacity;
INSERT INTO bench_claim (pool, member, at) VALUES (:pool, :member, now());
COMMIT;
"""
BARE = "INSERT INTO bench_bare (pool, member, at) VALUES (:pool, :member, now());\n"
_CLAIMS = "(id bigserial PRIMARY KEY, pool bigint NOT NULL, member bigint NOT NULL, at timestamptz NOT NULL, UNIQUE (pool, member))"
TABLES = f"""
CREATE TABLE bench_counter (id bigint PRIMARY KEY, capacity int NOT NULL, taken int NOT NULL);
CREATE TABLE bench_claim {_CLAIMS};
CREATE TABLE bench_bare {_CLAIMS};
"""


class Races:
    """Every race is over a pool of its own; what was given in it is counted afterwards."""

    def __init__(self, *, first: int, folder: Path) -> None:
        self.first = first
        self.folder = folder
        self.given: list[tuple[int, int]] = []  # seats given, and how many should have been
        self.latencies: list[tuple[float, float]] = []  # at 64 clients: p50 and p99
        self.number = 0
        with connection.cursor() as cursor:
            cursor.execute(TABLES)

    def seats(self, clients: int) -> Work:
        def work() -> float:
            pool = make_large_pool(CONTENDERS)
            stretch = self._drive(take_script(), clients, CONTENDERS, pool.pk)
            self.given.append((Seat.objects.filter(pool=pool).exclude(member=None).values("member").distinct().count(), CONTENDERS))
            if clients == 64:
                self.latencies.append((stretch.latency(0.5), stretch.latency(0.99)))
            return stretch.rate

        return work

    def bare(self, clients: int) -> Work:
        return lambda: self._drive(BARE, clients, CONTENDERS, self._next()).rate

    def counter(self, clients: int) -> Work:
        def work() -> float:
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO bench_counter VALUES (%s, %s, 0)", [self._next(), QUEUEING])
            return self._drive(COUNTER, clients, QUEUEING, self.number).rate

        return work

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _drive(self, script: str, clients: int, contenders: int, pool: int) -> Stretch:
        return drive(script, clients=clients, each=contenders // clients, folder=self.folder, first=self.first, values={"pool": pool})


def measure(bench: Bench, *, first: int) -> Iterator[Ratio]:
    """`first` is the number of the first of 16,000 members."""
    races = Races(first=first, folder=bench.folder)
    found = bench.alternate(
        {
            "seats, 8 clients": races.seats(8),
            "bare INSERT, 32 clients": races.bare(32),
            "seats, 32 clients": races.seats(32),
            "counter row, 64 clients": races.counter(64),
            "seats, 64 clients": races.seats(64),
        }
    )
    yield bench.ratio(
        "Seats taken ÷ bare unique INSERT, 32 clients", found["seats, 32 clients"], found["bare INSERT, 32 clients"], at_least(0.75)
    )
    yield bench.ratio(
        "Seats taken ÷ counter row in atomic(), 64 clients", found["seats, 64 clients"], found["counter row, 64 clients"], at_least(7)
    )
    yield bench.ratio("Seats taken, 64 ÷ 8 clients", found["seats, 64 clients"], found["seats, 8 clients"], at_least(0.75))
    middle, slowest = zip(*races.latencies[-5:], strict=True)
    yield bench.ratio("Seats taken, p99 ÷ p50 at 64 clients", slowest, middle, at_most(4), unit="ms")
    given, wanted = zip(*races.given, strict=True)
    yield bench.ratio("Seats given ÷ min(capacity, contenders), every race", [sum(given)] * 5, [sum(wanted)] * 5, exactly(1), unit="seats")
