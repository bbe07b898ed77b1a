"""One house for all of these tests: its own durable PostgreSQL and Redis, a web of two workers."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import dj_database_url
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from tests.faults.house import House, Web
from tests.faults.line import Line
from tests.faults.turnstile import Turnstile

SIMULATED = {"options": "-c firsthand.simulated_time=on"}  # the test may let it be later; the servers may not


@pytest.fixture(scope="package")
def house(django_db_setup: None) -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    folder.chmod(0o755)  # the engines may run as somebody else
    built = House(folder)
    try:
        built.open(like=connection.settings_dict)
        yield built
    finally:
        built.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="package")
def served(house: House) -> Web:
    return house.web()


@pytest.fixture(scope="package")
def line(house: House) -> Iterator[Line]:
    """Between the doubtful web and PostgreSQL."""
    line = Line(house.folder / "line", to=Path(house.engines.postgres.sockets))
    yield line
    line.close()


@pytest.fixture(scope="package")
def clock_hand(house: House) -> Path:
    """By how many seconds the doubtful web's clock is wrong."""
    hand = house.folder / "clock"
    hand.write_text("0")
    return hand


@pytest.fixture(scope="package")
def doubtful(house: House, line: Line, clock_hand: Path) -> Web:
    """A web of one worker whose line to PostgreSQL breaks, and whose clock goes wrong, when the test says so."""
    return house.web(
        "doubtful",
        workers=1,
        application="tests.faults.wrong_clock:application",
        DATABASE_URL=line.url(house.engines.addresses.database_url),
        DATABASE_POOL="4",
        FAULTS_CLOCK=str(clock_hand),
    )


@pytest.fixture
def turnstile(house: House) -> Turnstile:
    return Turnstile(house.engines.addresses.database_url)


@pytest.fixture(autouse=True)
def nothing_goes_wrong_any_more(house: House) -> Iterator[None]:
    """The next test begins with engines that serve."""
    yield
    house.start_engines()


@pytest.fixture(autouse=True)
def db(house: House, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of pytest-django's own: the test itself sees the house's database, lays things out there and reads what became of them.

    By its name pytest-django knows that its test database is needed, whose tables the house takes over.
    """
    there = dj_database_url.parse(house.engines.addresses.database_url)
    known = connections["default"].settings_dict
    usual = known.copy()
    _forget_connections()
    known.update({name: there[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}, OPTIONS=SIMULATED, CONN_HEALTH_CHECKS=False)
    try:
        with django_db_blocker.unblock():
            yield
    finally:
        _forget_connections()
        known.clear()
        known.update(usual)


def _forget_connections() -> None:
    """And what was remembered of the database at their other end."""
    ContentType.objects.clear_cache()
    connections.close_all()
    close_pool: Callable[[], None] = connections["default"].close_pool  # type: ignore[attr-defined]
    close_pool()
