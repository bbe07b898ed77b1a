"""Moving points: each call is one call of a database function, which writes everything or nothing."""

import json
from datetime import UTC, datetime

from django.db import connection

from rewards.ledger import refusals
from rewards.ledger.accounts import PURSE, Named, name_of
from rewards.models import Transfer
from shared.errors import RuleBroken
from shared.translated import Texts

MOST_POINTS = 10**12  # more in one transfer is a slip of the finger, and far from what a bigint can sum
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
    return _post(
        debit, credit, Transfer(amount=amount, kind="posted", code=code, purse=purse, reference=reference, memo=memo or {}, at=now)
    )


def hold(*, debit: Named, credit: Named, amount: int, reference: str, code: str, now: datetime) -> Transfer:
    """Take points out of `debit` at once; they reach `credit` when settled, or come back when voided."""
    return _post(debit, credit, Transfer(amount=amount, kind="pending", code=code, reference=reference, at=now))


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


def refuse_unless_whole(amount: object) -> None:
    """Points are whole numbers above zero, and not absurdly many."""
    if type(amount) is not int or not 0 < amount <= MOST_POINTS:
        raise refusals.NotWholePoints


def refuse_nonsense(debit: str, credit: str, amount: object, purse: str) -> None:
    """What is wrong whatever the accounts hold."""
    refuse_unless_whole(amount)
    if debit == credit:
        raise refusals.SameAccount
    if purse and (purse not in Transfer.Purse.values or not (debit.startswith(PURSE) or credit.startswith(PURSE))):
        raise refusals.PurseMixed


def refusal(outcome: str, *, available: int, amount: int) -> RuleBroken:
    """What the database function said no with."""
    if outcome == "short":
        return refusals.NotEnoughPoints(available=available, amount=amount)
    return REFUSED[outcome]()


def _post(debit: Named, credit: Named, wanted: Transfer) -> Transfer:
    names = name_of(debit), name_of(credit)
    refuse_nonsense(*names, wanted.amount, wanted.purse)
    with connection.cursor() as cursor:
        # A record is one value to answer with: a third of the server's work is making a table of it.
        cursor.execute(
            "SELECT ledger_post(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                *names, wanted.amount, str(wanted.kind), wanted.code, str(wanted.purse), wanted.reference,
                json.dumps(wanted.memo) if wanted.memo else "{}", wanted.at,
            ],
        )  # fmt: skip
        outcome, pk, at, available, debit_id, credit_id = cursor.fetchone()[0]
    if outcome not in DONE:
        raise refusal(outcome, available=int(available or 0), amount=wanted.amount)
    wanted.debit_id, wanted.credit_id = int(debit_id), int(credit_id)
    return _stands(wanted, pk, at)


def _end(held: Transfer, kind: Transfer.Kind, now: datetime) -> Transfer:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_end(%s, %s, %s)", [held.pk, str(kind), now])
        outcome, pk, at = cursor.fetchone()[0]
    if outcome not in DONE:
        raise refusal(outcome, available=0, amount=held.amount)
    ended = Transfer(
        debit_id=held.debit_id, credit_id=held.credit_id, amount=held.amount, kind=kind, code=held.code, purse=held.purse,
        reference=f"{kind}:{held.pk}", holds=held,
    )  # fmt: skip
    return _stands(ended, pk, at)


def _stands(posted: Transfer, pk: str, at: str) -> Transfer:
    """The transfer as it is in the books."""
    posted.pk, posted.at = int(pk), datetime.fromisoformat(at).astimezone(UTC)
    posted._state.adding, posted._state.db = False, connection.alias
    return posted
