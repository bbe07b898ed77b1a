from datetime import datetime

import pytest

from insights.merging import MergeRefused, merge, rename, unmerge, unmerged
from insights.models import Merge
from insights.similarity import Similarity
from tests.insights.factories import Programme


def test_what_says_the_same_is_suggested(programme: Programme, now: datetime) -> None:
    by = programme.member()
    theme = merge(pain_points=[programme.pain(programme.accept(), "快递员上门前不打电话")], title={"en": "No call"}, by=by, now=now)
    programme.pain(programme.accept(), "上门前快递员没有打电话")
    programme.pain(programme.accept(), "The packet looks like an advertisement")

    waiting, total = unmerged(programme.campaign)

    assert total == 2
    assert [[found.pk for found, _likeness in each.suggestions] for each in waiting] == [[theme.pk], []]


def test_merging_again_moves_and_never_doubles(programme: Programme, now: datetime) -> None:
    by, point = programme.member(), programme.pain(programme.accept())
    merge(pain_points=[point], title={"en": "First"}, by=by, now=now)

    second = merge(pain_points=[point], title={"en": "Second"}, by=by, now=now)

    assert list(Merge.objects.values_list("theme", "pain_point")) == [(second.pk, point.pk)]
    assert second.number == 2


def test_a_theme_needs_a_name(programme: Programme, now: datetime) -> None:
    with pytest.raises(MergeRefused):
        merge(pain_points=[programme.pain(programme.accept())], title={"en": " "}, by=programme.member(), now=now)


def test_campaigns_are_not_mixed(programme: Programme, now: datetime) -> None:
    other = Programme(slug="farewell")
    points = [programme.pain(programme.accept()), other.pain(other.accept())]
    with pytest.raises(MergeRefused):
        merge(pain_points=points, title={"en": "Both"}, by=programme.member(), now=now)


def test_taking_out_twice_changes_nothing(programme: Programme, now: datetime) -> None:
    by, point = programme.member(), programme.pain(programme.accept())
    merge(pain_points=[point], title={"en": "No call"}, by=by, now=now)

    assert [unmerge(pain_points=[point], by=by, now=now) for _ in range(2)] == [1, 0]
    assert unmerged(programme.campaign)[1] == 1


def test_a_new_name_keeps_the_number(programme: Programme, now: datetime) -> None:
    by = programme.member()
    theme = merge(pain_points=[programme.pain(programme.accept())], title={"en": "No call"}, by=by, now=now)

    rename(theme=theme, title={"en": "Nobody calls before coming"}, by=by, now=now)

    theme.refresh_from_db()
    assert (theme.number, theme.title) == (1, {"en": "Nobody calls before coming"})


def test_likeness_is_one_for_the_same_words_and_none_for_others() -> None:
    similarity = Similarity({1: "Kurier nie dzwoni", 2: "kurier NIE dzwoni!", 3: "排队七分钟"})

    assert similarity.between(1, 2) == pytest.approx(1)
    assert similarity.between(1, 3) == 0
