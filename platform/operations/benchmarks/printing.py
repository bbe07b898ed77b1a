"""What the run says: progress while it runs, then the table and its meaning."""

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.status import Status
from rich.table import Table

from operations.benchmarks.rounds import Ratio


def progress(console: Console, status: Status) -> Callable[[str], None]:
    """One moving line on a terminal; where there is none, a line for each step."""

    started = time.monotonic()

    def tell(doing: str) -> None:
        if console.is_terminal:
            status.update(escape(doing))
        else:
            console.print(f"  {time.monotonic() - started:4.0f} s  {escape(doing)}", style="dim")

    return tell


def as_found(one: Ratio) -> str:
    """A line of its own, before there is a table."""
    mark = "[green]✓[/]" if one.holds else "[bold red]✗[/]"
    return f"{mark} {escape(one.name)}: {one.ratio:g} ({one.goal})"


def table(found: Sequence[Ratio]) -> Table:
    drawn = Table("Section", "What, by what", title="Ours by the yardstick, in one run", title_justify="left")
    for heading in ("Ours", "Yardstick", "Ratio", "Goal", "Rounds"):
        drawn.add_column(heading, justify="right", no_wrap=True)
    drawn.add_column("Verdict", no_wrap=True)
    for before, one in zip([None, *found], found, strict=False):
        section = one.section if before is None or before.section != one.section else ""
        verdict = "[green]holds[/]" if one.holds else "[bold red]does not hold[/]"
        ours, yardstick = (
            f"{value:,.4g} {one.unit}" if value < 1000 else f"{value:,.0f} {one.unit}" for value in (one.ours, one.yardstick)
        )
        drawn.add_row(section, escape(one.name), ours, yardstick, f"{one.ratio:g}", str(one.goal), str(one.rounds), verdict)
    return drawn


def verdict(found: Sequence[Ratio]) -> str:
    """One plain sentence on the whole."""
    if not found:
        return "Nothing was measured."
    missed = [one for one in found if not one.holds]
    if not missed:
        return f"All {len(found)} ratios hold."
    return (
        f"{len(missed)} of {len(found)} do not hold: "
        + "; ".join(f"{one.name} is {one.ratio:g}, wanted {one.goal}" for one in missed)
        + "."
    )


def write_json(found: Sequence[Ratio], path: Path) -> None:
    path.write_text(json.dumps([one.as_json() for one in found], indent=2, ensure_ascii=False) + "\n")
