"""Case 20: a hold runs out while the person starts or sends; and a taker fails while others are told that all is taken."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from claims.models import Claim
from claims.services import expire_claims
from members.models import Member
from members.rights import PROGRAMME_MANAGER
from operations.engines.processes import wait_until
from operations.models import Mail
from seats import services as seats
from seats.models import Attempt, Pool, Seat, Waiting
from tasks_catalog.models import Task
from tests.faults.house import PATIENCE, House, Process, Web
from tests.faults.people import Person, everybody
from tests.faults.programme import begun, hire, open_task
from tests.faults.turnstile import Turnstile
from tests.faults.verdict import wrongs_of

pytestmark = pytest.mark.xdist_group("faults")


def sweep(later: timedelta) -> int:
    """What the beat asks for, at a later time; in a thread of its own."""
    try:
        return expire_claims(now=timezone.now() + later)
    finally:
        connections.close_all()


def seats_of(task: Task) -> dict[int | None, str]:
    return dict(Seat.objects.filter(pool__reference=task.pool_reference).values_list("member", "state"))


async def starts(person: Person) -> str:
    return (await person.does("start", f"/claims/{person.told[0].number}/start/")).outcome


def held_and_waited_for(web: Web) -> tuple[Task, Person, Person]:
    """Ada holds the only seat; Bea waits for it. What other tests left behind is swept before."""
    sweep(timedelta(days=60))
    task, (ada, bea) = open_task(1, hold_for=timedelta(minutes=30)), hire(web, 2)
    for person in (ada, bea):
        everybody([person], lambda person: person.claim(task.slug))
    assert [person.told[0].outcome for person in (ada, bea)] == ["seated", "waiting"]
    return task, ada, bea


def test_who_starts_while_the_sweep_takes_the_seat_hears_that_it_is_gone(served: Web, turnstile: Turnstile) -> None:
    task, ada, bea = held_and_waited_for(served)

    with ThreadPoolExecutor(2) as street:
        with turnstile.before("UPDATE", "seats_seat"):
            sweeping = street.submit(sweep, timedelta(hours=1))
            turnstile.wait_for_somebody()
            starting = street.submit(everybody, [ada], starts)
            turnstile.wait_for_who_is_behind()
        assert sweeping.result() == 1

    assert starting.result() == ["refused 409"]
    assert seats_of(task) == {bea.member: "held"}
    assert dict(Claim.objects.filter(task=task).values_list("member", "state")) == {ada.member: "expired", bea.member: "held"}
    assert wrongs_of(task) == []


def test_who_started_before_the_sweep_keeps_the_seat(served: Web, turnstile: Turnstile) -> None:
    task, ada, bea = held_and_waited_for(served)

    with ThreadPoolExecutor(2) as street:
        with turnstile.before("UPDATE", "seats_seat"):
            starting = street.submit(everybody, [ada], starts)
            turnstile.wait_for_somebody()
            sweeping = street.submit(sweep, timedelta(hours=1))
            turnstile.wait_for_who_is_behind()
        assert sweeping.result() == 0

    assert starting.result() == ["done"]
    assert seats_of(task) == {ada.member: "kept"}
    assert list(Waiting.objects.filter(pool__reference=task.pool_reference).values_list("member", flat=True)) == [bea.member]
    assert wrongs_of(task) == []


def test_who_sends_at_the_last_moment_has_sent_or_is_too_late_never_both(served: Web, turnstile: Turnstile) -> None:
    sweep(timedelta(days=60))
    task, people = open_task(6), hire(served, 6)
    work = {person.member: begun(task, person) for person in people}

    async def sends(person: Person) -> int:
        return (await person.ask("POST", f"/do/{work[person.member].pk}/submit/", {"key": uuid4()})).status

    with ThreadPoolExecutor(2) as street:
        with turnstile.before("UPDATE", "claims_claim"):
            sending = street.submit(everybody, people, sends, at_once=3)
            turnstile.wait_for_somebody()
            sweeping = street.submit(sweep, timedelta(days=30))
            turnstile.wait_for_who_is_behind()
        sweeping.result()

    states = dict(Claim.objects.filter(task=task).values_list("member", "state"))
    for person, status in zip(people, sending.result(), strict=True):
        assert (status, states[person.member]) in {(200, "submitted"), (410, "expired")}
    assert wrongs_of(task) == []


# Worker and beat --------------------------------------------------------------------


def test_a_worker_killed_in_the_middle_of_the_sweep_and_redis_too_and_the_next_hands_each_seat_on_once(
    house: House, served: Web, turnstile: Turnstile
) -> None:
    sweep(timedelta(days=60))
    task, people = open_task(3, hold_for=timedelta(seconds=1)), hire(served, 8)
    (manager,) = hire(served, 1, rights=(PROGRAMME_MANAGER,))
    everybody(people, lambda person: person.claim(task.slug))
    first = {person.member for person in people if person.told[0].outcome == "seated"}
    processes: list[Process] = []
    try:
        with turnstile.before("UPDATE", "seats_seat"):
            worker = house.worker()
            processes = [worker, house.beat()]
            turnstile.wait_for_somebody()
            worker.kill()
            house.kill_redis()
        everybody([manager], lambda person: person.does("invite", "/desk/people/invite/", email="next@outside.example"))
        house.start_engines()
        worker.start()
        pool = Pool.objects.get(reference=task.pool_reference)
        assert wait_until(lambda: len(set(seats_of(task)) - {None} - first) == 3, seconds=PATIENCE)
        assert wait_until(Mail.objects.filter(to__contains="next@outside.example").exists, seconds=PATIENCE), "the letter left"
    finally:
        for process in processes:
            process.stop()

    record = Counter(Attempt.objects.filter(pool=pool).values_list("outcome", flat=True))
    assert record == {"seated": 3, "waiting": 5, "expired": 3, "promoted": 3}
    assert Counter(Claim.objects.filter(task=task).values_list("state", flat=True)) == {"expired": 3, "held": 3}
    assert wrongs_of(task, [one for person in people for one in person.told]) == []


# A taker who fails ------------------------------------------------------------------


def test_the_seat_of_a_taker_who_fails_is_not_lost_and_nobody_is_told_wrongly(served: Web) -> None:
    task, (eve, *people) = open_task(1), hire(served, 5)
    pool = Pool.objects.get(reference=task.pool_reference)

    with ThreadPoolExecutor(1) as street:
        with transaction.atomic():
            seats.take(pool=pool, member=Member.objects.get(pk=eve.member), key=uuid4(), now=timezone.now())
            pressing = street.submit(everybody, people, lambda person: person.claim(task.slug))
            assert wait_until(lambda: asked_for(pool) > 0 or pressing.done(), seconds=60)
            transaction.set_rollback(True)
        told = pressing.result()
    sweep(timedelta())

    assert {one.outcome for one in told} <= {"seated", "waiting"}, "nobody was sent away"
    assert wrongs_of(task, told) == []
    (holder,) = seats_of(task)
    assert holder in {person.member for person in people}
    seated = [one.member for one in told if one.outcome == "seated"]
    assert seated in ([holder], []), "the one who has it, or the first who waits"


def test_who_was_told_to_wait_for_a_seat_whose_taker_then_failed_gets_it_by_the_sweep(served: Web) -> None:
    task, (eve, *people) = open_task(1), hire(served, 3)
    pool = Pool.objects.get(reference=task.pool_reference)

    with transaction.atomic():
        seats.take(pool=pool, member=Member.objects.get(pk=eve.member), key=uuid4(), now=timezone.now())
        with ThreadPoolExecutor(1) as street:
            told = street.submit(everybody, people, lambda person: person.claim(task.slug)).result()
        transaction.set_rollback(True)

    assert {one.outcome for one in told} == {"waiting"}, "that is true, whatever becomes of the seat"
    before = wrongs_of(task, told)  # the negative control: without the sweep the seat would stay empty beside them
    assert [wrong for wrong in before if "undersold" in wrong]
    first = Waiting.objects.filter(pool=pool).order_by("pk")[0].member_id
    sweep(timedelta())
    assert wrongs_of(task, told) == []
    assert seats_of(task) == {first: "held"}


def asked_for(pool: Pool) -> int:
    """Sessions that are just asking for a seat."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%%seats_take%%' AND pid <> pg_backend_pid()")
        found: int = cursor.fetchone()[0]
    return found


def test_swept_without_looking_whether_it_was_kept_is_noticed(served: Web) -> None:
    """The negative control: a sweep that frees by the time alone takes the seat from who has started."""
    task, ada, _bea = held_and_waited_for(served)
    everybody([ada], starts)

    with transaction.atomic():
        naive = Seat.objects.filter(pool__reference=task.pool_reference)
        naive.update(state="free", member=None, turn=None, taken_at=None, held_until=None)
        assert [wrong for wrong in wrongs_of(task) if "claim without its seat" in wrong]
        transaction.set_rollback(True)
    assert wrongs_of(task) == []
