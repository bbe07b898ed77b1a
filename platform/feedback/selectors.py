"""What the pages of feedback read."""

from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from claims.models import Claim
from feedback.models import Draft, DraftAnswer, Evidence, Review, Submission
from members.models import Member
from members.rights import AUDITOR, DEPARTMENT_OWNER, MANAGEMENT, PROGRAMME_MANAGER, REVIEWER, SUPER_MANAGER, has_right
from shared.prepared import Given, prepared
from tasks_catalog.models import Touchpoint


def readable_evidence(member: Member) -> QuerySet[Evidence]:
    """The photos this person may see: their own, those they may review, those that stand behind reports they may read."""
    allowed = Q(claim__member=member)
    if has_right(member, REVIEWER, SUPER_MANAGER):
        allowed |= Q(claim__in=reviewable(member).values("claim"))
    if has_right(member, PROGRAMME_MANAGER, MANAGEMENT, DEPARTMENT_OWNER, AUDITOR):
        allowed |= Q(claim__submission__state=Submission.State.ACCEPTED)
    return Evidence.objects.filter(allowed, taken_down_at=None)


def reviewable(reviewer: Member) -> QuerySet[Submission]:
    """Submissions this person may decide on: neither own work nor on a touchpoint of the own department."""
    submissions = Submission.objects.exclude(claim__member=reviewer)
    if reviewer.department_id:
        own = Touchpoint.objects.filter(owner=reviewer.department_id)
        submissions = submissions.exclude(claim__task__in=own.values("tasks"))
    return submissions


def review_queue(reviewer: Member) -> QuerySet[Submission]:
    """What waits, the most urgent first, with the number of flags and of earlier returns."""
    returns = Review.objects.filter(submission=OuterRef("pk")).order_by().values("submission").annotate(n=Count("pk")).values("n")
    return (
        reviewable(reviewer)
        .filter(state=Submission.State.WAITING)
        .select_related("claim__task__campaign", "claim__rival")
        .prefetch_related("flags")
        .annotate(returned_times=Subquery(returns))
        .order_by("review_due", "pk")
    )


def drafts_of(member: Member) -> QuerySet[Draft]:
    """Work in progress, the nearest deadline first."""
    photos = Evidence.objects.filter(claim=OuterRef("claim"), taken_down_at=None).order_by().values("claim")
    return (
        Draft.objects.filter(claim__member=member, claim__state__in=[Claim.State.STARTED, Claim.State.RETURNED])
        .select_related("claim__task", "claim__version")
        .annotate(
            answered=Count("answers", filter=Q(answers__value__isnull=False)), photos=Subquery(photos.annotate(n=Count("pk")).values("n"))
        )
        .order_by("claim__deadline")
    )


def points_under_review(member: Member) -> int:
    """What the member's work that waits for a reviewer brings if it is accepted."""
    return sum(_under_review.column(member=member.pk))


@prepared
def _under_review(member: Given) -> QuerySet[Submission, int]:
    waiting = Submission.objects.filter(claim__member=member, state=Submission.State.WAITING)
    return waiting.values("claim__member").annotate(points=Sum("claim__task__points")).values_list("points", flat=True)


def last_review(submission: Submission) -> Review | None:
    """The latest decision, whoever made it."""
    return submission.reviews.select_related("reviewer").order_by("-revision").first()


def cells_for_page(draft: Draft) -> dict[str, dict[str, Any]]:
    cells = _cells.rows(draft=draft.pk)
    return {f"{question}.{subject}": {"value": value, "revision": revision} for question, subject, value, revision in cells}


@prepared
def _cells(draft: Given) -> QuerySet[DraftAnswer, Any]:
    return DraftAnswer.objects.filter(draft=draft).values_list("question", "subject", "value", "revision")


def is_late(submission: Submission, now: datetime) -> bool:
    return submission.review_due < now
