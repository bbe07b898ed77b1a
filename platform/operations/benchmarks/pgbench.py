"""Statements driven by `pgbench`, from the same wheel as the private PostgreSQL: clients so thin that two cores are left to the server."""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from operations.engines.postgres import binaries

_PATIENCE = 120  # seconds


@dataclass(frozen=True)
class Stretch:
    """Transactions a second without the time to connect, and what single ones took, in milliseconds, sorted."""

    rate: float
    latencies: list[float]

    def latency(self, share: float) -> float:
        return self.latencies[min(int(share * len(self.latencies)), len(self.latencies) - 1)]


def drive(script: str, *, clients: int, each: int, folder: Path, first: int, values: Mapping[str, int]) -> Stretch:
    """Every client runs the script so many times, as prepared statements. Refuses when one transaction failed.

    In the script `:member` is another number for every transaction, from `first` on.
    """
    (folder / "script.sql").write_text(f"\\set done :done + 1\n\\set member {first} + :client_id * {each} + :done\n{script}")
    for old in folder.glob("log.*"):
        old.unlink()
    command = [str(binaries() / "bin/pgbench"), "--no-vacuum", "--protocol=prepared", "--jobs=2", "--file", str(folder / "script.sql")]
    command += ["--client", str(clients), "--transactions", str(each), "--log", "--log-prefix", str(folder / "log"), "--define", "done=-1"]
    command += [word for name, value in values.items() for word in ("--define", f"{name}={value}")]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False, timeout=_PATIENCE)
    rate = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode or rate is None or f"{clients * each}/{clients * each}" not in done.stdout:
        raise RuntimeError(f"pgbench did not run to its end:\n{done.stdout[-1000:]}{done.stderr[:1500]}")
    lines = (line.split() for log in folder.glob("log.*") for line in log.read_text().splitlines())
    return Stretch(float(rate[1]), sorted(int(line[2]) / 1000 for line in lines))


def _environment() -> dict[str, str]:
    """Where Django's own connection leads, as libpq reads it."""
    there = connection.settings_dict
    names = {"PGDATABASE": "NAME", "PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    options = {"PGSSLMODE": "sslmode", "PGSSLROOTCERT": "sslrootcert"}
    given = {name: str(there[key]) for name, key in names.items() if there.get(key)}
    return os.environ | given | {name: str(there["OPTIONS"][key]) for name, key in options.items() if key in there["OPTIONS"]}
