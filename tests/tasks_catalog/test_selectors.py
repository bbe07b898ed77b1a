"""Which tasks are whose, and which one is at the door."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from members.models import Member
from members.rights import TESTER, grant
from seats.selectors import pool_of, standing
from seats.services import shrink
from tasks_catalog.models import Task
from tasks_catalog.offering import Order
from tasks_catalog.selectors import SHOWN, WINDOW, Offer, board_of, next_best, page_of
from tests.members.factories import DepartmentFactory
from tests.tasks_catalog.factories import TaskFactory

HOUR = timedelta(hours=1)


def open_to(member: Member, now: datetime) -> list[Task]:
    board = board_of(member=member, now=now)
    hot = [board.hot] if board.hot and not board.hot.opens_later else []
    return [offer.task for offer in [*hot, *board.page.offers]]


def kept_from(member: Member, now: datetime) -> int:
    return board_of(member=member, now=now).kept


def flash_for(member: Member, now: datetime) -> Offer | None:
    return board_of(member=member, now=now).hot


def test_a_published_task_is_open_with_its_free_seats(ada: Member, noon: datetime) -> None:
    task = TaskFactory(seats=5, opens_at=noon - HOUR)

    (offer,) = board_of(member=ada, now=noon).page.offers

    assert (offer.task, offer.standing.free) == (task, 5)


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
    for_cards, for_all = (TaskFactory(insiders_allowed=True, opens_at=noon - HOUR) for _ in range(2))
    for_cards.departments.set([DepartmentFactory(code="cards")])

    assert open_to(ada, noon) == [for_cards, for_all]
    assert open_to(cy, noon) == [for_all]


def test_insiders_do_not_see_it_and_are_told_how_many(cy: Member, noon: datetime) -> None:
    TaskFactory()

    assert (open_to(cy, noon), kept_from(cy, noon)) == ([], 1)


def test_somebody_without_a_department_is_nowhere_an_insider(ada: Member, noon: datetime) -> None:
    ada.department = None
    task = TaskFactory()

    assert (open_to(ada, noon), kept_from(ada, noon)) == ([task], 0)


def test_the_flash_task_is_the_next_to_open(ada: Member, noon: datetime) -> None:
    TaskFactory(opens_at=noon + 3 * HOUR)
    soonest = TaskFactory(opens_at=noon + HOUR)

    offer = flash_for(ada, noon)

    assert offer is not None
    assert (offer.task, offer.opens_later) == (soonest, True)


def test_the_flash_task_stays_hot_while_seats_are_left(ada: Member, noon: datetime) -> None:
    task = TaskFactory(opens_at=noon)
    offer = flash_for(ada, noon + timedelta(minutes=5))
    assert offer is not None
    assert (offer.task, offer.opens_later) == (task, False)

    shrink(pool=pool_of(task.pool_reference), count=3)

    assert flash_for(ada, noon + timedelta(minutes=5)) is None


def test_the_next_best_task_pays_best_and_has_a_seat(ada: Member, noon: datetime) -> None:
    lost, poor, rich, full = TaskFactory(), TaskFactory(points=50), TaskFactory(points=150), TaskFactory(points=500, seats=0)

    offer = next_best(member=ada, now=noon, than=lost)
    second = next_best(member=ada, now=noon, than=lost, taken=[rich.pk])

    assert offer is not None
    assert second is not None
    assert (offer.task, second.task) == (rich, Task.objects.exclude(pk__in=[lost.pk, rich.pk, full.pk]).order_by("-points").first())
    assert poor in open_to(ada, noon)


# The list, page by page ------------------------------------------------------------


def pages_of(member: Member, now: datetime, order: Order) -> list[list[int]]:
    """Every page to the end, as one who scrolls sees them."""
    page = board_of(member=member, now=now, order=order).page
    pages = [page]
    while page.more:
        page = page_of(member=member, now=now, order=order, ids=page.ids, after=page.after)
        pages.append(page)
    return [[offer.task.pk for offer in page.offers] for page in pages]


def many(now: datetime, count: int = WINDOW + SHOWN + 5) -> None:
    """Tasks of which many close, open and pay alike, some for everybody and some for the cards department."""
    cards = DepartmentFactory(code="cards")
    for number in range(count):
        opens_at = now - timedelta(days=1 + number % 3)
        closes_at = now + timedelta(days=number % 4) if number % 4 else None
        task = TaskFactory(points=10 + number % 5, opens_at=opens_at, closes_at=closes_at, seats=number % 2, insiders_allowed=True)
        task.departments.set([cards] if number % 3 == 0 else [])


@pytest.mark.parametrize("order", ["you", "new", "points", "soon"])
def test_who_scrolls_to_the_end_has_seen_every_task_once(ada: Member, noon: datetime, order: Order) -> None:
    many(noon)

    seen = [pk for page in pages_of(ada, noon, order) for pk in page]

    assert sorted(seen) == sorted(Task.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("order", "key"),
    [
        ("new", lambda task: -task.opens_at.timestamp()),
        ("points", lambda task: -task.points),
        ("soon", lambda task: task.closes_at.timestamp() if task.closes_at else float("inf")),
        ("you", lambda task: (not task.audience, task.closes_at.timestamp() if task.closes_at else float("inf"))),
    ],
)
def test_an_order_goes_on_from_window_to_window(ada: Member, noon: datetime, order: Order, key: Callable[[Task], Any]) -> None:
    many(noon)
    tasks = Task.objects.in_bulk()

    seen = [pk for page in pages_of(ada, noon, order) for pk in page]

    assert max(key(tasks[pk]) for pk in seen[:WINDOW]) <= min(key(tasks[pk]) for pk in seen[WINDOW:])


def test_what_can_be_had_comes_first_over_several_pages(ada: Member, noon: datetime) -> None:
    many(noon)
    free = {pk for pk in Task.objects.values_list("pk", flat=True) if standing(pool_of(f"task:{pk}")).free}

    seen = [pk in free for page in pages_of(ada, noon, "new") for pk in page][:WINDOW]

    assert seen == sorted(seen, reverse=True)


def test_a_task_that_is_gone_by_then_is_not_on_the_next_page(ada: Member, noon: datetime) -> None:
    many(noon, SHOWN + 3)
    page = board_of(member=ada, now=noon).page
    Task.objects.filter(pk=page.ids[0]).update(state="closed")

    following = page_of(member=ada, now=noon, ids=page.ids, after=page.after)

    assert [offer.task.pk for offer in following.offers] == page.ids[1:]


def test_nobody_reads_a_foreign_task_by_writing_its_number_into_the_address(ada: Member, noon: datetime) -> None:
    secret = TaskFactory(opens_at=noon - HOUR)
    secret.departments.set([DepartmentFactory(code="service")])

    assert page_of(member=ada, now=noon, ids=[secret.pk]).offers == []


def test_what_i_have_is_not_offered(ada: Member, noon: datetime) -> None:
    task = TaskFactory(opens_at=noon - HOUR)

    assert board_of(member=ada, now=noon, taken=[task.pk]).page.offers == []
