"""The section seats: at the database, then over HTTP."""

from collections.abc import Iterator

from operations.benchmarks import races, rushes
from operations.benchmarks.people import make_members
from operations.benchmarks.rounds import Ratio
from operations.benchmarks.sections import Bench

PEOPLE = 20_000


def measure(bench: Bench) -> Iterator[Ratio]:
    bench.tell(f"seats: {PEOPLE:,} members …")
    people = make_members(PEOPLE)
    yield from races.measure(bench, first=people[0].pk)
    yield from rushes.measure(bench, people=people)
