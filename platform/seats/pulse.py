"""How a rush feels: what was answered, and how fast. Counted by each process, added up in Redis, for the monitor's eyes only.

Nothing is decided by these counts. Without Redis they are missing for a while, and the monitor says so.
"""

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from threading import Lock, Timer
from typing import cast

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

FLUSH_AFTER = 0.5  # seconds
KEPT_FOR = 7 * 24 * 3600  # seconds
_FINENESS = 10  # buckets a factor of e: each is 10 % wider than the one before
_waiting: dict[int, Counter[str]] = {}
_lock = Lock()
_timer: Timer | None = None


@dataclass(frozen=True)
class Pulse:
    """What was answered how often, and the times (milliseconds) within which 50 and 95 of 100 answers came."""

    answers: dict[str, int]
    median: float | None
    p95: float | None

    @property
    def total(self) -> int:
        return sum(self.answers.values())


def count(pool: int, answer: str, seconds: float) -> None:
    """One answer more; costs a few microseconds here, and a message to Redis twice a second."""
    global _timer  # noqa: PLW0603 - one timer a process
    bucket = max(0, math.ceil(math.log(max(seconds * 1000, 0.1) * 10) * _FINENESS))
    with _lock:
        counts = _waiting.setdefault(pool, Counter())
        counts[f"said:{answer}"] += 1
        counts[f"took:{bucket}"] += 1
        if _timer is None:
            _timer = Timer(FLUSH_AFTER, flush)
            _timer.daemon = True
            _timer.start()


def flush() -> None:
    """Add what was counted to what the other processes counted; what Redis does not take is forgotten."""
    global _timer
    with _lock:
        counted, _timer = dict(_waiting), None
        _waiting.clear()
    try:
        with _redis().pipeline(transaction=False) as pipe:
            for pool, counts in counted.items():
                for name, number in counts.items():
                    pipe.hincrby(_key(pool), name, number)
                pipe.expire(_key(pool), KEPT_FOR)
            pipe.execute()
    except (RedisError, OSError):
        return


def pulse_of(pool: int) -> Pulse | None:
    """The pool's pulse, or None when nobody counts just now."""
    try:
        # One hash a pool; redis-py types its answer for both of its clients at once.
        rows = cast("dict[bytes, bytes]", _redis().hgetall(_key(pool)))
    except (RedisError, OSError):
        return None
    counts = {name.decode(): int(number) for name, number in rows.items()}
    took = {int(name[5:]): number for name, number in counts.items() if name.startswith("took:")}
    answers = {name[5:]: number for name, number in counts.items() if name.startswith("said:")}
    return Pulse(answers=answers, median=_within(took, 0.5), p95=_within(took, 0.95))


def _within(took: dict[int, int], share: float) -> float | None:
    """The upper edge, in milliseconds, of the bucket in which this share of all is reached."""
    left = share * sum(took.values())
    for bucket in sorted(took):
        left -= took[bucket]
        if left <= 0:
            return math.exp(bucket / _FINENESS) / 10
    return None


def _key(pool: int) -> str:
    return f"firsthand:pulse:{pool}"


@cache
def _redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.3, socket_timeout=0.3)
