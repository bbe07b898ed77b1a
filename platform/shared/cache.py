"""A cache that may go away: pages become slower, never wrong."""

import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

_REST = 2.0  # seconds during which an absent Redis is not asked again


class SoftRedisCache(RedisCache):
    """Redis as Django's cache, without its failures.

    Reading finds nothing, writing is dropped, and `add` answers False: whoever takes a lock or counts a limit by it is
    refused, so that limits fail closed.
    """

    _resting_until = 0.0

    def _softly[Answer](self, ask: Callable[[], Answer], otherwise: Answer) -> Answer:
        if time.monotonic() < SoftRedisCache._resting_until:
            return otherwise
        try:
            return ask()
        except (RedisError, OSError):
            SoftRedisCache._resting_until = time.monotonic() + _REST
            return otherwise

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._softly(lambda: super(SoftRedisCache, self).get(key, default, version), default)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        self._softly(lambda: super(SoftRedisCache, self).set(key, value, *args, **kwargs), None)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return self._softly(lambda: super(SoftRedisCache, self).add(key, value, *args, **kwargs), otherwise=False)

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return self._softly(lambda: super(SoftRedisCache, self).touch(key, *args, **kwargs), otherwise=False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._softly(lambda: super(SoftRedisCache, self).delete(key, version), otherwise=False)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        return self._softly(lambda: super(SoftRedisCache, self).get_many(keys, version), {})

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return self._softly(lambda: super(SoftRedisCache, self).set_many(data, *args, **kwargs), list(data))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._softly(lambda: super(SoftRedisCache, self).delete_many(keys, version), None)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._softly(lambda: super(SoftRedisCache, self).has_key(key, version), otherwise=False)

    def clear(self) -> None:
        """Forget what the cache keeps, and nothing else: in the same database waits the queue."""
        self._softly(self._forget_its_own, None)

    def _forget_its_own(self) -> None:
        redis = self._cache.get_client(write=True)
        if its_own := list(redis.scan_iter(f"{self.key_prefix}:{self.version}:*")):
            redis.delete(*its_own)
