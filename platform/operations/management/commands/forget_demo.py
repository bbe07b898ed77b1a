"""`manage.py forget_demo`: empty a database, but only one on which the demonstration was played."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class Command(BaseCommand):
    help = "Removes every table of a database that holds the demonstration, and of no other."

    def handle(self, *_args: Any, **_options: Any) -> None:
        tables = connection.introspection.table_names()
        if not tables:
            return
        if not self._was_played(tables):
            raise CommandError("This database holds tables, but no demonstration was played on it. It is left as it is.")
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        self.stdout.write("The demonstration's tables are gone.")

    def _was_played(self, tables: list[str]) -> bool:
        if "operations_demostep" not in tables:
            return False
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM operations_demostep)")
            row = cursor.fetchone()
        return bool(row and row[0])
