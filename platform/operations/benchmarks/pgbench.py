"""Statements driven by `pgbench`, from the same wheel as the private PostgreSQL: clients so thin that two cores are left to the server."""

import os
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from operations.engines.postgres import binaries

_PATIENCE = 120  # seconds
_BEGINNING = 0.5


@dataclass(frozen=True)
class Stretch:
    """How many transactions were done, how many a second once all had begun, and what each took then in milliseconds, sorted."""

    done: int
    rate: float
    latencies: list[float]

    def latency(self, share: float) -> float:
        return self.latencies[min(int(share * len(self.latencies)), len(self.latencies) - 1)]


@dataclass(frozen=True)
class Share:
    """What a client does: `:member` is a number of its own in each of its transactions, the first of the first client is `first`.

    It goes on for `seconds`, or, without, until it has used its numbers up, which are `of` by the number of clients.
    """

    first: int
    of: int
    seconds: int = 0


def drive(script: str, *, clients: int, share: Share, folder: Path, values: Mapping[str, int]) -> Stretch:
    """So many clients run the script, as prepared statements. Refuses when one transaction failed."""
    each = share.of // clients
    counting = f"\\set done :done + 1\n\\set member {share.first} + :client_id * {each} + :done\n"
    (folder / "script.sql").write_text(counting + script)
    for old in folder.glob("log.*"):
        old.unlink()
    command = [str(binaries() / "bin/pgbench"), "--no-vacuum", "--protocol=prepared", "--jobs=2", "--file", str(folder / "script.sql")]
    command += ["--client", str(clients), "--log", "--log-prefix", str(folder / "log"), "--define", "done=-1"]
    command += ["--time", str(share.seconds)] if share.seconds else ["--transactions", str(each)]
    command += [word for name, value in values.items() for word in ("--define", f"{name}={value}")]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False, timeout=_PATIENCE)
    said = {name: re.search(f"{name}[^\\d]+(\\d+)", done.stdout) for name in ("actually processed", "failed transactions")}
    if done.returncode or None in said.values() or _number(said["failed transactions"]):
        raise RuntimeError(f"pgbench did not run to its end:\n{done.stdout[-1000:]}{done.stderr[:1500]}")
    return stretch_of((line for log in folder.glob("log.*") for line in log.read_text().splitlines()), _number(said["actually processed"]))


def stretch_of(log: Iterable[str], done: int) -> Stretch:
    """From pgbench's log, without the first moments, when every new connection plans its statements."""
    ended = [(int(seconds) + int(micros) / 1e6, int(took) / 1e6) for _c, _t, took, _s, seconds, micros in map(str.split, log)]
    begun = min(end - took for end, took in ended) + _BEGINNING
    kept = [(end, took) for end, took in ended if end - took >= begun] or ended
    lasted = max(end for end, _ in kept) - min(end - took for end, took in kept)
    return Stretch(done, len(kept) / lasted, sorted(took * 1000 for _, took in kept))


def _number(found: re.Match[str] | None) -> int:
    return int(found[1]) if found else 0


def _environment() -> dict[str, str]:
    """Where Django's own connection leads, as libpq reads it."""
    there = connection.settings_dict
    names = {"PGDATABASE": "NAME", "PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    options = {"PGSSLMODE": "sslmode", "PGSSLROOTCERT": "sslrootcert"}
    given = {name: str(there[key]) for name, key in names.items() if there.get(key)}
    return os.environ | given | {name: str(there["OPTIONS"][key]) for name, key in options.items() if key in there["OPTIONS"]}
