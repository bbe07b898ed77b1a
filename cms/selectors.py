"""What the pages about campaigns show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from wagtail.models import TaskState

from claims.models import Claim
from cms.choices import pictures
from cms.services import reference_of
from members.models import Member
from rewards import ledger
from rewards.models import Account
from tasks_catalog.access import may_do_kind
from tasks_catalog.models import Campaign, Task


def get_campaign(slug: str) -> Campaign:
    """A campaign that was published; a draft does not exist for members."""
    campaigns = Campaign.objects.exclude(state=Campaign.State.DRAFT).select_related("sponsor", "journey")
    return get_object_or_404(campaigns, slug=slug)


def tasks_of(campaign: Campaign, *, member: Member) -> QuerySet[Task]:
    """The campaign's published tasks that this member may see, in the order they open; what is tried before a launch, testers only."""
    audience = Q(departments=None) | Q(departments=member.department_id)
    tasks = campaign.tasks.filter(audience, state=Task.State.OPEN).distinct().order_by("opens_at", "pk")
    return tasks if may_do_kind(member=member, kind=Task.Kind.DYNAMIC) else tasks.exclude(kind=Task.Kind.DYNAMIC)


def picture_of(campaign: Campaign) -> str:
    """The illustration of the campaign's page, if it has one that is still there."""
    chosen = str(campaign.theme.get("picture", ""))
    return chosen if chosen in pictures() else ""


def budget_left(campaign: Campaign) -> int:
    """Points that the campaign may still promise."""
    return ledger.balance(ledger.budget_of(reference_of(campaign)))


@dataclass(frozen=True)
class BudgetLine:
    campaign: Campaign
    left: int


def running_budgets() -> list[BudgetLine]:
    """What each running campaign has left, in one query for all balances."""
    campaigns = list(Campaign.objects.filter(state=Campaign.State.RUNNING).order_by("ends_on"))
    references = [f"budget:{reference_of(campaign)}" for campaign in campaigns]
    balances = dict(Account.objects.filter(reference__in=references).values_list("reference", "balance"))
    return [BudgetLine(campaign, balances.get(reference) or 0) for campaign, reference in zip(campaigns, references, strict=True)]


def next_flash(*, now: datetime) -> Task | None:
    """The next all-hands task to open."""
    coming = Task.objects.filter(state=Task.State.OPEN, kind=Task.Kind.ALL_HANDS, opens_at__gt=now)
    return coming.select_related("campaign").order_by("opens_at").first()


def claims_by_version(task: Task) -> list[tuple[int, int]]:
    """How many claims are on which version of the questions, newest first."""
    counted = Claim.objects.filter(task=task).values_list("version__number").annotate(n=Count("pk"))
    return sorted(counted, reverse=True)


def waiting_for_review() -> int:
    return Claim.objects.filter(state=Claim.State.SUBMITTED).count()


def waiting_for_approval(member: Member) -> list[Any]:
    """The campaigns on which this member is to decide now."""
    states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("task", "workflow_state").order_by("started_at")
    pages = [(state.task.specific, state.workflow_state.content_object) for state in states]
    return [page.specific for task, page in pages if page is not None and hasattr(task, "may_decide") and task.may_decide(page, member)]
