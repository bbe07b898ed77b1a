"""Letters that the worker sends."""

from celery import shared_task

from home.inviting import write_invitation
from members.models import Invitation


@shared_task
def send_invitation(invitation_id: int, locale: str) -> None:
    """Send one invitation's letter; one that was used or taken away meanwhile needs none."""
    invitation = Invitation.objects.select_related("invited_by").filter(pk=invitation_id, used_at=None).first()
    if invitation is not None:
        write_invitation(invitation=invitation, locale=locale)
