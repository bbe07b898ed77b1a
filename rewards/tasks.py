"""What rewards does at night."""

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from notifications.periodic import once_per_slot
from rewards.books import check_books

A_NIGHT = 24 * 60 * 60.0  # seconds


@shared_task
@once_per_slot(every=A_NIGHT)
def check_the_books() -> None:
    """Sum every account again; the wallet and the books desk show the result."""
    check_books(now=timezone.now())


BEAT = {"books": {"task": "rewards.tasks.check_the_books", "schedule": crontab(hour=2, minute=0)}}
