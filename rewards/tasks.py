"""What rewards does by the clock."""

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from notifications.periodic import once_per_slot
from rewards.books import check_books
from rewards.services import end_red_packets

A_NIGHT = 24 * 60 * 60.0  # seconds
A_MINUTE = 60.0


@shared_task
@once_per_slot(every=A_NIGHT)
def check_the_books() -> None:
    """Sum every account again; the wallet and the books desk show the result."""
    check_books(now=timezone.now())


@shared_task
@once_per_slot(every=A_MINUTE)
def end_the_red_packets() -> None:
    """What nobody grabbed goes back to its budget."""
    end_red_packets(now=timezone.now())


BEAT = {
    "books": {"task": "rewards.tasks.check_the_books", "schedule": crontab(hour=2, minute=0)},
    "red packets": {"task": "rewards.tasks.end_the_red_packets", "schedule": A_MINUTE},
}
