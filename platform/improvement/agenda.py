"""How much a finding weighs: severity × share of testers × weight of a moment of truth."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Avg, Count, Q

from feedback.models import PainPoint, Submission
from improvement.models import Finding
from shared import statistics
from shared.statistics import Estimate

MOMENT_OF_TRUTH = 1.5  # what the opinion is formed by weighs half as much again


@dataclass(frozen=True)
class Weight:
    """Who met a finding, and how badly it hurts; `share` is None under the small number."""

    supporters: int
    testers: int
    severity: float
    impact: float
    share: Estimate | None


def weights(findings: Iterable[Finding], *, as_of: datetime) -> dict[int, Weight]:
    """The weight of each finding by its id, from what was accepted and counts."""
    findings = list(findings)
    counts = Q(submission__state=Submission.State.ACCEPTED, submission__claim__insider=False, submission__submitted_at__lte=as_of)
    rows = (
        PainPoint.objects.filter(counts, merge__theme__in=[finding.theme_id for finding in findings])
        .values("merge__theme_id")
        .annotate(people=Count("submission__claim__member", distinct=True), severity=Avg("severity"))
    )
    by_theme = {row["merge__theme_id"]: row for row in rows}
    testers = dict(
        Submission.objects.filter(state=Submission.State.ACCEPTED, claim__insider=False, submitted_at__lte=as_of)
        .filter(claim__task__campaign__in={finding.campaign_id for finding in findings})
        .values_list("claim__task__campaign")
        .annotate(Count("claim__member", distinct=True))
    )
    return {finding.pk: _weight(finding, by_theme.get(finding.theme_id), testers.get(finding.campaign_id, 0)) for finding in findings}


def _weight(finding: Finding, row: dict[str, float] | None, testers: int) -> Weight:
    if not row or not testers:
        return Weight(0, testers, 0, 0, None)
    people, severity = int(row["people"]), float(row["severity"])
    share = statistics.wilson(people, testers)
    weight = MOMENT_OF_TRUTH if finding.theme.touchpoint.moment_of_truth else 1.0
    shown = share if testers >= settings.SMALL_NUMBERS_FIGURES else None
    return Weight(people, testers, severity, severity * share.value * weight, shown)


def by_impact(findings: Iterable[Finding], *, as_of: datetime) -> list[Finding]:
    """The heaviest finding first; equal ones by the number of their theme."""
    findings = list(findings)
    weigh = weights(findings, as_of=as_of)
    return sorted(findings, key=lambda finding: (-weigh[finding.pk].impact, finding.theme.number))
