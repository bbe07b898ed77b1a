"""How the pool of connections gets over a restart of PostgreSQL: at the next request, not after many."""

from typing import Any

from psycopg import Connection, Error
from psycopg_pool import ConnectionPool


def check_connection(connection: Connection[Any]) -> None:
    """The pool's check before it gives a connection out.

    One that is dead seldom died alone: all that wait in the pool are looked at, once. Otherwise each request would find out about two or
    three of them, pausing longer each time, and then give up.
    """
    try:
        ConnectionPool.check_connection(connection)
    except Error:
        pool = getattr(connection, "_pool", None)
        if pool is not None:
            pool.check()
        raise
