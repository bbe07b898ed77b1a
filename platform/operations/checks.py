"""`python -m operations.checks [test]`: everything that can be said about the code without running it; with `test`, pytest too.

The checks run side by side, on all cores.
"""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
# As in production, except for the engines' addresses; HTTPS is on unless FIRSTHAND_LOCAL says otherwise.
PRODUCTION = {
    "FIRSTHAND_LOCAL": "0",
    "FIRSTHAND_DEMO": "0",
    "DEBUG": "0",
    "ALLOWED_HOSTS": "firsthand.example.com",
    "PUBLIC_URL": "https://firsthand.example.com",
    "ALLOWED_EMAIL_DOMAINS": "example.com",
}
LOCAL = {"FIRSTHAND_LOCAL": "1"}


@dataclass(frozen=True)
class Check:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    check: Check
    good: bool
    seconds: float
    said: str


# Made while one core is idle; whoever asks for them first would wait for them otherwise.
TABLES = Check("tables of the tests", [sys.executable, "-m", "tests.fresh"], LOCAL)


def checks() -> list[Check]:
    """What takes longest comes first."""
    return [
        Check("types", [str(BIN / "mypy")], LOCAL),
        Check("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], LOCAL),
        Check(
            "settings as in production",
            [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
            PRODUCTION | {"SECRET_KEY": secrets.token_urlsafe(60)},
        ),
        Check("walls between rooms", [str(BIN / "lint-imports")], LOCAL),
        Check("translations", [sys.executable, "-m", "operations.translations", "check"]),
        Check("templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]),
        Check("style", [str(BIN / "ruff"), "check", "."]),
        Check("format", [str(BIN / "ruff"), "format", "--check", "."]),
    ]


def run_checks(console: Console, wanted: Sequence[Check]) -> bool:
    """Run them all, so that one failure does not hide another."""
    good = True
    with ThreadPoolExecutor(os.cpu_count() or 1) as cores, console.status("Checking …"):
        for outcome in cores.map(_run, wanted):
            good = good and outcome.good
            mark = "[green]✓[/]" if outcome.good else "[red]✗[/]"
            console.print(f"{mark} {outcome.check.name} [dim]{outcome.seconds:.1f} s[/]")
            if not outcome.good:
                console.out(outcome.said, highlight=False)
    return good


def _run(check: Check) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(check.command, cwd=ROOT, env=os.environ | check.environment, capture_output=True, text=True, check=False)
    said = f"{done.stdout.strip()[-6000:]}\n{done.stderr.strip()[-3000:]}"
    return Outcome(check, done.returncode == 0, time.monotonic() - started, said)


def run_tests() -> int:
    """Pytest on all cores, at least two of them; its closing line is the last that is printed."""
    workers = max(2, min(os.cpu_count() or 2, 8))
    command = [sys.executable, "-m", "pytest", "-n", str(workers), "--dist", "loadgroup", *os.environ.get("ARGS", "").split()]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main(with_tests: bool) -> int:  # noqa: FBT001 one word on the command line
    good = run_checks(Console(), [*([TABLES] if with_tests else []), *checks()])
    tested = run_tests() if with_tests else 0
    return tested or (0 if good else 1)


if __name__ == "__main__":
    sys.exit(main("test" in sys.argv[1:]))
