"""Whom a task is for and who answers for it: the database keeps both beside the task, whatever is written where."""

from members.models import Member
from tasks_catalog.access import is_insider
from tasks_catalog.models import Task, Touchpoint
from tests.members.factories import DepartmentFactory
from tests.tasks_catalog.factories import TaskFactory, TouchpointFactory


def reach(task: Task) -> tuple[list[int], list[int]]:
    fresh = Task.objects.get(pk=task.pk)
    return fresh.audience, fresh.owners


def test_naming_departments_is_noticed_and_taking_them_back_too(db: None) -> None:
    task, cards, service = TaskFactory(touchpoints=[]), DepartmentFactory(code="cards"), DepartmentFactory(code="service")

    task.departments.set([cards, service])
    assert reach(task) == (sorted([cards.pk, service.pk]), [])

    task.departments.set([service])
    assert reach(task) == ([service.pk], [])


def test_a_touchpoint_brings_its_owner_once(db: None) -> None:
    logistics = DepartmentFactory(code="logistics")

    task = TaskFactory(touchpoints=[TouchpointFactory(slug=slug, owner=logistics) for slug in ("call", "handover")])

    assert reach(task) == ([], [logistics.pk])


def test_a_touchpoint_that_changes_hands_changes_its_tasks(db: None) -> None:
    task, cards = TaskFactory(), DepartmentFactory(code="cards")

    Touchpoint.objects.filter(tasks=task).update(owner=cards)

    assert reach(task) == ([], [cards.pk])


def test_a_save_with_old_values_does_not_put_them_back(db: None) -> None:
    task, cards = TaskFactory(touchpoints=[]), DepartmentFactory(code="cards")
    old = Task.objects.get(pk=task.pk)
    task.departments.set([cards])

    old.save()

    assert reach(task) == ([cards.pk], [])


def test_a_row_that_moves_to_another_task_is_noticed_by_both(db: None) -> None:
    cards = DepartmentFactory(code="cards")
    one, other = TaskFactory(touchpoints=[]), TaskFactory(touchpoints=[])
    one.departments.set([cards])

    Task.departments.through.objects.update(task=other)

    assert (reach(one), reach(other)) == (([], []), ([cards.pk], []))


def test_an_insider_is_one_whose_department_answers_for_a_touchpoint(ada: Member, cy: Member) -> None:
    task = TaskFactory()

    assert (is_insider(task=task, member=ada), is_insider(task=task, member=cy)) == (False, True)
