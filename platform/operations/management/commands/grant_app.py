"""`manage.py grant_app ROLE`: what web, worker and beat may do in the database, and what they may not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from operations.roles import RoleTrouble, grant


class Command(BaseCommand):
    help = (
        "Gives the application's role everything but UPDATE, DELETE, TRUNCATE of what is past. Run it as the owner, after each migration."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role")
        parser.add_argument("--create", action="store_true", help="make the role, without a password, when it is not there")

    def handle(self, *_args: Any, role: str, create: bool, **_options: Any) -> None:
        connection.ensure_connection()
        try:
            kept = grant(connection.connection, role, create=create)
        except RoleTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"{role} may use every table; only look at or add to: {', '.join(kept)}.")
