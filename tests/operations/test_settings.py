"""Settings that are missing stop the start with a sentence that says what to do."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import needed_by_python

ROOT = Path(__file__).resolve().parents[2]
WHOLE = {
    "FIRSTHAND_LOCAL": "0",
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "firsthand.example.com",
    "DATABASE_URL": "postgresql://a@127.0.0.1/a",
    "REDIS_URL": "redis://127.0.0.1/0",
}


def start(**changed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env=WHOLE | changed | {"PYTHONPATH": str(ROOT / "platform")} | needed_by_python(),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.strip().rpartition("\n")[2] if done.returncode else ""


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("SECRET_KEY", "", "secrets.token_urlsafe"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS=firsthand.example.com"),
        ("DATABASE_URL", "", "make engines"),
        ("DATABASE_URL", "sqlite:///a.db", "PostgreSQL 15+"),
        ("REDIS_URL", "", "make engines"),
        ("DEBUG", "perhaps", ".env.example"),
    ],
)
def test_each_refusal_says_how_to_mend_it(name: str, value: str, advice: str) -> None:
    refusal = start(**{name: value})
    assert name in refusal
    assert advice in refusal


def test_whole_settings_start() -> None:
    assert start() == ""
