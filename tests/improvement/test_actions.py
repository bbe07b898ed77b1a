"""Actions walk from proposed to shipped; whoever found it hears of each step."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from feedback.models import Review
from improvement.models import Action
from improvement.services import agree, decline, make_finding, open_re_experience, propose_action, ship, start_action
from improvement.services.actions import VESTED_POINTS, ActionNotYours, ActionRefused
from improvement.services.findings import supporters
from improvement.services.re_experience import ReExperienceRefused
from members.models import AuditEvent, Member
from notifications.models import Note
from rewards import ledger
from rewards.ledger import NotEnoughPoints
from rewards.models import Transfer
from seats.selectors import pool_of, standing
from shared.errors import RuleBroken
from tasks_catalog.models import Task
from tests.improvement.factories import DUE, Loop

State = Action.State


def notes_of(member: Member) -> list[str]:
    return list(Note.objects.filter(member=member).order_by("pk").values_list("title", flat=True))


def test_a_theme_becomes_one_finding_and_its_testers_are_told_once(loop: Loop, now: datetime) -> None:
    submission = loop.accept(own={"satisfied": 2})
    finding = loop.found(submission)

    assert make_finding(theme=finding.theme, by=loop.manager, now=now).pk == finding.pk
    assert notes_of(submission.claim.member) == ["What you found goes to the joint review"]


def test_supporters_are_those_whose_accepted_pain_points_were_merged(loop: Loop) -> None:
    counts, left_out, rejected = (
        loop.accept(own={"satisfied": 2}),
        loop.accept(own={"satisfied": 2}, decision=Review.Decision.EXCLUDE),
        loop.accept(own={"satisfied": 2}),
    )
    finding = loop.found(counts, left_out, rejected)
    rejected.state = rejected.State.REJECTED
    rejected.save()

    assert supporters(finding) == [counts.claim.member, left_out.claim.member]


def test_an_action_is_proposed_with_its_question_and_its_owner_is_told(loop: Loop) -> None:
    action = loop.proposed()

    assert (action.state, action.scale, action.unit) == (State.PROPOSED, "csat", "share")
    assert notes_of(loop.owner) == ["An action is proposed with you as its owner"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"due": DUE - timedelta(days=30)}, "lies in the past"),
        ({"question": ""}, "Choose one thing"),
        ({"question": "nobody-asked-that"}, "No task of this campaign asks that"),
        ({"question": "words"}, "No task of this campaign asks that"),
    ],
)
def test_what_cannot_be_proposed_says_why(loop: Loop, fields: dict[str, Any], says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        loop.proposed(**fields)

    assert not Action.objects.exists()


def test_an_action_needs_words_and_somebody_who_is_here(loop: Loop, now: datetime) -> None:
    finding = loop.found()
    wanted: dict[str, Any] = {"finding": finding, "department": loop.department, "due": DUE, "question": "satisfied", "now": now}
    with pytest.raises(ActionRefused, match="what will be done"):
        propose_action(title={"en": " "}, owner=loop.owner, **wanted)
    loop.owner.left_at = now
    with pytest.raises(ActionRefused, match="has left"):
        propose_action(title={"en": "Text"}, owner=loop.owner, **wanted)


def test_from_proposed_to_shipped(loop: Loop, now: datetime) -> None:
    submission = loop.accept(own={"satisfied": 2})
    action = loop.proposed(loop.found(submission))

    agree(action=action, by=loop.management, now=now)
    start_action(action=action, by=loop.owner, now=now)
    shipped = ship(action=action, by=loop.owner, on=now.date() - timedelta(days=1), now=now)

    assert (shipped.state, shipped.shipped_on) == (State.SHIPPED, now.date() - timedelta(days=1))
    assert notes_of(submission.claim.member) == [
        "What you found goes to the joint review",
        "Something will be done about what you found",
        "Shipped because of you: Discreet text before issue",
        "New medal: First leaf",
    ]
    assert list(AuditEvent.objects.filter(on_what="improvement.action").order_by("pk").values_list("did", flat=True)) == [
        "action.propose",
        "action.agreed",
        "action.doing",
        "action.shipped",
    ]


def test_supporters_hear_it_in_their_language(loop: Loop, now: datetime) -> None:
    submission = loop.accept(own={"satisfied": 2})
    Member.objects.filter(pk=submission.claim.member_id).update(locale="pl")

    loop.shipped(loop.found(submission))

    assert any(note.endswith("Dyskretny SMS") for note in notes_of(submission.claim.member))


def test_repeating_a_step_changes_and_tells_nothing(loop: Loop, now: datetime) -> None:
    action = loop.shipped()
    before = (AuditEvent.objects.count(), Note.objects.count(), Transfer.objects.count())

    ship(action=action, by=loop.owner, on=now.date(), now=now)

    assert (AuditEvent.objects.count(), Note.objects.count(), Transfer.objects.count()) == before


def test_a_step_out_of_order_is_refused_and_names_the_state(loop: Loop, now: datetime) -> None:
    action = loop.proposed()

    with pytest.raises(ActionRefused, match="Proposed"):
        start_action(action=action, by=loop.owner, now=now)
    with pytest.raises(ActionRefused, match="Proposed"):
        ship(action=action, by=loop.owner, now=now)
    decline(action=action, reason="No.", by=loop.management, now=now)
    with pytest.raises(ActionRefused, match="Declined"):
        agree(action=action, by=loop.management, now=now)


def test_only_management_or_the_manager_agree_and_decline(loop: Loop, now: datetime, eve: Member) -> None:
    action = loop.proposed()
    for somebody in (loop.owner, eve):
        with pytest.raises(ActionNotYours):
            agree(action=action, by=somebody, now=now)
        with pytest.raises(ActionNotYours):
            decline(action=action, reason="No.", by=somebody, now=now)


def test_only_the_owners_or_the_manager_start_and_ship(loop: Loop, now: datetime, eve: Member) -> None:
    action = agree(action=loop.proposed(), by=loop.management, now=now)

    for somebody in (loop.management, eve):
        with pytest.raises(ActionNotYours):
            start_action(action=action, by=somebody, now=now)
        with pytest.raises(ActionNotYours):
            ship(action=action, by=somebody, now=now)


def test_nothing_is_shipped_tomorrow(loop: Loop, now: datetime) -> None:
    with pytest.raises(ActionRefused, match="still to come"):
        loop.shipped(on=now.date() + timedelta(days=2))


def test_declining_needs_a_reason_and_the_testers_read_it(loop: Loop, now: datetime) -> None:
    submission = loop.accept(own={"satisfied": 2})
    action = loop.proposed(loop.found(submission))
    with pytest.raises(ActionRefused, match="Give the reason"):
        decline(action=action, reason="  ", by=loop.management, now=now)

    decline(action=action, reason="Too few would use it.", by=loop.management, now=now)

    note = Note.objects.get(member=submission.claim.member, reference=f"finding:{action.finding_id}:declined:{action.pk}")
    assert (note.title, note.body) == ("Not now: Discreet text before issue", "Too few would use it.")


def test_each_supporter_gets_a_part_of_the_outcome_once_per_finding(loop: Loop, now: datetime) -> None:
    submissions = [loop.accept(own={"satisfied": 2}) for _ in range(3)]
    finding = loop.found(*submissions)
    budget = ledger.budget_of(f"campaign:{loop.campaign.pk}")
    before = ledger.balance(budget)

    loop.shipped(finding)
    loop.shipped(finding)

    assert [ledger.balance(ledger.purse_of(each.claim.member)) for each in submissions] == [VESTED_POINTS] * 3
    assert before - ledger.balance(budget) == 3 * VESTED_POINTS


def test_shipping_is_refused_whole_when_the_budget_cannot_pay(loop: Loop, now: datetime) -> None:
    budget = ledger.budget_of(f"campaign:{loop.campaign.pk}")
    ledger.transfer(debit=budget, credit=ledger.issue(), amount=ledger.balance(budget), reference="spent", code="budget", now=now)

    with pytest.raises(NotEnoughPoints):
        loop.shipped()

    assert Action.objects.get().state == State.AGREED
    assert not Task.objects.exclude(repeats=None).exists()


def test_shipping_drafts_the_same_task_once_more(loop: Loop) -> None:
    again = loop.shipped().re_experience
    assert again is not None

    assert (again.state, again.repeats, again.version, again.points) == (Task.State.DRAFT, loop.task, loop.version, loop.task.points)
    assert set(again.providers.all()) == set(loop.task.providers.all())
    assert set(again.touchpoints.all()) == set(loop.task.touchpoints.all())


def test_actions_shipped_while_the_draft_waits_share_it(loop: Loop) -> None:
    first, second = loop.shipped(), loop.shipped(loop.found(title="The courier comes without calling"), question="effort")

    assert first.re_experience == second.re_experience


def test_opening_publishes_the_frozen_version_with_seats_and_reserves_points(loop: Loop, now: datetime) -> None:
    action = loop.shipped()
    other = loop.shipped(loop.found(title="The courier comes without calling"), question="effort")

    task = open_re_experience(action=action, seats=8, opens_at=now, closes_at=None, by=loop.manager, now=now)

    assert (task.state, task.repeats) == (Task.State.OPEN, loop.task)
    assert task.version is not None
    assert task.version.definition == loop.version.definition
    assert standing(pool_of(task.pool_reference)).free == 8
    assert ledger.balance(ledger.reserve_of(task.pool_reference)) == 8 * task.points
    assert {Action.objects.get(pk=each.pk).state for each in (action, other)} == {State.RE_EXPERIENCING}


def test_opening_again_answers_the_same_task(loop: Loop, now: datetime) -> None:
    action = loop.opened(seats=8)

    assert open_re_experience(action=action, seats=30, opens_at=now, closes_at=None, by=loop.manager, now=now).pk == action.re_experience_id
    assert standing(pool_of(f"task:{action.re_experience_id}")).capacity == 8


def test_too_few_seats_an_action_not_shipped_and_a_wrong_person_are_refused(loop: Loop, now: datetime) -> None:
    times: dict[str, Any] = {"opens_at": now, "closes_at": None, "now": now}
    with pytest.raises(ReExperienceRefused, match="Ship the action first"):
        open_re_experience(action=loop.proposed(), seats=8, by=loop.manager, **times)
    shipped = loop.shipped(loop.found(title="The courier comes without calling"))
    with pytest.raises(ReExperienceRefused, match="needs 5 accepted"):
        open_re_experience(action=shipped, seats=4, by=loop.manager, **times)
    with pytest.raises(ReExperienceRefused, match="Management or the programme manager"):
        open_re_experience(action=shipped, seats=8, by=loop.owner, **times)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "verified", "verdict": "worse", "shipped_on": DUE},
        {"state": "verified", "verdict": "", "shipped_on": DUE},
        {"state": "not_verified", "verdict": "better", "shipped_on": None},
        {"state": "not_verified", "verdict": "perhaps", "shipped_on": DUE},
        {"verdict": "better"},
        {"state": "shipped", "shipped_on": None},
        {"state": "re_experiencing", "shipped_on": DUE, "re_experience": None},
        {"state": "declined", "reason": ""},
        {"question": ""},
        {"question": "", "choice": "yes"},
        {"needed": 1},
    ],
)
def test_the_database_refuses_states_that_cannot_be(loop: Loop, wrong: dict[str, Any]) -> None:
    action = loop.proposed()

    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(**wrong)


def test_the_database_refuses_two_things_that_prove_one_action(loop: Loop) -> None:
    action, measure = loop.proposed(), loop.series([0.9], first=DUE)

    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(measure=measure)
