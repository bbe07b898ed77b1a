"""Bringing a colleague: the page and its picture."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from members.rights import member_required
from recruitment import selectors
from recruitment.cards import card_png, link_of
from recruitment.models import Referral
from shared.http import MemberRequest


@member_required
@require_safe
def invite(request: MemberRequest, slug: str) -> HttpResponse:
    """One's own card and link for a round, and whom they brought."""
    found = selectors.round_called(slug)
    link = link_of(found, request.user)
    brought = Referral.objects.filter(round=found, by=request.user).aggregate(
        entered=Count("pk"), counted=Count("pk", filter=Q(counted_at__isnull=False))
    )
    return render(request, "recruitment/invite.html", {"round": found, "link": link, "path": link, **brought})


@member_required
@require_safe
@cache_control(private=True, max_age=3600)
def card(request: MemberRequest, slug: str) -> HttpResponse:
    """The picture, as PNG."""
    return HttpResponse(card_png(selectors.round_called(slug), request.user), content_type="image/png")
