"""Periodic work of the writing room."""

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from cms.ending import end_campaigns, settle_campaigns
from cms.going_live import publish_due
from cms.pages import telling
from notifications.periodic import nightly, once_per_slot

TEN_MINUTES = 600.0  # seconds


@shared_task
def publish_scheduled() -> int:
    """Bring scheduled pages live; running twice publishes once."""
    return publish_due(now=timezone.now())


@shared_task
@once_per_slot(every=TEN_MINUTES)
def end_what_is_over() -> None:
    """Campaigns whose last day is over close their doors."""
    end_campaigns(now=timezone.now())


@nightly
def settle_what_is_over() -> None:
    """Points of ended campaigns that nobody can earn any more go back."""
    settle_campaigns(now=timezone.now())


@shared_task
def tell_news(page_id: int) -> int:
    """Put a piece of news into the inboxes it is meant for; running twice tells once."""
    return telling.tell_news(page_id=page_id, now=timezone.now())


BEAT = {
    "scheduled pages": {"task": "cms.tasks.publish_scheduled", "schedule": 60.0},
    "campaigns that are over": {"task": "cms.tasks.end_what_is_over", "schedule": TEN_MINUTES},
    "budgets that are over": {"task": "cms.tasks.settle_what_is_over", "schedule": crontab(hour=3, minute=0)},
}
