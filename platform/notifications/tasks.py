"""Periodic work of the post office."""

from celery import shared_task
from django.utils import timezone

from notifications import outbox, post


@shared_task
def drain() -> int:
    """Send what could not leave when it was written; safe to run twice."""
    return outbox.drain(now=timezone.now())


@shared_task
def post_notes() -> int:
    """Send what members want outside their inbox; safe to run twice."""
    return post.post_notes(now=timezone.now())


BEAT = {
    "outbox": {"task": "notifications.tasks.drain", "schedule": 5.0},
    "post": {"task": "notifications.tasks.post_notes", "schedule": 20.0},
}
