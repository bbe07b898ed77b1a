"""A case small enough to be checked by hand."""

from datetime import datetime, timedelta

import pytest

from feedback.models import Review
from insights.counted import counted
from insights.figures import PARTS, campaign_figures
from insights.measures import emotions, gaps, scores
from insights.voices import voices
from tests.insights.factories import NOON, Programme


def row(found: list[dict], scale: str, who: str) -> dict:  # type: ignore[type-arg]
    score = next(each for each in found if each["scale"] == scale)
    return next(each for each in score["rows"] if each["who"] == who)


@pytest.fixture
def six(programme: Programme) -> Programme:
    """Six testers: promoters 3, detractors 1; the rival is one point better on satisfaction for four of them."""
    for recommend, own, rival in [(10, 4, 5), (9, 3, 4), (9, 5, 5), (8, 4, 5), (7, 2, 3), (3, 1, 1)]:
        programme.accept(
            own={"recommend": recommend, "satisfied": own, "effort": 5, "feeling": -1}, rival={"satisfied": rival, "feeling": 1}
        )
    return programme


def test_every_part_is_there(six: Programme, now: datetime) -> None:
    assert tuple(campaign_figures(campaign=six.campaign, as_of=now)) == PARTS


def test_nps_counts_promoters_and_detractors_of_the_first_time(six: Programme, now: datetime) -> None:
    found = row(scores(counted(campaign=six.campaign, as_of=now)), "nps", "own")

    assert found["estimate"]["value"] == pytest.approx(100 * (3 - 1) / 6, abs=1e-4)
    assert found["n"] == 6


def test_csat_is_the_share_of_four_and_five(six: Programme, now: datetime) -> None:
    found = row(scores(counted(campaign=six.campaign, as_of=now)), "csat", "own")

    assert found["estimate"]["value"] == pytest.approx(3 / 6)


def test_gap_is_the_mean_difference_within_pairs(six: Programme, now: datetime) -> None:
    gap = gaps(counted(campaign=six.campaign, as_of=now))[0]

    assert gap["n"] == 6
    assert gap["difference"]["value"] == pytest.approx(-4 / 6, abs=1e-6)
    assert gap["verdict"] == "worse"


def test_a_touchpoint_under_five_pairs_has_no_gap(six: Programme, now: datetime) -> None:
    for _ in range(4):
        six.accept(own={"satisfied": 1}, rival={"satisfied": 5}, at=six.activation)

    gap = next(g for g in gaps(counted(campaign=six.campaign, as_of=now)) if g["touchpoint"]["id"] == six.activation.pk)

    assert (gap["difference"], gap["verdict"], gap["n"]) == (None, "not enough", 4)


def test_emotion_is_told_per_stage_for_ours_and_the_rival(six: Programme, now: datetime) -> None:
    delivery = emotions(counted(campaign=six.campaign, as_of=now))[0]

    assert (delivery["own"]["value"], delivery["rival"]["value"], delivery["last"]) == (-1, 1, None)


def test_insiders_and_excluded_are_counted_but_not_in_figures(six: Programme, now: datetime) -> None:
    six.accept(own={"recommend": 0}, insider=True)
    six.accept(own={"recommend": 0}, decision=Review.Decision.EXCLUDE)

    data = counted(campaign=six.campaign, as_of=now)

    assert (data.accepted, data.insiders, data.excluded, len(data.lived)) == (8, 1, 1, 6)
    assert row(scores(data), "nps", "own")["n"] == 6


def test_figures_are_those_of_the_instant(six: Programme, now: datetime) -> None:
    six.accept(own={"recommend": 0}, when=now + timedelta(minutes=1))

    assert len(counted(campaign=six.campaign, as_of=now).lived) == 6


def test_lived_again_is_compared_with_the_same_task_only(six: Programme, now: datetime) -> None:
    again = six.task_of("again", repeats=six.task)
    elsewhere = six.task_of("elsewhere")
    for _ in range(6):
        six.accept(own={"effort": 7}, task=again)
        six.accept(own={"effort": 1}, task=elsewhere)

    change = next(each["change"] for each in scores(counted(campaign=six.campaign, as_of=now)) if each["scale"] == "ces")

    assert (change["difference"]["value"], change["verdict"]) == (2, "better")


def test_one_person_who_submits_twice_supports_a_theme_once(six: Programme, now: datetime) -> None:
    from insights.merging import merge

    ada = six.member()
    twice = [six.pain(six.accept(member=ada)), six.pain(six.accept(member=ada, task=six.task_of("other")))]
    merge(pain_points=twice, title={"en": "No call"}, by=ada, now=now - timedelta(days=1))

    theme = campaign_figures(campaign=six.campaign, as_of=now)["pains"]["themes"][0]

    assert theme["supporters"] == 1
    assert theme["share"]["value"] == pytest.approx(1 / 7, abs=1e-6)
    assert theme["impact"]["value"] == pytest.approx(4 * 1.5 / 7, abs=1e-5)


def test_words_wait_for_eight_speakers(programme: Programme, now: datetime) -> None:
    for number in range(7):
        programme.accept(words=f"It took {number} days and nobody called.")
    assert voices(counted(campaign=programme.campaign, as_of=now)) == []

    programme.accept(words="排队七分钟，验证码已经过期。")

    spoken = voices(counted(campaign=programme.campaign, as_of=now))
    assert {each["language"] for each in spoken} == {"en", "zh-Hans"}


def test_no_figure_names_a_tester(six: Programme, now: datetime) -> None:
    for _ in range(9):
        submission = six.accept(words="Nobody called before coming.")
        six.idea(submission)

    assert "Secret" not in str(campaign_figures(campaign=six.campaign, as_of=now))


def test_drivers_are_refused_with_too_few_answers(six: Programme, now: datetime) -> None:
    found = campaign_figures(campaign=six.campaign, as_of=now)["drivers"]

    assert found["rows"] == []


def test_review_time_runs_from_sending_to_decision(six: Programme, now: datetime) -> None:
    assert campaign_figures(campaign=six.campaign, as_of=NOON)["health"]["review_hours"] == 20
