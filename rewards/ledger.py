"""Double entry in whole points: one row is one transfer, so every transfer balances by construction.

Accounts with a floor (purses, budgets, reserves) keep a stored balance, moved by the database function `ledger_post` in the
statement that writes the transfer; what is issued, redeemed or expired is a sum. A hold leaves its purse at once and is later
settled or voided: exactly one of the two, once.
"""

import json
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.models import Member
from rewards.models import Account, Transfer
from shared.errors import RuleBroken
from shared.translated import Texts

ROUTINE, QUARTERLY, PROMOTION = Transfer.Purse.ROUTINE, Transfer.Purse.QUARTERLY, Transfer.Purse.PROMOTION
MOST_POINTS = 10**12  # more in one transfer is a slip of the finger, and far from what a bigint can sum

ISSUE = "issue"
REDEMPTION = "redemption"
EXPIRY = "expiry"

TAKEN_AT_ONCE = (Transfer.Kind.POSTED, Transfer.Kind.PENDING)
ARRIVED = (Transfer.Kind.POSTED, Transfer.Kind.SETTLES)


class NotWholePoints(RuleBroken):
    """An amount that is no whole number above zero."""


class NotEnoughPoints(RuleBroken):
    """The floor of the debited account."""

    def __init__(self, message: str, *, available: int, missing: int) -> None:
        super().__init__(message)
        self.available, self.missing = available, missing


class ReferenceTaken(RuleBroken):
    """The reference already stands for another transfer."""


class HoldEnded(RuleBroken):
    """A hold that was settled or voided before."""


def account_of(kind: Account.Kind, reference: str) -> Account:
    """The account of that name, opened with nothing in it if there is none yet."""
    balance = 0 if kind in Account.WITH_FLOOR else None
    return Account.objects.get_or_create(reference=reference, defaults={"kind": kind, "balance": balance})[0]


def purse_of(member: Member) -> Account:
    """The member's own points."""
    opened = {"kind": Account.Kind.PURSE, "member": member, "balance": 0}
    return Account.objects.get_or_create(reference=f"purse:{member.pk}", defaults=opened)[0]


def budget_of(reference: str) -> Account:
    """What may still be promised; `reference` is e.g. "campaign:1"."""
    return account_of(Account.Kind.BUDGET, f"budget:{reference}")


def reserve_of(reference: str) -> Account:
    """What is promised and not yet paid; `reference` is e.g. "task:9"."""
    return account_of(Account.Kind.RESERVE, f"reserve:{reference}")


def issue() -> Account:
    """Where points come from; its balance is minus all that were ever issued."""
    return account_of(Account.Kind.ISSUE, ISSUE)


def redeemed() -> Account:
    """Where points go that bought something."""
    return account_of(Account.Kind.REDEMPTION, REDEMPTION)


def transfer(
    *, debit: Account, credit: Account, amount: int, reference: str, code: str, purse: str = "", memo: Texts | None = None, now: datetime
) -> Transfer:
    """Move whole points from `debit` to `credit`; the same reference with the same content answers with the first transfer.

    `memo` is what the people concerned read beside the amount.
    """
    return _post(
        Transfer(
            debit=debit, credit=credit, amount=amount, kind=Transfer.Kind.POSTED, code=code, purse=purse, reference=reference,
            memo=memo or {}, at=now,
        )
    )  # fmt: skip


def hold(*, debit: Account, credit: Account, amount: int, reference: str, code: str, now: datetime) -> Transfer:
    """Take points out of `debit` at once; they reach `credit` when settled, or come back when voided."""
    return _post(
        Transfer(debit=debit, credit=credit, amount=amount, kind=Transfer.Kind.PENDING, code=code, purse="", reference=reference, at=now)
    )


def settle(held: Transfer, *, now: datetime) -> Transfer:
    """The held points arrive; a second time answers the same, after a void it is refused."""
    return _end(held, Transfer.Kind.SETTLES, now)


def void(held: Transfer, *, now: datetime) -> Transfer:
    """The held points come back; a second time answers the same, after a settlement it is refused."""
    return _end(held, Transfer.Kind.VOIDS, now)


def reverse(mistake: Transfer, *, now: datetime) -> Transfer:
    """Answer a posted mistake by its transfer back, once; refused when the points are no longer there."""
    return transfer(
        debit=mistake.credit, credit=mistake.debit, amount=mistake.amount, purse=mistake.purse, code="reversal",
        reference=f"reversal:{mistake.pk}", now=now,
    )  # fmt: skip


def balance(account: Account, at: datetime | None = None) -> int:
    """Points that may be spent (holds are off already), now or at a past instant."""
    if at is None and account.has_floor:
        return Account.objects.values_list("balance", flat=True).get(pk=account.pk) or 0
    transfers = Transfer.objects.all() if at is None else Transfer.objects.filter(at__lte=at)
    came = _sum(transfers.filter(credit=account, kind__in=ARRIVED)) + _sum(transfers.filter(debit=account, kind=Transfer.Kind.VOIDS))
    return came - _sum(transfers.filter(debit=account, kind__in=TAKEN_AT_ONCE))


def refuse_unless_whole(amount: object) -> None:
    """Points are whole numbers above zero, and not absurdly many."""
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 < amount <= MOST_POINTS:
        raise NotWholePoints(_("Points are whole and more than none. Nothing was moved; give another amount."))


def locked_balance(account: Account) -> int:
    """The stored balance, which nobody else moves before this transaction ends."""
    return Account.objects.select_for_update(no_key=True).values_list("balance", flat=True).get(pk=account.pk) or 0


def held(account: Account) -> int:
    """Points on their way out of the account, neither settled nor voided yet."""
    return _sum(open_holds().filter(debit=account))


def open_holds() -> QuerySet[Transfer]:
    return Transfer.objects.filter(kind=Transfer.Kind.PENDING, ended_by=None)


def _sum(transfers: QuerySet[Transfer]) -> int:
    points: int = transfers.aggregate(points=Coalesce(Sum("amount"), 0))["points"]
    return points


def _end(held: Transfer, kind: Transfer.Kind, now: datetime) -> Transfer:
    return _post(
        Transfer(
            debit_id=held.debit_id, credit_id=held.credit_id, amount=held.amount, kind=kind, code=held.code, purse=held.purse,
            reference=f"{kind}:{held.pk}", holds=held, at=now,
        )
    )  # fmt: skip


def _post(wanted: Transfer) -> Transfer:
    refuse_unless_whole(wanted.amount)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT outcome, transfer, posted_at, available FROM ledger_post(%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s)",
            [
                wanted.debit_id, wanted.credit_id, wanted.amount, str(wanted.kind), wanted.code, str(wanted.purse),
                wanted.reference, wanted.holds_id, json.dumps(wanted.memo), wanted.at,
            ],
        )  # fmt: skip
        outcome, wanted.pk, at, available = cursor.fetchone()
    if outcome == "short":
        raise _not_enough(available=available, amount=wanted.amount)
    if outcome == "other":
        raise ReferenceTaken(_("This was booked before, with another content. The first booking stands; nothing was moved."))
    if outcome == "ended":
        raise HoldEnded(_("These points were released or paid out before. Nothing was moved."))
    wanted.at, wanted._state.adding = at, False
    return wanted


def _not_enough(*, available: int, amount: int) -> NotEnoughPoints:
    missing = amount - available
    sentence = ngettext(
        "%(missing)s point is missing for this. Nothing was moved.", "%(missing)s points are missing for this. Nothing was moved.", missing
    )
    return NotEnoughPoints(sentence % {"missing": missing}, available=available, missing=missing)
