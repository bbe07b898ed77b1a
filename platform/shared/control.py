"""Control charts and drivers: figures over a row of numbers in time, or over several at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shared.statistics import Estimate, Limits

type Matrix = npt.NDArray[np.float64]


def xmr(values: Sequence[float]) -> Limits:
    """Individuals and moving range: mean ± 2.66 × mean moving range (Shewhart; Wheeler 1993)."""
    if len(values) < 2:
        raise ValueError("limits need two periods")
    numbers = np.asarray(values, dtype=float)
    centre, half = float(numbers.mean()), 2.66 * float(np.abs(np.diff(numbers)).mean())
    return Limits(mean=centre, low=centre - half, high=centre + half)


def signals(values: Sequence[float], limits: Limits) -> list[tuple[int, ...]]:
    """Which Western Electric rules (1956; 1 to 4) each point completes.

    1: beyond three sigma. 2: two of three beyond two sigma. 3: four of five beyond one sigma. 4: eight in a row; all on one side.
    """
    return [tuple(rule for rule, meets in _RULES if meets(_away(values, limits, index))) for index in range(len(values))]


def _away(values: Sequence[float], limits: Limits, index: int) -> list[float]:
    """Distance of the last eight points from the centre in sigmas, newest first."""
    sigma = limits.sigma or 1e-12
    return [(values[i] - limits.mean) / sigma for i in range(index, max(-1, index - 8), -1)]


def _of_the_last(window: int, needed: int, distance: float, away: list[float]) -> bool:
    recent = away[:window]
    return any(side * recent[0] > distance and sum(side * d > distance for d in recent) >= needed for side in (1, -1))


_RULES: tuple[tuple[int, Callable[[list[float]], bool]], ...] = (
    (1, lambda away: abs(away[0]) > 3),
    (2, lambda away: _of_the_last(3, 2, 2, away)),
    (3, lambda away: _of_the_last(5, 4, 1, away)),
    (4, lambda away: _of_the_last(8, 8, 0, away)),
)


@dataclass(frozen=True)
class Drivers:
    """Share of the explained variation that each predictor carries, and how much is explained at all."""

    weights: tuple[Estimate, ...]
    explained: float


ENOUGH_PER_PREDICTOR = 10


def relative_weights(predictors: Matrix, outcome: Matrix) -> tuple[Matrix, float]:
    """Johnson's relative weights (2000) as shares of R², and R²."""
    correlation = np.corrcoef(predictors.T)
    with_outcome = np.array([np.corrcoef(column, outcome)[0, 1] for column in predictors.T])
    values, vectors = np.linalg.eigh(correlation)
    loading = vectors @ np.diag(np.sqrt(np.clip(values, 1e-12, None))) @ vectors.T
    raw = loading**2 @ (np.linalg.inv(loading) @ with_outcome) ** 2
    return raw / raw.sum(), float(raw.sum())


def drivers(predictors: Matrix, outcome: Matrix, *, samples: int = 2000, seed: int = 1) -> Drivers:
    """Relative weights with 95 % bootstrap intervals; refused under ten answers a predictor."""
    n, count = predictors.shape
    if count < 2 or n < ENOUGH_PER_PREDICTOR * count:
        raise ValueError("too few answers per predictor")
    if not (predictors.std(axis=0).all() and outcome.std()):
        raise ValueError("a predictor never varies")
    weights, explained = relative_weights(predictors, outcome)
    draws = np.array(list(_resampled(predictors, outcome, samples, np.random.default_rng(seed))))
    low, high = np.percentile(draws, [2.5, 97.5], axis=0)
    return Drivers(
        weights=tuple(Estimate(float(w), float(a), float(b), n) for w, a, b in zip(weights, low, high, strict=True)), explained=explained
    )


def _resampled(predictors: Matrix, outcome: Matrix, samples: int, generator: np.random.Generator) -> Iterator[Matrix]:
    for _ in range(samples):
        drawn = generator.integers(0, len(outcome), len(outcome))
        if predictors[drawn].std(axis=0).all() and outcome[drawn].std():
            yield relative_weights(predictors[drawn], outcome[drawn])[0]
