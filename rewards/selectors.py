"""What the wallet, the shop and the desks show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, QuerySet, Sum, When
from django.http import Http404

from members.models import Member
from rewards import ledger
from rewards.models import Account, Benefit, BooksCheck, Redemption, Transfer
from seats.selectors import Standing, standings
from shared.prepared import Given, prepared
from shared.translated import Texts

Kind = Transfer.Kind
NEAR = 50  # percent of a price


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
