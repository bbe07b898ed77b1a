"""Loaded by pytest: how the tables are emptied after a test whose rows were committed.

By DELETE with all triggers asleep: most tables are empty, and TRUNCATE makes a new file for each of them and for each of their
indexes. What Django itself writes after migrating stays, and need not be written again. Where the tests' own connection may not
put triggers to sleep, TRUNCATE does it, and those triggers that refuse it are switched off by the tables' owner. Production has
neither door.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

STAYS = {"auth_permission", "django_content_type", "django_site"}
MAY_SLEEP = "SELECT has_parameter_privilege('session_replication_role', 'SET')"
REFUSING = """
    SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND t.tgtype & 32 <> 0 ORDER BY 1
"""  # 32: fires on TRUNCATE


def pytest_configure() -> None:
    from django.core.management.commands import flush
    from django.db.backends.postgresql.operations import DatabaseOperations

    truncate = DatabaseOperations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Sequence[str], **options: Any) -> list[str]:
        emptied = [table for table in tables if table not in STAYS]
        if asked(self.connection, MAY_SLEEP) == [True]:
            return deleting([self.quote_name(table) for table in emptied])
        return unrefused([self.quote_name(name) for name in asked(self.connection, REFUSING)], truncate(self, style, emptied, **options))

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]
    flush.emit_post_migrate_signal = lambda *_args: None  # type: ignore[attr-defined]


def asked(connection: BaseDatabaseWrapper, question: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [answer for (answer,) in cursor.fetchall()]


def deleting(tables: Sequence[str]) -> list[str]:
    """One statement, since it is one way to the server and back."""
    return ["SET LOCAL session_replication_role = replica; " + "; ".join(f"DELETE FROM {table}" for table in tables)]  # noqa: S608 the names are our own tables


def unrefused(refusing: Sequence[str], statements: Sequence[str]) -> list[str]:
    off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in refusing]
    on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in refusing]
    return [*off, *statements, *on]
