"""Telling people. Other rooms say what happened; how it reaches the person is decided here."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from itertools import groupby

from django.utils import translation
from django.utils.encoding import force_str
from django.utils.functional import Promise

from members.models import Member
from notifications.models import Note, Wishes

type Words = str | Promise


def tell(
    *, member: Member, kind: str, reference: str, title: Words, body: Words = "", url: str = "", action: Words = "", now: datetime
) -> Note:
    """Put one note into a member's inbox, in their language; the same reference is told once, whoever repeats it."""
    with translation.override(member.locale):
        note, _ = Note.objects.get_or_create(
            member=member,
            reference=reference,
            defaults={
                "kind": kind,
                "title": force_str(title)[:200],
                "body": force_str(body),
                "url": url,
                "action": force_str(action)[:60],
                "at": now,
                "post_at": now,
            },
        )
    return note


def tell_many(
    *, bodies: Mapping[Member, Words], kind: str, reference: str, title: Words, url: str = "", action: Words = "", now: datetime
) -> None:
    """Tell each of very many members the same event, with a body of their own; who knows it already is left alone."""
    notes = []
    for language, group in groupby(sorted(bodies, key=_language), key=_language):
        with translation.override(language):
            same = {"kind": kind, "reference": reference, "title": force_str(title)[:200], "action": force_str(action)[:60]}
            notes += [Note(member=member, body=force_str(bodies[member]), url=url, at=now, post_at=now, **same) for member in group]
    Note.objects.bulk_create(notes, ignore_conflicts=True, batch_size=2000)


def _language(member: Member) -> str:
    return member.locale


def mark_read(*, member: Member, now: datetime) -> int:
    """Mark everything in a member's inbox as read; returns how many notes were new."""
    return Note.objects.filter(member=member, read_at=None).update(read_at=now)


def open_note(*, note: Note, now: datetime) -> None:
    """The member followed a note; the first time counts."""
    Note.objects.filter(pk=note.pk, read_at=None).update(read_at=now)


def wish(
    *, member: Member, mail: Sequence[str], push: Sequence[str], quiet_from: time | None = None, quiet_until: time | None = None
) -> Wishes:
    """What goes to the member outside the inbox from now on, by topic and channel, and when they want quiet."""
    chosen = {"mail": sorted(mail), "push": sorted(push), "quiet_from": quiet_from, "quiet_until": quiet_until}
    wishes, _new = Wishes.objects.update_or_create(member=member, defaults=chosen)
    return wishes
