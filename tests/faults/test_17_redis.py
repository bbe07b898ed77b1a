"""Case 17: Redis gone, full, or there and mute. The ledger and the seats are right without it; only counting stops."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django import Settings
from redis.exceptions import RedisError

from members.rights import PROGRAMME_MANAGER
from notifications.models import OutboxMessage
from operations.engines.processes import wait_until
from shared.cache import SoftRedisCache
from tests.faults.house import House, Web
from tests.faults.people import Person, everybody
from tests.faults.programme import hand_out_tickets, hire, on_the_shelf, open_task
from tests.faults.verdict import wrongs_of, wrongs_of_books, wrongs_of_shelf
from tests.members.factories import PASSWORD, MemberFactory

pytestmark = pytest.mark.xdist_group("faults")


def gone(house: House) -> Callable[[], object]:
    house.kill_redis()
    return house.start_engines


def mute(house: House) -> Callable[[], object]:
    house.hang_redis()
    return house.wake_redis


def full(house: House) -> Callable[[], object]:
    house.redis.config_set("maxmemory", 1)
    return lambda: house.redis.config_set("maxmemory", 0)


STATES = [gone, mute, full]
type Trouble = Callable[[House], Callable[[], object]]


@contextmanager
def trouble(house: House, state: Trouble) -> Iterator[None]:
    mend = state(house)
    try:
        yield
    finally:
        mend()
        assert wait_until(lambda: takes_writes(house), seconds=30)


def takes_writes(house: House) -> bool:
    with suppress(RedisError):
        return bool(house.redis.set("firsthand:faults", 1))
    return False


@pytest.mark.parametrize("state", STATES)
def test_seats_and_points_are_right_without_redis(house: House, served: Web, state: Trouble) -> None:
    task, shelf = open_task(4), on_the_shelf(3)
    people = hire(served, 8, points=shelf.price)
    hand_out_tickets(task, people[::2])

    async def lives_on(person: Person) -> list[int]:
        await person.claim(task.slug)
        await person.redeem(shelf.slug, shelf.price)
        return [(await person.ask("GET", page)).status for page in ("/", "/wallet/", f"/tasks/{task.slug}/")]

    with trouble(house, state):
        pages = everybody(people, lives_on)
        ready, _, facts = served.ask("/readyz")

    told = [one for person in people for one in person.told]
    outcomes = Counter((one.what, one.outcome) for one in told)
    assert outcomes == {("claim", "seated"): 4, ("claim", "waiting"): 4, ("redeem", "asked"): 3, ("redeem", "refused"): 5}
    assert pages == [[200, 200, 200]] * 8, "reading goes on"
    assert wrongs_of(task, told) + wrongs_of_shelf(shelf, told) + wrongs_of_books() == []
    assert (ready, facts["redis"]) == (200, "ok" if state is full else "degraded")


@pytest.mark.parametrize("state", STATES)
def test_signing_in_is_refused_while_tries_cannot_be_counted_and_works_again_afterwards(house: House, served: Web, state: Trouble) -> None:
    member = MemberFactory()
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    stranger = Person(member.pk, None, "", served.port)

    def signs_in() -> tuple[int, str]:
        (answer,) = everybody(
            [stranger], lambda person: person.ask("POST", "/accounts/login/", {"login": member.email, "password": PASSWORD})
        )
        return answer.status, answer.headers.get("retry-after", "")

    with trouble(house, state):
        status, come_again = signs_in()
    assert (status, come_again.isdecimal()) == (429, True)
    assert wait_until(lambda: signs_in()[0] == 302, seconds=30)


def test_a_limit_that_fails_open_lets_people_in_uncounted(house: House, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: a cache that says yes while it is away."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    member, client = MemberFactory(), Client()
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    sign_in = {"login": member.email, "password": PASSWORD}
    assert client.post("/accounts/login/", sign_in).status_code == 429

    monkeypatch.setattr(SoftRedisCache, "add", lambda *_args, **_more: True)

    assert client.post("/accounts/login/", sign_in).status_code == 302


@pytest.mark.parametrize("state", STATES)
def test_what_should_leave_by_redis_waits_in_the_outbox(house: House, served: Web, state: Trouble) -> None:
    (bea,) = hire(served, 1, rights=(PROGRAMME_MANAGER,))
    address = f"{state.__name__}@outside.example"

    with trouble(house, state):
        (told,) = everybody([bea], lambda person: person.does("invite", "/desk/people/invite/", email=address))

    assert told.outcome == "done"
    assert OutboxMessage.objects.latest("pk").task == "home.tasks.send_invitation"
    assert OutboxMessage.objects.latest("pk").sent_at is None
