"""Double entry in whole points: one row is one transfer, so every transfer balances by construction.

Accounts with a floor (purses, budgets, reserves) keep a stored balance, moved by the database function `ledger_post` in the
call that writes the transfer; what is issued, redeemed or expired is a sum. A hold leaves its purse at once and is later
settled or voided: exactly one of the two, once.
"""

from rewards.ledger.accounts import (
    EXPIRY,
    ISSUE,
    REDEMPTION,
    budget,
    budget_of,
    close_account,
    expired,
    issue,
    purse,
    purse_of,
    redeemed,
    reserve,
    reserve_of,
)
from rewards.ledger.balances import balance, held, locked_balance, open_holds
from rewards.ledger.batches import Move, Posted, transfer_many
from rewards.ledger.posting import MOST_POINTS, hold, refuse_unless_whole, reverse, settle, transfer, void
from rewards.ledger.refusals import (
    AccountClosed,
    AccountNotEmpty,
    AccountStaysOpen,
    BatchRefused,
    DatedAhead,
    HoldEnded,
    HoldsOpen,
    NotEnoughPoints,
    NotHeld,
    NotWholePoints,
    PurseMixed,
    ReferenceTaken,
    SameAccount,
)
from rewards.models import Transfer

ROUTINE, QUARTERLY, PROMOTION = Transfer.Purse.ROUTINE, Transfer.Purse.QUARTERLY, Transfer.Purse.PROMOTION

__all__ = [
    "EXPIRY",
    "ISSUE",
    "MOST_POINTS",
    "PROMOTION",
    "QUARTERLY",
    "REDEMPTION",
    "ROUTINE",
    "AccountClosed",
    "AccountNotEmpty",
    "AccountStaysOpen",
    "BatchRefused",
    "DatedAhead",
    "HoldEnded",
    "HoldsOpen",
    "Move",
    "NotEnoughPoints",
    "NotHeld",
    "NotWholePoints",
    "Posted",
    "PurseMixed",
    "ReferenceTaken",
    "SameAccount",
    "balance",
    "budget",
    "budget_of",
    "close_account",
    "expired",
    "held",
    "hold",
    "issue",
    "locked_balance",
    "open_holds",
    "purse",
    "purse_of",
    "redeemed",
    "refuse_unless_whole",
    "reserve",
    "reserve_of",
    "reverse",
    "settle",
    "transfer",
    "transfer_many",
    "void",
]
