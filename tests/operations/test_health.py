from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from notifications.models import OutboxMessage
from operations import health

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def forget_what_was_seen() -> None:
    health._seen.clear()
    health._redis.cache_clear()


def test_health_is_answered_without_the_database(client: Client) -> None:
    answer = client.get("/healthz", headers={"host": "10.0.0.7"})
    assert answer.status_code == 200
    assert answer.json() == {"serving": True}


@pytest.mark.django_db
def test_a_whole_house_is_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["database"] == answer.json()["migrations"] == answer.json()["redis"] == "ok"


@pytest.mark.django_db
def test_without_redis_it_is_degraded_and_ready(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = NOWHERE
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["redis"] == "degraded"


@pytest.mark.django_db
def test_messages_that_wait_too_long_are_named(client: Client) -> None:
    OutboxMessage.objects.create(task="x", created_at=timezone.now() - timedelta(minutes=5))
    outbox = client.get("/readyz").json()["outbox"]
    assert outbox["state"] == "late"
    assert outbox["unsent"] == 1
    assert outbox["oldest_seconds"] >= 300


@pytest.mark.django_db
def test_a_demonstration_is_not_ready_before_it_is_played(client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = True
    monkeypatch.setattr(health, "is_finished", lambda: False)
    monkeypatch.setattr(health, "SCENES", [("Sixty people join", None), ("Today", None)])
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.json()["programme"] == {"ready": False, "done": 0, "total": 2, "scene": "Sixty people join"}


def test_each_answer_carries_its_requests_name(client: Client) -> None:
    given = client.get("/static/none", headers={"x-request-id": "a-name-of-theirs"})
    made = client.get("/static/none", headers={"x-request-id": "<script>"})
    assert given.headers["X-Request-ID"] == "a-name-of-theirs"
    assert len(made.headers["X-Request-ID"]) == 32
