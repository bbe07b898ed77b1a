"""Colleagues who bring colleagues: a code in a link and a QR, and what it counts once the newcomer's work is accepted."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from members.models import Member
from notifications.services import tell
from recruitment.models import Referral, Round
from rewards.services import count_referral

DIGITS = 10  # of the code's proof, in hexadecimal


def code_of(member: Member) -> str:
    """The member's own code: it names them without a table and cannot be made up for somebody else."""
    return f"{member.pk}-{_proof(member.pk)}"


def inviter_of(code: str) -> Member | None:
    """Whose code it is; None for a code that nobody gave out."""
    pk, _dash, proof = code.partition("-")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 12 and constant_time_compare(proof, _proof(int(pk)))):
        return None
    return Member.objects.filter(pk=pk, is_active=True, left_at=None).first()


def refer(*, round: Round, invited: Member, code: str, now: datetime) -> Referral | None:  # noqa: A002 - the product's word
    """Write down who brought whom into a round; the first who did stays, and nobody brings themselves."""
    by = inviter_of(code)
    if by is None or by == invited:
        return None
    referral, _new = Referral.objects.get_or_create(round=round, invited=invited, defaults={"by": by, "at": now})
    return referral


@transaction.atomic
def count_referrals_of(*, invited: Member, now: datetime) -> int:
    """The newcomer's work was accepted: whoever brought them is told, and it counts for a medal; returns how many that were."""
    waiting = Referral.objects.filter(invited=invited, counted_at=None).select_related("by", "round")
    counted = list(waiting.select_for_update(of=("self",)))
    for referral in counted:
        referral.counted_at = now
        referral.save(update_fields=["counted_at"])
        _tell(referral, now)
        count_referral(member=referral.by, reference=f"referral:{invited.pk}", now=now)
    return len(counted)


def _tell(referral: Referral, now: datetime) -> None:
    tell(
        member=referral.by, kind="recruitment", reference=f"referral:{referral.pk}",
        title=format_lazy(_("{name} came by you, and their first work is accepted"), name=referral.invited.called),
        body=_("Thank you for bringing a colleague. It counts for your medals."),
        url=reverse("rewards:medals"), action=_("See my medals"), now=now,
    )  # fmt: skip


def _proof(pk: int) -> str:
    return salted_hmac("recruitment.referral", str(pk), algorithm="sha256").hexdigest()[:DIGITS]
