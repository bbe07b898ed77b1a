"""What the wallet, the shop and the desks show."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, Sum, When
from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.models import Member
from rewards import ledger
from rewards.models import Account, Benefit, BooksCheck, Redemption, Transfer
from seats.selectors import Standing, standings
from shared.prepared import Given, prepared
from shared.translated import Texts, in_language

Kind = Transfer.Kind
EARNED, SPENT = "earned", "spent"
NEAR = 50  # percent of a price
SHOWN = 30  # rows of the wallet's history a page


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

    @property
    def month(self) -> tuple[int, int]:
        local = timezone.localtime(self.transfer.at)
        return local.year, local.month


@dataclass(frozen=True)
class Asked:
    """A request that is on its way."""

    pk: int
    title: Texts
    state: str
    price: int

    @property
    def state_words(self) -> str:
        return str(Redemption.State(self.state).label)


@dataclass(frozen=True)
class Wallet:
    balance: int
    held: int
    sources: list[tuple[Transfer.Purse, int]]  # what was ever earned, by purse

    @property
    def earned(self) -> int:
        return sum(points for _kind, points in self.sources)


@dataclass(frozen=True)
class Offer:
    """A benefit as one member sees it."""

    benefit: Benefit
    balance: int
    left: int | None  # None: no end of it

    @property
    def sold_out(self) -> bool:
        return self.left == 0

    @property
    def missing(self) -> int:
        return max(0, self.benefit.price - self.balance)

    @property
    def kept(self) -> int:
        return self.balance - self.benefit.price

    @property
    def share(self) -> int:
        """How much of the price is there, in percent."""
        return min(100, 100 * self.balance // self.benefit.price)


def wallet_of(purse: Account) -> Wallet:
    """Balance, what is held for open requests, and where the points came from."""
    sums = dict(_earned.rows(purse=purse.pk))
    held = sum(_held.column(purse=purse.pk))
    return Wallet(purse.balance or 0, held, [(kind, sums.get(kind, 0)) for kind in Transfer.Purse])


@prepared
def _earned(purse: Given) -> QuerySet[Transfer, Any]:
    return (
        Transfer.objects.filter(credit=purse, kind=Kind.POSTED)
        .values("purse")
        .annotate(points=Sum("amount"))
        .values_list("purse", "points")
    )


@prepared
def _held(purse: Given) -> QuerySet[Transfer, int]:
    """What was held, less what was settled or came back: whole holds end, so the rest are open. Found by one index, unlike `open_holds`."""
    sign = Case(When(kind=Kind.PENDING, then=F("amount")), default=-F("amount"))
    holds = Transfer.objects.filter(debit=purse, kind__in=[Kind.PENDING, Kind.SETTLES, Kind.VOIDS])
    return holds.values("debit").annotate(held=Sum(sign)).values_list("held", flat=True)


def on_its_way(member: Member) -> list[Asked]:
    """The member's open requests, oldest first."""
    return [Asked(*row) for row in _on_its_way.rows(member=member.pk)]


@prepared
def _on_its_way(member: Given) -> QuerySet[Redemption, Any]:
    asked = Redemption.objects.filter(member=member, state__in=Redemption.OPEN).order_by("requested_at", "pk")
    return asked.values_list("pk", "benefit__title", "state", "price")


def last_check() -> BooksCheck | None:
    """The newest check of the books."""
    return next(iter(_checks.objects()), None)


@prepared
def _checks() -> QuerySet[BooksCheck]:
    return BooksCheck.objects.order_by("-at")[:1]


CAME = "SELECT id, at FROM rewards_transfer WHERE credit_id = %(purse)s AND kind = 'posted'"
WENT = "SELECT id, at FROM rewards_transfer WHERE debit_id = %(purse)s AND kind IN ('posted', 'pending', 'voids')"
NEWEST = "ORDER BY at DESC, id DESC LIMIT"


def statement(purse: Account, *, which: str = "", page: int = 1) -> tuple[list[Entry], bool]:
    """One page of a purse's history, newest first, and whether there is more; in one query."""
    sides = {EARNED: [CAME], SPENT: [WENT]}.get(which, [CAME, WENT])
    until = f"{NEWEST} {page * SHOWN + 1}"
    moved = " UNION ALL ".join(f"({side} {until})" for side in sides)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT t.id, t.at, t.amount, t.kind, t.code, t.purse, t.memo, t.credit_id, t.debit_id, b.title, COALESCE(r.state, '')
            FROM (SELECT * FROM ({moved}) both_sides {NEWEST} {SHOWN + 1} OFFSET {(page - 1) * SHOWN}) page JOIN rewards_transfer t ON t.id = page.id
            LEFT JOIN rewards_redemption r ON r.hold_id = COALESCE(t.holds_id, t.id) LEFT JOIN rewards_benefit b ON b.id = r.benefit_id
            ORDER BY t.at DESC, t.id DESC
            """,  # noqa: S608 - numbers and fragments of ours
            {"purse": purse.pk},
        )
        rows = cursor.fetchall()
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


def offers_for(member: Member, *, kind: str = "") -> list[Offer]:
    """What the shop shows: what can be had first, each from cheap to dear."""
    benefits = Benefit.objects.filter(shown=True).order_by("price", "pk")
    if kind in Benefit.Kind.values:
        benefits = benefits.filter(kind=kind)
    balance, found = ledger.purse_of(member).balance or 0, list(benefits)
    pools = standings(benefit.pool_reference for benefit in found)
    offers = [Offer(benefit, balance, pools[ref].free if (ref := benefit.pool_reference) in pools else None) for benefit in found]
    return sorted(offers, key=lambda offer: offer.sold_out)


def offer_for(member: Member, slug: str) -> Offer:
    """One benefit as the member sees it; one that is not shown does not exist."""
    benefit = Benefit.objects.filter(slug=slug, shown=True).first()
    if benefit is None:
        raise Http404
    pool = standings([benefit.pool_reference]).get(benefit.pool_reference)
    return Offer(benefit, ledger.purse_of(member).balance or 0, pool.free if pool else None)


def shelves() -> list[tuple[Benefit, Standing | None]]:
    """Every benefit and how its stock stands; None: there is no end of it."""
    benefits = list(Benefit.objects.select_related("priced_by").order_by("-shown", "price", "pk"))
    pools = standings(benefit.pool_reference for benefit in benefits)
    return [(benefit, pools.get(benefit.pool_reference)) for benefit in benefits]


def next_goal(offers: list[Offer]) -> Offer | None:
    """The nearest benefit that the points do not reach yet, once they are half way there."""
    near = (offer for offer in offers if offer.missing and not offer.sold_out and offer.share >= NEAR)
    return min(near, key=lambda offer: offer.missing, default=None)


def own_redemption(member: Member, redemption_id: int) -> Redemption:
    """The member's own request; other people's do not exist."""
    redemption = Redemption.objects.select_related("benefit").filter(pk=redemption_id, member=member).first()
    if redemption is None:
        raise Http404
    return redemption


def open_redemptions() -> QuerySet[Redemption]:
    """What waits at the desk, oldest first."""
    rows = Redemption.objects.filter(state__in=Redemption.OPEN).select_related("member__department", "benefit", "decided_by", "priced_by")
    return rows.order_by("requested_at", "pk")


def ended_redemptions(*, since: datetime) -> QuerySet[Redemption]:
    rows = Redemption.objects.filter(ended_at__gte=since).select_related("member__department", "benefit", "decided_by")
    return rows.order_by("-ended_at", "-pk")


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
