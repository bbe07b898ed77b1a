"""Telling people, once, in their language."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from members.models import Member
from notifications.models import Note
from notifications.selectors import inbox, unread_count
from notifications.services import mark_read, open_note, tell


def say(member: Member, now: datetime, reference: str = "seat:1", **words: str) -> Note:
    return tell(member=member, kind="seat", reference=reference, title=words.get("title", "A seat"), now=now)


def test_one_event_is_told_once_whoever_repeats_it(ada: Member, noon: datetime) -> None:
    first = say(ada, noon)
    again = say(ada, noon + timedelta(hours=1), title="Another seat")

    assert (again.pk, again.title, again.at) == (first.pk, "A seat", noon)


def test_two_people_hear_of_one_event(ada: Member, bea: Member, noon: datetime) -> None:
    assert say(ada, noon).pk != say(bea, noon).pk


def test_the_database_tells_once_too(ada: Member, noon: datetime) -> None:
    say(ada, noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(member=ada, kind="seat", reference="seat:1", title="A seat", at=noon)


def test_it_is_written_in_the_readers_language(ada: Member, noon: datetime) -> None:
    ada.locale = "pl"

    # A sentence of Django's own, which is translated already
    assert tell(member=ada, kind="own", reference="1", title=_("This field is required."), now=noon).title == "To pole jest wymagane."


def test_a_long_title_is_cut(ada: Member, noon: datetime) -> None:
    assert len(say(ada, noon, title="a" * 300).title) == 200


def test_reading_everything_is_one_step(ada: Member, bea: Member, noon: datetime) -> None:
    for reference in ("1", "2"):
        say(ada, noon, reference)
    say(bea, noon)

    assert mark_read(member=ada, now=noon) == 2
    assert (unread_count(ada), unread_count(bea)) == (0, 1)


def test_only_the_first_reading_counts(ada: Member, noon: datetime) -> None:
    note = say(ada, noon)
    open_note(note=note, now=noon)
    open_note(note=note, now=noon + timedelta(hours=1))

    note.refresh_from_db()
    assert note.read_at == noon


def test_the_newest_is_on_top(ada: Member, noon: datetime) -> None:
    for hours in (1, 3, 2):
        say(ada, noon + timedelta(hours=hours), str(hours))

    assert [note.reference for note in inbox(ada)] == ["3", "2", "1"]
