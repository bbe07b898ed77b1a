"""Notes that also leave the house: by the channels that the member chose, outside their quiet hours, and not once they were read."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from notifications.channels import CHANNELS, MAIL, PUSH
from notifications.models import Note, Wishes
from notifications.topics import TOPICS, topic_of

log = logging.getLogger(__name__)

STALE = timedelta(days=1)  # nobody wants yesterday's news by mail
PATIENCE = timedelta(minutes=5)
TRIES = 5


def post_notes(*, now: datetime) -> int:
    """Send what waits, oldest first, until a channel fails; returns how many notes left. Two postmen never carry the same note."""
    _forget_what_is_old_or_read(now)
    gone = 0
    while (carried := _carry_next(now)) is not None:
        gone += carried
    return gone


def wishes_of(member_id: int) -> Wishes:
    """What the member chose, or the usual."""
    return Wishes.objects.filter(pk=member_id).first() or usual(member_id)


def usual(member_id: int) -> Wishes:
    """What is done for whoever never chose."""
    mail, push = ([topic.slug for topic in TOPICS if getattr(topic, f"by_{way}")] for way in (MAIL, PUSH))
    return Wishes(member_id=member_id, mail=mail, push=push)


def quiet_until(wishes: Wishes, *, now: datetime) -> datetime | None:
    """When the quiet hours that reign now end; None outside of them. They may go over midnight."""
    if wishes.quiet_from is None or wishes.quiet_until is None:
        return None
    local = timezone.localtime(now)
    end = local.replace(hour=wishes.quiet_until.hour, minute=wishes.quiet_until.minute, second=0, microsecond=0)
    if wishes.quiet_from < wishes.quiet_until:
        is_quiet = wishes.quiet_from <= local.time() < wishes.quiet_until
    else:
        is_quiet = local.time() >= wishes.quiet_from or local.time() < wishes.quiet_until
    if not is_quiet:
        return None
    return end if end > local else end + timedelta(days=1)


def _forget_what_is_old_or_read(now: datetime) -> None:
    gone = Q(member__is_active=False) | Q(member__left_at__isnull=False)
    Note.objects.filter(Q(at__lte=now - STALE) | Q(read_at__isnull=False) | gone, post_at__isnull=False).update(post_at=None)


@transaction.atomic
def _carry_next(now: datetime) -> int | None:
    """Take the next waiting note to where it is wanted, and say whether it went anywhere; None: none waits, or a channel is away."""
    waiting = Note.objects.filter(post_at__lte=now).order_by("post_at", "pk")
    note = waiting.select_related("member").select_for_update(of=("self",), skip_locked=True).first()
    if note is None:
        return None
    wishes = wishes_of(note.member_id)
    ways = [way for way in _ways(note, wishes) if way not in note.posted]
    if ways and (later := quiet_until(wishes, now=now)):
        _keep(note, until=later)
        return 0
    sent, away = _carry(note, ways)
    note.posted += sent
    if sent == ways:
        _keep(note, until=None)
        return int(bool(sent))
    note.post_tries += 1
    _keep(note, until=now + PATIENCE if note.post_tries < TRIES else None)
    return None if away else int(bool(sent))


def _keep(note: Note, *, until: datetime | None) -> None:
    note.post_at = until
    note.save(update_fields=["post_at", "post_tries", "posted"])


def _ways(note: Note, wishes: Wishes) -> list[str]:
    topic = topic_of(note.kind).slug
    chosen = {MAIL: wishes.mail, PUSH: wishes.push}
    return [way for way in CHANNELS if topic in chosen.get(way, [])]


def _carry(note: Note, ways: Iterable[str]) -> tuple[list[str], bool]:
    """The channels by which the note left now; and whether another is away, for everybody's notes."""
    sent, away = [], False
    for way in ways:
        try:
            CHANNELS[way](note, note.member)
            sent.append(way)
        except SMTPRecipientsRefused:  # the server is there, this one's letter box is not
            log.warning("The mail server does not take note %s for its member; it is tried again.", note.pk)
        except OSError as trouble:  # a mail server or a push service that is not there now
            log.warning("A note could not leave by %s and is tried again: %s", way, trouble)
            away = True
    return sent, away
