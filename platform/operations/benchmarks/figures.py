"""Figures and reports: not measured yet."""

from collections.abc import Iterator

from operations.benchmarks.rounds import Ratio
from operations.benchmarks.sections import Bench


def measure(bench: Bench) -> Iterator[Ratio]:
    bench.not_measured("the dashboard reads no rollups yet, and reports freeze no Parquet file.")
    yield from ()
