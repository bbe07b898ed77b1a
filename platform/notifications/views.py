"""The inbox."""

from django.http import HttpResponse
from django.shortcuts import render

from members.rights import member_required
from notifications.selectors import inbox as inbox_of
from shared.http import MemberRequest

SHOWN = 60


@member_required
def inbox(request: MemberRequest) -> HttpResponse:
    return render(request, "notifications/inbox.html", {"notes": inbox_of(request.user)[:SHOWN]})
