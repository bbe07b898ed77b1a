"""How much there is, and was."""

from datetime import datetime

from django.db import connection
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from rewards.models import Account, Transfer

TAKEN_AT_ONCE = (Transfer.Kind.POSTED, Transfer.Kind.PENDING)
ARRIVED = (Transfer.Kind.POSTED, Transfer.Kind.SETTLES)


def balance(account: Account, at: datetime | None = None) -> int:
    """Points that may be spent (holds are off already), now or at a past instant."""
    if at is None and account.has_floor:
        return _stored(account, "SELECT balance FROM rewards_account WHERE id = %s")
    transfers = Transfer.objects.all() if at is None else Transfer.objects.filter(at__lte=at)
    came = _sum(transfers.filter(credit=account, kind__in=ARRIVED)) + _sum(transfers.filter(debit=account, kind=Transfer.Kind.VOIDS))
    return came - _sum(transfers.filter(debit=account, kind__in=TAKEN_AT_ONCE))


def locked_balance(account: Account) -> int:
    """The stored balance, which nobody else moves before this transaction ends."""
    return _stored(account, "SELECT balance FROM rewards_account WHERE id = %s FOR NO KEY UPDATE")


def held(account: Account) -> int:
    """Points on their way out of the account, neither settled nor voided yet."""
    return _sum(open_holds().filter(debit=account))


def open_holds() -> QuerySet[Transfer]:
    return Transfer.objects.filter(kind=Transfer.Kind.PENDING, ended_by=None)


def _stored(account: Account, query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, [account.pk])
        row = cursor.fetchone()
    if row is None:
        raise Account.DoesNotExist(f"No account has the number {account.pk}.")
    points: int = row[0] or 0
    return points


def _sum(transfers: QuerySet[Transfer]) -> int:
    points: int = transfers.aggregate(points=Coalesce(Sum("amount"), 0))["points"]
    return points
