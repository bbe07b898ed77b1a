"""Case 18: before opening, after closing, cancelled, barred, too late; and when the web's clock is wrong, the database's decides."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from claims.models import Claim
from members.models import Member
from seats import services as seats
from seats.models import Attempt, Pool, Seat
from tasks_catalog.models import Task
from tasks_catalog.publishing import close_task
from tests.faults.house import Web
from tests.faults.people import Person, everybody
from tests.faults.programme import begun, hand_out_tickets, hire, open_task
from tests.faults.verdict import wrongs_of

pytestmark = pytest.mark.xdist_group("faults")
HOUR = timedelta(hours=1)
both_ways = pytest.mark.parametrize("by_ticket", [True, False], ids=["gate", "django"])
type Obstacle = Callable[[Task, Person], None]
type SetClock = Callable[[timedelta], object]


def pool_of(task: Task) -> Pool:
    return Pool.objects.get(reference=task.pool_reference)


def claims(person: Person, task: Task, *, by_ticket: bool = False) -> str:
    if by_ticket:
        hand_out_tickets(task, [person], now=timezone.now() + 2 * HOUR)  # by the web that is two hours ahead
    (told,) = everybody([person], lambda person: person.claim(task.slug))
    return told.outcome


def presses(person: Person, path: str, **form: object) -> int:
    (answer,) = everybody([person], lambda person: person.ask("POST", path, form))
    return answer.status


def not_open_yet(task: Task, person: Person) -> None:
    Pool.objects.filter(pk=pool_of(task).pk).update(opens_at=timezone.now() + HOUR)
    Task.objects.filter(pk=task.pk).update(opens_at=timezone.now() + HOUR)


def closing_time_is_over(task: Task, person: Person) -> None:
    Pool.objects.filter(pk=pool_of(task).pk).update(closes_at=timezone.now() - timedelta(minutes=1))


def closed_by_somebody(task: Task, person: Person) -> None:
    seats.close(pool=pool_of(task), now=timezone.now())


def paused(task: Task, person: Person) -> None:
    seats.pause(pool=pool_of(task), now=timezone.now())


def cancelled(task: Task, person: Person) -> None:
    close_task(task=task, by=None, now=timezone.now())


def left_the_company(task: Task, person: Person) -> None:
    Member.objects.filter(pk=person.member).update(left_at=timezone.now() - HOUR)


def barred(task: Task, person: Person) -> None:
    Member.objects.filter(pk=person.member).update(is_active=False)


SENTENCES: dict[Obstacle, str] = {
    not_open_yet: "The door is not open yet",
    closing_time_is_over: "closed",
    closed_by_somebody: "closed",
    paused: "paused",
    cancelled: "closed",
    left_the_company: "",
    barred: "",
}
OBSTACLES = list(SENTENCES)


@both_ways
@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_a_closed_door_gives_nothing_and_says_why(served: Web, obstacle: Obstacle, by_ticket: bool) -> None:
    task, (ada, bea) = open_task(2), hire(served, 2)
    if by_ticket:
        hand_out_tickets(task, [ada, bea])
    assert claims(bea, task) == "seated", "the door is open to begin with"

    obstacle(task, ada)
    path, form, accept = ada.asking_for(task.slug, uuid4())
    (answer,) = everybody([ada], lambda person: person.ask("POST", path, form, accept=accept))

    if obstacle is barred and not by_ticket:
        assert (answer.status, "/accounts/login/" in answer.leads_to) == (302, True)
    else:
        assert answer.status == 409
        assert SENTENCES[obstacle] in answer.body
    assert not Seat.objects.filter(pool=pool_of(task), member=ada.member).exists()
    assert not Attempt.objects.filter(pool=pool_of(task), member=ada.member).exists()
    assert wrongs_of(task) == []


def test_who_holds_a_seat_hears_so_at_a_door_that_closed_behind_them(served: Web) -> None:
    """The answer got lost, the door was paused, and everybody else is told so, from memory."""
    task, (ada, bea) = open_task(2), hire(served, 2)
    hand_out_tickets(task, [ada, bea])
    key = uuid4()
    everybody([ada], lambda person: person.claim(task.slug, key))
    paused(task, ada)

    async def both(person: Person) -> str:
        for _ in range(20):
            await bea.claim(task.slug)
        path, form, accept = person.asking_for(task.slug, key)
        answer = await person.ask("POST", path, {**form, "again": 1}, accept=accept)
        bea.hang_up()
        return answer.body

    assert '"outcome": "seated"' in everybody([ada], both)[0]
    assert {one.outcome for one in bea.told} == {"refused 409"}


# Clocks apart -----------------------------------------------------------------------


@pytest.fixture
def set_clock(clock_hand: Path) -> Iterator[SetClock]:
    """Sets the clock of `web` wrong by so much; afterwards it is right again."""
    yield lambda wrong_by: clock_hand.write_text(str(wrong_by.total_seconds()))
    clock_hand.write_text("0")


@pytest.fixture
def web(doubtful: Web) -> Web:
    return doubtful


@both_ways
def test_a_web_two_hours_ahead_opens_no_door_early(web: Web, set_clock: SetClock, by_ticket: bool) -> None:
    task, (ada,) = open_task(2, opens_at=timezone.now() + HOUR), hire(web, 1)
    set_clock(2 * HOUR)

    assert claims(ada, task, by_ticket=by_ticket) == "refused 409"
    assert wrongs_of(task) == []


def test_where_the_webs_clock_decides_a_door_opens_early_and_it_is_noticed(web: Web, set_clock: SetClock) -> None:
    """The negative control: the database told to believe the time that it is given."""
    task, (ada,) = open_task(2, opens_at=timezone.now() + HOUR), hire(web, 1)
    set_clock(2 * HOUR)

    with believing():
        assert claims(ada, task, by_ticket=True) == "seated"
    assert Seat.objects.get(member=ada.member).taken_at > timezone.now() + HOUR  # type: ignore[operator]


@contextmanager
def believing() -> Iterator[None]:
    name = connection.settings_dict["NAME"]
    sessions = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} SET firsthand.simulated_time = 'on'")
        cursor.execute(sessions, [name])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} RESET firsthand.simulated_time")
            cursor.execute(sessions, [name])


@both_ways
def test_a_web_two_hours_behind_keeps_no_open_door_shut(web: Web, set_clock: SetClock, by_ticket: bool) -> None:
    task, (ada,) = open_task(2), hire(web, 1)
    set_clock(-2 * HOUR)

    assert claims(ada, task, by_ticket=by_ticket) == "seated"
    seat = Seat.objects.get(pool=pool_of(task), member=ada.member)
    assert abs(seat.taken_at - timezone.now()) < HOUR  # type: ignore[operator]
    assert wrongs_of(task) == []


@both_ways
def test_a_web_two_hours_behind_gives_nothing_after_closing(web: Web, set_clock: SetClock, by_ticket: bool) -> None:
    task, (ada,) = open_task(2), hire(web, 1)
    closing_time_is_over(task, ada)
    Task.objects.filter(pk=task.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    set_clock(-2 * HOUR)

    assert claims(ada, task, by_ticket=by_ticket) == "refused 409"


@both_ways
def test_a_web_two_hours_ahead_gives_until_closing(web: Web, set_clock: SetClock, by_ticket: bool) -> None:
    task, (ada,) = open_task(2, closes_at=timezone.now() + HOUR), hire(web, 1)
    set_clock(2 * HOUR)

    assert claims(ada, task, by_ticket=by_ticket) == "seated"


def test_a_web_two_hours_ahead_takes_no_held_seat_away(web: Web, set_clock: SetClock) -> None:
    task, (ada,) = open_task(2, hold_for=HOUR), hire(web, 1)
    assert claims(ada, task) == "seated"
    set_clock(2 * HOUR)

    assert presses(ada, f"/claims/{ada.told[0].number}/start/") == 302
    assert Seat.objects.get(pool=pool_of(task), member=ada.member).state == "kept"


def test_a_web_two_hours_behind_keeps_no_seat_whose_time_is_over(web: Web, set_clock: SetClock) -> None:
    task, (ada,) = open_task(2, hold_for=HOUR), hire(web, 1)
    assert claims(ada, task) == "seated"
    past = timezone.now() - timedelta(minutes=1)
    Seat.objects.filter(pool=pool_of(task), member=ada.member).update(held_until=past)
    Claim.objects.filter(task=task, member=ada.member).update(held_until=past)
    set_clock(-2 * HOUR)

    assert presses(ada, f"/claims/{ada.told[0].number}/start/") == 409


@pytest.mark.parametrize(("wrong_by", "left", "status"), [(2 * HOUR, HOUR, 200), (-2 * HOUR, -HOUR / 60, 410)], ids=["ahead", "behind"])
def test_the_databases_clock_says_when_work_is_too_late(
    web: Web, set_clock: SetClock, wrong_by: timedelta, left: timedelta, status: int
) -> None:
    task, (ada,) = open_task(2), hire(web, 1)
    claim = begun(task, ada)
    Claim.objects.filter(pk=claim.pk).update(deadline=timezone.now() + left)
    set_clock(wrong_by)

    assert presses(ada, f"/do/{claim.pk}/submit/", key=uuid4()) == status
