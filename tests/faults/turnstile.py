"""Stops the house's statements in their middle, until the test lets them go on."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from operations.engines.processes import wait_until
from tests.faults.house import PATIENCE

_NUMBER = 1848  # of the advisory lock
_MAKE = """
CREATE OR REPLACE FUNCTION faults_turnstile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1848);
    RETURN NEW;
END $$
"""


class Turnstile:
    """A trigger that waits for a lock which the test holds."""

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def before(self, what: str, table: str) -> Iterator[None]:
        """Whoever does this to the table waits until the end of the block; the rest of their statement comes then."""
        with psycopg.connect(self.url, autocommit=True) as keeper:
            keeper.execute(_MAKE)
            keeper.execute("SELECT pg_advisory_lock(%s)", [_NUMBER])
            named = sql.Identifier(table)
            keeper.execute(
                sql.SQL("CREATE TRIGGER aa_faults_turnstile BEFORE {} ON {} FOR EACH ROW EXECUTE FUNCTION faults_turnstile()").format(
                    sql.SQL(what), named
                )
            )
            try:
                yield
            finally:
                keeper.execute("SELECT pg_advisory_unlock(%s)", [_NUMBER])
                keeper.execute(sql.SQL("DROP TRIGGER aa_faults_turnstile ON {}").format(named))

    def wait_for_somebody(self, number: int = 1) -> None:
        """Until so many stand in it."""
        with psycopg.connect(self.url, autocommit=True) as looking:

            def stand_there() -> bool:
                row = looking.execute(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted", [_NUMBER]
                ).fetchone()
                return row is not None and row[0] >= number

            assert wait_until(stand_there, seconds=PATIENCE), "nobody came to the turnstile"

    def wait_for_who_is_behind(self) -> None:
        """Until somebody waits for a row, or another lock, of those who stand in it."""
        with psycopg.connect(self.url, autocommit=True) as looking:

            def wait_there() -> bool:
                row = looking.execute(
                    """
                    SELECT count(*) FROM pg_stat_activity a
                    WHERE cardinality(pg_blocking_pids(a.pid)) > 0
                      AND a.pid NOT IN (SELECT l.pid FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objid = %s AND NOT l.granted)
                    """,
                    [_NUMBER],
                ).fetchone()
                return row is not None and row[0] > 0

            assert wait_until(wait_there, seconds=PATIENCE), "nobody waits behind the turnstile"
