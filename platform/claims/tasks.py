"""The clock's own work for claims."""

from celery import shared_task
from django.utils import timezone

from claims.drawing import draw_lotteries
from claims.sweeping import expire_claims

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
