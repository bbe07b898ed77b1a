"""The tables, migrated once for all who need a database: the workers of a run, the gates' worlds, and the next run, too.

`python -m tests.fresh` makes them ahead of a run.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper

MAKING = 7_310_226  # whoever holds this advisory lock looks, and makes it where it is missing


def fresh_database(*, anew: bool = False) -> str:
    """The name of a database that holds what the migrations make and nothing else. Copy it; nobody may ever connect to it."""
    name = f"fresh_{connection.settings_dict['NAME'].removeprefix('test_').partition('_gw')[0]}"
    text = migrations_text()
    with connection._nodb_cursor() as cursor, _alone(cursor):
        if anew or _text_of(cursor, name) != text:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
            with connected_to(name):
                call_command("migrate", verbosity=0)
            cursor.execute(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")  # the last step: what broke off is made again
    return name


def migrations_text() -> str:
    """A fingerprint of all migrations there are, those of packages included; read, not imported, for some of them ask the database then."""
    found = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted((Path(app.path) / "migrations").glob("*.py")):
            found.update(f"{app.label}/{file.name}".encode() + file.read_bytes())
    return found.hexdigest()


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Django's own connection leads to another database for as long as this lasts."""
    before = connection.settings_dict["NAME"]
    _move_to(name)
    try:
        yield
    finally:
        _move_to(before)


def leave_every_database() -> None:
    """No connection is kept that was made before: what stays in Django's pool would go on leading to where it led."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


@contextmanager
def _alone(cursor: CursorWrapper) -> Iterator[None]:
    cursor.execute("SELECT pg_advisory_lock(%s)", [MAKING])
    try:
        yield
    finally:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [MAKING])


def _text_of(cursor: CursorWrapper, name: str) -> str:
    cursor.execute("SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = %s", [name])
    row = cursor.fetchone()
    return row[0] if row else ""


def _move_to(name: str) -> None:
    leave_every_database()
    connection.settings_dict["NAME"] = name


if __name__ == "__main__":
    django.setup()
    fresh_database()
