"""What rewards does by the clock."""

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from notifications.periodic import nightly, once_per_slot
from rewards import sealing
from rewards.books import check_books
from rewards.services import end_red_packets, expire_points, warn_of_expiry

AN_HOUR = 60 * 60.0
A_MINUTE = 60.0


@nightly
def check_the_books() -> None:
    """Sum every account again; the wallet and the books desk show the result."""
    check_books(now=timezone.now())


@nightly
def expire_the_points() -> None:
    """What was not spent in time ends, and those whose points end within a month are told."""
    now = timezone.now()
    expire_points(now=now)
    warn_of_expiry(now=now)


@shared_task
@once_per_slot(every=A_MINUTE)
def seal_the_books() -> None:
    """What was posted and recorded in the last minute can no longer be changed unseen."""
    sealing.seal_the_books(now=timezone.now())


@shared_task
@once_per_slot(every=AN_HOUR)
def mail_the_seals() -> None:
    """The newest digests leave the house, where nobody who forges the books can reach them."""
    sealing.mail_the_seals()


@shared_task
@once_per_slot(every=A_MINUTE)
def end_the_red_packets() -> None:
    """What nobody grabbed goes back to its budget."""
    end_red_packets(now=timezone.now())


BEAT = {
    "expiry": {"task": "rewards.tasks.expire_the_points", "schedule": crontab(hour=1, minute=0)},
    "seals": {"task": "rewards.tasks.seal_the_books", "schedule": A_MINUTE},
    "seals by mail": {"task": "rewards.tasks.mail_the_seals", "schedule": AN_HOUR},
    "books": {"task": "rewards.tasks.check_the_books", "schedule": crontab(hour=2, minute=0)},
    "red packets": {"task": "rewards.tasks.end_the_red_packets", "schedule": A_MINUTE},
}
