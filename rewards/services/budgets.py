"""Points from issue to a campaign, from there to a task, and from the task to who did it."""

from datetime import datetime

from django.db import transaction

from members.models import Member
from rewards import ledger
from rewards.ledger import ROUTINE
from rewards.models import Transfer
from shared.translated import Texts


def fund_budget(*, campaign_reference: str, amount: int, reference: str = "", now: datetime) -> Transfer:
    """Give a campaign points to promise, once per `reference` (by default once per campaign)."""
    return ledger.transfer(
        debit=ledger.ISSUE, credit=ledger.budget(campaign_reference), amount=amount, code="budget",
        reference=reference or f"budget:{campaign_reference}", now=now,
    )  # fmt: skip


def reserve_points(*, campaign_reference: str, task_reference: str, amount: int, reference: str = "", now: datetime) -> Transfer:
    """Promise a task's points out of its campaign's budget, once per `reference` (by default once per task)."""
    return ledger.transfer(
        debit=ledger.budget(campaign_reference), credit=ledger.reserve(task_reference), amount=amount, code="reserve",
        reference=reference or f"reserve:{task_reference}", now=now,
    )  # fmt: skip


@transaction.atomic
def release_reserve(*, campaign_reference: str, task_reference: str, reference: str = "", now: datetime) -> Transfer | None:
    """What a closed task did not pay goes back to its campaign's budget; None when nothing was left."""
    reserve, event = ledger.reserve_of(task_reference), reference or f"release:{task_reference}"
    if already := Transfer.objects.filter(reference=event).first():
        return already
    left = ledger.locked_balance(reserve)
    if not left:
        return None
    return ledger.transfer(debit=reserve, credit=ledger.budget(campaign_reference), amount=left, code="release", reference=event, now=now)


def pay(
    *, member: Member, amount: int, reference: str, from_reference: str, purse: str = ROUTINE, memo: Texts | None = None, now: datetime
) -> Transfer:
    """Pay what a task reserved ("task:9") to a member, once per business event ("submission:42"); `memo` stands in the wallet."""
    return ledger.transfer(
        debit=ledger.reserve(from_reference), credit=ledger.purse(member), amount=amount, code=reference.partition(":")[0],
        purse=purse, reference=reference, memo=memo, now=now,
    )  # fmt: skip
