"""Proven only by enough accepted re-experiences and a *better*."""

from datetime import date, datetime, timedelta

import pytest

from claims.models import Claim
from feedback.models import Review
from improvement.models import Action
from improvement.proof import proof_of
from improvement.services import NotEnoughYet, verify, verify_what_is_complete
from improvement.services.verification import NotShipped
from insights.models import Measure
from notifications.models import Note
from shared.errors import RuleBroken
from tasks_catalog.models import Questionnaire, QuestionnaireVersion, Task
from tests.improvement.factories import LATER, Loop, choose

State = Action.State
LOW, HIGH = [1, 2, 2, 3, 2, 1, 2, 3, 2, 2, 1, 2], [5, 4, 5, 5, 4, 5, 4, 5, 5, 5]


def test_three_of_five_are_not_enough(loop: Loop) -> None:
    loop.first_wave("satisfied", LOW)
    action = loop.opened()
    loop.again(action, [5, 5, 5])

    with pytest.raises(NotEnoughYet, match="3 of 5 accepted re-experiences so far") as early:
        verify(action=action, now=LATER)

    assert (early.value.have, early.value.needed) == (3, 5)
    assert Action.objects.get(pk=action.pk).state == State.RE_EXPERIENCING


def test_insiders_and_work_left_out_of_figures_do_not_count(loop: Loop) -> None:
    loop.first_wave("satisfied", LOW)
    action = loop.opened()
    loop.again(action, [5, 5, 5, 5])
    loop.again(action, [5], insider=True)
    loop.again(action, [5], decision=Review.Decision.EXCLUDE)

    with pytest.raises(NotEnoughYet, match="4 of 5"):
        verify(action=action, now=LATER)


def test_better_is_verified_with_difference_and_interval(loop: Loop) -> None:
    loop.first_wave("satisfied", LOW)
    action = loop.opened(loop.found(loop.accept(own={"satisfied": 2})))
    loop.again(action, HIGH)

    action = verify(action=action, by=loop.manager, now=LATER)

    assert (action.state, action.verdict) == (State.VERIFIED, "better")
    figures = action.verdict_figures
    assert (figures["unit"], figures["before"]["value"], figures["after"]["value"]) == ("share", 0.0, 1.0)
    assert (figures["difference"]["n_before"], figures["difference"]["n_after"], figures["paired"]) == (13, 10, False)
    assert 0 < figures["difference"]["low"] < figures["difference"]["high"] <= 1


def test_worse_is_not_verified_and_the_figures_stay(loop: Loop) -> None:
    loop.first_wave("satisfied", HIGH)
    action = loop.opened(loop.found(loop.accept(own={"satisfied": 5})))
    loop.again(action, LOW)

    action = verify(action=action, now=LATER)

    assert (action.state, action.verdict) == (State.NOT_VERIFIED, "worse")
    assert action.verdict_figures["difference"]["high"] < 0


def test_what_the_figures_do_not_say_is_cannot_tell(loop: Loop) -> None:
    loop.first_wave("satisfied", [4, 3, 4, 3, 2, 4])
    action = loop.opened(loop.found(loop.accept(own={"satisfied": 3})))
    loop.again(action, [4, 3, 4, 4, 3])

    action = verify(action=action, now=LATER)

    assert (action.state, action.verdict) == (State.NOT_VERIFIED, "cannot tell")


def test_the_same_people_are_compared_with_themselves(loop: Loop) -> None:
    first = loop.first_wave("effort", [2, 3, 5, 6, 1, 4])
    action = loop.opened(loop.found(first[0]), question="effort")
    loop.again(action, [3, 4, 6, 7, 2, 5.5], members=[each.claim.member for each in first])

    proof = proof_of(action, as_of=LATER)

    assert (proof.paired, proof.difference.n_after, proof.verdict) == (True, 6, "better")
    assert round(proof.difference.value, 3) == 1.083


def test_one_newcomer_makes_it_a_comparison_of_two_groups(loop: Loop) -> None:
    first = loop.first_wave("effort", [2, 3, 5, 6, 1, 4])
    action = loop.opened(loop.found(first[0]), question="effort")
    loop.again(action, [3, 4, 6, 7, 2, 5], members=[each.claim.member for each in first[:5]])

    proof = proof_of(action, as_of=LATER)

    assert (proof.paired, proof.verdict) == (False, "cannot tell")


def test_recommending_is_compared_as_a_score(loop: Loop) -> None:
    loop.first_wave("recommend", [2, 3, 5, 6, 1, 4, 6, 5])
    action = loop.opened(loop.found(loop.accept(own={"recommend": 4})), question="recommend")
    loop.again(action, [9, 10, 9, 10, 9, 9])

    proof = proof_of(action, as_of=LATER)

    assert (proof.unit, proof.before.value, proof.after.value, proof.verdict) == ("nps", -100, 100, "better")


@pytest.mark.parametrize("kind", ["integer", "duration", "range", "score"])
def test_of_a_plain_number_the_promised_sign_says_what_is_better(loop: Loop, kind: str) -> None:
    loop.version = _version_with(loop, {"type": kind, "name": "minutes", "label": {"en": "Minutes"}})
    before = [loop.accept() for _ in range(6)]
    for number, submission in enumerate(before):
        submission.answers.create(
            question="minutes", type=kind, number=20 + number, touchpoint=loop.delivery, provider=loop.own, subject="own"
        )
    action = loop.opened(loop.found(before[0]), question="minutes", expected=-10)
    for number in range(6):
        submission = loop.accept(task=action.re_experience, when=LATER)
        submission.answers.create(
            question="minutes", type=kind, number=5 + number, touchpoint=loop.delivery, provider=loop.own, subject="own"
        )

    assert proof_of(action, as_of=LATER).verdict == "better"


@pytest.mark.parametrize("kind", ["integer", "duration"])
def test_a_plain_number_needs_the_promise(loop: Loop, kind: str) -> None:
    loop.version = _version_with(loop, {"type": kind, "name": "minutes", "label": {"en": "Minutes"}})

    with pytest.raises(RuleBroken, match="with its sign"):
        loop.proposed(question="minutes")


def test_a_choice_is_proven_by_becoming_more_frequent(loop: Loop) -> None:
    seen = {"type": "select_one", "name": "seen", "label": {"en": "Did a text come?"}}
    choices = [{"name": "yes", "label": {"en": "yes"}}, {"name": "no", "label": {"en": "no"}}]
    loop.version = _version_with(loop, seen | {"choices": choices})
    before = [loop.accept() for _ in range(10)]
    for number, submission in enumerate(before):
        choose(submission, "seen", "yes" if number < 2 else "no", loop)
    finding = loop.found(before[0])
    with pytest.raises(RuleBroken, match="Choose the answer"):
        loop.proposed(finding, question="seen")

    action = loop.opened(finding, question="seen", choice="yes")
    for _ in range(8):
        choose(loop.accept(task=action.re_experience, when=LATER), "seen", "yes", loop)

    verified = verify(action=action, now=LATER)
    assert (verified.verdict, verified.verdict_figures["before"]["value"], verified.verdict_figures["after"]["value"]) == ("better", 0.2, 1)


def test_a_measure_is_compared_by_its_periods(loop: Loop, now: datetime) -> None:
    first = date(2026, 7, 6)
    measure = loop.series([0.92, 0.921, 0.919, 0.92, 0.922, 0.918, 0.949, 0.95, 0.948, 0.951, 0.949], first=first)
    action = loop.shipped(measure=measure, expected=0.03, on=first + timedelta(days=42))

    action = verify(action=action, now=LATER)

    assert (action.state, action.verdict) == (State.VERIFIED, "better")
    assert action.verdict_figures["difference"]["value"] == pytest.approx(0.0294)


def test_a_measure_that_should_fall_is_better_when_it_falls(loop: Loop) -> None:
    first = date(2026, 7, 6)
    measure = loop.series([0.2, 0.21, 0.19, 0.2, 0.2, 0.1, 0.11, 0.09, 0.1, 0.1], first=first)
    Measure.objects.filter(pk=measure.pk).update(good=Measure.Direction.DOWN)
    measure.refresh_from_db()

    assert verify(action=loop.shipped(measure=measure, on=first + timedelta(days=35)), now=LATER).verdict == "better"


def test_a_measure_waits_for_its_periods_and_does_not_look_ahead(loop: Loop, now: datetime) -> None:
    first = now.date() - timedelta(days=35)
    measure = loop.series([0.9] * 5 + [0.95] * 6, first=first)
    action = loop.shipped(measure=measure, on=first + timedelta(days=35))

    with pytest.raises(NotEnoughYet, match="1 of 5 periods so far"):
        verify(action=action, now=now + timedelta(days=1))


def test_what_is_not_shipped_is_not_verified(loop: Loop, now: datetime) -> None:
    with pytest.raises(NotShipped):
        verify(action=loop.proposed(), now=now)


def test_a_first_wave_without_answers_cannot_be_compared(loop: Loop) -> None:
    action = loop.opened(loop.found(loop.accept(own={"satisfied": 2})), question="effort")
    loop.again(action, [5, 5, 5, 5, 5])

    with pytest.raises(RuleBroken, match="too little from before"):
        verify(action=action, now=LATER)


def test_the_verdict_is_given_once_and_everybody_hears_it_once(loop: Loop) -> None:
    finder = loop.accept(own={"satisfied": 2})
    loop.first_wave("satisfied", LOW)
    action = loop.opened(loop.found(finder))
    loop.again(action, HIGH)

    verify(action=action, now=LATER)
    loop.again(action, LOW)
    assert verify(action=action, now=LATER + timedelta(days=1)).verdict == "better"

    for member in (finder.claim.member, loop.owner):
        assert Note.objects.filter(member=member, title="Proven better: Discreet text before issue").count() == 1


def test_the_clock_gives_a_verdict_only_when_everybody_has_sent(loop: Loop) -> None:
    loop.first_wave("satisfied", LOW)
    action = loop.opened(seats=11)
    loop.again(action, HIGH)
    assert verify_what_is_complete(now=LATER) == 0

    last = loop.again(action, [5])[0].claim
    Claim.objects.filter(pk=last.pk).update(state=Claim.State.SUBMITTED)
    assert verify_what_is_complete(now=LATER) == 0

    Claim.objects.filter(pk=last.pk).update(state=Claim.State.ACCEPTED)
    assert verify_what_is_complete(now=LATER) == 1
    assert Action.objects.get(pk=action.pk).state == State.VERIFIED


def test_the_clock_gives_a_verdict_when_the_task_has_closed_and_waits_when_too_few_came(loop: Loop) -> None:
    loop.first_wave("satisfied", LOW)
    action = loop.opened()
    loop.again(action, [5, 5, 5])
    Task.objects.filter(verifies=action).update(closes_at=LATER - timedelta(days=1))
    assert verify_what_is_complete(now=LATER) == 0

    loop.again(action, [5, 5, 5])
    assert verify_what_is_complete(now=LATER) == 1


def _version_with(loop: Loop, question: dict[str, object]) -> QuestionnaireVersion:
    """A version of the task's questions with one more, before anybody answered."""
    definition = {**loop.version.definition}
    step = {**definition["steps"][0]}
    definition["steps"] = [{**step, "questions": [*step["questions"], question]}]
    version = QuestionnaireVersion.objects.create(
        questionnaire=Questionnaire.objects.get(slug=loop.campaign.slug), number=2, definition=definition, digest="2" * 64,
        published_at=loop.version.published_at,
    )  # fmt: skip
    loop.task.version = version
    loop.task.save()
    return version
