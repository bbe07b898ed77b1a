"""Periodic work of the post office."""

from celery import shared_task
from django.utils import timezone

from notifications import outbox


@shared_task
def drain() -> int:
    """Send what could not leave when it was written; safe to run twice."""
    return outbox.drain(now=timezone.now())


BEAT = {"outbox": {"task": "notifications.tasks.drain", "schedule": 5.0}}
