"""Tasks that will not end well by themselves: nobody comes, time runs out, or reports lie about."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models import Claim
from feedback.models import Submission
from seats.selectors import NOTHING, Standing, standings
from tasks_catalog.models import Task

NOBODY_CAME_IN = timedelta(days=3)
CLOSES_SOON = timedelta(days=3)
LOOKED_AT = 300  # open tasks, those that close first
SHOWN = 8


@dataclass(frozen=True)
class Stuck:
    """An open task and why it needs a hand, the worst first."""

    task: Task
    reasons: list[str] = field(default_factory=list)


def stuck_tasks(*, now: datetime) -> list[Stuck]:
    """Open tasks that need a hand, in four queries; at most as many as a panel shows."""
    running = Task.objects.filter(state=Task.State.OPEN, opens_at__lte=now).filter(Q(closes_at=None) | Q(closes_at__gt=now))
    tasks = list(running.select_related("campaign").order_by("closes_at", "pk")[:LOOKED_AT])
    stands = standings([task.pool_reference for task in tasks])
    late = _counted(Claim.objects.filter(task__in=tasks, state=Claim.State.STARTED, deadline__lt=now), "task")
    unread = _counted(
        Submission.objects.filter(claim__task__in=tasks, claim__state=Claim.State.SUBMITTED, review_due__lt=now), "claim__task"
    )
    found = [
        Stuck(task, list(_reasons(task, stands.get(task.pool_reference, NOTHING), late.get(task.pk, 0), unread.get(task.pk, 0), now)))
        for task in tasks
    ]
    return sorted((one for one in found if one.reasons), key=lambda one: -len(one.reasons))[:SHOWN]


def _counted(rows: "QuerySet[Any]", by: str) -> dict[int, int]:
    return dict(rows.values_list(by).annotate(n=Count("pk")))


def _reasons(task: Task, standing: Standing, late: int, unread: int, now: datetime) -> Iterator[str]:
    if standing.taken == 0 and now - task.opens_at >= NOBODY_CAME_IN:
        yield _("Nobody took a seat in %(days)s days.") % {"days": (now - task.opens_at).days}
    elif task.closes_at and task.closes_at - now <= CLOSES_SOON and standing.free:
        yield ngettext(
            "It closes soon, and %(n)s seat of %(all)s is free.", "It closes soon, and %(n)s seats of %(all)s are free.", standing.free
        ) % {"n": standing.free, "all": standing.capacity}
    if unread:
        yield ngettext("%(n)s report waits for review too long.", "%(n)s reports wait for review too long.", unread) % {"n": unread}
    if late:
        yield ngettext("%(n)s tester is past the deadline.", "%(n)s testers are past the deadline.", late) % {"n": late}
