"""What becomes of a claim: started, released, run out, sent, judged."""

from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from claims.errors import ClaimElsewhere, ClaimNotHeld
from claims.models import Claim
from claims.services import (
    claim_task,
    expire_claims,
    mark_accepted,
    mark_rejected,
    mark_returned,
    mark_submitted,
    release_claim,
    start_claim,
)
from members.models import AuditEvent, Member
from notifications.models import Note
from seats.errors import AlreadySeated
from seats.models import Attempt, Seat
from seats.selectors import pool_of, standing
from tasks_catalog.models import Task
from tests.claims.factories import ClaimFactory
from tests.members.factories import MemberFactory
from tests.support import at_the_same_time
from tests.tasks_catalog.factories import TaskFactory

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def wait_for(task: Task, member: Member, now: datetime) -> None:
    assert claim_task(task=task, member=member, key=uuid4(), now=now).outcome == Attempt.Outcome.WAITING


def test_starting_keeps_the_seat_and_sets_the_deadline(ada: Member, noon: datetime) -> None:
    claim = start_claim(claim=ClaimFactory(member=ada, days_to_submit=7), now=noon + HOUR)

    assert (claim.state, claim.started_at, claim.deadline) == ("started", noon + HOUR, noon + HOUR + 7 * DAY)
    assert Seat.objects.get(member=ada).state == "kept"


def test_starting_twice_keeps_the_first_deadline(ada: Member, noon: datetime) -> None:
    claim = start_claim(claim=ClaimFactory(member=ada), now=noon)

    assert start_claim(claim=claim, now=noon + DAY).started_at == noon


def test_after_the_hold_time_it_is_not_started(ada: Member, noon: datetime) -> None:
    claim = ClaimFactory(member=ada, seats__hold_for=HOUR)

    with pytest.raises(ClaimNotHeld):
        start_claim(claim=claim, now=noon + HOUR)


def test_releasing_costs_nothing_and_frees_the_seat(ada: Member, noon: datetime) -> None:
    claim = ClaimFactory(member=ada)

    release_claim(claim=claim, by=ada, now=noon)

    assert claim.state == "released"
    assert standing(pool_of(claim.task.pool_reference)).taken == 0
    assert AuditEvent.objects.filter(did="claim.release", by=ada).exists()


def test_a_released_task_may_be_taken_again(ada: Member, noon: datetime) -> None:
    claim = ClaimFactory(member=ada)
    release_claim(claim=claim, by=ada, now=noon)

    again = claim_task(task=claim.task, member=ada, key=uuid4(), now=noon).claim

    assert again is not None
    assert again != claim


def test_a_released_seat_becomes_the_claim_of_who_waited_and_they_are_told(ada: Member, bea: Member, noon: datetime) -> None:
    claim = ClaimFactory(member=ada, seats=1, seats__take_up_for=timedelta(minutes=15))
    wait_for(claim.task, bea, noon)

    release_claim(claim=claim, by=ada, now=noon)

    promoted = Claim.objects.get(member=bea)
    assert (promoted.state, promoted.held_until) == ("held", noon + timedelta(minutes=15))
    assert Note.objects.get(member=bea).url.endswith(f"/claims/{promoted.pk}/")


def test_who_left_the_company_while_waiting_is_passed_over(ada: Member, bea: Member, eve: Member, noon: datetime) -> None:
    claim = ClaimFactory(member=ada, seats=1)
    wait_for(claim.task, bea, noon)
    wait_for(claim.task, eve, noon)
    Member.objects.filter(pk=bea.pk).update(left_at=noon)

    release_claim(claim=claim, by=ada, now=noon)

    assert Claim.objects.get(state="held").member == eve


def test_work_that_began_is_not_released(ada: Member, noon: datetime) -> None:
    claim = ClaimFactory(member=ada, started=True)

    with pytest.raises(ClaimNotHeld):
        release_claim(claim=claim, by=ada, now=noon)

    assert Seat.objects.get(member=ada).state == "kept"


def test_a_hold_that_ends_goes_to_who_waits(ada: Member, bea: Member, noon: datetime) -> None:
    claim = ClaimFactory(member=ada, seats=1, seats__hold_for=HOUR)
    wait_for(claim.task, bea, noon)

    assert expire_claims(now=noon + HOUR) == 1

    claim.refresh_from_db()
    assert (claim.state, Claim.objects.get(member=bea).state) == ("expired", "held")
    assert Note.objects.filter(member=ada, reference=f"claim:{claim.pk}:expired").exists()


def test_the_sweep_finds_nothing_the_second_time(ada: Member, noon: datetime) -> None:
    ClaimFactory(member=ada, seats__hold_for=HOUR)
    expire_claims(now=noon + HOUR)

    assert expire_claims(now=noon + HOUR) == 0


def test_work_that_was_not_sent_in_time_ends_and_the_seat_goes_on(ada: Member, bea: Member, noon: datetime) -> None:
    claim = ClaimFactory(member=ada, started=True, seats=1, days_to_submit=7)
    wait_for(claim.task, bea, noon)

    assert expire_claims(now=noon + 7 * DAY) == 1

    claim.refresh_from_db()
    assert (claim.state, Claim.objects.get(member=bea).state) == ("expired", "held")


def test_returned_work_that_was_not_mended_in_time_ends(ada: Member, noon: datetime) -> None:
    claim = ClaimFactory(member=ada, started=True)
    mark_submitted(claim=claim, now=noon)
    deadline = mark_returned(claim=claim, now=noon).deadline

    assert expire_claims(now=deadline) == 1
    assert Claim.objects.get().state == "expired"


def test_work_that_was_sent_does_not_run_out(ada: Member, noon: datetime) -> None:
    claim = mark_submitted(claim=ClaimFactory(member=ada, started=True), now=noon)

    expire_claims(now=noon + 300 * DAY)

    claim.refresh_from_db()
    assert claim.state == "submitted"


@pytest.mark.django_db(transaction=True)
def test_the_sweep_twice_at_once_ends_each_claim_once(noon: datetime) -> None:
    task = TaskFactory(seats=2, seats__hold_for=HOUR)
    for member in MemberFactory.create_batch(4):
        claim_task(task=task, member=member, key=uuid4(), now=noon)

    answers = at_the_same_time(*(lambda: expire_claims(now=noon + HOUR) for _ in range(3)))

    assert sum(answer for answer in answers if isinstance(answer, int)) == 2
    assert Claim.objects.filter(state="held").count() == 2
    assert AuditEvent.objects.filter(did="claim.expire").count() == 2


@pytest.mark.django_db(transaction=True)
def test_starting_at_the_last_moment_and_the_sweep_have_one_order(noon: datetime) -> None:
    last_moment = noon + HOUR - timedelta(microseconds=1)
    for _ in range(4):
        claim = ClaimFactory(seats=1, seats__hold_for=HOUR)

        at_the_same_time(partial(start_claim, claim=claim, now=last_moment), partial(expire_claims, now=noon + HOUR))

        claim.refresh_from_db()
        seat = Seat.objects.get(pool__reference=claim.task.pool_reference)
        assert (claim.state, seat.state) in [("started", "kept"), ("expired", "free")]


def test_work_goes_back_and_forth_until_it_is_accepted(ada: Member, noon: datetime) -> None:
    claim = ClaimFactory(member=ada, started=True)
    steps = [mark_submitted, mark_returned, mark_submitted, mark_accepted]

    states = [step(claim=claim, now=noon).state for step in steps]

    assert states == ["submitted", "returned", "submitted", "accepted"]


def test_returned_work_has_three_days_at_least(ada: Member, noon: datetime) -> None:
    claim = mark_submitted(claim=ClaimFactory(member=ada, started=True, days_to_submit=7), now=noon)

    assert mark_returned(claim=claim, now=noon + 20 * DAY).deadline == noon + 23 * DAY


def test_returned_work_keeps_a_deadline_that_is_further_away(ada: Member, noon: datetime) -> None:
    claim = ClaimFactory(member=ada, started=True, days_to_submit=7)
    mark_submitted(claim=claim, now=noon)

    assert mark_returned(claim=claim, now=noon + DAY).deadline == noon + 7 * DAY


def test_work_that_ended_is_not_sent_although_its_day_has_not_come(ada: Member, noon: datetime) -> None:
    claim = ClaimFactory(member=ada, started=True)
    Claim.objects.update(state=Claim.State.EXPIRED, ended_at=noon)

    with pytest.raises(ClaimElsewhere):
        mark_submitted(claim=claim, now=noon)


def test_nothing_is_sent_after_the_deadline(ada: Member, noon: datetime) -> None:
    claim = ClaimFactory(member=ada, started=True, days_to_submit=7)

    with pytest.raises(ClaimElsewhere):
        mark_submitted(claim=claim, now=noon + 7 * DAY)


@pytest.mark.parametrize("step", [mark_submitted, mark_returned, mark_accepted, mark_rejected])
def test_what_was_not_started_is_neither_sent_nor_judged(ada: Member, noon: datetime, step: object) -> None:
    with pytest.raises(ClaimElsewhere):
        step(claim=ClaimFactory(member=ada), now=noon)  # type: ignore[operator]


def test_a_second_judgement_is_refused(ada: Member, noon: datetime) -> None:
    claim = mark_submitted(claim=ClaimFactory(member=ada, started=True), now=noon)
    mark_accepted(claim=claim, now=noon)

    with pytest.raises(ClaimElsewhere):
        mark_rejected(claim=claim, now=noon)


def test_rejected_work_does_not_open_the_task_again_to_the_same_person(ada: Member, noon: datetime) -> None:
    claim = mark_submitted(claim=ClaimFactory(member=ada, started=True), now=noon)
    mark_rejected(claim=claim, now=noon)

    with pytest.raises(AlreadySeated):
        claim_task(task=claim.task, member=ada, key=uuid4(), now=noon)


def test_the_database_refuses_a_second_live_claim(ada: Member, noon: datetime) -> None:
    claim = ClaimFactory(member=ada)

    with pytest.raises(DatabaseError, match="one_live_claim_per_task"), transaction.atomic():
        Claim.objects.create(task=claim.task, member=ada, version=claim.version, claimed_at=noon, held_until=noon, deadline=noon)


def test_the_database_refuses_started_work_without_a_start(ada: Member) -> None:
    claim = ClaimFactory(member=ada)

    with pytest.raises(DatabaseError, match="started_claim_has_a_start"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(state="started")
