"""Asking somebody in: the invitation, and the letter about it."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from members.models import Department, Invitation, Member
from members.services import invite
from notifications.outbox import send_later


@transaction.atomic
def ask_in(*, email: str, department: Department | None, by: Member, now: datetime, rights: Collection[str] = ()) -> Invitation:
    """Invite an address for two weeks; the letter leaves with the transaction and is not lost if the broker is away."""
    invitation = invite(email=email, department=department, rights=rights, by=by, now=now)
    send_later(task="home.tasks.send_invitation", arguments={"invitation_id": invitation.pk, "locale": by.locale}, now=now)
    return invitation


def write_invitation(*, invitation: Invitation, locale: str) -> None:
    """The letter, in the language of the one who invites."""
    with translation.override(locale):
        text = _(
            "%(name)s invites you to Firsthand: live our service as a customer does, say what you saw, and watch it change.\n\n"
            "Make your account with this address, %(email)s, within two weeks:\n\n%(url)s\n\nFirsthand\n"
        ) % {"name": invitation.invited_by.called, "email": invitation.email, "url": settings.PUBLIC_URL + reverse("account_signup")}
        send_mail(_("You are invited to Firsthand"), text, None, [invitation.email])
