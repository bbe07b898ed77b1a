"""Merits counted again from what stands in the other rooms, so that a badge is never missing for long."""

from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from feedback.models import Review
from feedback.reviewing import ACCEPTING, work_done
from improvement.models import Action
from improvement.services.findings import supporters
from members.models import Member
from rewards.models import Merit
from rewards.services import count_fix, count_work, earn_medals


def recount(*, now: datetime) -> int:
    """Count what is not counted yet, and give what it earns; returns how many merits were new. Nothing is taken away."""
    before = Merit.objects.count()
    _recount_work(now)
    _recount_fixes(now)
    for member in Member.objects.filter(merits__isnull=False, left_at=None).distinct().iterator():
        earn_medals(member=member, now=now)
    return Merit.objects.count() - before


def _recount_work(now: datetime) -> None:
    reference = Concat(Value("submission:"), Cast(OuterRef("submission"), CharField()))
    counted = Merit.objects.filter(member=OuterRef("submission__claim__member"), reference=reference)
    missing = Review.objects.filter(~Exists(counted), decision__in=ACCEPTING).select_related(
        "submission__claim__task", "submission__claim__member"
    )
    for review in missing.order_by("decided_at", "pk").iterator():
        count_work(member=review.submission.claim.member, work=work_done(review.submission, review), now=now)


def _recount_fixes(now: datetime) -> None:
    # People found later to have said the same are among the supporters now.
    for action in Action.objects.exclude(shipped_on=None).select_related("finding").order_by("shipped_on", "pk"):
        if action.shipped_on:
            count_fix(members=supporters(action.finding), reference=f"action:{action.pk}", on=action.shipped_on, now=now)
