"""The departments decide together; published minutes stay."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from improvement.models import Action, Decision, Finding, JointReview
from improvement.services import (
    NewAction,
    agree,
    carry_over,
    decide,
    decline,
    open_joint_review,
    publish_minutes,
    set_attendance,
)
from improvement.services.joint_reviews import ReviewRefused
from members.models import Member
from notifications.models import Note
from tests.improvement.factories import DUE, Loop


def called(loop: Loop, now: datetime) -> JointReview:
    return open_joint_review(campaign=loop.campaign, held_on=now.date(), title={"en": "Wave 1"}, by=loop.manager, now=now)


def agenda(review: JointReview) -> list[Decision]:
    return list(review.decisions.select_related("finding").order_by("position"))


def quick_win(loop: Loop) -> NewAction:
    return NewAction(title={"en": "Text before issue"}, department=loop.department, owner=loop.owner, due=DUE, question="satisfied")


def test_the_agenda_goes_by_impact(loop: Loop, now: datetime) -> None:
    people = [loop.accept(own={"satisfied": 2}) for _ in range(6)]
    light = loop.found(people[0], title="Advertising in the packet", severity=1)
    heavy = loop.found(*people, title="No text", severity=5)
    middle = loop.found(*people[:3], title="No call", severity=3)

    assert [item.finding for item in agenda(called(loop, now))] == [heavy, middle, light]


def test_what_was_carried_over_opens_the_next_agenda(loop: Loop, now: datetime) -> None:
    people = [loop.accept(own={"satisfied": 2}) for _ in range(6)]
    heavy, light = loop.found(*people, severity=5), loop.found(people[0], title="Advertising", severity=1)
    first = called(loop, now)
    decide(decision=agenda(first)[0], way="quick_win", by=loop.management, now=now)
    publish_minutes(review=first, by=loop.management, now=now)
    newer = loop.found(*people, title="Three screens", severity=5)

    second = called(loop, now + timedelta(days=30))

    assert [item.finding for item in agenda(second)] == [light, newer]
    assert heavy.decisions.count() == 1


def test_nothing_to_decide_makes_no_review_and_one_is_open_at_a_time(loop: Loop, now: datetime) -> None:
    with pytest.raises(ReviewRefused, match="Nothing waits"):
        called(loop, now)
    loop.found()
    called(loop, now)
    with pytest.raises(ReviewRefused, match="open already"):
        called(loop, now)


def test_a_decision_gives_the_finding_its_way_and_an_agreed_action(loop: Loop, now: datetime) -> None:
    finding = loop.found()
    item = agenda(called(loop, now))[0]

    decided = decide(decision=item, way="quick_win", note="Before Christmas.", action=quick_win(loop), by=loop.management, now=now)

    finding.refresh_from_db()
    action = Action.objects.get()
    assert (finding.way, action.state, action.owner, action.due) == ("quick_win", Action.State.AGREED, loop.owner, DUE)
    assert (decided.decided_by, decided.note, decided.joint_review.state) == (
        loop.management,
        "Before Christmas.",
        JointReview.State.RUNNING,
    )


def test_deciding_agrees_what_the_department_had_proposed(loop: Loop, now: datetime) -> None:
    proposed = loop.proposed()

    decide(decision=agenda(called(loop, now))[0], way="issue", by=loop.management, now=now)

    assert Action.objects.get(pk=proposed.pk).state == Action.State.AGREED


def test_deciding_again_corrects_and_makes_no_second_action(loop: Loop, now: datetime) -> None:
    loop.found()
    item = agenda(called(loop, now))[0]

    for way in ("quick_win", "issue"):
        decide(decision=item, way=way, action=quick_win(loop), by=loop.management, now=now)

    assert Finding.objects.get().way == "issue"
    assert Action.objects.count() == 1


def test_only_the_three_ways_and_only_by_those_who_may(loop: Loop, now: datetime, eve: Member) -> None:
    loop.found()
    item = agenda(called(loop, now))[0]

    with pytest.raises(ReviewRefused, match="three ways"):
        decide(decision=item, way="later", by=loop.management, now=now)
    for somebody in (eve, loop.owner):
        with pytest.raises(ReviewRefused):
            decide(decision=item, way="issue", by=somebody, now=now)
        with pytest.raises(ReviewRefused):
            publish_minutes(review=item.joint_review, by=somebody, now=now)
        with pytest.raises(ReviewRefused):
            set_attendance(review=item.joint_review, members=[somebody], by=somebody, now=now)


def test_carrying_over_takes_a_way_back_unless_an_action_lives(loop: Loop, now: datetime) -> None:
    loop.found()
    item = agenda(called(loop, now))[0]
    decide(decision=item, way="issue", action=quick_win(loop), by=loop.management, now=now)
    with pytest.raises(ReviewRefused, match="Decline the action first"):
        carry_over(decision=item, by=loop.management, now=now)

    decline(action=Action.objects.get(), reason="Not now.", by=loop.management, now=now)
    carried = carry_over(decision=item, note="After the summer.", by=loop.management, now=now)

    assert (carried.way, carried.carried_over, Finding.objects.get().way) == ("", True, "")


def test_published_minutes_carry_over_what_is_left_and_tell_the_finders(loop: Loop, now: datetime) -> None:
    finder = loop.accept(own={"satisfied": 2})
    loop.found(finder, severity=5)
    loop.found(title="Advertising", severity=1)
    review = called(loop, now)
    with pytest.raises(ReviewRefused, match="Nothing is decided yet"):
        publish_minutes(review=review, by=loop.management, now=now)
    decide(decision=agenda(review)[0], way="quick_win", by=loop.management, now=now)

    published = publish_minutes(review=review, by=loop.management, now=now)

    assert (published.state, published.published_at) == (JointReview.State.PUBLISHED, now)
    assert [item.carried_over for item in agenda(review)] == [False, True]
    note = Note.objects.get(member=finder.claim.member, title__startswith="Decided:")
    assert note.body == "Quick win"


def test_published_minutes_stay(loop: Loop, now: datetime) -> None:
    loop.found()
    review = called(loop, now)
    item = decide(decision=agenda(review)[0], way="quick_win", by=loop.management, now=now)
    published = publish_minutes(review=review, by=loop.management, now=now)

    assert publish_minutes(review=review, by=loop.management, now=now + timedelta(days=1)).published_at == published.published_at
    with pytest.raises(ReviewRefused, match="minutes are published"):
        decide(decision=item, way="issue", by=loop.management, now=now)
    with pytest.raises(ReviewRefused, match="minutes are published"):
        set_attendance(review=review, members=[loop.owner], by=loop.management, now=now)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE improvement_decision SET note = 'other'",
        "DELETE FROM improvement_decision",
        "UPDATE improvement_jointreview SET held_on = '2020-01-01'",
        "UPDATE improvement_jointreview SET state = 'running', published_at = NULL",
        "DELETE FROM improvement_jointreview",
        "DELETE FROM improvement_jointreview_attendance",
        "UPDATE improvement_jointreview_attendance SET member_id = member_id",
    ],
)
def test_the_database_refuses_to_change_published_minutes(loop: Loop, now: datetime, statement: str) -> None:
    loop.found()
    review = called(loop, now)
    decide(decision=agenda(review)[0], way="quick_win", by=loop.management, now=now)
    set_attendance(review=review, members=[loop.owner], by=loop.management, now=now)
    publish_minutes(review=review, by=loop.management, now=now)

    with pytest.raises(IntegrityError, match="cannot change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_a_decision_of_nobody_and_a_place_twice(loop: Loop, now: datetime) -> None:
    loop.found(severity=5)
    loop.found(title="Advertising", severity=1)
    first, second = agenda(called(loop, now))

    for wrong in (
        {"way": "issue"},
        {"decided_at": now},
        {"carried_over": True, "way": "issue", "decided_by": loop.owner, "decided_at": now},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=first.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=first.pk).update(position=second.position)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=first.pk).update(finding=second.finding)
    with pytest.raises(IntegrityError), transaction.atomic():
        JointReview.objects.update(state="published")


def test_an_action_agreed_in_the_review_is_agreed_once(loop: Loop, now: datetime) -> None:
    loop.found()
    decide(decision=agenda(called(loop, now))[0], way="issue", action=quick_win(loop), by=loop.management, now=now)
    action = Action.objects.get()

    assert agree(action=action, by=loop.management, now=now).state == Action.State.AGREED
    assert Note.objects.filter(member=loop.owner, reference=f"action:{action.pk}:agreed").count() == 1
