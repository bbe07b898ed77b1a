"""Queries that every page asks: put into SQL once per process, and planned once per connection.

Django takes longer to write most of them than PostgreSQL to answer, and PostgreSQL longer to plan most of them than to run them.
"""

from collections.abc import Callable
from functools import cached_property
from inspect import signature
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, Func, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from shared import planned


class Given(Expression):
    """Stands in a query for a value that is given each time: a number, a text, a time, a list; no model instance."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return "%s", [self]


def among(column: str, values: Given) -> Expression:
    """The condition that the column is one of the given list's values, however many these are."""
    return Func(column, values, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField())


class Prepared[Of: Model]:
    """A function from values to a query set, called once with stand-ins for them.

    It may not branch on its values, and no value may be None: `= NULL` is never true.
    """

    def __init__(self, build: Callable[..., QuerySet[Of, Any]]) -> None:
        self.build = build
        self.__doc__ = build.__doc__

    def rows(self, **values: object) -> list[tuple[Any, ...]]:
        """The rows of a query set of values, as tuples."""
        sql, params, converters = self._compiled
        rows = planned.rows(sql, _filled(params, values))
        return [_converted(row, converters) for row in rows] if converters else rows

    def column(self, **values: object) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self.rows(**values)]

    def objects(self, **values: object) -> list[Of]:
        """The instances of a query set of whole ones, with its annotations; related ones are not loaded with them."""
        return [self._instance(row) for row in self.rows(**values)]

    def _instance(self, row: tuple[Any, ...]) -> Of:
        names, annotated = self._names
        instance = self._model.from_db(connection.alias, names, row[: len(names)])
        for name, place in annotated.items():
            setattr(instance, name, row[place])
        return instance

    @cached_property
    def _names(self) -> tuple[list[str], dict[str, int]]:
        """The fields that the first columns hold, in the model's order, and where each annotation is."""
        compiler = self._query.query.get_compiler(connection=connection)
        compiler.pre_sql_setup()
        fields = [field.attname for field in self._model._meta.concrete_fields]
        if compiler.klass_info is None or compiler.klass_info["select_fields"] != list(range(len(fields))):
            raise TypeError("This query set does not hold whole instances.")
        return fields, compiler.annotation_col_map or {}

    @cached_property
    def _query(self) -> QuerySet[Of, Any]:
        return self.build(**{name: Given(name) for name in signature(self.build).parameters})

    @cached_property
    def _model(self) -> type[Of]:
        return self._query.model

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...], dict[int, Any]]:
        compiler = self._query.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        return sql, params, compiler.get_converters([column for column, *_ in compiler.select])


def prepared[Of: Model](build: Callable[..., QuerySet[Of, Any]]) -> Prepared[Of]:
    return Prepared(build)


def _filled(params: tuple[Any, ...], values: dict[str, object]) -> list[Any]:
    return [values[param.name] if isinstance(param, Given) else param for param in params]


def _converted(row: tuple[Any, ...], converters: dict[int, Any]) -> tuple[Any, ...]:
    cells = list(row)
    for place, (steps, column) in converters.items():
        for step in steps:
            cells[place] = step(cells[place], column, connection)
    return tuple(cells)
