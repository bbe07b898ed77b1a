"""Loaded by pytest before Django's settings are read: the engines that the tests run on.

Given `DATABASE_URL` and `REDIS_URL` (also from `.env`) are used; otherwise a private PostgreSQL and Redis run for as long
as the tests do. The workers of xdist inherit the addresses, so that only the controller starts and stops; each has its own
database in both, since what one test counts or remembers is nothing to another that runs at the same time.
"""

import atexit
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [path for path in (str(ROOT), str(ROOT / "platform")) if path not in sys.path]

from operations.engines import Engines  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("FIRSTHAND_LOCAL", "1")
os.environ["FIRSTHAND_SIMULATED_TIME"] = "1"  # the tests say what time it is; a server they start must not
(ROOT / "var" / "static").mkdir(parents=True, exist_ok=True)  # its absence is a warning, and warnings are errors


OWN_QUEUE = 15  # the number of a database in Redis for a queue that a real worker empties
WORKERS = range(1, OWN_QUEUE)


def redis_database(address: str, number: int) -> str:
    """The address of another database of the same Redis, which has sixteen."""
    if address.startswith("unix"):
        return f"{address.partition('?')[0]}?db={number}"
    return urlsplit(address)._replace(path=f"/{number}", query="").geturl()


def provide_engines() -> None:
    given = {name: value for name, value in dotenv_values(ROOT / ".env").items() if value} | os.environ
    if "DATABASE_URL" in given and "REDIS_URL" in given:
        os.environ.update({name: given[name] for name in ("DATABASE_URL", "REDIS_URL")})
        return
    engines = Engines(ROOT / "var" / "test-engines", durable=False)
    if engines.start():
        atexit.register(engines.stop)
    os.environ.update(engines.addresses.as_environment())


def part_the_workers() -> None:
    """PostgreSQL's databases get their names from pytest-django."""
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        place = int(worker.removeprefix("gw")) % len(WORKERS)
        os.environ["REDIS_URL"] = redis_database(os.environ["REDIS_URL"], WORKERS[place])


provide_engines()
part_the_workers()
