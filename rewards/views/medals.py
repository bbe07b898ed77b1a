"""Medals and level."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.rights import member_required
from rewards.badges import LEVELS
from rewards.collection import collection_of, medal_of
from shared.http import MemberRequest


@member_required
@require_safe
def medals(request: MemberRequest) -> HttpResponse:
    return render(request, "rewards/medals.html", {"collection": collection_of(request.user), "levels": LEVELS})


@member_required
@require_safe
def medal(request: MemberRequest, slug: str) -> HttpResponse:
    """One medal of one's own, landing."""
    return render(request, "rewards/medal.html", {"medal": medal_of(request.user, slug)})
