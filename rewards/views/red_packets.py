"""A red packet as members meet it: the countdown, the one tap, and how it ended."""

from math import ceil
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from members.rights import member_required
from rewards.forms import KeyForm
from rewards.red_packets import Met, met_by
from rewards.services import grab
from shared.errors import RuleBroken
from shared.http import MemberRequest


@require_GET
@member_required
def red_packet(request: MemberRequest, packet_id: int) -> HttpResponse:
    """Always as the server has it: a reload shows the same truth."""
    return _show(request, met_by(request.user, packet_id, now=timezone.now()))


@require_POST
@member_required
def grab_share(request: MemberRequest, packet_id: int) -> HttpResponse:
    """Open it. The form's key makes a repeated press harmless."""
    now = timezone.now()
    met, form = met_by(request.user, packet_id, now=now), KeyForm(request.POST)
    try:
        if not form.is_valid():
            raise RuleBroken(_("The page was too old to open it with. Nothing happened: press once more."))
        grab(packet=met.packet, member=request.user, key=form.cleaned_data["key"], now=now)
    except RuleBroken as refusal:
        return _show(request, met_by(request.user, packet_id, now=now), refusal)
    return redirect("rewards:red_packet", packet_id)


def _show(request: MemberRequest, met: Met, refusal: RuleBroken | None = None) -> HttpResponse:
    now = timezone.now()
    context = {
        "met": met,
        "packet": met.packet,
        "key": uuid4(),
        "refusal": refusal,
        "opens": ceil(met.packet.opens_at.timestamp() * 1000),
        "now": round(now.timestamp() * 1000),
        "shut": now < met.packet.opens_at,
    }
    return render(request, "rewards/red_packet.html", context, status=409 if refusal else 200)
