"""`python -m operations.checks [test]`: everything that can be said about the code without running it; with `test`, pytest too."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
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


def checks() -> list[Check]:
    return [
        Check("style", [str(BIN / "ruff"), "check", "."]),
        Check("format", [str(BIN / "ruff"), "format", "--check", "."]),
        Check("walls between rooms", [str(BIN / "lint-imports")], LOCAL),
        Check("templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]),
        Check("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], LOCAL),
        Check(
            "settings as in production",
            [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
            PRODUCTION | {"SECRET_KEY": secrets.token_urlsafe(60)},
        ),
        Check("translations", [sys.executable, "-m", "operations.translations", "check"]),
        Check("types", [str(BIN / "mypy")], LOCAL),
    ]


def run_checks(console: Console) -> bool:
    """Run them all, so that one failure does not hide another."""
    good = True
    for check in checks():
        started = time.monotonic()
        with console.status(f"{check.name} …"):
            done = subprocess.run(check.command, cwd=ROOT, env=os.environ | check.environment, capture_output=True, text=True, check=False)
        took = f"{time.monotonic() - started:.1f} s"
        console.print(
            f"[{'green' if done.returncode == 0 else 'red'}]{'✓' if done.returncode == 0 else '✗'}[/] {check.name} [dim]{took}[/]"
        )
        if done.returncode:
            good = False
            console.out(done.stdout.strip()[-6000:], done.stderr.strip()[-3000:], sep="\n", highlight=False)
    return good


def run_tests() -> int:
    """Pytest on all cores, at least two of them; its closing line is the last that is printed."""
    workers = max(2, min(os.cpu_count() or 2, 8))
    command = [sys.executable, "-m", "pytest", "-n", str(workers), "--dist", "loadgroup", *os.environ.get("ARGS", "").split()]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main(with_tests: bool) -> int:  # noqa: FBT001 one word on the command line
    good = run_checks(Console())
    tested = run_tests() if with_tests else 0
    return tested or (0 if good else 1)


if __name__ == "__main__":
    sys.exit(main("test" in sys.argv[1:]))
