"""Spending points: held when asked for, spent when delivered, back when it comes to nothing."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members import audit
from members.models import Member
from notifications.services import tell
from rewards import errors, ledger
from rewards.models import Benefit, Redemption
from seats.errors import AllTaken, AlreadySeated
from seats.models import Pool
from seats.services import give_back, keep, take
from shared.translated import in_language

State = Redemption.State


@transaction.atomic
def redeem(*, benefit: Benefit, member: Member, key: UUID, price: int | None = None, now: datetime) -> Redemption:
    """Ask for a benefit: points are held and a piece of the stock is set aside, once per key.

    `price` is what the member was shown; when it has changed since, nothing is held.
    """
    if earlier := Redemption.objects.filter(key=key).first():
        return _the_same(earlier, benefit, member)
    benefit = Benefit.objects.get(pk=benefit.pk)
    if not benefit.shown:
        raise errors.BenefitGone
    if price is not None and price != benefit.price:
        raise errors.PriceChanged(benefit.price)
    held = ledger.hold(
        debit=ledger.purse(member), credit=ledger.REDEMPTION, amount=benefit.price, code="redemption",
        reference=f"redemption:{key}", now=now,
    )  # fmt: skip
    redemption, new = Redemption.objects.get_or_create(
        key=key,
        defaults={
            "member": member, "benefit": benefit, "price": benefit.price, "priced_by": benefit.priced_by, "hold": held, "requested_at": now,
        },
    )  # fmt: skip
    if not new:
        return _the_same(redemption, benefit, member)
    _set_aside(redemption, now)
    audit.record(by=member, did="redemption.request", on=redemption, now=now, price=redemption.price)
    _tell(redemption, now, _("We set your points aside: %(benefit)s"), _("They are spent only when it arrives."))
    return redemption


@transaction.atomic
def approve_redemption(*, redemption: Redemption, by: Member, now: datetime) -> Redemption:
    """Agree to a request; never one's own, and not by who sets the price. The same person's retry answers the same."""
    redemption = _decidable(redemption, by)
    if redemption.state == State.APPROVED and redemption.decided_by_id == by.pk:
        return redemption
    _refuse_unless(redemption, State.REQUESTED)
    redemption.state, redemption.decided_by, redemption.decided_at = State.APPROVED, by, now
    redemption.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(by=by, did="redemption.approve", on=redemption, now=now)
    _tell(redemption, now, _("Approved: %(benefit)s"), _("It is on its way to you."))
    return redemption


@transaction.atomic
def deliver_redemption(*, redemption: Redemption, by: Member, voucher: str = "", now: datetime) -> Redemption:
    """Hand an approved benefit over: the held points are spent."""
    redemption = _decidable(redemption, by)
    if redemption.state == State.DELIVERED and (redemption.delivered_by_id, redemption.voucher) == (by.pk, voucher.strip()):
        return redemption
    _refuse_unless(redemption, State.APPROVED)
    ledger.settle(redemption.hold, now=now)
    redemption.state, redemption.delivered_by, redemption.ended_at = State.DELIVERED, by, now
    redemption.voucher = voucher.strip()
    redemption.save(update_fields=["state", "delivered_by", "ended_at", "voucher"])
    audit.record(by=by, did="redemption.deliver", on=redemption, now=now)
    _tell(redemption, now, _("It is here: %(benefit)s"), redemption.voucher or _("Enjoy it."))
    return redemption


@transaction.atomic
def decline_redemption(*, redemption: Redemption, by: Member, reason: str, now: datetime) -> Redemption:
    """Say no, with a reason the member reads; points and stock go back."""
    if not reason.strip():
        raise errors.ReasonMissing
    redemption = _decidable(redemption, by)
    if redemption.state == State.DECLINED and (redemption.decided_by_id, redemption.reason) == (by.pk, reason.strip()):
        return redemption
    _refuse_unless(redemption, *Redemption.OPEN)
    redemption.state, redemption.decided_by, redemption.decided_at = State.DECLINED, by, now
    redemption.reason, redemption.ended_at = reason.strip(), now
    redemption.save(update_fields=["state", "decided_by", "decided_at", "reason", "ended_at"])
    _return_everything(redemption, now)
    audit.record(by=by, did="redemption.decline", on=redemption, now=now)
    _tell(redemption, now, _("Not this time: %(benefit)s"), redemption.reason)
    return redemption


@transaction.atomic
def cancel_redemption(*, redemption: Redemption, member: Member, now: datetime) -> Redemption:
    """The member changed their mind before it arrived; points and stock go back."""
    redemption = _locked(Redemption.objects.get(pk=redemption.pk, member=member))
    if redemption.state == State.CANCELLED:
        return redemption
    _refuse_unless(redemption, *Redemption.OPEN)
    redemption.state, redemption.ended_at = State.CANCELLED, now
    redemption.save(update_fields=["state", "ended_at"])
    _return_everything(redemption, now)
    audit.record(by=member, did="redemption.cancel", on=redemption, now=now)
    _tell(redemption, now, _("Cancelled: %(benefit)s"), _("Your points are back."))
    return redemption


def _the_same(redemption: Redemption, benefit: Benefit, member: Member) -> Redemption:
    if (redemption.member_id, redemption.benefit_id) != (member.pk, benefit.pk):
        raise errors.KeyTaken
    return redemption


def _set_aside(redemption: Redemption, now: datetime) -> None:
    pool = Pool.objects.filter(reference=redemption.benefit.pool_reference).first()
    if pool is None:
        return
    try:
        taken = take(pool=pool, member=redemption.member, key=redemption.key, wait=False, now=now)
    except AlreadySeated as limit:
        raise errors.OnePerPerson from limit
    except AllTaken as none_left:
        raise errors.SoldOut from none_left
    if taken.seat is None:
        raise errors.SoldOut
    redemption.seat = keep(seat=taken.seat, now=now)
    redemption.save(update_fields=["seat"])


def _return_everything(redemption: Redemption, now: datetime) -> None:
    ledger.void(redemption.hold, now=now)
    if redemption.seat is not None:
        give_back(seat=redemption.seat, now=now, reason=redemption.state)


def _locked(redemption: Redemption) -> Redemption:
    rows = Redemption.objects.select_for_update(of=("self",)).select_related("member", "benefit", "hold", "seat")
    return rows.get(pk=redemption.pk)


def _decidable(redemption: Redemption, by: Member) -> Redemption:
    redemption = _locked(redemption)
    if redemption.member_id == by.pk:
        raise errors.OwnRedemption
    if redemption.priced_by_id == by.pk:
        raise errors.PricesAndApprovals
    return redemption


def _refuse_unless(redemption: Redemption, *states: str) -> None:
    if redemption.state not in states:
        raise errors.AlreadyEnded(
            _("This request is already: %(state)s. Nothing was changed; reload the page.") % {"state": redemption.get_state_display()}
        )


def _tell(redemption: Redemption, now: datetime, title: Promise, body: str | Promise) -> None:
    with translation.override(redemption.member.locale):
        title_in_full = title % {"benefit": in_language(redemption.benefit.title)}
    tell(
        member=redemption.member, kind="redemption", reference=f"redemption:{redemption.pk}:{redemption.state}", now=now,
        url=reverse("rewards:redemption", args=[redemption.pk]), action=_("Look at it"), title=title_in_full, body=body,
    )  # fmt: skip
