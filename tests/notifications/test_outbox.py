"""Work that must not be lost between commit and broker."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from notifications import outbox
from notifications.models import OutboxMessage
from notifications.tasks import drain as drain_task

pytestmark = pytest.mark.django_db
TASK = "notifications.tasks.drain"


class Broker:
    """The outside world: takes tasks, or is away."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.away = False

    def take(self, *, kwargs: dict[str, Any], retry: bool) -> None:
        assert not retry, "a page would wait"
        if self.away:
            raise OperationalError("connection refused")
        self.sent.append(kwargs)


@pytest.fixture
def broker() -> Iterator[Broker]:
    broker = Broker()
    with patch.object(drain_task, "apply_async", broker.take):
        yield broker


def test_it_leaves_when_the_transaction_is_through(
    broker: Broker, noon: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        outbox.send_later(task=TASK, arguments={"a": 1}, now=noon)
        assert broker.sent == []

    assert broker.sent == [{"a": 1}]
    assert OutboxMessage.objects.get().sent_at == noon


def test_what_is_rolled_back_is_never_sent(broker: Broker, noon: datetime) -> None:
    with transaction.atomic():
        outbox.send_later(task=TASK, now=noon)
        transaction.set_rollback(True)

    assert outbox.drain(now=noon) == 0
    assert broker.sent == []


def test_nothing_is_lost_while_the_broker_is_away(
    broker: Broker, noon: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    broker.away = True
    with django_capture_on_commit_callbacks(execute=True):
        outbox.send_later(task=TASK, arguments={"a": 1}, now=noon)
    message = OutboxMessage.objects.get()
    assert (message.sent_at, message.tries) == (None, 1)

    broker.away = False

    assert outbox.drain(now=noon) == 1
    assert broker.sent == [{"a": 1}]


def test_it_is_sent_once(broker: Broker, noon: datetime) -> None:
    outbox.send_later(task=TASK, now=noon)

    assert (outbox.drain(now=noon), outbox.drain(now=noon)) == (1, 0)


def test_the_oldest_goes_first(broker: Broker, noon: datetime) -> None:
    for number in range(3):
        outbox.send_later(task=TASK, arguments={"n": number}, now=noon)
    outbox.drain(now=noon)

    assert [sent["n"] for sent in broker.sent] == [0, 1, 2]


def test_a_task_that_does_not_exist_is_refused_at_once(noon: datetime) -> None:
    with pytest.raises(ImportError):
        outbox.send_later(task="notifications.tasks.no_such_task", now=noon)
