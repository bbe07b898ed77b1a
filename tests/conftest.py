"""The cast: Ada claims, Bea coordinates, Cy is an outsider, Dan reviews, Eve cheats."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.live_server_helper import LiveServer

from members.models import Member
from shared.bundling import bundles, sheets
from tests.fresh import fresh_database, leave_every_database
from tests.members.factories import DepartmentFactory, MemberFactory
from tests.support import wait_for_the_live_server

# Every run tries the same cases, and a slow machine is no failure; what is marked `long` looks for new ones.
hypothesis.settings.register_profile("every_run", derandomize=True, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
hypothesis.settings.load_profile("every_run")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> None:
    """Migrating takes half a minute, copying what is migrated a moment. `--create-db` migrates anew; `--reuse-db` copies nothing."""
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = fresh_database(anew=django_db_createdb)
    with django_db_blocker.unblock():
        leave_every_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Before the first row is written or emptied, one looks where: only a database of the tests' own may be thrown away."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        name = cursor.fetchone()[0]
    if not name.startswith("test_"):
        pytest.exit(f"The tests would have written into “{name}”, which is not theirs. Nothing was changed.", returncode=3)


@pytest.fixture(autouse=True)
def nothing_under_way(_django_db_marker: None) -> Iterator[None]:
    """What the live server still answers comes to its end before the tables are emptied: the two would wait for each other for ever."""
    yield
    wait_for_the_live_server()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Each test begins with an empty cache: none of the limits is used up."""
    cache.clear()


@pytest.fixture(autouse=True)
def plain_files(settings: Settings, tmp_path: Path) -> None:
    """Static files by their plain names, and uploads into a folder that goes away."""
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path  # WhiteNoise wants a folder that is there


@pytest.fixture(scope="session")
def joined_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our modules and sheets, joined as they are when they are collected: a device asks for one file, not for thirty."""
    [written], folder = django_settings.STATICFILES_DIRS, tmp_path_factory.mktemp("joined")
    texts = {kind: {str(path.relative_to(written)): path.read_text() for path in written.rglob(f"*.{kind}")} for kind in ("js", "css")}
    for name, text in (bundles(texts["js"]) | sheets(texts["css"])).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def live_server(live_server: LiveServer, joined_files: Path, settings: Settings) -> LiveServer:
    settings.STATICFILES_DIRS = [joined_files, *settings.STATICFILES_DIRS]
    return live_server


@pytest.fixture
def noon() -> datetime:
    return datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def ada(db: None) -> Member:
    return MemberFactory(first_name="Ada")


@pytest.fixture
def bea(db: None) -> Member:
    return MemberFactory(first_name="Bea")


@pytest.fixture
def cy(db: None) -> Member:
    return MemberFactory(first_name="Cy", department=DepartmentFactory(code="logistics"))


@pytest.fixture
def dan(db: None) -> Member:
    return MemberFactory(first_name="Dan", department=DepartmentFactory(code="service"))


@pytest.fixture
def eve(db: None) -> Member:
    return MemberFactory(first_name="Eve")
