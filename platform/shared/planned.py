"""Statements that are sent a thousand times: PostgreSQL parses and plans them once per connection, and keeps them.

Django sends values inside the text, so that every statement is a new one. These send them beside it. All else is Django's: the
connection, its transaction, its wrappers, its log of queries. `prepare_threshold` among the database's OPTIONS says after how many
times the server keeps a statement; None is for a pooler that cannot pass kept statements on.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from psycopg import Cursor

type Values = Sequence[Any] | Mapping[str, Any]


def rows(query: str, values: Values) -> list[tuple[Any, ...]]:
    """All rows of what the statement answers."""
    with _cursor() as cursor:
        cursor.execute(query, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def row(query: str, values: Values) -> tuple[Any, ...] | None:
    """The first row of what the statement answers; None when there is none."""
    with _cursor() as cursor:
        cursor.execute(query, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


def value(query: str, values: Values) -> Any:
    """The first column of the first row, of a statement that always answers one."""
    with _cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]


def create[Row: Model](row: Row) -> Row:
    """Write a new row as `save(force_insert=True)` does, but plain: no signals, no parents, no expressions as values."""
    meta = row._meta
    fields = [field for field in meta.concrete_fields if field is not meta.pk]
    row.pk = value(
        _insertion(type(row)), [field.get_db_prep_save(field.pre_save(row, add=True), connections[DEFAULT_DB_ALIAS]) for field in fields]
    )
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


@cache
def _insertion(model: type[Model]) -> str:
    meta = model._meta
    columns = [field.column for field in meta.concrete_fields if field is not meta.pk]
    names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join(["%s"] * len(columns))
    return f'INSERT INTO "{meta.db_table}" ({names}) VALUES ({marks}) RETURNING "{meta.pk.column}"'  # noqa: S608 - our own models' names


def _cursor() -> CursorWrapper:
    wrapper = connections[DEFAULT_DB_ALIAS]  # looked up once: `connection` would look for every attribute
    wrapper.close_if_health_check_failed()
    wrapper.ensure_connection()
    wrapper.validate_thread_sharing()
    cursor: Any = Cursor(wrapper.connection)
    return wrapper.make_debug_cursor(cursor) if wrapper.queries_logged else wrapper.make_cursor(cursor)
