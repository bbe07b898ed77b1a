"""What the wallet, the shop and the desks show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Sum
from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.models import Member
from rewards import ledger
from rewards.models import Account, Benefit, Redemption, Transfer
from seats.selectors import Standing, standings
from shared.translated import in_language

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

    @property
    def what(self) -> str:
        asked_for = self.redemption
        return in_language(asked_for.benefit.title if asked_for else self.transfer.memo) or str(WORDS.get(self.transfer.code, OTHER)[0])

    @property
    def icon(self) -> str:
        return WORDS.get(self.transfer.code, OTHER)[1]

    @property
    def why(self) -> str:
        """The second line: what kind of movement this is."""
        if self.transfer.kind == Kind.VOIDS:
            return gettext("Came back")
        asked_for = self.redemption
        return asked_for.get_state_display() if asked_for else self.transfer.get_purse_display()

    @property
    def redemption(self) -> Redemption | None:
        held = self.transfer.holds or self.transfer
        return getattr(held, "redemption", None)

    @property
    def month(self) -> tuple[int, int]:
        local = timezone.localtime(self.transfer.at)
        return local.year, local.month


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


def wallet_of(member: Member) -> Wallet:
    """Balance, what is held for open requests, and where the points came from."""
    purse = ledger.purse_of(member)
    sums = dict(Transfer.objects.filter(credit=purse, kind=Kind.POSTED).values_list("purse").annotate(points=Sum("amount")))
    return Wallet(purse.balance or 0, ledger.held(purse), [(kind, sums.get(kind, 0)) for kind in Transfer.Purse])


def statement(member: Member, *, which: str = "", page: int = 1) -> tuple[list[Entry], bool]:
    """One page of a purse's history, newest first, and whether there is more."""
    purse = ledger.purse_of(member)
    until = page * SHOWN + 1
    newest = [rows.order_by("-at", "-pk").values_list("at", "pk")[:until] for rows in _sides(purse, which)]
    both = newest[0].union(*newest[1:], all=True).order_by("-at", "-pk") if len(newest) > 1 else newest[0]
    found = _with_words(Transfer.objects.all()).in_bulk([pk for _when, pk in both[until - SHOWN - 1 : until]])
    rows = sorted(found.values(), key=lambda transfer: (transfer.at, transfer.pk), reverse=True)
    return [_entry(transfer, purse) for transfer in rows[:SHOWN]], len(rows) > SHOWN


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


def _sides(purse: Account, which: str) -> list[QuerySet[Transfer]]:
    came = Transfer.objects.filter(credit=purse, kind=Kind.POSTED)
    went = Transfer.objects.filter(debit=purse, kind__in=[Kind.POSTED, Kind.PENDING, Kind.VOIDS])
    return {EARNED: [came], SPENT: [went]}.get(which, [came, went])


def _with_words(transfers: QuerySet[Transfer]) -> QuerySet[Transfer]:
    return transfers.select_related("redemption__benefit", "holds__redemption__benefit")


def _entry(transfer: Transfer, purse: Account) -> Entry:
    came = transfer.credit_id == purse.pk or transfer.kind == Kind.VOIDS
    return Entry(transfer, transfer.amount if came else -transfer.amount)
