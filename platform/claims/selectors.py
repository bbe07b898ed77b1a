"""What can be read about claims."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet
from django.http import Http404

from claims.models import Claim
from members.models import Member
from shared.prepared import Given, prepared
from shared.translated import Texts
from tasks_catalog.frozen import version_of
from tasks_catalog.models import Task


def get_own_claim(member: Member, claim_id: int) -> Claim:
    """The member's own claim with its task and version; to anybody else it does not exist (404)."""
    for claim in _own_claim.objects(claim=claim_id, member=member.pk):
        claim.member, claim.version = member, version_of(claim.version_id)
        claim.task = _task_of.objects(task=claim.task_id)[0]
        return claim
    raise Http404


@prepared
def _own_claim(claim: Given, member: Given) -> QuerySet[Claim]:
    return Claim.objects.filter(pk=claim, member=member)


@prepared
def _task_of(task: Given) -> QuerySet[Task]:
    return with_colours(Task.objects.filter(pk=task))


def with_colours(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks with `colours`, their campaign's theme, and `colours_by`, its slug: for a page that shows one of them."""
    return tasks.annotate(colours=F("campaign__theme"), colours_by=F("campaign__slug"))


def live_claim(*, task: Task, member: Member) -> Claim | None:
    """The member's claim on this task that has not ended, or None."""
    return next(iter(_live_claim.objects(task=task.pk, member=member.pk)), None)


@prepared
def _live_claim(task: Given, member: Given) -> QuerySet[Claim]:
    return Claim.objects.filter(task=task, member=member, state__in=Claim.LIVE)


def claims_of(member: Member) -> QuerySet[Claim]:
    """The member's claims, the latest first."""
    return Claim.objects.select_related("task").filter(member=member).order_by("-claimed_at", "-pk")


@dataclass(frozen=True)
class Todo:
    """A claim whose next step is the member's."""

    pk: int
    state: str
    held_until: datetime
    deadline: datetime
    title: Texts

    @property
    def returned(self) -> bool:
        return self.state == Claim.State.RETURNED

    @property
    def held(self) -> bool:
        return self.state == Claim.State.HELD


def unfinished(member: Member) -> list[Todo]:
    """What the member has to do next: held, started or returned; the most urgent first."""
    return [Todo(*row) for row in _unfinished.rows(member=member.pk)]


def to_do(member: int | Given) -> QuerySet[Claim]:
    """The claims whose next step is the member's, the most urgent first."""
    todo = [Claim.State.HELD, Claim.State.STARTED, Claim.State.RETURNED]
    return Claim.objects.filter(member=member, state__in=todo).order_by("deadline", "pk")


@prepared
def _unfinished(member: Given) -> QuerySet[Claim, Any]:
    return to_do(member).values_list("pk", "state", "held_until", "deadline", "task__title")


def live_tasks(member: Member) -> list[int]:
    """The ids of the published tasks that the member has."""
    return _live_tasks.column(member=member.pk)


@prepared
def _live_tasks(member: Given) -> QuerySet[Claim, int]:
    return Claim.objects.filter(member=member, state__in=Claim.LIVE, task__state=Task.State.OPEN).values_list("task", flat=True)


def states_of(task: Task) -> dict[str, int]:
    """How many claims on the task are in which state."""
    return dict(Claim.objects.filter(task=task).values_list("state").annotate(Count("pk")))
