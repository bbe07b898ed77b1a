"""How much there is, and was. Nothing here sums more than one account's own transfers, or one day of an account of millions."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from rewards.models import Account, Transfer
from shared import planned

# What one account's transfers moved; `more` narrows them.
_MOVED = """
    SELECT coalesce(sum(points), 0)::bigint FROM (
        SELECT amount AS points FROM rewards_transfer
            WHERE credit_id = %(account)s AND kind IN ('posted', 'settles') AND at <= %(at)s {more}
        UNION ALL
        SELECT CASE kind WHEN 'voids' THEN amount ELSE -amount END FROM rewards_transfer
            WHERE debit_id = %(account)s AND kind IN ('posted', 'pending', 'voids') AND at <= %(at)s {more}
    ) moved
"""
_SEALED = "coalesce((SELECT last FROM members_seal WHERE record = 'transfers' ORDER BY number DESC LIMIT 1), 0)"
# Whole days of sealed transfers, the rest of the last day, and what is not sealed yet.
_WITHOUT_FLOOR = f"""
    SELECT {_SEALED},
        (SELECT coalesce(sum(points), 0)::bigint FROM rewards_day WHERE account_id = %(account)s AND day < %(day)s)
        + ({_MOVED.format(more="AND at >= %(midnight)s AND id <= %(sealed)s")})
        + ({_MOVED.format(more="AND id > %(sealed)s")})
"""  # noqa: S608 - no value from outside


def balance(account: Account, at: datetime | None = None) -> int:
    """Points that may be spent (holds are off already), now or at a past instant."""
    if not account.has_floor:
        return _without_floor(account, at)
    if at is None:
        return _number("SELECT balance FROM rewards_account WHERE id = %s", account)
    with connection.cursor() as cursor:
        cursor.execute(_MOVED.format(more=""), {"account": account.pk, "at": at})
        points: int = cursor.fetchone()[0]
    return points


def locked_balance(account: Account) -> int:
    """The stored balance, which nobody else moves before this transaction ends."""
    return _number("SELECT ledger_locked_balance(%s)", account)


def held(account: Account) -> int:
    """Points on their way out of the account, neither settled nor voided yet."""
    points: int = open_holds().filter(debit=account).aggregate(points=Coalesce(Sum("amount"), 0))["points"]
    return points


def open_holds() -> QuerySet[Transfer]:
    return Transfer.objects.filter(kind=Transfer.Kind.PENDING, ended_by=None)


def _without_floor(account: Account, at: datetime | None) -> int:
    day = at.astimezone(UTC).date() if at else date.max
    midnight = datetime.combine(day, time.min, UTC)
    asked: dict[str, Any] = {"account": account.pk, "at": at or midnight + timedelta(hours=23), "day": day, "midnight": midnight}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_SEALED}")
        last: int = cursor.fetchone()[0]
        while True:
            cursor.execute(_WITHOUT_FLOOR, asked | {"sealed": last})
            sealed, points = cursor.fetchone()
            if sealed == last:
                return int(points)
            last = sealed  # something was sealed in between, and its days are whole now


def _number(query: str, account: Account) -> int:
    row = planned.row(query, (account.pk,))
    if row is None or row[0] is None:
        raise Account.DoesNotExist(f"No account with a floor has the number {account.pk}.")
    points: int = row[0]
    return points
