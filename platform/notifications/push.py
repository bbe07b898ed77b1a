"""Web push: notes on phones whose app is closed. The push service carries them and cannot read them; without keys nobody is asked."""

import json
import logging
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from functools import lru_cache
from ipaddress import ip_address
from socket import gaierror, getaddrinfo
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from members.models import Member
from notifications.models import Note, PushSubscription
from notifications.outbox import send_later
from notifications.selectors import unread_count
from notifications.topics import topic_of
from shared.errors import RuleBroken

log = logging.getLogger(__name__)

MOST = 10  # phones of one member; the oldest gives way
LIVES = 24 * 60 * 60  # seconds that a push service keeps a message for a phone that is off
PATIENCE = 10.0  # seconds
GONE = (404, 410)
TRY_AGAIN = (408, 425, 429, 500, 502, 503, 504)

# What a locked screen may show: that there is news of a kind, never whose or of what. By topic.
WORDS = {
    "now": gettext_lazy("Something waits for you."),
    "work": gettext_lazy("There is news about your work."),
    "points": gettext_lazy("There is news about points or benefits."),
    "because": gettext_lazy("There is news about something you found."),
    "rounds": gettext_lazy("There is news about a round."),
    "news": gettext_lazy("There is something new to read."),
    "desk": gettext_lazy("There is news for your desk."),
}


class BadSubscription(RuleBroken):
    """What the browser sent is no address that we would write to."""


class ServiceAway(Exception):
    """The push service does not answer, or asks us to come back later."""


def is_on() -> bool:
    return bool(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """What browsers subscribe with; empty when push is off."""
    return _public_key(settings.VAPID_PRIVATE_KEY) if is_on() else ""


@lru_cache(maxsize=2)
def _public_key(private: str) -> str:
    number = int.from_bytes(urlsafe_b64decode(private + "=" * (-len(private) % 4)))
    point = ec.derive_private_key(number, ec.SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")


@transaction.atomic
def subscribe(*, member: Member, endpoint: str, p256dh: str, auth: str, now: datetime) -> PushSubscription:
    """Send this member's notes to this browser from now on; a browser that changes hands follows its new member."""
    if not (_is_address(endpoint) and _is_key(p256dh, 65) and _is_key(auth, 16)):
        raise BadSubscription(_("This browser's address for messages cannot be used. Nothing was changed; your inbox has every message."))
    kept, _made = PushSubscription.objects.update_or_create(
        endpoint=endpoint, defaults={"member": member, "p256dh": p256dh, "auth": auth, "made_at": now}
    )
    newest = PushSubscription.objects.filter(member=member).order_by("-made_at", "-pk").values_list("pk", flat=True)[:MOST]
    PushSubscription.objects.filter(member=member).exclude(pk__in=list(newest)).delete()
    return kept


def unsubscribe(*, member: Member, endpoint: str) -> bool:
    """No more notes for this browser; says whether there was anything to end."""
    return _is_address(endpoint) and bool(PushSubscription.objects.filter(member=member, endpoint=endpoint).delete()[0])


def carry(note: Note, _member: Member) -> None:
    """The channel: ask the outbox to show the note on each of its member's phones."""
    now = timezone.now()
    for phone in PushSubscription.objects.filter(member=note.member_id).values_list("pk", flat=True):
        send_later(task="notifications.tasks.push_note", arguments={"note": note.pk, "subscription": phone}, now=now)


def deliver(*, note_id: int, subscription_id: int, now: datetime) -> bool:
    """Show a note that is still unread on one phone; says whether it went. A phone that is gone is forgotten."""
    phone = PushSubscription.objects.filter(pk=subscription_id).first()
    note = Note.objects.select_related("member").filter(pk=note_id, read_at=None).first()
    if not is_on() or phone is None or note is None or note.member_id != phone.member_id:
        return False
    status = _send(phone, json.dumps(payload(note)))
    if status in GONE:
        phone.delete()
    elif status in TRY_AGAIN:
        raise ServiceAway(f"The push service answers {status}.")
    elif status >= 400:
        log.error("A push service refuses our message: %s", status)
    else:
        PushSubscription.objects.filter(pk=phone.pk).update(last_ok_at=now)
        return True
    return False


def payload(note: Note) -> dict[str, Any]:
    """What the phone is told, in its member's language: a kind of news and where to read it."""
    language = note.member.locale
    with override(language):
        words = str(WORDS[topic_of(note.kind).slug])
    return {
        "title": "Firsthand",
        "body": words,
        "url": reverse("notifications:follow", args=[note.pk]),
        "tag": f"note-{note.pk}",
        "lang": language,
        "unread": unread_count(note.member),
    }


def _send(phone: PushSubscription, words: str) -> int:
    """The push service's status; one that is away raises ServiceAway."""
    # Here, because only the worker sends: a web process does not carry what it takes.
    from pywebpush import WebPushException, webpush
    from requests import RequestException, Session

    if not _is_outside(phone.endpoint):
        return 410
    subscription: dict[str, Any] = {"endpoint": phone.endpoint, "keys": {"p256dh": phone.p256dh, "auth": phone.auth}}
    with Session() as session:
        session.max_redirects = 0  # an address that leads elsewhere is none of ours
        try:
            answer = webpush(
                subscription,
                data=words,
                vapid_private_key=settings.VAPID_PRIVATE_KEY,
                vapid_claims={"sub": settings.VAPID_SUBJECT},
                ttl=LIVES,
                timeout=PATIENCE,
                requests_session=session,
            )
        except WebPushException as refused:
            if refused.response is None:
                raise ServiceAway(str(refused)) from refused
            return int(refused.response.status_code)
        except RequestException as away:
            raise ServiceAway(type(away).__name__) from away
    return int(answer.status_code)


def _is_address(endpoint: str) -> bool:
    try:
        parts, _port = urlsplit(endpoint), urlsplit(endpoint).port  # which is read only now, and may be none
    except ValueError:
        return False
    secure = parts.scheme == "https" or (settings.LOCAL and parts.scheme == "http")
    return secure and bool(parts.hostname) and not parts.username and len(endpoint) <= 1000 and endpoint.isprintable()


def _is_outside(endpoint: str) -> bool:
    """Nobody may have us knock at doors inside the house by naming one as a push service."""
    if settings.LOCAL:
        return True
    parts = urlsplit(endpoint)
    try:
        found = getaddrinfo(parts.hostname, parts.port or 443)
    except gaierror as unknown:
        raise ServiceAway(f"{parts.hostname} is not found.") from unknown
    return all(ip_address(entry[4][0]).is_global for entry in found)


def _is_key(text: str, length: int) -> bool:
    try:
        return len(b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)) == length
    except ValueError:
        return False
