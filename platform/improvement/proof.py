"""What an action's figures say: the first wave against the re-experience, or a measure's periods before against after.

Each action names the one thing that will prove it before it is shipped, so each verdict is a single planned comparison.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from feedback.models import Answer, Subject, Submission
from improvement.models import Action
from insights.models import Measure, SeriesPoint
from insights.series import before_after, split
from shared import statistics
from shared.statistics import Difference, Estimate, Verdict

SATISFIED = 4  # of 5, as in every CSAT figure
PROMOTER, DETRACTOR = 9, 6


@dataclass(frozen=True)
class Proof:
    """Before, after and the difference, in the unit of what was asked: `share` (0-1), `nps` (-100 to 100) or `number`."""

    unit: str
    before: Estimate
    after: Estimate
    difference: Difference
    paired: bool
    verdict: Verdict

    def as_json(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "before": _rounded(self.before),
            "after": _rounded(self.after),
            "difference": _rounded(self.difference),
            "paired": self.paired,
        }


def accepted_again(action: Action, *, as_of: datetime) -> int:
    """How many re-experiences count so far: accepted, not left out of figures, not an insider's, and with the answer.

    For an operational measure: how many whole periods since it was shipped.
    """
    if action.measure:
        return len(_periods(action, as_of)[1])
    return len(_answers(action, again=True))


def proof_of(action: Action, *, as_of: datetime) -> Proof:
    """The comparison as it stands. Raises ValueError when there is too little on either side."""
    return _proof_of_measure(action, action.measure, as_of) if action.measure else _proof_of_question(action)


def _proof_of_question(action: Action) -> Proof:
    before, after = _answers(action, again=False), _answers(action, again=True)
    pairs = [(before[member], number) for member, number in after.items() if member in before]
    paired = len(pairs) == len(after) and len(pairs) > 1
    first, second = (list(column) for column in zip(*pairs, strict=True)) if paired else (list(before.values()), list(after.values()))
    if action.unit == "share":
        hit = 1.0 if action.choice else SATISFIED
        return _proof(action, *_shares([n >= hit for n in first], [n >= hit for n in second], paired=paired), paired=paired)
    if action.unit == "nps":
        difference = statistics.paired_gap(_steps(pairs)) if paired else statistics.nps_difference(first, second)
        return _proof(action, statistics.nps(first), statistics.nps(second), difference, paired=paired)
    gaps = [after - before for before, after in pairs]
    difference = statistics.paired_gap(gaps) if paired else statistics.welch(first, second)
    return _proof(action, statistics.mean(first), statistics.mean(second), difference, paired=paired)


def _proof_of_measure(action: Action, measure: Measure, as_of: datetime) -> Proof:
    """Cases and periods must both say so: a hundred thousand cards of one week share that week's luck."""
    before, after = _periods(action, as_of)
    figures = before_after(before, after, less_is_better=measure.good == Measure.Direction.DOWN)
    if figures is None or min(len(before), len(after)) < 2:
        raise ValueError("a measure needs two periods on each side")
    return Proof(
        unit=action.unit,
        before=Estimate(**figures["before"]),
        after=Estimate(**figures["after"]),
        difference=Difference(**figures["difference"]),
        paired=False,
        verdict=Verdict(figures["verdict"]),
    )


def _proof(action: Action, before: Estimate, after: Estimate, difference: Difference, *, paired: bool) -> Proof:
    # A scale's high end is its good end; of a plain number, the sign of the promised change tells.
    less_is_better = not action.scale and (action.expected or 0) < 0
    return Proof(action.unit, before, after, difference, paired, statistics.verdict(difference, less_is_better=less_is_better))


def _shares(first: Sequence[bool], second: Sequence[bool], *, paired: bool) -> tuple[Estimate, Estimate, Difference]:
    before, after = statistics.wilson(sum(first), len(first)), statistics.wilson(sum(second), len(second))
    if not paired:
        return before, after, statistics.newcombe(sum(first), len(first), sum(second), len(second))
    cells = [(was, became) for was, became in zip(first, second, strict=True)]
    both, lost, gained, neither = (cells.count(cell) for cell in [(True, True), (True, False), (False, True), (False, False)])
    return before, after, statistics.newcombe_paired(both, lost, gained, neither)


def _steps(pairs: Sequence[tuple[float, float]]) -> list[float]:
    """What each person's change does to the score: a promoter counts 100, a detractor -100."""

    def weight(score: float) -> float:
        return 100.0 * ((score >= PROMOTER) - (score <= DETRACTOR))

    return [weight(after) - weight(before) for before, after in pairs]


def _answers(action: Action, *, again: bool) -> dict[int, float]:
    """One number per tester: the answer about our own company, or whether it is the choice hoped for."""
    task = action.re_experience
    wave = task.pk if task and again else task.repeats_id if task else None
    if wave is None:
        return {}
    rows = Answer.objects.filter(
        submission__claim__task_id=wave,
        submission__claim__insider=False,
        submission__state=Submission.State.ACCEPTED,
        question=action.question,
        subject=Subject.OWN,
    ).order_by("submission__submitted_at", "pk")
    if action.choice:
        chosen = rows.filter(choices__isnull=False).values_list("submission__claim__member_id", "choices")
        return {member: float(action.choice in (choices or [])) for member, choices in chosen}
    numbers = rows.filter(number__isnull=False).values_list("submission__claim__member_id", "number")
    return {member: float(number) for member, number in numbers if number is not None}


def _periods(action: Action, as_of: datetime) -> tuple[list[SeriesPoint], list[SeriesPoint]]:
    if not action.measure or not action.shipped_on:
        return [], []
    known = action.measure.points.filter(period_start__lte=timezone.localdate(as_of)).order_by("period_start")
    return split(list(known), action.shipped_on)


def _rounded(figure: Estimate | Difference) -> dict[str, float]:
    return {name: round(value, 6) for name, value in asdict(figure).items()}
