"""Work that must not be lost between commit and broker: written in the caller's transaction, sent after it, sent again until it went."""

import logging
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError

from notifications.models import OutboxMessage

log = logging.getLogger(__name__)

BROKER_IS_AWAY = (OperationalError, OSError)
BATCH = 100


def send_later(*, task: str, arguments: dict[str, Any] | None = None, now: datetime) -> OutboxMessage:
    """Ask for a Celery task by its dotted name; it goes out when the transaction commits, or with the next drain. It may run twice."""
    import_string(task)  # a name that nobody answers to is a mistake of the caller
    message = OutboxMessage.objects.create(task=task, arguments=arguments or {}, created_at=now)
    transaction.on_commit(partial(drain, now=now, only=message.pk), robust=True)
    return message


def drain(*, now: datetime, only: int | None = None) -> int:
    """Hand what is waiting to the broker, oldest first; returns how many went. Two drains at once never send the same message."""
    waiting = OutboxMessage.objects.filter(sent_at=None)
    if only is not None:
        waiting = waiting.filter(pk=only)
    sent = 0
    with transaction.atomic():
        for message in waiting.order_by("created_at", "pk").select_for_update(skip_locked=True)[:BATCH]:
            message.tries += 1
            if not _hand_over(message):
                message.save(update_fields=["tries"])
                break
            message.sent_at = now
            message.save(update_fields=["sent_at", "tries"])
            sent += 1
    return sent


def _hand_over(message: OutboxMessage) -> bool:
    try:
        import_string(message.task).apply_async(kwargs=message.arguments, retry=False)
    except BROKER_IS_AWAY as away:
        log.warning("The broker is away; %s waits in the outbox: %s", message.task, away)
        return False
    return True
