"""Statements that are sent a thousand times: PostgreSQL parses and plans them once per connection, and keeps them.

Django sends values inside the text, so that every statement is a new one. These send them beside it. All else is Django's: the
connection, its transaction, its wrappers, its log of queries. `prepare_threshold` among the database's OPTIONS says after how many
times the server keeps a statement; None is for a pooler that cannot pass kept statements on.
"""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor


def row(query: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of what the statement answers; None when there is none."""
    with _cursor() as cursor:
        cursor.execute(query, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


def value(query: str, values: Sequence[Any]) -> Any:
    """The first column of the first row, of a statement that always answers one."""
    with _cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]


def _cursor() -> CursorWrapper:
    wrapper = connections[DEFAULT_DB_ALIAS]  # looked up once: `connection` would look for every attribute
    wrapper.close_if_health_check_failed()
    wrapper.ensure_connection()
    wrapper.validate_thread_sharing()
    cursor: Any = Cursor(wrapper.connection)
    return wrapper.make_debug_cursor(cursor) if wrapper.queries_logged else wrapper.make_cursor(cursor)
