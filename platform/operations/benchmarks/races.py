"""Taking seats, at the database: one statement against the least an admitted claim can be, and against the usual counter."""

from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from operations.benchmarks.pgbench import Share, Stretch, drive
from operations.benchmarks.pools import make_large_pool
from operations.benchmarks.rounds import Ratio, Work, at_least, at_most, exactly
from operations.benchmarks.sections import Bench
from seats.models import Seat

SECONDS = 2  # of a round, of which the first half of one is thrown away
SEATS = 20_000  # and as many members: more than are taken in that time
NO_END = 64_000_000  # numbers for what asks for no member
FEW_SEATS, MANY = 500, 2_048

_TAKE = (
    "SELECT said = 'busy' AS busy "
    "FROM seats_take(:pool::bigint, :member::bigint, gen_random_uuid(), true, {last}, random(), now(), true) \\gset"
)
# As `seats.taking` asks again while the last seats are in the hands of others.
TAKE = """
{again}
\\if :busy
\\sleep 2 ms
{again}
\\if :busy
\\sleep 20 ms
{last}
\\endif
\\endif
""".format(again=_TAKE.format(last="false"), last=_TAKE.format(last="true"))
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
# Making pools must not leave work behind that then runs beside what is measured; they are vacuumed when they are made.
LATER = "".join(
    f"ALTER TABLE {table} SET (autovacuum_enabled = off);" for table in ("seats_seat", "seats_attempt", "bench_claim", "bench_bare")
)


class Races:
    """Every race is over a pool of its own; what was given in it is counted afterwards."""

    def __init__(self, *, first: int, folder: Path) -> None:
        self.first = first
        self.folder = folder
        self.given: list[tuple[int, int]] = []  # seats given, and how many should have been
        self.latencies: list[tuple[float, float]] = []  # at 64 clients: p50 and p99
        self.number = 0
        with connection.cursor() as cursor:
            cursor.execute(TABLES + LATER)

    def seats(self, clients: int) -> Work:
        def work() -> float:
            stretch = self._race(SEATS, Share(first=self.first, of=SEATS, seconds=SECONDS), clients)
            if clients == 64:
                self.latencies.append((stretch.latency(0.5), stretch.latency(0.99)))
            return stretch.rate

        return work

    def too_few(self, clients: int) -> Work:
        """Most of them wait in the end."""
        return lambda: self._race(FEW_SEATS, Share(first=self.first, of=MANY), clients).rate

    def bare(self, clients: int) -> Work:
        return lambda: self._drive(BARE, clients, Share(first=1, of=NO_END, seconds=SECONDS), self._next()).rate

    def counter(self, clients: int) -> Work:
        def work() -> float:
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO bench_counter VALUES (%s, %s, 0)", [self._next(), SEATS])
            return self._drive(COUNTER, clients, Share(first=1, of=NO_END, seconds=SECONDS), self.number).rate

        return work

    def _race(self, seats: int, share: Share, clients: int) -> Stretch:
        pool = make_large_pool(seats)
        stretch = self._drive(TAKE, clients, share, pool.pk)
        given = Seat.objects.filter(pool=pool).exclude(member=None).values("member").distinct().count()
        self.given.append((given, min(seats, stretch.done)))
        return stretch

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _drive(self, script: str, clients: int, share: Share, pool: int) -> Stretch:
        return drive(script, clients=clients, share=share, folder=self.folder, values={"pool": pool})


def measure(bench: Bench, *, first: int) -> Iterator[Ratio]:
    """`first` is the number of the first of 20,000 members."""
    races = Races(first=first, folder=bench.folder)
    found = bench.alternate(
        {
            "seats, 8 clients": races.seats(8),
            "bare INSERT, 32 clients": races.bare(32),
            "seats, 32 clients": races.seats(32),
            "counter row, 64 clients": races.counter(64),
            "seats, 64 clients": races.seats(64),
            "500 seats for 2,048, 64 clients": races.too_few(64),
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
