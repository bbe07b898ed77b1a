"""Points that no accepted submission earned: proposed by one, approved by another when they are many."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from members import audit
from members.models import Member
from notifications.services import tell
from rewards import errors, ledger
from rewards.models import Award


@transaction.atomic
def propose_award(
    *, member: Member, amount: int, purse: str, campaign_reference: str, reason: str, by: Member, key: UUID, now: datetime
) -> Award:
    """Propose points for somebody, once per key; nobody proposes their own."""
    if member == by:
        raise errors.OwnAward
    if not reason.strip():
        raise errors.ReasonMissing
    ledger.refuse_unless_whole(amount)
    content = {
        "member": member, "amount": amount, "purse": purse, "campaign_reference": campaign_reference, "reason": reason.strip(),
        "proposed_by": by,
    }  # fmt: skip
    award, new = Award.objects.get_or_create(key=key, defaults={**content, "proposed_at": now})
    if not new and any(getattr(award, name) != value for name, value in content.items()):
        raise errors.KeyTaken
    if new:
        audit.record(by=by, did="award.propose", on=award, now=now, amount=amount)
    return award


@transaction.atomic
def approve_award(*, award: Award, by: Member, now: datetime) -> Award:
    """Pay the award out of its campaign's budget; above the limit it needs somebody other than who proposed it."""
    award = _undecided(award, by, Award.State.APPROVED)
    if award.state == Award.State.APPROVED:
        return award
    if award.amount > Award.FOUR_EYES_ABOVE and award.proposed_by_id == by.pk:
        raise errors.FourEyes(Award.FOUR_EYES_ABOVE)
    ledger.transfer(
        debit=ledger.budget(award.campaign_reference), credit=ledger.purse(award.member), amount=award.amount,
        purse=award.purse, code="award", reference=f"award:{award.pk}", now=now,
    )  # fmt: skip
    _decide(award, Award.State.APPROVED, by, now)
    with translation.override(award.member.locale):
        title = _("You were given %(points)s points") % {"points": award.amount}
    tell(
        member=award.member, kind="award", reference=f"award:{award.pk}", now=now, url=reverse("rewards:wallet"), action=_("See my points"),
        title=title, body=award.reason,
    )  # fmt: skip
    return award


@transaction.atomic
def refuse_award(*, award: Award, by: Member, now: datetime) -> Award:
    """The proposal is not paid; no points moved."""
    award = _undecided(award, by, Award.State.REFUSED)
    if award.state == Award.State.PROPOSED:
        _decide(award, Award.State.REFUSED, by, now)
    return award


def _undecided(award: Award, by: Member, wanted: Award.State) -> Award:
    award = Award.objects.select_for_update(of=("self",)).select_related("member").get(pk=award.pk)
    if award.member_id == by.pk:
        raise errors.OwnAward
    if award.state != Award.State.PROPOSED and (award.state, award.decided_by_id) != (wanted, by.pk):
        raise errors.AwardDecided
    return award


def _decide(award: Award, state: Award.State, by: Member, now: datetime) -> None:
    award.state, award.decided_by, award.decided_at = state, by, now
    award.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(by=by, did=f"award.{state}", on=award, now=now, amount=award.amount)
