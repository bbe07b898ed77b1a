"""Moving points: each call is one call of a database function, which writes everything or nothing."""

import json
from datetime import UTC, datetime

from django.db import connection

from rewards.ledger import refusals
from rewards.ledger.accounts import PURSE, Named, name_of
from rewards.models import Transfer
from shared import planned
from shared.errors import RuleBroken
from shared.translated import Texts

MOST_POINTS = 10**12  # more in one transfer is a slip of the finger, and far from what a bigint can sum
PURSES = frozenset(Transfer.Purse.values)
_COLUMNS = [field.attname for field in Transfer._meta.concrete_fields]
DONE = ("posted", "again")
REFUSED: dict[str, type[refusals.Bare]] = {
    "other": refusals.ReferenceTaken,
    "closed": refusals.AccountClosed,
    "ended": refusals.HoldEnded,
    "none": refusals.NotHeld,
    "early": refusals.DatedAhead,
}


def transfer(
    *, debit: Named, credit: Named, amount: int, reference: str, code: str, purse: str = "", memo: Texts | None = None, now: datetime
) -> Transfer:
    """Move whole points from `debit` to `credit`; the same reference with the same content answers with the first transfer.

    `memo` is what the people concerned read beside the amount.
    """
    return _post("posted", debit, credit, amount, reference, code, purse, memo or {}, now)


def hold(*, debit: Named, credit: Named, amount: int, reference: str, code: str, now: datetime) -> Transfer:
    """Take points out of `debit` at once; they reach `credit` when settled, or come back when voided."""
    return _post("pending", debit, credit, amount, reference, code, "", {}, now)


def settle(held: Transfer, *, now: datetime) -> Transfer:
    """The held points arrive; a second time answers the same, after a void it is refused."""
    return _end(held, "settles", now)


def void(held: Transfer, *, now: datetime) -> Transfer:
    """The held points come back; a second time answers the same, after a settlement it is refused."""
    return _end(held, "voids", now)


def reverse(mistake: Transfer, *, now: datetime) -> Transfer:
    """Answer a posted mistake by its transfer back, once; refused when the points are no longer there."""
    return transfer(
        debit=mistake.credit, credit=mistake.debit, amount=mistake.amount, purse=mistake.purse, code="reversal",
        reference=f"reversal:{mistake.pk}", now=now,
    )  # fmt: skip


def refuse_unless_whole(amount: object) -> None:
    """Points are whole numbers above zero, and not absurdly many."""
    if type(amount) is not int or not 0 < amount <= MOST_POINTS:
        raise refusals.NotWholePoints


def refuse_nonsense(debit: str, credit: str, amount: object, purse: str) -> None:
    """What is wrong whatever the accounts hold."""
    refuse_unless_whole(amount)
    if debit == credit:
        raise refusals.SameAccount
    if purse and (purse not in PURSES or not (debit.startswith(PURSE) or credit.startswith(PURSE))):
        raise refusals.PurseMixed


def refusal(outcome: str, *, available: int, amount: int) -> RuleBroken:
    """What the database function said no with."""
    if outcome == "short":
        return refusals.NotEnoughPoints(available=available, amount=amount)
    return REFUSED[outcome]()


def _post(
    kind: str, debit: Named, credit: Named, amount: int, reference: str, code: str, purse: str, memo: Texts, now: datetime
) -> Transfer:
    names = name_of(debit), name_of(credit)
    refuse_nonsense(*names, amount, purse)
    outcome, pk, at, available, debit_id, credit_id = _record(
        "SELECT ledger_post(%s, %s, %s, %s, %s, %s, %s, %s, %s)::text",
        (*names, amount, kind, code, str(purse), reference, json.dumps(memo) if memo else "{}", now),
    )
    if outcome not in DONE:
        raise refusal(outcome, available=int(available or 0), amount=amount)
    return _booked(
        id=int(pk), debit_id=int(debit_id), credit_id=int(credit_id), amount=amount, kind=kind, code=code, purse=purse,
        reference=reference, memo=memo, holds_id=None, at=_instant(at),
    )  # fmt: skip


def _end(held: Transfer, kind: str, now: datetime) -> Transfer:
    outcome, pk, at = _record("SELECT ledger_end(%s, %s, %s)::text", (held.pk, kind, now))
    if outcome not in DONE:
        raise refusal(outcome, available=0, amount=held.amount)
    return _booked(
        id=int(pk), debit_id=held.debit_id, credit_id=held.credit_id, amount=held.amount, kind=kind, code=held.code, purse=held.purse,
        reference=f"{kind}:{held.pk}", memo={}, holds_id=held.pk, at=_instant(at),
    )  # fmt: skip


def _record(query: str, values: tuple[object, ...]) -> list[str]:
    """The fields of a record, none of which holds a comma: one value is a third less work for the server than a row of them."""
    told: str = planned.value(query, values)
    return told[1:-1].split(",")


def _instant(told: str) -> datetime:
    return datetime.fromisoformat(told.strip('"')).astimezone(UTC)


def _booked(**values: object) -> Transfer:
    """The transfer as it is in the books, without asking for it again."""
    return Transfer.from_db(connection.alias, _COLUMNS, [values[column] for column in _COLUMNS])
