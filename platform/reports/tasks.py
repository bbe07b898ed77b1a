"""Building reports outside the request; both tasks may run twice."""

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from notifications.outbox import send_later
from notifications.periodic import once_per_slot
from reports import building
from reports.models import Report
from reports.services import BUILD, PATIENCE


@shared_task
def build(report_id: int) -> bool:
    return building.build(report_id=report_id, now=timezone.now())


@shared_task
@once_per_slot(every=60, job="reports.resume")
def resume() -> None:
    """Send builds on their way again whose worker went silent, or that nobody took up."""
    now = timezone.now()
    silent = Q(state=Report.State.BUILDING, leased_until__lt=now) | Q(state=Report.State.ASKED, asked_at__lt=now - PATIENCE)
    for pk in Report.objects.filter(silent).values_list("pk", flat=True):
        send_later(task=BUILD, arguments={"report_id": pk}, now=now)


BEAT = {"resume reports": {"task": "reports.tasks.resume", "schedule": 60.0}}
