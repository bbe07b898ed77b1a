"""The clock's own work for claims."""

from celery import shared_task
from django.utils import timezone

from claims.drawing import draw_lotteries
from claims.news import tell_closed as tell_all_who_wait
from claims.sweeping import expire_claims
from tasks_catalog.models import Task

BEAT = {
    "end what ran out and hand seats on": {"task": "claims.tasks.sweep", "schedule": 10.0},
    "draw the lotteries whose window is over": {"task": "claims.tasks.draw", "schedule": 10.0},
}


@shared_task
def sweep() -> None:
    """Each step is conditional, so a second beat at the same time finds nothing left to do."""
    expire_claims(now=timezone.now())


@shared_task
def draw() -> None:
    """Each lottery is drawn once, whoever comes first."""
    draw_lotteries(now=timezone.now())


@shared_task
def tell_closed(task_id: int) -> None:
    """Thousands may wait, so the page that closed the door does not; told once per closing, however often this runs."""
    tell_all_who_wait(Task.objects.get(pk=task_id), now=timezone.now())
