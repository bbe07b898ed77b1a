"""The gate in front of Django: what it answers by itself, what it hands on, and that it never says an old "no"."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError
from django.utils.functional import lazy
from django.utils.translation import get_language

from seats import errors, gate, pulse, tickets
from seats.gate import Answer, Gate
from shared.errors import RuleBroken


class FakeClock:
    """Monotonic seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    perf_counter = monotonic


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    clock = FakeClock()
    monkeypatch.setattr(gate, "time", clock)
    return clock


@pytest.fixture(autouse=True)
def nobody_counts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    counted: list[str] = []
    monkeypatch.setattr(pulse, "count", lambda _pool, answer, _seconds: counted.append(answer))
    return counted


class Door:
    """A taker that answers what it is told to, and remembers who came."""

    def __init__(self, answer: Answer | RuleBroken | Exception) -> None:
        self.answer = answer
        self.came: list[tuple[int, int, UUID]] = []

    def __call__(self, *, pool: int, member: int, key: UUID, now: datetime) -> Answer:  # noqa: ARG002
        self.came.append((pool, member, key))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def django(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [b"django read: " + environ["wsgi.input"].read()]


def ticket(member: int = 3, pool: int = 7, kind: str = "task", language: str = "en") -> str:
    now = datetime.now(UTC)
    return tickets.issue(kind=kind, pool=pool, member=member, language=language, session="cookie", opens_at=now, now=now)


def press(
    door: Gate, form: dict[str, str], *, accept: str = "application/json", cookie: str = "session=x; sessionid=cookie"
) -> tuple[str, bytes]:
    said: list[str] = []
    body = urlencode(form).encode()
    environ = {
        "REQUEST_METHOD": "POST", "HTTP_ACCEPT": accept, "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)), "HTTP_COOKIE": cookie, "wsgi.input": BytesIO(body),
    }  # fmt: skip
    answer = b"".join(door(environ, lambda status, _headers: said.append(status)))  # type: ignore[arg-type]
    return said[0], answer


def ask(taker: Door, member: int = 3, door: Gate | None = None, **ticket_words: Any) -> dict[str, Any]:
    door = door or Gate(django, {"task": taker})
    answer: dict[str, Any] = json.loads(press(door, {"ticket": ticket(member, **ticket_words), "key": str(uuid4())})[1])
    return answer


SEATED, WAITING = Answer("seated", "/claims/1/"), Answer("waiting", "/tasks/x/door/", 4)


def test_who_has_a_good_ticket_gets_the_takers_answer() -> None:
    assert ask(Door(SEATED)) == {"outcome": "seated", "reason": None, "message": "", "place": None, "url": "/claims/1/"}


def test_the_key_and_the_tickets_words_reach_the_taker() -> None:
    taker, key = Door(SEATED), uuid4()

    press(Gate(django, {"task": taker}), {"ticket": ticket(), "key": str(key)})

    assert taker.came == [(7, 3, key)]


@pytest.mark.parametrize(
    ("form", "accept"), [({"key": "k"}, "application/json"), ({"ticket": "t"}, "text/html"), ({"ticket": "x" * 3000}, "application/json")]
)
def test_everything_else_is_djangos_with_its_body(form: dict[str, str], accept: str) -> None:
    assert press(Gate(django, {}), form, accept=accept)[1] == b"django read: " + urlencode(form).encode()


@pytest.mark.parametrize(
    ("form", "cookie", "reason"),
    [
        ({"ticket": "nonsense", "key": str(uuid4())}, "sessionid=cookie", "malformed"),
        ({"key": str(uuid4())}, "sessionid=other", "foreign"),
        ({"key": str(uuid4())}, "", "malformed"),
        ({"key": "no uuid"}, "sessionid=cookie", "malformed"),
        ({"kind": "parking", "key": str(uuid4())}, "sessionid=cookie", "malformed"),
    ],
)
def test_a_bad_ticket_is_refused_with_a_sentence_and_asks_nobody(form: dict[str, str], cookie: str, reason: str) -> None:
    taker, good = Door(SEATED), {"ticket": ticket(kind=form.get("kind", "task"))}

    status, body = press(Gate(django, {"task": taker}), good | form, cookie=cookie)

    answer = json.loads(body)
    assert (status[:3], answer["reason"], taker.came) == ("409", reason, [])
    assert "reload it" in answer["message"]


def test_a_refusal_is_said_in_the_language_of_the_ticket() -> None:
    refusal = RuleBroken(lazy(get_language, str)())

    assert [ask(Door(refusal), language=code)["message"] for code in ("pl", "zh-hans")] == ["pl", "zh-hans"]


def test_who_waits_hears_it_again_without_asking_the_database(clock: FakeClock) -> None:
    taker = Door(WAITING)
    door = Gate(django, {"task": taker})

    answers = [ask(taker, door=door)["place"] for _ in range(5)]

    assert (answers, len(taker.came)) == ([4] * 5, 1)


def test_nobody_hears_of_anothers_place(clock: FakeClock) -> None:
    taker = Door(WAITING)
    door = Gate(django, {"task": taker})

    ask(taker, 3, door)
    ask(taker, 4, door)

    assert [member for _pool, member, _key in taker.came] == [3, 4]


def test_a_yes_is_never_said_from_memory(clock: FakeClock) -> None:
    taker = Door(SEATED)
    door = Gate(django, {"task": taker})

    ask(taker, door=door)
    ask(taker, door=door)

    assert len(taker.came) == 2


@pytest.mark.parametrize("refusal", [errors.PoolPaused(), errors.PoolClosed(), errors.AllTaken(), errors.NotOpenYet(opens_in=60)])
def test_what_everybody_is_told_is_asked_once_in_a_quarter_of_a_second(clock: FakeClock, refusal: RuleBroken) -> None:
    taker = Door(refusal)
    door = Gate(django, {"task": taker})

    said = {ask(taker, member, door)["reason"] for member in range(3, 30)}

    assert (said, len(taker.came)) == ({errors.name_of(refusal)}, 1)


def test_who_presses_again_is_not_told_what_everybody_is_told(clock: FakeClock) -> None:
    """Their answer got lost: it may have been a seat, which the database knows."""
    taker = Door(errors.PoolPaused())
    door = Gate(django, {"task": taker})
    ask(taker, 4, door)
    taker.answer = SEATED

    answer = json.loads(press(door, {"ticket": ticket(3), "key": str(uuid4()), "again": "1"})[1])

    assert answer["outcome"] == "seated"


@pytest.mark.parametrize("told", [errors.AllTaken(), WAITING], ids=["all taken", "a place in the list"])
def test_an_old_no_is_not_believed(clock: FakeClock, told: Answer | RuleBroken) -> None:
    taker = Door(told)
    door = Gate(django, {"task": taker})
    ask(taker, door=door)
    taker.answer = SEATED  # a seat came back

    clock.now += gate.FRESH + 0.001

    assert ask(taker, door=door)["outcome"] == "seated"


def test_without_the_limit_on_its_age_an_old_no_keeps_people_from_a_free_seat(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr(gate, "FRESH", 3600.0)
    taker = Door(errors.AllTaken())
    door = Gate(django, {"task": taker})
    ask(taker, door=door)
    taker.answer = SEATED

    clock.now += 60

    assert ask(taker, door=door)["outcome"] == "refused"


def test_nobody_hears_not_open_yet_after_the_door_opened(clock: FakeClock) -> None:
    taker = Door(errors.NotOpenYet(opens_in=0.02))
    door = Gate(django, {"task": taker})
    ask(taker, door=door)
    taker.answer = SEATED

    clock.now += 0.02

    assert ask(taker, 4, door)["outcome"] == "seated"


def test_what_concerns_one_member_alone_is_not_told_to_others(clock: FakeClock) -> None:
    taker = Door(errors.Barred())
    door = Gate(django, {"task": taker})
    ask(taker, 3, door)
    taker.answer = SEATED

    assert ask(taker, 4, door)["outcome"] == "seated"


def test_while_the_database_is_away_nothing_is_lost_and_it_says_when_to_come_again() -> None:
    status, body = press(Gate(django, {"task": Door(OperationalError("gone"))}), {"ticket": ticket(), "key": str(uuid4())})

    answer = json.loads(body)
    assert (status[:3], answer["outcome"]) == ("503", "resting")
    assert "Nothing is lost" in answer["message"]


def test_a_dead_connection_is_found_out_by_using_it_and_asked_again() -> None:
    class Restarted(Door):
        def __call__(self, *, pool: int, member: int, key: UUID, now: datetime) -> Answer:
            if not self.came:
                self.came.append((pool, member, key))
                raise OperationalError("server closed the connection unexpectedly")
            return super().__call__(pool=pool, member=member, key=key, now=now)

    taker = Restarted(SEATED)

    assert ask(taker)["outcome"] == "seated"
    assert taker.came[0] == taker.came[1]  # the same key: it cannot count twice


def test_every_answer_is_counted_by_its_word(nobody_counts: list[str]) -> None:
    for answer in (SEATED, WAITING, errors.PoolPaused()):
        ask(Door(answer))

    assert nobody_counts == ["seated", "waiting", "paused"]


def test_memory_is_bounded(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MOST_REMEMBERED", 10)
    taker = Door(WAITING)
    door = Gate(django, {"task": taker})

    for member in range(1, 40):
        ask(taker, member, door)

    assert len(door.told) <= 10
