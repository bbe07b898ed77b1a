"""What the numbers say about a hypothesis: before and after what changed, with the interval, or how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from feedback.models import Answer, Submission
from insights.measures import compare, estimate
from insights.models import Measure
from shared import statistics
from shared.statistics import Difference, Estimate
from tasks_catalog.models import Hypothesis, Study

LOWER_IS_BETTER = {"ces"}  # effort
SHARES = {"csat"}


@dataclass(frozen=True)
class Reading:
    """A hypothesis beside its figures; `says` is what they say by themselves, a person gives the verdict."""

    hypothesis: Hypothesis
    measure: Measure | None
    before: Estimate | None
    now: Estimate | None
    difference: Difference | None

    @property
    def is_share(self) -> bool:
        return self.measure is not None or self.hypothesis.scale in SHARES

    @property
    def says(self) -> Hypothesis.Verdict | None:
        """Confirmed or refuted only when the whole interval lies on one side of nothing; no comparison, no word."""
        if self.difference is None:
            return None
        sign = -1 if self._lower_is_better else 1
        low, high = sorted((sign * self.difference.low, sign * self.difference.high))
        if low > 0:
            return Hypothesis.Verdict.CONFIRMED
        return Hypothesis.Verdict.REFUTED if high < 0 else Hypothesis.Verdict.CANNOT_TELL

    @property
    def _lower_is_better(self) -> bool:
        if self.measure is not None:
            return self.measure.good == Measure.Direction.DOWN
        return self.hypothesis.scale in LOWER_IS_BETTER


def readings_of(study: Study) -> list[Reading]:
    """Every hypothesis of the study with its figures."""
    measures = {measure.slug: measure for measure in Measure.objects.all()}
    return [_read(study, hypothesis, measures.get(hypothesis.series)) for hypothesis in study.hypotheses.order_by("pk")]


def _read(study: Study, hypothesis: Hypothesis, measure: Measure | None) -> Reading:
    if hypothesis.series:
        return _read_series(hypothesis, measure)
    answers = _answers(study, hypothesis)
    before, after = _split(answers, hypothesis.changed_on)
    difference = compare(hypothesis.scale, before, after) if hypothesis.changed_on else None
    return Reading(hypothesis, None, estimate(hypothesis.scale, before), estimate(hypothesis.scale, after), difference)


def _answers(study: Study, hypothesis: Hypothesis) -> QuerySet[Answer]:
    """Accepted answers about our own company; at the touchpoint, else anywhere on the study's journey."""
    found = Answer.objects.filter(
        scale=hypothesis.scale,
        subject="own",
        number__isnull=False,
        submission__state=Submission.State.ACCEPTED,
        submission__claim__insider=False,
    )
    if hypothesis.touchpoint_id:
        return found.filter(touchpoint=hypothesis.touchpoint_id)
    return found.filter(touchpoint__stage__journey=study.journey_id) if study.journey_id else found


def _split(answers: QuerySet[Answer], changed_on: date | None) -> tuple[Sequence[float], Sequence[float]]:
    """The numbers before the change and since; without a change, all of them are now."""
    numbers = list(answers.values_list("submission__submitted_at", "number"))
    if changed_on is None:
        return [], [float(number) for _at, number in numbers if number is not None]
    change = timezone.make_aware(datetime.combine(changed_on, time()))
    before = [float(number) for at, number in numbers if number is not None and at < change]
    return before, [float(number) for at, number in numbers if number is not None and at >= change]


def _read_series(hypothesis: Hypothesis, measure: Measure | None) -> Reading:
    """Periods that begin before the change against those that begin since, all their cases together."""
    points = list(measure.points.values_list("period_start", "hits", "total")) if measure else []
    changed_on = hypothesis.changed_on
    before = _pooled([point for point in points if changed_on and point[0] < changed_on])
    after = _pooled([point for point in points if not changed_on or point[0] >= changed_on])
    difference = statistics.newcombe(*before, *after) if before[1] and after[1] else None
    shares = [statistics.wilson(*pool) if pool[1] else None for pool in (before, after)]
    return Reading(hypothesis, measure, shares[0], shares[1], difference)


def _pooled(points: Sequence[tuple[date, int, int]]) -> tuple[int, int]:
    return sum(hits for _start, hits, _total in points), sum(total for _start, _hits, total in points)
