"""Web, worker and beat of the demonstration are a role that cannot rewrite the past; only the tables are made by their owner."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import psycopg

from operations.roles import grant

ROLE = "firsthand_app"


def as_application(engines: Mapping[str, str]) -> dict[str, str]:
    """The engines' addresses for the application, whose role is made and given its rights: before the tables are there, and after."""
    owner = engines["DATABASE_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        grant(connection, ROLE, create=True)
    name = urlsplit(owner).username or ""
    return {**engines, "DATABASE_URL": owner.replace(f"//{name}@", f"//{ROLE}@", 1), "MIGRATION_DATABASE_URL": owner}
