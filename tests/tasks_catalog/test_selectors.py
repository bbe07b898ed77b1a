"""Which tasks are whose, and which one is at the door."""

from datetime import datetime, timedelta

from members.models import Member
from members.rights import TESTER, grant
from seats.selectors import pool_of
from seats.services import shrink
from tasks_catalog.models import Task
from tasks_catalog.selectors import count_open, flash_for, kept_from_insiders, next_best, open_tasks
from tests.members.factories import DepartmentFactory
from tests.tasks_catalog.factories import TaskFactory

HOUR = timedelta(hours=1)


def open_to(member: Member, now: datetime) -> list[Task]:
    return [offer.task for offer in open_tasks(member=member, now=now)]


def test_a_published_task_is_open_with_its_free_seats(ada: Member, noon: datetime) -> None:
    task = TaskFactory(seats=5)

    (offer,) = open_tasks(member=ada, now=noon)

    assert (offer.task, offer.standing.free, count_open(member=ada, now=noon)) == (task, 5, 1)


def test_drafts_closed_and_later_tasks_are_not_open(ada: Member, noon: datetime) -> None:
    TaskFactory(state="draft")
    TaskFactory(state="closed")
    TaskFactory(opens_at=noon + HOUR)
    TaskFactory(opens_at=noon - 2 * HOUR, closes_at=noon)

    assert open_to(ada, noon) == []


def test_routine_tasks_are_open_to_testers(ada: Member, noon: datetime) -> None:
    task = TaskFactory(kind="routine")
    assert open_to(ada, noon) == []

    grant(member=ada, right=TESTER)

    assert open_to(ada, noon) == [task]


def test_a_task_for_a_department_is_open_to_it_and_comes_first(ada: Member, cy: Member, noon: datetime) -> None:
    for_cards, for_all = TaskFactory(insiders_allowed=True), TaskFactory(insiders_allowed=True)
    for_cards.departments.set([DepartmentFactory(code="cards")])

    assert open_to(ada, noon) == [for_cards, for_all]
    assert open_to(cy, noon) == [for_all]


def test_insiders_do_not_see_it_and_are_told_how_many(cy: Member, noon: datetime) -> None:
    TaskFactory()

    assert (open_to(cy, noon), kept_from_insiders(member=cy, now=noon)) == ([], 1)


def test_somebody_without_a_department_is_nowhere_an_insider(ada: Member, noon: datetime) -> None:
    ada.department = None
    task = TaskFactory()

    assert (open_to(ada, noon), kept_from_insiders(member=ada, now=noon)) == ([task], 0)


def test_the_flash_task_is_the_next_to_open(ada: Member, noon: datetime) -> None:
    TaskFactory(opens_at=noon + 3 * HOUR)
    soonest = TaskFactory(opens_at=noon + HOUR)

    offer = flash_for(member=ada, now=noon)

    assert offer is not None
    assert (offer.task, offer.opens_later) == (soonest, True)


def test_the_flash_task_stays_hot_while_seats_are_left(ada: Member, noon: datetime) -> None:
    task = TaskFactory(opens_at=noon)
    offer = flash_for(member=ada, now=noon + timedelta(minutes=5))
    assert offer is not None
    assert (offer.task, offer.opens_later) == (task, False)

    shrink(pool=pool_of(task.pool_reference), count=3)

    assert flash_for(member=ada, now=noon + timedelta(minutes=5)) is None


def test_the_next_best_task_pays_best_and_has_a_seat(ada: Member, noon: datetime) -> None:
    lost, poor, rich, full = TaskFactory(), TaskFactory(points=50), TaskFactory(points=150), TaskFactory(points=500, seats=0)

    offer = next_best(member=ada, now=noon, than=lost)
    second = next_best(member=ada, now=noon, than=lost, taken=[rich.pk])

    assert offer is not None
    assert second is not None
    assert (offer.task, second.task) == (rich, Task.objects.exclude(pk__in=[lost.pk, rich.pk, full.pk]).order_by("-points").first())
    assert poor in open_to(ada, noon)
