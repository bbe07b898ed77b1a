"""A purse's history, line by line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from members.models import Member
from rewards import ledger
from rewards.models import Account, Redemption, Transfer
from shared import planned
from shared.translated import Texts, in_language

Kind = Transfer.Kind
EARNED, SPENT = "earned", "spent"
SHOWN = 20  # rows of the wallet's history a page


# What a transfer was for when nobody wrote it down, and its picture
WORDS: dict[str, tuple[Promise, str]] = {
    "submission": (_("Work accepted"), "tasks"),
    "vesting": (_("Your idea went on"), "leaf"),
    "award": (_("Award"), "star"),
    "red-packet": (_("Red packet"), "gift"),
    "redemption": (_("Benefit"), "gift"),
    "reversal": (_("Correction"), "undo"),
    "expiry": (_("Expired"), "clock"),
}
OTHER = (_("Points"), "wallet")


@dataclass(frozen=True)
class Entry:
    """One line of a statement: the lines of a purse add up to its balance."""

    transfer: Transfer
    points: int  # signed
    benefit: Texts | None = None  # what was asked for with them
    state: str = ""  # of that request

    @property
    def what(self) -> str:
        return in_language(self.benefit or self.transfer.memo) or str(WORDS.get(self.transfer.code, OTHER)[0])

    @property
    def icon(self) -> str:
        return WORDS.get(self.transfer.code, OTHER)[1]

    @property
    def why(self) -> str:
        """The second line: what kind of movement this is."""
        if self.transfer.kind == Kind.VOIDS:
            return gettext("Came back")
        if self.state:
            return str(Redemption.State(self.state).label)
        return str(Transfer.Purse(self.transfer.purse).label) if self.transfer.purse else ""

    @cached_property
    def local(self) -> datetime:
        return timezone.localtime(self.transfer.at)

    @property
    def moment(self) -> str:
        return self.local.isoformat(timespec="seconds")

    @property
    def day(self) -> str:
        return _day(self.local.date(), get_language())

    @property
    def month(self) -> tuple[int, int]:
        return self.local.year, self.local.month


@lru_cache(maxsize=1000)
def _day(day: date, _language: str | None) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")


CAME = "SELECT id, at FROM rewards_transfer WHERE credit_id = %(purse)s AND kind = 'posted'"
WENT = "SELECT id, at FROM rewards_transfer WHERE debit_id = %(purse)s AND kind IN ('posted', 'pending', 'voids')"
NEWEST = "ORDER BY at DESC, id DESC LIMIT"


def statement(purse: Account, *, which: str = "", page: int = 1) -> tuple[list[Entry], bool]:
    """One page of a purse's history, newest first, and whether there is more; in one query."""
    sides = {EARNED: [CAME], SPENT: [WENT]}.get(which, [CAME, WENT])
    until = f"{NEWEST} {page * SHOWN + 1}"
    moved = " UNION ALL ".join(f"({side} {until})" for side in sides)
    rows = planned.rows(
        f"""
        SELECT t.id, t.at, t.amount, t.kind, t.code, t.purse, t.memo, t.credit_id, t.debit_id, b.title, COALESCE(r.state, '')
        FROM (SELECT * FROM ({moved}) both_sides {NEWEST} {SHOWN + 1} OFFSET {(page - 1) * SHOWN}) page
            JOIN rewards_transfer t ON t.id = page.id
            LEFT JOIN rewards_redemption r ON r.hold_id = COALESCE(t.holds_id, t.id)
            LEFT JOIN rewards_benefit b ON b.id = r.benefit_id
        ORDER BY t.at DESC, t.id DESC
        """,  # noqa: S608 - numbers and fragments of ours
        {"purse": purse.pk},
    )
    return [_line(row, purse) for row in rows[:SHOWN]], len(rows) > SHOWN


def _line(row: tuple[Any, ...], purse: Account) -> Entry:
    pk, at, amount, kind, code, sort, memo, credit, debit, title, state = row
    transfer = Transfer(
        id=pk, at=at, amount=amount, kind=kind, code=code, purse=sort, memo=json.loads(memo), credit_id=credit, debit_id=debit
    )
    return Entry(transfer, _signed(transfer, purse), json.loads(title) if title else None, state)


def whole_statement(member: Member) -> Iterator[tuple[Entry, int]]:
    """Every line, oldest first, with the balance after it."""
    purse, total = ledger.purse_of(member), 0
    for transfer in _with_words(Transfer.objects.filter(_moves(purse))).order_by("at", "pk").iterator(chunk_size=500):
        entry = _entry(transfer, purse)
        total += entry.points
        yield entry, total


def _moves(purse: Account) -> Q:
    # A settlement moves nothing in the purse: the points left it when they were held.
    return Q(credit=purse, kind=Kind.POSTED) | Q(debit=purse, kind__in=[Kind.POSTED, Kind.PENDING, Kind.VOIDS])


def _with_words(transfers: QuerySet[Transfer]) -> QuerySet[Transfer]:
    return transfers.select_related("redemption__benefit", "holds__redemption__benefit")


def _entry(transfer: Transfer, purse: Account) -> Entry:
    asked_for: Redemption | None = getattr(transfer.holds or transfer, "redemption", None)
    points = _signed(transfer, purse)
    return Entry(transfer, points, asked_for.benefit.title, asked_for.state) if asked_for else Entry(transfer, points)


def _signed(transfer: Transfer, purse: Account) -> int:
    came = transfer.credit_id == purse.pk or transfer.kind == Kind.VOIDS
    return transfer.amount if came else -transfer.amount
