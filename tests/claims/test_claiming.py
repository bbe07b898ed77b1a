"""Taking a task: whom it is for, what it fixes, what the next in line gets."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from claims.models import Claim
from claims.services import claim_task, leave_wait_list
from members.models import Agreement, AuditEvent, Member
from members.rights import SUPER_MANAGER, TESTER, grant
from members.services import accept_agreement
from seats.errors import NotInList, NotOpenYet, PoolPaused
from seats.models import Attempt, Seat
from seats.selectors import pool_of
from seats.services import pause
from tasks_catalog.access import AgreementFirst, ForOthers, ForTesters, HasLeft, Insider, NotOffered
from tasks_catalog.models import Task
from tests.claims.factories import ClaimFactory
from tests.members.factories import DepartmentFactory, MemberFactory
from tests.support import at_the_same_time
from tests.tasks_catalog.factories import TaskFactory, texts

SEATED, WAITING = Attempt.Outcome.SEATED, Attempt.Outcome.WAITING


def take(task: Task, member: Member, now: datetime) -> Claim | None:
    return claim_task(task=task, member=member, key=uuid4(), now=now).claim


def test_a_claim_fixes_version_rival_order_and_deadline(ada: Member, noon: datetime) -> None:
    task = TaskFactory(days_to_submit=7, seats__hold_for=timedelta(hours=6))

    claim = take(task, ada, noon)

    assert claim is not None
    assert (claim.version, claim.state, claim.insider) == (task.version, "held", False)
    assert (claim.held_until, claim.deadline) == (noon + timedelta(hours=6), noon + timedelta(days=7))
    assert claim.rival in task.providers.filter(kind="rival")
    assert sorted(claim.provider_order) == ["own", "rival"]


def test_a_task_without_a_rival_has_our_own_company_alone(ada: Member, noon: datetime) -> None:
    claim = take(TaskFactory(providers=[]), ada, noon)

    assert claim is not None
    assert (claim.rival, claim.provider_order) == (None, ["own"])


def test_a_full_task_has_each_rival_in_each_order_equally_often(db: None, noon: datetime) -> None:
    task = TaskFactory(seats=12)

    claims = [take(task, member, noon) for member in MemberFactory.create_batch(12)]

    arms = Counter((claim.rival_id, *claim.provider_order) for claim in claims if claim)
    assert list(arms.values()) == [3, 3, 3, 3]


def test_taking_is_on_the_audit_trail(ada: Member, noon: datetime) -> None:
    claim = take(TaskFactory(), ada, noon)

    event = AuditEvent.objects.get(did="claim.take")
    assert claim is not None
    assert (event.by, event.on_id) == (ada, str(claim.pk))


def test_the_same_request_again_gets_the_same_claim(ada: Member, noon: datetime) -> None:
    task, key = TaskFactory(), uuid4()

    first, again = (claim_task(task=task, member=ada, key=key, now=noon) for _ in range(2))

    assert first == again


def test_another_request_of_the_same_person_gets_the_same_claim(ada: Member, noon: datetime) -> None:
    task = TaskFactory()

    assert take(task, ada, noon) == take(task, ada, noon)


def test_a_request_whose_answer_was_lost_gets_its_claim_after_the_task_was_closed(ada: Member, noon: datetime) -> None:
    task = TaskFactory()
    claim = ClaimFactory(task=task, member=ada)
    task.state = Task.State.CLOSED
    task.save()

    assert claim_task(task=task, member=ada, key=uuid4(), now=noon).claim == claim


@pytest.mark.django_db(transaction=True)
def test_two_phones_at_once_are_one_claim(noon: datetime) -> None:
    task, ada = TaskFactory(), MemberFactory()

    answers = at_the_same_time(*(lambda: take(task, ada, noon) for _ in range(4)))

    assert Claim.objects.count() == Seat.objects.filter(member=ada).count() == 1
    assert answers == [Claim.objects.get()] * 4


def test_when_all_seats_are_taken_one_waits(ada: Member, bea: Member, noon: datetime) -> None:
    task = TaskFactory(seats=1)
    take(task, ada, noon)

    result = claim_task(task=task, member=bea, key=uuid4(), now=noon)

    assert (result.outcome, result.claim, result.place) == (WAITING, None, 1)


def test_who_leaves_the_wait_list_is_out_of_it(ada: Member, bea: Member, noon: datetime) -> None:
    task = TaskFactory(seats=1)
    take(task, ada, noon)
    take(task, bea, noon)

    leave_wait_list(task=task, member=bea, now=noon)

    with pytest.raises(NotInList):
        leave_wait_list(task=task, member=bea, now=noon)


@pytest.mark.parametrize("kind", ["routine", "dynamic"])
def test_routine_and_dynamic_tasks_are_for_testers(ada: Member, noon: datetime, kind: str) -> None:
    with pytest.raises(ForTesters):
        take(TaskFactory(kind=kind), ada, noon)


@pytest.mark.parametrize("right", [TESTER, SUPER_MANAGER])
def test_testers_and_super_managers_take_routine_tasks(ada: Member, noon: datetime, right: str) -> None:
    grant(member=ada, right=right)

    assert take(TaskFactory(kind="routine"), ada, noon) is not None


def test_a_task_for_other_departments_is_refused(ada: Member, noon: datetime) -> None:
    task = TaskFactory()
    task.departments.set([DepartmentFactory(code="service")])
    task.refresh_from_db()

    with pytest.raises(ForOthers):
        take(task, ada, noon)


def test_nobody_takes_a_task_on_their_own_departments_work(cy: Member, noon: datetime) -> None:
    with pytest.raises(Insider):
        take(TaskFactory(), cy, noon)


def test_an_insider_who_may_is_marked(cy: Member, noon: datetime) -> None:
    claim = take(TaskFactory(insiders_allowed=True), cy, noon)

    assert claim is not None
    assert claim.insider


def test_a_confidential_task_asks_for_the_agreement_first(ada: Member, noon: datetime) -> None:
    agreement = Agreement.objects.create(kind="confidentiality", version=1, text=texts("Keep it to yourself."), published_at=noon)
    task = TaskFactory(agreement=agreement)
    with pytest.raises(AgreementFirst):
        take(task, ada, noon)

    accept_agreement(agreement=agreement, member=ada, now=noon)

    assert take(task, ada, noon) is not None


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_a_task_that_is_not_published_is_not_taken(ada: Member, noon: datetime, state: str) -> None:
    with pytest.raises(NotOffered):
        take(TaskFactory(state=state), ada, noon)


def test_a_task_past_its_end_is_not_taken(ada: Member, noon: datetime) -> None:
    with pytest.raises(NotOffered):
        take(TaskFactory(closes_at=noon + timedelta(hours=1)), ada, noon + timedelta(hours=1))


def test_a_task_is_not_taken_before_it_opens(ada: Member, noon: datetime) -> None:
    with pytest.raises(NotOpenYet):
        take(TaskFactory(), ada, noon - timedelta(seconds=1))


def test_a_paused_task_is_not_taken(ada: Member, noon: datetime) -> None:
    task = TaskFactory()
    pause(pool=pool_of(task.pool_reference), now=noon)

    with pytest.raises(PoolPaused):
        take(task, ada, noon)


def test_who_has_left_takes_nothing(ada: Member, noon: datetime) -> None:
    ada.left_at = noon

    with pytest.raises(HasLeft):
        take(TaskFactory(), ada, noon)


def test_a_refused_request_takes_no_seat(cy: Member, noon: datetime) -> None:
    task = TaskFactory()
    with pytest.raises(Insider):
        take(task, cy, noon)

    assert not Seat.objects.filter(member=cy).exists()


def test_the_factory_makes_what_the_service_makes(db: None) -> None:
    assert ClaimFactory(started=True).state == "started"
