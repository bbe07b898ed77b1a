"""Cases 3, 6, 16 and 17: what is killed in the middle, and what everybody was told until then and afterwards."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from claims.models import Claim
from feedback.models import Submission
from members.rights import REVIEWER
from operations.engines.processes import wait_until
from rewards.models import Benefit, Redemption, Transfer
from tasks_catalog.models import Task
from tests.faults.house import House, Web
from tests.faults.people import Person, Told, everybody
from tests.faults.programme import hand_out_tickets, hire, on_the_shelf, open_task, sent
from tests.faults.turnstile import Turnstile
from tests.faults.verdict import wrongs_of, wrongs_of_books, wrongs_of_shelf

pytestmark = pytest.mark.xdist_group("faults")
MANY = 20
PER_KILL = 30  # people who claim and redeem, for each kill


def kill_the_web(house: House, web: Web) -> None:
    web.kill()
    web.start()


def kill_a_worker(house: House, web: Web) -> None:
    web.kill_a_worker()


def kill_postgres(house: House, web: Web) -> None:
    house.kill_postgres()
    house.start_engines()


def kill_redis(house: House, web: Web) -> None:
    house.kill_redis()
    house.start_engines()


def flush_redis(house: House, web: Web) -> None:
    house.redis.flushall()


SHORT = [(kill_a_worker, 1), (kill_the_web, 1), (kill_postgres, 2), (kill_redis, 2), (flush_redis, 2)]
KILLS = [pytest.param(*kill, id=f"{kill[0].__name__}-{kill[1]}") for kill in SHORT]
KILLS += [pytest.param(kill, MANY, id=f"{kill.__name__}-{MANY}", marks=pytest.mark.long) for kill, _few in SHORT]


@pytest.mark.parametrize(("kill", "kills"), KILLS)
def test_nothing_that_was_acknowledged_is_lost(house: House, served: Web, kill: Callable[[House, Web], None], kills: int) -> None:
    number = PER_KILL * kills
    task, shelf = open_task(number // 3, quotas={"service": 2}), on_the_shelf(number // 2)
    people = [*hire(served, number - 6, points=shelf.price), *hire(served, 6, department="service", points=shelf.price)]

    hand_out_tickets(task, people[::2])

    with ThreadPoolExecutor(1) as street:
        crowd = street.submit(everybody, people, partial(claims_and_redeems, task=task, shelf=shelf), at_once=16)
        for nth in range(1, kills + 1):
            answers = nth * 2 * number // (kills + 1)
            assert wait_until(lambda answers=answers: crowd.done() or heard(people) >= answers, seconds=300)  # type: ignore[misc]
            assert not crowd.done(), "people are still pressing"
            kill(house, served)
        crowd.result()
    connections.close_all()

    told = [one for person in people for one in person.told]
    assert Counter((one.what, one.outcome) for one in told) == {
        ("claim", "seated"): number // 3,
        ("claim", "waiting"): number - number // 3,
        ("redeem", "asked"): number // 2,
        ("redeem", "refused"): number - number // 2,
    }
    assert wrongs_of(task, told) + wrongs_of_shelf(shelf, told) + wrongs_of_books() == []
    assert kill in {kill_redis, flush_redis} or sum(person.lost for person in people) > 0, "somebody's answer did get lost"


async def claims_and_redeems(person: Person, *, task: Task, shelf: Benefit) -> None:
    await person.claim(task.slug)
    await person.redeem(shelf.slug, shelf.price)


def heard(people: list[Person]) -> int:
    return sum(len(person.told) for person in people)


def test_while_postgres_is_away_readiness_is_red_and_people_are_told_when_to_come_again(house: House, served: Web) -> None:
    task, (ada,) = open_task(1), hire(served, 1)
    key = uuid4()
    house.kill_postgres()

    status, headers, facts = served.ask("/readyz")
    (refused,) = everybody([ada], lambda person: person.ask("POST", f"/tasks/{task.slug}/claim/", {"key": key}))

    assert (status, facts["database"], facts["ready"]) == (503, "down", False)
    assert headers["retry-after"].isdecimal()
    assert (refused.status, refused.headers["retry-after"].isdecimal()) == (503, True)
    assert served.serves(), "the process itself is well"

    house.start_engines()
    (told,) = everybody([ada], lambda person: person.claim(task.slug, key))
    connections.close_all()
    assert (told.outcome, served.ask("/readyz")[0]) == ("seated", 200)
    assert wrongs_of(task, [told]) == []


def test_after_a_restart_of_postgres_nobody_meets_a_connection_that_died(house: House, doubtful: Web) -> None:
    people = hire(doubtful, 24)
    everybody(people, lambda person: person.ask("GET", "/wallet/"))  # the pool is as large now as it may be
    house.kill_postgres()
    house.start_engines()

    answers = [everybody([person], lambda person: person.ask("GET", "/wallet/"))[0] for person in people[:3]]
    connections.close_all()

    assert [answer.status for answer in answers] == [200] * 3


# In the middle of the statement --------------------------------------------------


@pytest.mark.parametrize("by_ticket", [pytest.param(True, id="gate"), pytest.param(False, id="django", marks=pytest.mark.long)])
def test_killed_in_the_middle_of_the_statement_the_seat_is_the_owners_or_free(
    house: House, doubtful: Web, turnstile: Turnstile, by_ticket: bool
) -> None:
    task, (ada, bea) = open_task(1), hire(doubtful, 2)
    key = uuid4()
    if by_ticket:
        hand_out_tickets(task, [ada])

    with ThreadPoolExecutor(1) as street:
        with turnstile.before("UPDATE", "seats_seat"):
            pressing = street.submit(everybody, [ada], lambda person: person.claim(task.slug, key))
            turnstile.wait_for_somebody()
            doubtful.kill()
        doubtful.start()
        (told,) = pressing.result()

    assert (told.outcome, told.tries > 1) == ("seated", True)
    assert wrongs_of(task, [told, *everybody([bea], lambda person: person.claim(task.slug))]) == []


def test_killed_between_accepted_and_points_the_reviewers_retry_pays_once(house: House, doubtful: Web, turnstile: Turnstile) -> None:
    task, (ada,), (dan,) = open_task(3), hire(doubtful, 1), hire(doubtful, 1, department="service", rights=(REVIEWER,))
    work = sent(task, ada)

    with ThreadPoolExecutor(1) as street:
        with turnstile.before("INSERT", "rewards_transfer"):
            accepting = street.submit(everybody, [dan], partial(accepts, work=work))
            turnstile.wait_for_somebody()
            doubtful.kill()
        doubtful.start()
        (told,) = accepting.result()

    assert (told.outcome, told.tries > 1) == ("done", True)
    assert Transfer.objects.filter(reference=f"submission:{work.pk}").count() == 1
    assert wrongs_of(task) + wrongs_of_books() == []


async def accepts(person: Person, *, work: Submission) -> Told:
    return await person.does("accept", f"/desk/review/{work.pk}/decide/", revision=1, decision="accept")


# Negative controls -----------------------------------------------------------------


def test_where_commit_does_not_wait_for_the_disk_acknowledged_claims_are_lost(house: House, served: Web) -> None:
    task, people = open_task(40), hire(served, 40)
    with careless(house):
        told = [one for person in people for one in everybody([person], lambda person: person.claim(task.slug))]
        house.kill_postgres()
    connections.close_all()

    lost = [wrong for wrong in wrongs_of(task, told) if "acknowledged and is lost" in wrong]
    assert 0 < len(lost) <= 40


@contextmanager
def careless(house: House) -> Iterator[None]:
    """PostgreSQL as it answers before anything is on disk, until it is killed."""
    settings = {"synchronous_commit": "off", "wal_writer_delay": "10s", "wal_writer_flush_after": "1GB"}
    with connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        cursor.execute("SELECT pg_reload_conf()")
    yield
    connections.close_all()
    house.start_engines()
    with connection.cursor() as cursor:
        for name in settings:
            cursor.execute(f"ALTER SYSTEM RESET {name}")
        cursor.execute("SELECT pg_reload_conf()")


# The harm done by hand, and undone -----------------------------


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_accepted_in_one_transaction_and_never_paid_in_the_next_is_noticed(served: Web) -> None:
    """As if the process had died between the two."""
    task, (ada,) = open_task(3), hire(served, 1)
    work = sent(task, ada)

    with undone():
        Submission.objects.filter(pk=work.pk).update(state="accepted")
        assert wrongs_of_books() == [f"submission:{work.pk} accepted, not paid"]


def test_what_is_forgotten_after_it_was_acknowledged_is_noticed(served: Web) -> None:
    task, shelf, (ada,) = open_task(2), on_the_shelf(2), hire(served, 1, points=30)
    everybody([ada], partial(claims_and_redeems, task=task, shelf=shelf))
    claim, redemption = Claim.objects.get(task=task), Redemption.objects.get(benefit=shelf)
    assert wrongs_of(task, ada.told) + wrongs_of_shelf(shelf, ada.told) == []

    with undone():
        claim_id, redemption_id = claim.pk, redemption.pk
        claim.delete()
        redemption.delete()
        taken, given = (claim.seat_id, ada.member), (redemption.seat_id, ada.member)
        assert wrongs_of(task, ada.told) == [f"seat {taken} is taken and nobody's claim", f"claim {claim_id} was acknowledged and is lost"]
        assert wrongs_of_shelf(shelf, ada.told) == [
            f"piece {given} without a request",
            f"request {redemption_id} was acknowledged and is lost",
        ]
        assert [finding for finding in wrongs_of_books() if "orphaned" in finding]
