"""Installs and fills the yardstick."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg

from operations.benchmarks.own_database import ROOT

FOLDER = ROOT / "var" / "bench-hordak"
PYTHON = FOLDER / "bin" / "python"
REQUIREMENTS = ROOT / "requirements" / "bench.txt"
HERE = Path(__file__).parent

_FILL = """
INSERT INTO hordak_account (uuid, name, type, is_bank_account, currencies, lft, rght, tree_id, level)
SELECT gen_random_uuid(), CASE WHEN n <= {tasks} THEN 'task ' || n ELSE 'member ' || n - {tasks} END, 'LI', false, '["EUR"]', 1, 2, n, 0
FROM generate_series(1, {tasks} + {members}) n ORDER BY n;
INSERT INTO hordak_transaction (uuid, timestamp, date, description)
SELECT gen_random_uuid(), now(), now(), '' FROM generate_series(1, {transfers}) n;
INSERT INTO hordak_leg (uuid, transaction_id, account_id, credit, debit, currency, description)
SELECT gen_random_uuid(), t.id, a.id, CASE WHEN side.credits THEN 10 END, CASE WHEN NOT side.credits THEN 10 END, 'EUR', ''
FROM hordak_transaction t CROSS JOIN (VALUES (true), (false)) side (credits)
JOIN hordak_account a ON a.name = CASE WHEN side.credits THEN 'task ' || t.id % {tasks} + 1 ELSE 'member ' || t.id % {regulars} + 1 END;
"""


def installed() -> bool:
    """Once for each requirements/bench.txt; False when the packages cannot be had."""
    stamp, wanted = FOLDER / "installed", hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and PYTHON.exists():
        return True
    shutil.rmtree(FOLDER, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
    if not (
        _quiet("uv", "pip", "install", "--python", str(PYTHON), *_packages()) or _quiet(str(PYTHON), "-m", "pip", "install", *_packages())
    ):
        return False
    stamp.write_text(wanted)
    return True


def _packages() -> list[str]:
    return ["--require-hashes", "-r", str(REQUIREMENTS)]


def _quiet(*command: str) -> bool:
    program = shutil.which(command[0])
    return program is not None and subprocess.run([program, *command[1:]], capture_output=True, check=False).returncode == 0


def environment(url: str) -> dict[str, str]:
    return {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(HERE)}


def fill(url: str, *, tasks: int, members: int, regulars: int, transfers: int) -> None:
    """Its tables, and as much in them as in ours."""
    migrate = [str(PYTHON), "-W", "ignore", "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env=os.environ | environment(url), check=True, cwd=HERE, capture_output=True)
    with psycopg.connect(url) as database:
        database.execute(_FILL.format(tasks=tasks, members=members, regulars=regulars, transfers=transfers))
        database.execute("ANALYZE")
