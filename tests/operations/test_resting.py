from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from members.models import Member
from operations import health
from operations.models import Mail
from shared.cache import SoftRedisCache


@pytest.fixture
def no_redis() -> Iterator[SoftRedisCache]:
    yield SoftRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 0.2}})
    SoftRedisCache._resting_until = 0.0


def test_without_redis_reading_finds_nothing_and_writing_is_dropped(no_redis: SoftRedisCache) -> None:
    no_redis.set("a", 1)
    assert no_redis.get("a", "nothing") == "nothing"
    assert no_redis.get_many(["a"]) == {}
    assert no_redis.set_many({"a": 1}) == ["a"]
    assert not no_redis.delete("a")
    assert not no_redis.touch("a")
    assert not no_redis.has_key("a")


def test_without_redis_no_lock_is_given(no_redis: SoftRedisCache) -> None:
    assert no_redis.add("lock", 1) is False


@pytest.mark.django_db
def test_without_redis_sign_in_is_refused_by_its_limit(client: Client, ada: Member, settings: Settings) -> None:
    health._redis.cache_clear()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    answer = client.post("/accounts/login/", {"login": ada.email, "password": "correct horse battery"})
    assert answer.status_code == 429
    assert "so for safety nobody is let in" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    health._redis.cache_clear()
    SoftRedisCache._resting_until = 0.0


@pytest.mark.django_db
def test_without_the_database_a_page_says_that_nothing_is_lost(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("connection refused")

    client.raise_request_exception = False
    monkeypatch.setattr(Mail.objects, "order_by", away)
    answer = client.get("/demo/mail/", headers={"accept-language": "en"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Nothing that was confirmed to you is lost" in answer.content.decode()


@pytest.mark.django_db
def test_a_bug_is_a_500(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    client.raise_request_exception = False
    monkeypatch.setattr(Mail.objects, "order_by", broken)
    assert client.get("/demo/mail/").status_code == 500
