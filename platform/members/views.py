"""What a member sees and sets about themselves."""

from django.http import HttpResponse
from django.shortcuts import render

from members.rights import member_required
from shared.http import MemberRequest


@member_required
def me(request: MemberRequest) -> HttpResponse:
    return render(request, "members/me.html")
