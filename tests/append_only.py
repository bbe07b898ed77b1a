"""Loaded by pytest: lets the emptying of tables between transactional tests pass the triggers that refuse TRUNCATE.

Production has no such door: it is the test's own connection that switches the triggers off, and on again, as owner of the tables.
"""

from typing import Any

REFUSING = """
    SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND t.tgtype & 32 <> 0 ORDER BY 1
"""  # 32: fires on TRUNCATE


def pytest_configure() -> None:
    from django.db.backends.postgresql.operations import DatabaseOperations

    empty = DatabaseOperations.sql_flush

    def sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        statements: list[str] = empty(self, *args, **kwargs)
        if not statements:
            return statements
        with self.connection.cursor() as cursor:
            cursor.execute(REFUSING)
            tables = [self.quote_name(table) for (table,) in cursor.fetchall()]
        off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
        on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        return [*off, *statements, *on]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]
