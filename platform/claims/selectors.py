"""What can be read about claims."""

from django.db.models import Count, QuerySet
from django.http import Http404

from claims.models import Claim
from members.models import Member
from tasks_catalog.models import Task


def get_own_claim(member: Member, claim_id: int) -> Claim:
    """The member's own claim with what its pages show; to anybody else it does not exist (404)."""
    claim = Claim.objects.select_related("task", "seat", "rival", "version", "member").filter(pk=claim_id, member=member).first()
    if claim is None:
        raise Http404
    return claim


def live_claim(*, task: Task, member: Member) -> Claim | None:
    """The member's claim on this task that has not ended, or None."""
    return Claim.objects.select_related("task", "seat", "rival").filter(task=task, member=member, state__in=Claim.LIVE).first()


def claims_of(member: Member) -> QuerySet[Claim]:
    """The member's claims, the latest first."""
    return Claim.objects.select_related("task").filter(member=member).order_by("-claimed_at", "-pk")


def unfinished(member: Member) -> QuerySet[Claim]:
    """What the member has to do next: held, started or returned; the most urgent first."""
    todo = [Claim.State.HELD, Claim.State.STARTED, Claim.State.RETURNED]
    return claims_of(member).filter(state__in=todo).order_by("deadline", "pk")


def live_tasks(member: Member) -> list[int]:
    """The ids of the published tasks that the member has."""
    mine = Claim.objects.filter(member=member, state__in=Claim.LIVE, task__state=Task.State.OPEN)
    return list(mine.values_list("task", flat=True))


def states_of(task: Task) -> dict[str, int]:
    """How many claims on the task are in which state."""
    return dict(Claim.objects.filter(task=task).values_list("state").annotate(Count("pk")))
