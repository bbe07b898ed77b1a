"""The cache, beside the queue in one Redis."""

import pytest
from django.conf import settings
from django.core.cache import cache
from redis import Redis

from tests.engines import redis_database


def test_emptying_the_cache_leaves_the_queue_alone() -> None:
    redis = Redis.from_url(settings.REDIS_URL)
    redis.set("celery-as-it-were", "work", ex=60)
    cache.set_many({"one": 1, "two": 2})
    cache.clear()

    assert cache.get_many(["one", "two"]) == {}
    assert redis.get("celery-as-it-were") == b"work"


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("unix:///run/redis.sock?db=0", "unix:///run/redis.sock?db=3"),
        ("unix:///run/redis.sock", "unix:///run/redis.sock?db=3"),
        ("redis://:secret@127.0.0.1:6379/0", "redis://:secret@127.0.0.1:6379/3"),
        ("rediss://cache.example", "rediss://cache.example/3"),
        ("redis://cache.example/0?db=0", "redis://cache.example/3"),
    ],
)
def test_each_worker_of_the_tests_has_a_database_of_its_own_in_redis(address: str, other: str) -> None:
    assert redis_database(address, 3) == other
