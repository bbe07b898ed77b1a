"""What recruitment does by the clock."""

from celery import shared_task
from django.utils import timezone

from notifications.periodic import once_per_slot
from recruitment.terms import sweep_terms

AN_HOUR = 3600.0  # seconds


@shared_task
@once_per_slot(every=AN_HOUR)
def sweep() -> None:
    """Begin and end terms; safe to run twice."""
    sweep_terms(now=timezone.now())


BEAT = {"terms": {"task": "recruitment.tasks.sweep", "schedule": AN_HOUR}}
