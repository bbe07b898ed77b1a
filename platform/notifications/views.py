"""The inbox."""

from datetime import timedelta
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from members.rights import member_required
from notifications.models import Note
from notifications.selectors import get_own_note
from notifications.selectors import inbox as inbox_of
from notifications.services import mark_read, open_note
from shared.http import MemberRequest

SHOWN = 60


@member_required
@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    notes = list(inbox_of(request.user)[:SHOWN])
    today = timezone.localdate()

    def when(note: Note) -> str:
        day = timezone.localdate(note.at)
        if day == today:
            return str(_("Today"))
        return str(_("This week")) if day > today - timedelta(days=7) else str(_("Earlier"))

    days = [(label, list(group)) for label, group in groupby(notes, key=when)]
    unread = sum(note.read_at is None for note in notes)
    return render(request, "notifications/inbox.html", {"days": days, "unread": unread, "today_label": str(_("Today"))})


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
