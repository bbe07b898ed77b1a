"""Letters that the worker sends, and what the night counts again."""

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from home.inviting import write_invitation
from home.merits import recount
from members.models import Invitation
from notifications.periodic import nightly


@shared_task
def send_invitation(invitation_id: int, locale: str) -> None:
    """Send one invitation's letter; one that was used or taken away meanwhile needs none."""
    invitation = Invitation.objects.select_related("invited_by").filter(pk=invitation_id, used_at=None).first()
    if invitation is not None:
        write_invitation(invitation=invitation, locale=locale)


@nightly
def count_the_merits() -> None:
    """A merit that became one later, such as a pain point merged after its change was shipped, earns its medal by morning."""
    recount(now=timezone.now())


BEAT = {"merits": {"task": "home.tasks.count_the_merits", "schedule": crontab(hour=3, minute=0)}}
