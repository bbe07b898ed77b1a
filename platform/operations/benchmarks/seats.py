"""The section seats: at the database, then over HTTP."""

from collections.abc import Iterator

from operations.benchmarks import seats_sql
from operations.benchmarks.people import make_members
from operations.benchmarks.rounds import Ratio
from operations.benchmarks.sections import Bench

PEOPLE = 20_000


def measure(bench: Bench) -> Iterator[Ratio]:
    bench.tell(f"seats: {PEOPLE:,} members …")
    members = make_members(PEOPLE)
    yield from seats_sql.measure(bench, first=members[0].pk)
