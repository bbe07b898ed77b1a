"""The inbox."""

from datetime import timedelta
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from members.rights import member_required
from notifications.models import Note
from notifications.selectors import get_own_note
from notifications.selectors import inbox as inbox_of
from notifications.services import mark_read, open_note
from shared.http import MemberRequest

SHOWN = 60
A_WEEK = timedelta(days=7)


@member_required
@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    notes = list(inbox_of(request.user)[:SHOWN])
    today = timezone.localdate()

    def when(note: Note) -> str:
        day = timezone.localdate(note.at)
        return "today" if day == today else "week" if day > today - A_WEEK else "earlier"

    days = [(label, list(group)) for label, group in groupby(notes, key=when)]
    return render(request, "notifications/inbox.html", {"days": days, "unread": any(note.read_at is None for note in notes)})


@member_required
@require_POST
def read_all(request: MemberRequest) -> HttpResponse:
    mark_read(member=request.user, now=timezone.now())
    return redirect("notifications:inbox")


@member_required
@require_safe
def follow(request: MemberRequest, note_id: int) -> HttpResponse:
    """A note leads to its page, and counts as read."""
    note = get_own_note(request.user, note_id)
    open_note(note=note, now=timezone.now())
    return redirect(note.url or "notifications:inbox")
