"""Which sections there are, and what a section is given."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from operations.benchmarks.own_database import Server
from operations.benchmarks.rounds import FEWEST_ROUNDS, Goal, Ratio, Work, alternate, judge

SECTIONS = {
    "seats": "operations.benchmarks.seats",
    "ledger": "operations.benchmarks.ledger",
    "pages": "operations.benchmarks.pages",
    "figures": "operations.benchmarks.figures",
}


class NoSuchSection(ValueError):
    """The sentence says which sections there are."""


def chosen(only: str) -> list[str]:
    """The sections named in `only`, separated by commas, in their own order; all when it names none."""
    wanted = {name.strip() for name in only.split(",") if name.strip()}
    if unknown := wanted - set(SECTIONS):
        raise NoSuchSection(f"No such section: {', '.join(sorted(unknown))}. There are: {', '.join(SECTIONS)}.")
    return [name for name in SECTIONS if name in wanted or not wanted]


class Bench:
    """What one section measures with: the run's own database, its server, and a folder for files that goes away."""

    def __init__(
        self, section: str, *, server: Server, database: str, folder: Path, tell: Callable[[str], object], note: Callable[[str], object]
    ) -> None:
        self.section = section
        self.server = server
        self.database = database
        self.folder = folder
        self.tell = tell
        self.note = note
        self.lacking: list[str] = []

    def not_measured(self, why: str) -> None:
        """Something of this section cannot be measured here; the run goes on, and does not end as if nothing was."""
        self.lacking.append(f"{self.section}: {why}")

    def alternate(self, works: Mapping[str, Work], *, rounds: int = FEWEST_ROUNDS, warm_up: int = 1) -> dict[str, list[float]]:
        """Each work's numbers, one a round, measured in turn."""
        return alternate(works, rounds=rounds, warm_up=warm_up, tell=lambda doing: self.tell(f"{self.section}, {doing}"))

    def ratio(self, name: str, ours: Sequence[float], yardstick: Sequence[float], goal: Goal, *, unit: str = "/s") -> Ratio:
        return judge(section=self.section, name=name, ours=ours, yardstick=yardstick, goal=goal, unit=unit)

    def measure(self) -> Iterator[Ratio]:
        """The lines of this section, as they are found."""
        found: Iterator[Ratio] = import_module(SECTIONS[self.section]).measure(self)
        return found
