"""The formulas against published numbers, SciPy, and what must always hold."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shared import control
from shared import statistics as figures
from shared.statistics import Verdict

answers = st.lists(st.integers(0, 10), min_size=1, max_size=80)
shares = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_nps_is_promoters_minus_detractors() -> None:
    assert figures.nps([10, 9, 8, 7, 6, 0, 10, 9]).value == pytest.approx(25)


def test_nps_interval_is_the_adjusted_wald_of_rocks() -> None:
    estimate = figures.nps_from_counts(30, 10, 60)

    up, down = 30.75 / 63, 10.75 / 63
    half = 1.959964 * math.sqrt((up + down - (up - down) ** 2) / 63)
    assert (estimate.low, estimate.high) == pytest.approx((100 * (up - down - half), 100 * (up - down + half)), abs=1e-4)


@pytest.mark.parametrize(("hits", "n", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)])
def test_wilson_gives_the_published_intervals(hits: int, n: int, low: float, high: float) -> None:
    estimate = figures.wilson(hits, n)

    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ],
)
def test_newcombe_gives_the_published_intervals(after: tuple[int, int], before: tuple[int, int], low: float, high: float) -> None:
    difference = figures.newcombe(*before, *after)

    assert (difference.low, difference.high) == pytest.approx((low, high), abs=1e-4)


def test_paired_newcombe_without_association_is_the_independent_one() -> None:
    paired = figures.newcombe_paired(both=24, only_before=16, only_after=36, neither=24)
    independent = figures.newcombe(40, 100, 60, 100)

    assert (paired.low, paired.high) == pytest.approx((independent.low, independent.high), abs=1e-9)


def test_paired_newcombe_is_narrower_when_people_agree_with_themselves() -> None:
    paired = figures.newcombe_paired(both=38, only_before=2, only_after=22, neither=38)
    independent = figures.newcombe(40, 100, 60, 100)

    assert paired.high - paired.low < independent.high - independent.low


def test_welch_agrees_with_scipy() -> None:
    before, after = [3.0, 4, 2, 5, 3, 4], [5.0, 4, 5, 3, 5]
    theirs = stats.ttest_ind(after, before, equal_var=False)

    ours = figures.welch(before, after)

    interval = theirs.confidence_interval()
    assert (ours.low, ours.high, ours.p) == pytest.approx((interval.low, interval.high, theirs.pvalue))


def test_paired_gap_agrees_with_scipy() -> None:
    differences = [-1.0, 0, -2, 1, -1, -1, 0, -2]
    theirs = stats.ttest_1samp(differences, 0)

    ours = figures.paired_gap(differences)

    interval = theirs.confidence_interval()
    assert (ours.low, ours.high, ours.p) == pytest.approx((interval.low, interval.high, theirs.pvalue))


def test_holm_gives_the_textbook_answer() -> None:
    assert figures.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_no_change_is_cannot_tell_and_never_better() -> None:
    assert figures.verdict(figures.newcombe(50, 100, 55, 100)) is Verdict.CANNOT_TELL


def test_less_of_a_pain_is_better() -> None:
    assert figures.verdict(figures.newcombe(50, 60, 10, 60), less_is_better=True) is Verdict.BETTER


def test_under_the_small_number_there_is_no_verdict() -> None:
    assert figures.verdict(figures.newcombe(0, 4, 4, 4), enough=5) is Verdict.NOT_ENOUGH


def test_control_limits_are_wheelers() -> None:
    limits = control.xmr([10, 12, 11, 13])

    assert (limits.mean, limits.low, limits.high) == pytest.approx((11.5, 11.5 - 2.66 * 5 / 3, 11.5 + 2.66 * 5 / 3))


def test_a_point_beyond_three_sigma_meets_rule_one() -> None:
    assert 1 in control.signals([0, 0, 3.1], figures.Limits(0, -3, 3))[2]


def test_two_of_three_beyond_two_sigma_meet_rule_two() -> None:
    assert 2 in control.signals([2.5, 0, 2.5], figures.Limits(0, -3, 3))[2]


def test_eight_on_one_side_meet_rule_four() -> None:
    found = control.signals([0.5] * 8, figures.Limits(0, -3, 3))

    assert [4 in rules for rules in found] == [False] * 7 + [True]


def test_drivers_are_refused_under_ten_answers_a_predictor() -> None:
    with pytest.raises(ValueError, match="too few"):
        control.drivers(np.ones((19, 2)), np.ones(19))


def test_the_stronger_driver_weighs_more() -> None:
    generator = np.random.default_rng(3)
    predictors = generator.normal(size=(200, 2))
    found = control.drivers(predictors, 3 * predictors[:, 0] + predictors[:, 1] + generator.normal(size=200), samples=200)

    assert found.weights[0].value > found.weights[1].value
    assert sum(weight.value for weight in found.weights) == pytest.approx(1)


def test_impact_carries_the_interval_of_the_share() -> None:
    share = figures.wilson(10, 40)

    assert figures.impact(severity=4, share=share, weight=1.5).low == pytest.approx(6 * share.low)


@given(answers)
def test_nps_stays_in_range_and_inside_its_interval(scores: list[int]) -> None:
    estimate = figures.nps(scores)

    assert -100 <= estimate.low <= estimate.high <= 100
    assert estimate.low <= estimate.value + 1e-9
    assert estimate.value - 1e-9 <= estimate.high


@given(shares)
def test_a_share_lies_inside_its_interval(share: tuple[int, int]) -> None:
    estimate = figures.wilson(*share)

    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


@given(shares, shares)
def test_turning_before_and_after_round_turns_the_difference(before: tuple[int, int], after: tuple[int, int]) -> None:
    there, back = figures.newcombe(*before, *after), figures.newcombe(*after, *before)

    assert (there.value, there.low, there.p) == pytest.approx((-back.value, -back.high, back.p))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_never_makes_a_p_smaller_and_keeps_the_order(p_values: list[float]) -> None:
    corrected = figures.holm(p_values)

    assert all(after >= before for after, before in zip(corrected, p_values, strict=True))
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    assert [corrected[i] for i in order] == sorted(corrected)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=20))
def test_pareto_ends_at_everything(weights: list[float]) -> None:
    assert figures.pareto(weights)[-1] == pytest.approx(1 if sum(weights) else 0)
