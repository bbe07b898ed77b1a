"""A pool's fairness record without names, for anybody to read and for `recompute.py` to check."""

import hmac
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from seats.fairness import full_sign_of
from seats.models import Pool, Waiting
from seats.recompute import FORMAT, OPEN, SMALL

TELLS_NOBODY = 5  # a department's share is shown for single signs when at least so many people stand behind it


def record_of(pool: Pool, *, complete: bool, now: datetime) -> dict[str, Any]:
    """The record as JSON can hold it; departments are letters. `complete`: small departments too, for auditors only."""
    with _one_moment():
        pool.refresh_from_db()
        signs = _Signs(pool)
        shares = _letters(pool, complete=complete)
        numbers = list(pool.seats.order_by("number").values_list("number", "quota_id", "member_id"))
        events = _events(pool, signs)
        known = {number for number, _quota, _member in numbers}
        return {
            "format": FORMAT,
            "made_at": now.isoformat(),
            "complete": complete,
            "pool": _terms(pool),
            "seats": _by_share((shares[quota], number) for number, quota, _member in numbers),
            "removed": sorted({event["seat"] for event in events if event["seat"]} - known),
            "events": events,
            "live": {str(number): signs[member] for number, _quota, member in numbers if member},
            "waiting": [signs[member] for member in pool.waiting.order_by(*Waiting.ORDER).values_list("member", flat=True)],
            "draw": _draw(pool, signs, shares) if pool.mode == Pool.Mode.LOTTERY else None,
        }


def _one_moment() -> AbstractContextManager[object]:
    """All parts from one snapshot, unless the caller is in a transaction already."""
    return nullcontext() if connection.in_atomic_block else _snapshot()


@contextmanager
def _snapshot() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


class _Signs(dict[int, str]):
    def __init__(self, pool: Pool) -> None:
        super().__init__()
        self.pool = pool

    def __missing__(self, member_id: int) -> str:
        self[member_id] = full_sign_of(self.pool, member_id)
        return self[member_id]


def _terms(pool: Pool) -> dict[str, Any]:
    return {
        "number": pool.pk,
        "mode": pool.mode,
        "opens_at": pool.opens_at.isoformat(),
        "closes_at": _iso(pool.closes_at),
        "draws_at": _iso(pool.draws_at),
        "per_person": pool.per_person,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _events(pool: Pool, signs: _Signs) -> list[dict[str, Any]]:
    rows = pool.attempts.order_by("pk").values_list("at", "member_id", "outcome", "number")
    return [
        {"n": n, "at": at.isoformat(), "who": signs[member], "what": outcome, "seat": number}
        for n, (at, member, outcome, number) in enumerate(rows.iterator(), start=1)
    ]


def _draw(pool: Pool, signs: _Signs, shares: dict[int | None, str]) -> dict[str, Any]:
    told = {quota: None if letter in (OPEN, SMALL) else letter for quota, letter in shares.items()}
    seats: Counter[str] = Counter()
    for quota, count in (pool.drawn_seats or {}).items():
        seats[shares[int(quota) if quota else None]] += count
    return {
        "commitment": pool.commitment,
        "seed": pool.seed or None,
        "drawn_at": _iso(pool.drawn_at),
        "seats": dict(seats),
        "order": [[signs[member], told[quota]] for member, quota in pool.lots.order_by("place").values_list("member_id", "quota_id")],
    }


def _by_share(numbered: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    by_share: dict[str, list[int]] = {OPEN: []}
    for share, number in numbered:
        by_share.setdefault(share, []).append(number)
    return by_share


def _letters(pool: Pool, *, complete: bool) -> dict[int | None, str]:
    """Share A, B, … in an order that says nothing; those with few people behind them are told apart for auditors only."""
    quotas = sorted(pool.quotas.values_list("pk", flat=True), key=lambda quota: hmac.digest(pool.salt.bytes, b"share:%d" % quota, "sha256"))
    people = _people_behind(pool)
    named = {quota: _letter(place) for place, quota in enumerate(quotas)}
    if not complete:
        named |= {quota: SMALL for quota in quotas if people[quota] < TELLS_NOBODY}
    return {None: OPEN} | dict[int | None, str](named.items())


def _letter(place: int) -> str:
    """A … Z, AA, AB, …"""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _people_behind(pool: Pool) -> Counter[int]:
    """How many different people the record would show to be of each share's department."""
    numbers = dict(pool.seats.exclude(quota=None).values_list("number", "quota_id"))
    sat = pool.attempts.filter(number__in=numbers).values_list("number", "member_id").distinct()
    pairs = {(numbers[number], member) for number, member in sat if number is not None}
    pairs |= {(quota, member) for quota, member in pool.lots.exclude(quota=None).values_list("quota_id", "member_id") if quota is not None}
    return Counter(quota for quota, _member in pairs)
