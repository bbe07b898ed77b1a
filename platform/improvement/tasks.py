"""What the loop does by the clock."""

from celery import shared_task
from django.utils import timezone

from improvement.services import verify_what_is_complete
from notifications.periodic import once_per_slot

VERIFY_EVERY = 300.0


@shared_task(name="improvement.tasks.give_verdicts")
@once_per_slot(every=VERIFY_EVERY, job="improvement.give_verdicts")
def give_verdicts() -> None:
    verify_what_is_complete(now=timezone.now())


BEAT = {"improvement.give_verdicts": {"task": "improvement.tasks.give_verdicts", "schedule": VERIFY_EVERY}}
