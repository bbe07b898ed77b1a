"""Periodic work of the writing room."""

from celery import shared_task
from django.utils import timezone

from cms.going_live import publish_due


@shared_task
def publish_scheduled() -> int:
    """Bring scheduled pages live; running twice publishes once."""
    return publish_due(now=timezone.now())


BEAT = {"scheduled pages": {"task": "cms.tasks.publish_scheduled", "schedule": 60.0}}
