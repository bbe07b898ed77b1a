"""Periodic work of the post office."""

from typing import Any

from celery import Task, shared_task
from django.utils import timezone

from notifications import outbox, post, push


@shared_task
def drain() -> int:
    """Send what could not leave when it was written; safe to run twice."""
    return outbox.drain(now=timezone.now())


@shared_task
def post_notes() -> int:
    """Send what members want outside their inbox; safe to run twice."""
    return post.post_notes(now=timezone.now())


@shared_task(bind=True, max_retries=6)
def push_note(self: Task[Any, Any], note: int, subscription: int) -> bool:
    """Show one note on one phone; a push service that is away is tried again for half an hour."""
    try:
        return push.deliver(note_id=note, subscription_id=subscription, now=timezone.now())
    except push.ServiceAway as away:
        raise self.retry(exc=away, countdown=min(30 * 2**self.request.retries, 900)) from away


BEAT = {
    "outbox": {"task": "notifications.tasks.drain", "schedule": 5.0},
    "post": {"task": "notifications.tasks.post_notes", "schedule": 20.0},
}
