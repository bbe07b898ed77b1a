"""Thousands of transfers in one call: season awards, expiries."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rewards.ledger import refusals
from rewards.ledger.accounts import Named, name_of
from rewards.ledger.posting import refusal, refuse_nonsense
from shared import planned
from shared.errors import RuleBroken
from shared.translated import Texts


@dataclass(frozen=True, slots=True)
class Move:
    """One transfer of a batch."""

    debit: Named
    credit: Named
    amount: int
    reference: str
    code: str
    purse: str = ""
    memo: Texts | None = None


@dataclass(frozen=True)
class Posted:
    """What a batch did: moves written now, and moves that were there before."""

    new: int
    again: int


def transfer_many(moves: Sequence[Move], *, now: datetime) -> Posted:
    """Make every move, each reference once, as if one after the other; or none, and `BatchRefused` names the first that cannot be."""
    if not moves:
        return Posted(0, 0)
    rows = [_row(number, move) for number, move in enumerate(moves, start=1)]
    outcome, *told = planned.value("SELECT ledger_post_many(%s, %s)", (json.dumps(rows), now))
    posted, again, number, available = (int(figure or 0) for figure in told)
    if outcome == "posted":
        return Posted(posted, again)
    move = moves[number - 1]
    because = refusal(outcome, available=available, amount=move.amount)
    raise refusals.BatchRefused(number=number, reference=move.reference, because=because)


def _row(number: int, move: Move) -> list[object]:
    debit, credit = name_of(move.debit), name_of(move.credit)
    try:
        refuse_nonsense(debit, credit, move.amount, move.purse)
    except RuleBroken as no:
        raise refusals.BatchRefused(number=number, reference=move.reference, because=no) from no
    return [debit, credit, move.amount, move.code, str(move.purse), move.reference, move.memo or {}]
