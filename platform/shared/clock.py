"""Whose clock decides: the database's, which all processes share; a web or a worker may be wrong by hours.

Where time is simulated (tests, the demonstration's past) the `now` that a service was given decides instead.
"""

from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Func, Value

# The time at which the transaction began: the same for all its statements, and good for an index, which clock_timestamp() is not.
_MOMENT = "CASE current_setting('firsthand.simulated_time', true) WHEN 'on' THEN {now} ELSE transaction_timestamp() END"


def moment(now: datetime) -> Func:
    """The database's time, to compare with in the very statement that depends on it."""
    return Func(Value(now, DateTimeField()), template=_MOMENT.format(now="%(expressions)s"), output_field=DateTimeField())


def database_time(now: datetime) -> datetime:
    """The database's time, for what takes several statements."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + _MOMENT.format(now="%s::timestamptz"), [now])
        found: datetime = cursor.fetchone()[0]
    return found
