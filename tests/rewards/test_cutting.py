"""Cutting an amount: whatever is asked for, the shares add up, keep their limits, and no place is better than another."""

from random import Random
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis.strategies import DrawFn, composite, integers

from rewards.cutting import cut

type Terms = tuple[int, int, int, int]


@composite
def terms(draw: DrawFn) -> Terms:
    shares, least, room = draw(integers(1, 60)), draw(integers(1, 50)), draw(integers(0, 80))
    most = least + room
    return draw(integers(least * shares, most * shares)), shares, least, most


@given(terms(), integers(0, 10**6))
@settings(max_examples=300)
def test_the_shares_add_up_and_keep_their_limits(wanted: Terms, seed: int) -> None:
    points, shares, least, most = wanted

    cuts = cut(points, shares=shares, least=least, most=most, dice=Random(seed))  # noqa: S311

    assert (sum(cuts), len(cuts)) == (points, shares)
    assert all(least <= share <= most for share in cuts)


def test_with_one_size_all_are_equal() -> None:
    assert cut(60, shares=5, least=12, most=12) == [12] * 5


def test_a_single_share_is_everything() -> None:
    assert cut(7, shares=1, least=1, most=9) == [7]


@pytest.mark.parametrize("wanted", [(39, 5, 8, 20), (101, 5, 8, 20), (5, 5, 0, 2), (10, 2, 6, 4), (5, 0, 1, 5)])
def test_what_cannot_add_up_is_refused(wanted: Terms) -> None:
    points, shares, least, most = wanted

    with pytest.raises(ValueError, match="do not make"):
        cut(points, shares=shares, least=least, most=most)


def test_two_packets_alike_are_cut_differently() -> None:
    assert len({tuple(cut(600, shares=50, least=6, most=18)) for _ in range(5)}) > 1


def test_no_place_is_better_than_another() -> None:
    dice = Random(7)  # noqa: S311
    cuts = [cut(120, shares=10, least=2, most=40, dice=dice) for _ in range(4000)]

    means = [fmean(place) for place in zip(*cuts, strict=True)]

    assert max(means) - min(means) < 1  # of 12; a cut that is not shuffled keeps its mean, too, so see the spread below
    spreads = [fmean((points - 12) ** 2 for points in place) for place in zip(*cuts, strict=True)]
    assert max(spreads) / min(spreads) < 1.4


class Unshuffled(Random):
    def shuffle(self, _places: object) -> None:
        """Leave them as they were cut."""


def test_unshuffled_the_last_places_would_be_wilder() -> None:
    dice = Unshuffled(7)
    cuts = [cut(120, shares=10, least=2, most=40, dice=dice) for _ in range(4000)]

    spreads = [fmean((points - 12) ** 2 for points in place) for place in zip(*cuts, strict=True)]

    assert max(spreads) / min(spreads) > 1.4
