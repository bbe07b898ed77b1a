"""How a note leaves the house. A channel is a name and a function; whoever brings another one registers it when the app starts."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from members.models import Member
from notifications.models import Note

type Send = Callable[[Note, Member], None]

MAIL, PUSH = "mail", "push"
CHANNELS: dict[str, Send] = {}


def register(name: str, send: Send) -> None:
    """Let notes go out by this channel; `send` raises what keeps the note waiting for another try."""
    CHANNELS[name] = send


def mail(note: Note, member: Member) -> None:
    """The note as a short letter in the member's language."""
    with translation.override(member.locale):
        parts = [
            _("Hello %(name)s,") % {"name": member.called},
            note.title,
            note.body,
            settings.PUBLIC_URL + reverse("notifications:follow", args=[note.pk]),
            _("You choose what Firsthand writes to you: %(url)s") % {"url": settings.PUBLIC_URL + reverse("notifications:choices")},
        ]
    send_mail(" ".join(note.title.split()), "\n\n".join(part for part in parts if part) + "\n", None, [member.email])


register(MAIL, mail)
