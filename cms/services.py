"""What publishing means to the rest of the house: campaigns are funded, briefs open as tasks with their points promised."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from claims.models import Claim
from members.models import Member
from rewards import ledger
from rewards.models import Account, Transfer
from rewards.services import fund_budget, reserve_points
from shared.errors import RuleBroken
from tasks_catalog import publishing
from tasks_catalog.models import Campaign, Task

UNPAID = (Claim.State.HELD, Claim.State.STARTED, Claim.State.SUBMITTED, Claim.State.RETURNED)


class BudgetTooSmall(RuleBroken):
    """The campaign cannot promise that many points."""


class CampaignNotPublished(RuleBroken):
    """A brief needs a running campaign around it."""


def reference_of(campaign: Campaign) -> str:
    return f"campaign:{campaign.pk}"


@transaction.atomic
def publish_campaign(*, points_budget: int, by: Member | None, now: datetime, **campaign: Any) -> Campaign:
    """Open or update a campaign (see `tasks_catalog.publishing.open_campaign`) and bring its budget to `points_budget`."""
    opened = publishing.open_campaign(points_budget=points_budget, by=by, now=now, **campaign)
    reference = reference_of(opened)
    budget = ledger.budget_of(reference)
    missing = points_budget - _put_into(budget)
    event = f"budget:{reference}:{_movements(budget) + 1}"
    if missing > 0:
        fund_budget(campaign_reference=reference, amount=missing, reference=event, now=now)
    elif missing < 0:
        _take_back(budget, ledger.issue(), amount=-missing, reference=event, now=now)
    return opened


@transaction.atomic
def publish_task_brief(*, campaign: Campaign, seats: int, points: int, by: Member | None, now: datetime, **brief: Any) -> Task:
    """Freeze and open a brief (see `tasks_catalog.publishing.publish_brief`) and promise seats × points out of the budget."""
    task = publishing.publish_brief(campaign=campaign, seats=seats, points=points, by=by, now=now, **brief)
    promise_points(task=task, total=seats * points, now=now)
    return task


@transaction.atomic
def promise_points(*, task: Task, total: int, now: datetime) -> None:
    """Bring what the task promised in all, paid or not, to `total`; the budget gives or gets the difference."""
    campaign_reference, reserve = reference_of(task.campaign), ledger.reserve_of(task.pool_reference)
    missing = total - promised_points(task)
    event = f"{task.pool_reference}:{_movements(reserve) + 1}"
    if missing < 0:
        _take_back(reserve, ledger.budget_of(campaign_reference), amount=-missing, reference=f"release:{event}", now=now)
    if missing <= 0:
        return
    left = ledger.locked_balance(ledger.budget_of(campaign_reference))
    if missing > left:
        raise BudgetTooSmall(budget_sentence(missing=missing, left=left))
    reserve_points(
        campaign_reference=campaign_reference, task_reference=task.pool_reference, amount=missing, reference=f"reserve:{event}", now=now
    )


def promised_points(task: Task) -> int:
    """All that was ever reserved for the task, less what came back unpaid."""
    reserve = ledger.reserve_of(task.pool_reference)
    return _put_into(reserve)


def budget_sentence(*, missing: int, left: int) -> str:
    return _(
        "This needs %(missing)s points, but the campaign's budget has %(left)s left. Nothing was published. "
        "Ask for fewer seats or points, or raise the campaign's budget first."
    ) % {"missing": missing, "left": left}


@transaction.atomic
def close_brief(*, task: Task, by: Member | None, now: datetime) -> Task:
    """Nobody claims it any more; running claims keep their points, the rest goes back to the budget."""
    closed = publishing.close_task(task=task, by=by, now=now)
    free_promises(task=closed, now=now)
    return closed


@transaction.atomic
def free_promises(*, task: Task, now: datetime) -> int:
    """What a closed task promised and nobody can earn any more goes back to the campaign's budget; how much that was."""
    owed = task.claims.filter(state__in=UNPAID).count() * task.points
    left_over = max(0, ledger.locked_balance(ledger.reserve_of(task.pool_reference)) - owed)
    if left_over:
        promise_points(task=task, total=promised_points(task) - left_over, now=now)
    return left_over


@transaction.atomic
def return_budget(*, campaign: Campaign, now: datetime) -> int:
    """All that the campaign did not promise goes back to where points come from; how much that was."""
    budget = ledger.budget_of(reference_of(campaign))
    left = ledger.locked_balance(budget)
    if left:
        event = f"budget:{reference_of(campaign)}:{_movements(budget) + 1}"
        _take_back(budget, ledger.issue(), amount=left, reference=event, now=now)
    return left


def _put_into(account: Account) -> int:
    came = account.credits.filter(kind=Transfer.Kind.POSTED, code__in=["budget", "reserve"]).aggregate(points=Sum("amount"))["points"]
    went = account.debits.filter(kind=Transfer.Kind.POSTED, code__in=["budget", "release"]).aggregate(points=Sum("amount"))["points"]
    return (came or 0) - (went or 0)


def _movements(account: Account) -> int:
    return account.credits.count() + account.debits.count()


def _take_back(debit: Account, credit: Account, *, amount: int, reference: str, now: datetime) -> None:
    if amount > ledger.locked_balance(debit):
        raise BudgetTooSmall(_("These points are already promised or paid, so they cannot be taken back. Nothing was changed."))
    code = "budget" if credit.kind == Account.Kind.ISSUE else "release"
    ledger.transfer(debit=debit, credit=credit, amount=amount, reference=reference, code=code, now=now)
