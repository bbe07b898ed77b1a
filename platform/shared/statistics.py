"""The formulas of every figure: pure functions over numbers, each with the source of its formula.

Shares are 0-1, NPS runs from -100 to +100, scales keep their own unit. Intervals are 95 % unless said otherwise.
Callers check the small-number rule first; a function given too few numbers raises ValueError.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
from scipy import special  # not scipy.stats: that one takes seconds to load, in every process

Z = 1.959963984540054  # 97.5 % point of the normal distribution


class Verdict(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    CANNOT_TELL = "cannot tell"
    NOT_ENOUGH = "not enough"


@dataclass(frozen=True)
class Estimate:
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Difference:
    """After minus before, or own minus rival."""

    value: float
    low: float
    high: float
    p: float
    n_before: int
    n_after: int


@dataclass(frozen=True)
class Limits:
    """Centre and natural process limits of an individuals chart."""

    mean: float
    low: float
    high: float

    @property
    def sigma(self) -> float:
        return (self.high - self.mean) / 3


# One sample --------------------------------------------------------------------


def _adjusted_nps(promoters: int, detractors: int, n: int) -> tuple[float, float]:
    """Centre and standard error as shares: three answers added, three quarters of one to each tail."""
    up, down = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    centre = up - down
    return centre, sqrt((up + down - centre**2) / (n + 3))


def nps_from_counts(promoters: int, detractors: int, n: int) -> Estimate:
    """Net promoter score with the adjusted Wald interval (Rocks 2016, as MeasuringU recommends it)."""
    if n < 1:
        raise ValueError("NPS needs an answer")
    score = (promoters - detractors) / n
    centre, error = _adjusted_nps(promoters, detractors, n)
    low, high = max(-1.0, centre - Z * error), min(1.0, centre + Z * error)
    return Estimate(value=100 * score, low=100 * min(low, score), high=100 * max(high, score), n=n)


def nps_counts(scores: Sequence[float]) -> tuple[int, int, int]:
    """Promoters (9-10), detractors (0-6) and all."""
    return sum(score >= 9 for score in scores), sum(score <= 6 for score in scores), len(scores)


def nps(scores: Sequence[float]) -> Estimate:
    return nps_from_counts(*nps_counts(scores))


def wilson(hits: int, total: int) -> Estimate:
    """A share with Wilson's score interval (Wilson 1927)."""
    if total < 1:
        raise ValueError("a share needs an answer")
    share, square = hits / total, Z**2
    centre = (share + square / (2 * total)) / (1 + square / total)
    half = Z / (1 + square / total) * sqrt(share * (1 - share) / total + square / (4 * total**2))
    return Estimate(value=share, low=max(0.0, min(share, centre - half)), high=min(1.0, max(share, centre + half)), n=total)


def mean(values: Sequence[float]) -> Estimate:
    """A mean with Student's t interval."""
    n = len(values)
    if n < 2:
        raise ValueError("a mean with an interval needs two answers")
    numbers = np.asarray(values, dtype=float)
    centre = float(numbers.mean())
    half = float(special.stdtrit(n - 1, 0.975)) * float(numbers.std(ddof=1)) / sqrt(n)
    return Estimate(value=centre, low=centre - half, high=centre + half, n=n)


# Two samples -------------------------------------------------------------------


def paired_gap(differences: Sequence[float]) -> Difference:
    """Mean of the differences within pairs, with the paired t interval."""
    estimate = mean(differences)
    error = (estimate.high - estimate.value) / float(special.stdtrit(estimate.n - 1, 0.975))
    return Difference(
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        p=_two_sided_t(estimate.value, error, estimate.n - 1),
        n_before=estimate.n,
        n_after=estimate.n,
    )


def _two_sided_t(difference: float, error: float, freedom: float) -> float:
    if error == 0:
        return 1.0 if difference == 0 else 0.0
    return float(2 * special.stdtr(freedom, -abs(difference / error)))


def welch(before: Sequence[float], after: Sequence[float]) -> Difference:
    """Difference of two means without assuming equal variances (Welch 1947)."""
    if min(len(before), len(after)) < 2:
        raise ValueError("a difference of means needs two answers on each side")
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    parts = float(first.var(ddof=1)) / len(first), float(second.var(ddof=1)) / len(second)
    difference, error = float(second.mean() - first.mean()), sqrt(sum(parts))
    if error == 0:
        return Difference(difference, difference, difference, 1.0 if difference == 0 else 0.0, len(first), len(second))
    freedom = sum(parts) ** 2 / (parts[0] ** 2 / (len(first) - 1) + parts[1] ** 2 / (len(second) - 1))
    half = float(special.stdtrit(freedom, 0.975)) * error
    return Difference(difference, difference - half, difference + half, _two_sided_t(difference, error, freedom), len(first), len(second))


def newcombe(hits_before: int, n_before: int, hits_after: int, n_after: int) -> Difference:
    """Difference of two independent shares: Newcombe's hybrid score interval (1998, method 10); p by the pooled z test."""
    before, after = wilson(hits_before, n_before), wilson(hits_after, n_after)
    difference = after.value - before.value
    pooled = (hits_before + hits_after) / (n_before + n_after)
    error = sqrt(pooled * (1 - pooled) * (1 / n_before + 1 / n_after))
    return Difference(
        value=difference,
        low=difference - sqrt((after.value - after.low) ** 2 + (before.high - before.value) ** 2),
        high=difference + sqrt((after.high - after.value) ** 2 + (before.value - before.low) ** 2),
        p=_two_sided_z(difference, error),
        n_before=n_before,
        n_after=n_after,
    )


def newcombe_paired(both: int, only_before: int, only_after: int, neither: int) -> Difference:
    """Difference of two shares of the same people (Newcombe 1998, paired method 10); p by McNemar's exact test."""
    n = both + only_before + only_after + neither
    before, after = wilson(both + only_before, n), wilson(both + only_after, n)
    difference = after.value - before.value
    phi = _continuity_phi(both, only_before, only_after, neither)
    down = (after.value - after.low, before.high - before.value)
    up = (after.high - after.value, before.value - before.low)
    discordant = only_before + only_after
    return Difference(
        value=difference,
        low=difference - sqrt(max(0.0, down[0] ** 2 - 2 * phi * down[0] * down[1] + down[1] ** 2)),
        high=difference + sqrt(max(0.0, up[0] ** 2 - 2 * phi * up[0] * up[1] + up[1] ** 2)),
        p=min(1.0, float(2 * special.bdtr(min(only_before, only_after), discordant, 0.5))),
        n_before=n,
        n_after=n,
    )


def _continuity_phi(both: int, only_before: int, only_after: int, neither: int) -> float:
    margins = (both + only_before) * (only_after + neither) * (both + only_after) * (only_before + neither)
    if margins == 0:
        return 0.0
    cross = float(both * neither - only_before * only_after)
    if cross > 0:
        cross = max(cross - (both + only_before + only_after + neither) / 2, 0)
    return cross / sqrt(margins)


def nps_difference(before: Sequence[float], after: Sequence[float]) -> Difference:
    """Difference of two independent scores, from their adjusted centres and errors."""
    (centre_0, error_0), (centre_1, error_1) = _adjusted_nps(*nps_counts(before)), _adjusted_nps(*nps_counts(after))
    centre, error = 100 * (centre_1 - centre_0), 100 * sqrt(error_0**2 + error_1**2)
    return Difference(
        value=nps(after).value - nps(before).value,
        low=max(-200.0, centre - Z * error),
        high=min(200.0, centre + Z * error),
        p=_two_sided_z(centre, error),
        n_before=len(before),
        n_after=len(after),
    )


def _two_sided_z(difference: float, error: float) -> float:
    if error == 0:
        return 1.0 if difference == 0 else 0.0
    return float(2 * special.ndtr(-abs(difference / error)))


# Many at once --------------------------------------------------------------------


def holm(p_values: Sequence[float]) -> list[float]:
    """Step-down corrected p values in the order given (Holm 1979)."""
    corrected = [0.0] * len(p_values)
    highest = 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[index]))
        corrected[index] = highest
    return corrected


def verdict(difference: Difference, *, p: float | None = None, less_is_better: bool = False, enough: int = 1) -> Verdict:
    """Better or worse only when the whole interval, and the (corrected) p, exclude no change."""
    if min(difference.n_before, difference.n_after) < enough:
        return Verdict.NOT_ENOUGH
    if (difference.p if p is None else p) >= 0.05 or difference.low <= 0 <= difference.high:
        return Verdict.CANNOT_TELL
    return Verdict.BETTER if (difference.value > 0) != less_is_better else Verdict.WORSE


def verdicts(differences: Sequence[Difference], *, less_is_better: bool = False) -> list[tuple[float, Verdict]]:
    """Corrected p and verdict of each member of one family."""
    corrected = holm([each.p for each in differences])
    return [(p, verdict(each, p=p, less_is_better=less_is_better)) for each, p in zip(differences, corrected, strict=True)]


def pareto(weights: Sequence[float]) -> list[float]:
    """Running share of the total, in the order given."""
    total = sum(weights)
    return [float(part) / total if total else 0.0 for part in np.cumsum(np.asarray(weights, dtype=float))]


def impact(*, severity: float, share: Estimate, weight: float) -> Estimate:
    """Severity × share of testers × weight of the moment; the interval is that of the share."""
    return Estimate(severity * weight * share.value, severity * weight * share.low, severity * weight * share.high, share.n)
