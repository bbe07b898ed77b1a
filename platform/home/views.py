"""Today, and the overview of the desks."""

from django.http import HttpResponse
from django.shortcuts import render

from home.desks import ANY_DESK
from members.rights import member_required, rights_required
from shared.http import MemberRequest


@member_required
def today(request: MemberRequest) -> HttpResponse:
    return render(request, "home/today.html")


@rights_required(*ANY_DESK)
def desk(request: MemberRequest) -> HttpResponse:
    return render(request, "home/desk.html")
