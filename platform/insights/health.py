"""How the programme itself does: from seats offered to submissions in the figures, review time, and points."""

from collections import Counter
from datetime import timedelta
from statistics import median

from django.db.models import Q, Sum

from claims.models import Claim
from feedback.models import Review, Submission, SubmissionRevision
from insights.counted import Counted
from insights.measures import Json
from rewards.models import Account, Redemption, Transfer
from seats.models import Pool
from tasks_catalog.models import Task

REVIEW_PROMISE = timedelta(days=2)


def health(data: Counted) -> Json:
    tasks = list(Task.objects.filter(campaign=data.campaign).exclude(state=Task.State.DRAFT).only("pk"))
    offered = Pool.objects.filter(reference__in=[task.pool_reference for task in tasks]).aggregate(seats=Sum("capacity"))["seats"] or 0
    claims = Claim.objects.filter(task__campaign=data.campaign, claimed_at__lte=data.as_of).count()
    sent = Submission.objects.filter(claim__task__campaign=data.campaign, submitted_at__lte=data.as_of).count()
    decisions = _decisions(data)
    waits = sorted(wait for _decision, wait in decisions)
    made = Counter(decision for decision, _wait in decisions)
    return {
        "offered": offered,
        "claimed": claims,
        "submitted": sent,
        "accepted": data.accepted,
        "counted": len(data.lived),
        "insiders": data.insiders,
        "excluded": data.excluded,
        "returned": made[Review.Decision.RETURN],
        "rejected": made[Review.Decision.REJECT],
        "reviews": len(waits),
        "review_hours": round(median(waits) / 3600, 1) if waits else None,
        "reviews_late": sum(wait > REVIEW_PROMISE.total_seconds() for wait in waits),
    }


def _decisions(data: Counted) -> list[tuple[str, float]]:
    """Each review decision with the seconds it took since that revision was sent."""
    reviews = Review.objects.filter(submission__claim__task__campaign=data.campaign, decided_at__lte=data.as_of)
    rows = list(reviews.values_list("submission_id", "revision", "decision", "decided_at"))
    sendings = SubmissionRevision.objects.filter(submission__claim__task__campaign=data.campaign)
    sent = {(submission, number): at for submission, number, at in sendings.values_list("submission_id", "number", "sent_at")}
    return [
        (decision, (decided - sent[submission, revision]).total_seconds())
        for submission, revision, decision, decided in rows
        if (submission, revision) in sent
    ]


def points(data: Counted) -> Json:
    """Points of the campaign as the ledger tells them: budget, promised to tasks, paid; and what the shop took from everybody."""
    budget = f"budget:campaign:{data.campaign.pk}"
    reserves = [f"reserve:task:{pk}" for pk in Task.objects.filter(campaign=data.campaign).values_list("pk", flat=True)]
    posted = Transfer.objects.filter(kind__in=[Transfer.Kind.POSTED, Transfer.Kind.SETTLES], at__lte=data.as_of)
    sums = posted.aggregate(
        budget=Sum("amount", filter=Q(credit__reference=budget, debit__kind=Account.Kind.ISSUE)),
        paid=Sum("amount", filter=Q(debit__reference__in=reserves, credit__kind=Account.Kind.PURSE)),
        back=Sum("amount", filter=Q(credit__reference__in=reserves, debit__kind=Account.Kind.PURSE)),
        promised=Sum("amount", filter=Q(credit__reference__in=reserves)),
        released=Sum("amount", filter=Q(debit__reference__in=reserves, credit__reference=budget)),
    )
    redeemed = Redemption.objects.filter(requested_at__lte=data.as_of)
    spent = redeemed.filter(state=Redemption.State.DELIVERED, ended_at__lte=data.as_of).aggregate(sum=Sum("price"))["sum"] or 0
    held = (
        redeemed.filter(Q(ended_at=None) | Q(ended_at__gt=data.as_of)).exclude(state=Redemption.State.DELIVERED, ended_at=None)
    ).aggregate(sum=Sum("price"))["sum"] or 0
    paid = (sums["paid"] or 0) - (sums["back"] or 0)
    return {
        "budget": sums["budget"] or 0,
        "promised": (sums["promised"] or 0) - (sums["back"] or 0) - (sums["released"] or 0),
        "paid": paid,
        "per_counted": round(paid / data.accepted, 1) if data.accepted else None,
        "spent": spent,
        "held": held,
    }
