"""The monitor's figures: added up in Redis, missing without it, deciding nothing."""

from uuid import uuid4

import pytest
from redis import Redis

from seats import pulse


@pytest.fixture
def pool() -> int:
    return uuid4().int % 2**40


def test_answers_and_times_are_added_up(pool: int) -> None:
    for _ in range(19):
        pulse.count(pool, "waiting", 0.010)
    pulse.count(pool, "early", 2.0)
    pulse.flush()

    read = pulse.pulse_of(pool)

    assert read is not None
    assert (read.answers, read.total) == ({"waiting": 19, "early": 1}, 20)
    assert read.median == pytest.approx(10, rel=0.11)
    assert read.p95 == pytest.approx(10, rel=0.11)


def test_the_slow_ones_show_in_the_95th_of_a_hundred(pool: int) -> None:
    for seconds in [0.01] * 90 + [1.0] * 10:
        pulse.count(pool, "waiting", seconds)
    pulse.flush()

    read = pulse.pulse_of(pool)

    assert read is not None
    assert read.p95 == pytest.approx(1000, rel=0.11)


def test_a_pool_that_nobody_asked_has_no_times(pool: int) -> None:
    assert pulse.pulse_of(pool) == pulse.Pulse(answers={}, median=None, p95=None)


def test_without_redis_nothing_is_counted_and_nothing_breaks(pool: int, monkeypatch: pytest.MonkeyPatch) -> None:
    away = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.3)
    monkeypatch.setattr(pulse, "_redis", lambda: away)

    pulse.count(pool, "seated", 0.01)
    pulse.flush()

    assert pulse.pulse_of(pool) is None
