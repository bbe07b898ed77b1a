"""What the inbox shows."""

from django.db.models import QuerySet
from django.http import Http404

from members.models import Member
from notifications.models import Note


def unread_count(member: Member) -> int:
    return Note.objects.filter(member=member, read_at=None).count()


def inbox(member: Member) -> QuerySet[Note]:
    """A member's notes, newest first."""
    return Note.objects.filter(member=member).order_by("-at", "-pk")


def get_own_note(member: Member, note_id: int) -> Note:
    """The note if it is this member's; to anybody else it does not exist."""
    note = Note.objects.filter(member=member, pk=note_id).first()
    if note is None:
        raise Http404
    return note
