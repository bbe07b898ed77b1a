"""The script that anybody runs on a pool's record: right records pass, and a change in any part is named."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from members.models import Member
from seats import recompute
from seats.fairness import full_sign_of
from seats.lottery import draw, drawn_order
from seats.models import Pool
from seats.record import record_of
from seats.services import expire_pool, give_back, leave_list, shrink, take
from tests.members.factories import DepartmentFactory, MemberFactory
from tests.seats.factories import PoolFactory
from tests.support import at_the_same_time, needed_by_python

type Record = dict[str, Any]
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def check(record: Record) -> str | None:
    """The difference that the script names, or None."""
    try:
        recompute.check(json.loads(json.dumps(record)))
    except recompute.Difference as difference:
        return str(difference)
    return None


@pytest.fixture
def rush(db: None, noon: datetime) -> Pool:
    """Three seats, one of them the service department's; ten people a minute apart; then seats come back."""
    service = DepartmentFactory(code="service")
    pool = PoolFactory(capacity=3, quotas={service: 1}, hold_for=HOUR, take_up_for=10 * MINUTE)
    people = [MemberFactory(department=service if n % 3 == 0 else None) for n in range(10)]
    for minute, member in enumerate(people):
        take(pool=pool, member=member, key=uuid4(), now=noon + minute * MINUTE)
    leave_list(pool=pool, member=people[4], now=noon + 11 * MINUTE)
    give_back(seat=pool.seats.get(member=people[1]), now=noon + 12 * MINUTE)
    expire_pool(pool=pool, now=noon + 30 * MINUTE)
    return pool


@pytest.fixture
def drawn(db: None, noon: datetime) -> Pool:
    """Five seats, two of them the service department's; sixteen asked, one of them left before the draw; one seat came back."""
    service, cards = DepartmentFactory(code="service"), DepartmentFactory(code="cards")
    pool = PoolFactory(capacity=5, quotas={service: 2}, draws_at=noon + HOUR)
    people = [MemberFactory(department=service if n < 6 else cards) for n in range(16)]
    for minute, member in enumerate(people):
        take(pool=pool, member=member, key=uuid4(), now=noon + minute * MINUTE)
    leave_list(pool=pool, member=people[7], now=noon + 20 * MINUTE)
    promotions = draw(pool=pool, now=noon + HOUR)
    take(pool=pool, member=MemberFactory(), key=uuid4(), now=noon + 61 * MINUTE)
    give_back(seat=promotions[1].seat, now=noon + 62 * MINUTE)
    return pool


def test_a_rush_that_went_right_is_right(rush: Pool, noon: datetime) -> None:
    record = record_of(rush, complete=False, now=noon)

    assert check(record) is None
    assert {"seated", "waiting", "left_list", "gave_back", "promoted", "passed_over"} <= {event["what"] for event in record["events"]}


@pytest.mark.parametrize("complete", [False, True])
def test_a_lottery_that_went_right_is_right(drawn: Pool, noon: datetime, complete: bool) -> None:
    record = record_of(drawn, complete=complete, now=noon)

    assert check(record) is None
    assert {"requested", "drawn", "promoted"} <= {event["what"] for event in record["events"]}


def test_the_script_and_the_draw_agree_on_the_order() -> None:
    seed, signs = "5e" * 32, [f"{n:05X}" for n in range(500)]

    assert recompute.drawn_order(seed, signs) == drawn_order(seed=seed, signs=signs)


def test_a_lottery_before_its_draw_shows_the_commitment_and_no_seed(ada: Member, noon: datetime) -> None:
    pool = PoolFactory(draws_at=noon + HOUR)
    take(pool=pool, member=ada, key=uuid4(), now=noon)

    record = record_of(pool, complete=True, now=noon)

    assert record["draw"] == {"commitment": pool.commitment, "seed": None, "drawn_at": None, "seats": {}, "order": []}
    assert check(record) is None


def _event(record: Record, what: str, turn: int = 0) -> dict[str, Any]:
    found: list[dict[str, Any]] = [event for event in record["events"] if event["what"] == what]
    return found[turn]


def _drop(record: Record, what: str, turn: int = 0) -> None:
    record["events"].remove(_event(record, what, turn))
    for n, event in enumerate(record["events"], start=1):
        event["n"] = n


def _exchange_shares(record: Record) -> None:
    """Two winners, one of the service department and one of all, with each other's seats."""
    drawn = {event["seat"]: event for event in record["events"] if event["what"] == "drawn"}
    one, other = (drawn[numbers[0]] for numbers in record["seats"].values())
    one["seat"], other["seat"] = other["seat"], one["seat"]


LOTTERY_CHANGES: dict[str, tuple[Callable[[Record], object], str]] = {
    "another seed": (lambda r: r["draw"].update(seed="00" * 32), "but .* was published"),
    "another commitment": (lambda r: r["draw"].update(commitment="00" * 32), "was published"),
    "two places exchanged": (lambda r: r["draw"]["order"].insert(0, r["draw"]["order"].pop(1)), "place 1 of the drawn order"),
    "a request added to the order": (lambda r: r["draw"]["order"].append(["AAAAA", None]), "AAAAA was drawn without having asked"),
    "a request left out of the order": (lambda r: r["draw"]["order"].pop(), "asked in time, but was not drawn"),
    "a request left out everywhere": (
        lambda r: (r["events"].remove(next(e for e in r["events"] if e["who"] == r["draw"]["order"][-1][0])), r["draw"]["order"].pop()),
        "a line is missing",
    ),
    "one person twice": (lambda r: r["draw"]["order"].append(r["draw"]["order"][0]), "stands twice in the drawn order"),
    "a loser's win": (lambda r: _event(r, "drawn").update(who=r["draw"]["order"][-1][0]), "by the drawn order"),
    "the winners' seats exchanged": (_exchange_shares, "by the drawn order gets"),
    "fewer seats than there were": (lambda r: _drop(r, "drawn", -1), "gets no seat, but by the drawn order"),
    "more seats than there were": (lambda r: r["draw"]["seats"].update({"": 4}), "gets no seat, but by the drawn order"),
    "a draw before its time": (lambda r: r["draw"].update(drawn_at=r["pool"]["opens_at"]), "before the end of the window"),
    "a later request moved into the window": (
        lambda r: r["events"].insert(0, {**_event(r, "requested"), "who": "AAAAA", "n": 0}),
        "numbered 0",
    ),
    "the seed taken away": (lambda r: r["draw"].update(seed=None), "no seed is shown"),
    "a promotion of somebody drawn later": (lambda r: _event(r, "promoted").update(who=r["draw"]["order"][-1][0]), "waited before"),
    "the wait list turned round": (lambda r: r["waiting"].reverse(), "the wait list has"),
}  # fmt: skip


@pytest.mark.parametrize("change", LOTTERY_CHANGES)
def test_a_changed_lottery_is_caught(drawn: Pool, noon: datetime, change: str) -> None:
    record = record_of(drawn, complete=True, now=noon)
    alter, named = LOTTERY_CHANGES[change]

    alter(record)

    difference = check(record)
    assert difference is not None
    assert re.search(named, difference), difference


RUSH_CHANGES: dict[str, tuple[Callable[[Record], object], str]] = {
    "a line missing": (lambda r: r["events"].pop(2), "a line is missing"),
    "a seat that is not there": (lambda r: _event(r, "seated").update(seat=99), "there is no seat 99"),
    "a seat twice": (lambda r: _event(r, "seated", 1).update(seat=_event(r, "seated")["seat"]), "at that moment"),
    "two seats for one": (lambda r: _event(r, "seated", 1).update(who=_event(r, "seated")["who"]), "more than 1 at a time"),
    "a seat before the opening": (lambda r: _event(r, "seated").update(at="2026-03-02T11:59:59+00:00"), "before the opening"),
    "a promotion past the first": (lambda r: _event(r, "promoted").update(who=_event(r, "waiting", -1)["who"]), "waited before"),
    "a promotion of nobody": (lambda r: _event(r, "promoted").update(who="AAAAA"), "was not waiting"),
    "somebody else's giving back": (lambda r: _event(r, "gave_back").update(who="AAAAA"), "was not theirs"),
    "a newcomer before those who wait": (
        lambda r: (_event(r, "promoted").update(what="seated", who="AAAAA")),
        "a newcomer passed",
    ),
    "a leaving dropped": (lambda r: _drop(r, "left_list"), "waits by the lines|waited before"),
    "an arrival dropped": (lambda r: _drop(r, "waiting", -1), "did not ask|was not waiting"),
    "the wait list turned round": (lambda r: r["waiting"].reverse(), "the wait list has"),
    "another holder at the end": (lambda r: r["live"].update({next(iter(r["live"])): "AAAAA"}), "at the end seat"),
}  # fmt: skip


@pytest.mark.parametrize("change", RUSH_CHANGES)
def test_a_changed_rush_is_caught(rush: Pool, noon: datetime, change: str) -> None:
    record = record_of(rush, complete=True, now=noon)
    alter, named = RUSH_CHANGES[change]

    alter(record)

    difference = check(record)
    assert difference is not None
    assert re.search(named, difference), difference


@pytest.mark.django_db(transaction=True)
def test_a_rush_in_many_hands_leaves_a_right_record(noon: datetime) -> None:
    """No false alarm: taking, leaving, giving back and sweeping at the same time."""
    service = DepartmentFactory(code="service")
    pool = PoolFactory(capacity=4, quotas={service: 2}, take_up_for=MINUTE)
    members = [MemberFactory(department=service if n % 3 == 0 else None) for n in range(14)]

    def rush(member: Member, place: int, clock: datetime) -> None:
        taken = take(pool=pool, member=member, key=uuid4(), now=clock)
        if taken.seat is not None and place % 2:
            give_back(seat=taken.seat, now=clock)
        if taken.seat is None and place % 5 == 0:
            leave_list(pool=pool, member=member, now=clock)

    for turn in range(3):
        clock = noon + turn * 30 * MINUTE
        rushing = [partial(rush, member, place, clock) for place, member in enumerate(members)]
        at_the_same_time(*rushing, partial(expire_pool, pool=pool, now=clock))
    record = record_of(pool, complete=True, now=noon)

    assert check(record) is None
    assert len(record["events"]) > 14


# Round the record -------------------------------------------------------------


def test_seats_taken_away_later_do_not_make_an_honest_record_wrong(ada: Member, bea: Member, noon: datetime) -> None:
    pool = PoolFactory(capacity=2)
    take(pool=pool, member=ada, key=uuid4(), now=noon)
    taken = take(pool=pool, member=bea, key=uuid4(), now=noon)
    for seat in pool.seats.exclude(member=None):
        give_back(seat=seat, now=noon + MINUTE)
    shrink(pool=pool, count=1)

    record = record_of(pool, complete=False, now=noon)

    assert taken.seat is not None
    assert (record["removed"], check(record)) == ([2], None)


def test_two_who_came_in_the_same_moment_may_wait_in_either_order(db: None, noon: datetime) -> None:
    pool = PoolFactory(capacity=1)
    for member in MemberFactory.create_batch(3):
        take(pool=pool, member=member, key=uuid4(), now=noon)
    record = record_of(pool, complete=False, now=noon)

    record["waiting"].reverse()

    assert check(record) is None


def test_the_record_names_nobody_and_no_department(drawn: Pool, noon: datetime) -> None:
    text = json.dumps(record_of(drawn, complete=True, now=noon))

    for member in Member.objects.all():
        assert member.email not in text
        assert member.first_name not in text
    assert "service" not in text
    assert drawn.salt.hex not in text.replace("-", "")
    assert str(drawn.salt) not in text


def test_a_small_department_is_told_apart_for_auditors_only(db: None, noon: datetime) -> None:
    small = DepartmentFactory(code="small")
    pool = PoolFactory(capacity=2, quotas={small: 1}, draws_at=noon + HOUR)
    (lone,) = people = [MemberFactory(department=small)]
    for member in [*people, *MemberFactory.create_batch(8)]:
        take(pool=pool, member=member, key=uuid4(), now=noon)
    draw(pool=pool, now=noon + HOUR)

    public, complete = (record_of(pool, complete=complete, now=noon) for complete in (False, True))

    assert {share for _sign, share in public["draw"]["order"]} == {None}
    assert [full_sign_of(pool, lone.pk), "A"] in complete["draw"]["order"]
    assert (check(public), check(complete)) == (None, None)


def test_a_small_departments_seat_cannot_go_to_many(db: None, noon: datetime) -> None:
    small = DepartmentFactory(code="small")
    pool = PoolFactory(capacity=3, quotas={small: 1}, draws_at=noon + HOUR)
    for member in [MemberFactory(department=small), *MemberFactory.create_batch(8)]:
        take(pool=pool, member=member, key=uuid4(), now=noon)
    draw(pool=pool, now=noon + HOUR)
    record = record_of(pool, complete=False, now=noon)

    record["seats"] = {"*": [1, 2, 3]}

    assert "more seats of small departments" in str(check(record))


def test_anybody_can_run_the_script_on_the_file(drawn: Pool, noon: datetime, tmp_path: Path) -> None:
    """With a bare Python: no Django, no third-party package."""
    record = record_of(drawn, complete=False, now=noon)
    right, wrong, strange = (tmp_path / name for name in ("right.json", "wrong.json", "strange.json"))
    right.write_text(json.dumps(record))
    record["draw"]["order"].reverse()
    wrong.write_text(json.dumps(record))
    strange.write_text("{}")

    def run(file: Path) -> tuple[int, str]:
        call = [sys.executable, "-I", "-S", recompute.__file__, str(file)]
        done = subprocess.run(call, capture_output=True, text=True, check=False, env=needed_by_python())
        return done.returncode, done.stdout.splitlines()[-1]

    assert run(right) == (0, "The draw is right.")
    assert run(wrong)[0] == 1
    assert run(wrong)[1].startswith("DIFFERENCE: place 1 of the drawn order")
    assert run(strange)[0] == 2
