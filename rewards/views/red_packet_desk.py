"""The desk where red packets are made, approved and watched."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from members.rights import AUDITOR, FINANCE, PROGRAMME_MANAGER, has_right, rights_required
from rewards.forms import RedPacketForm
from rewards.models import RedPacket
from rewards.red_packets import watched
from rewards.services import approve_red_packet, cancel_red_packet, make_red_packet
from shared.errors import RuleBroken
from shared.http import MemberRequest

State = RedPacket.State

ENDED_SHOWN = 50


@require_GET
@rights_required(FINANCE, PROGRAMME_MANAGER, AUDITOR)
def red_packets(request: MemberRequest) -> HttpResponse:
    if request.htmx:
        return render(request, "rewards/desk_red_packets.html#live", _lists())
    return _desk(request)


@require_POST
@rights_required(FINANCE, PROGRAMME_MANAGER)
def make(request: MemberRequest) -> HttpResponse:
    form = RedPacketForm(request.POST)
    if not form.is_valid():
        return _desk(request, form=form, status=422)
    try:
        make_red_packet(by=request.user, now=timezone.now(), **form.cleaned_data)
    except RuleBroken as refusal:
        return _desk(request, form=form, refusal=refusal, status=409)
    messages.success(request, _("Proposed. A second person puts it out."))
    return redirect("rewards:red_packets")


@require_POST
@rights_required(FINANCE, PROGRAMME_MANAGER)
def approve(request: MemberRequest, packet_id: int) -> HttpResponse:
    packet = get_object_or_404(RedPacket, pk=packet_id)
    return _decided(
        request, packet, _("Approved. Its points are reserved and cut."),
        lambda: approve_red_packet(packet=packet, by=request.user, now=timezone.now()),
    )  # fmt: skip


@require_POST
@rights_required(FINANCE, PROGRAMME_MANAGER)
def cancel(request: MemberRequest, packet_id: int) -> HttpResponse:
    packet = get_object_or_404(RedPacket, pk=packet_id)
    return _decided(
        request, packet, _("Cancelled. Nobody was given anything."),
        lambda: cancel_red_packet(packet=packet, by=request.user, now=timezone.now()),
    )  # fmt: skip


def _decided(request: MemberRequest, packet: RedPacket, done: str, decide: Callable[[], RedPacket]) -> HttpResponse:
    try:
        decide()
    except RuleBroken as refusal:
        return _desk(request, refused=packet.pk, refusal=refusal, status=409)
    messages.success(request, done)
    return redirect("rewards:red_packets")


def _lists() -> dict[str, object]:
    now, packets = timezone.now(), watched()
    return {
        "now": now,
        "proposed": packets.filter(state=State.PROPOSED),
        "coming": packets.filter(state=State.PUBLISHED, opens_at__gt=now),
        "open": packets.filter(state=State.PUBLISHED, opens_at__lte=now),
        "ended": packets.filter(state__in=[State.ENDED, State.CANCELLED])[:ENDED_SHOWN],
    }


def _desk(
    request: MemberRequest,
    *,
    form: RedPacketForm | None = None,
    refused: int | None = None,
    refusal: RuleBroken | None = None,
    status: int = 200,
) -> HttpResponse:
    opens = timezone.localtime().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    fresh = {"key": uuid4(), "opens_at": opens, "closes_at": opens + timedelta(days=1), "sender": request.user.called}
    context = {
        **_lists(),
        "form": form or RedPacketForm(initial=fresh),
        "refused": refused,
        "refusal": refusal,
        "may_decide": has_right(request.user, FINANCE, PROGRAMME_MANAGER),
    }
    return render(request, "rewards/desk_red_packets.html", context, status=status)
