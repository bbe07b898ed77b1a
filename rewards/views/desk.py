"""The desks where requests are decided and points are awarded."""

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
from rewards import selectors
from rewards.forms import AwardForm, DeclineForm, DeliverForm, StockForm, said
from rewards.models import Award, Benefit, Redemption
from rewards.services import (
    approve_award,
    approve_redemption,
    decline_redemption,
    deliver_redemption,
    propose_award,
    refuse_award,
    stock_benefit,
)
from shared.errors import RuleBroken
from shared.http import MemberRequest

ENDED_SHOWN = timedelta(days=30)


@require_GET
@rights_required(FINANCE, PROGRAMME_MANAGER, AUDITOR)
def redemptions(request: MemberRequest) -> HttpResponse:
    return _redemptions(request)


@require_POST
@rights_required(FINANCE, PROGRAMME_MANAGER)
def approve(request: MemberRequest, redemption_id: int) -> HttpResponse:
    asked_for = get_object_or_404(Redemption, pk=redemption_id)
    return _decided(
        request, redemption_id, _("Approved."), lambda: approve_redemption(redemption=asked_for, by=request.user, now=timezone.now())
    )


@require_POST
@rights_required(FINANCE, PROGRAMME_MANAGER)
def decline(request: MemberRequest, redemption_id: int) -> HttpResponse:
    asked_for, form = get_object_or_404(Redemption, pk=redemption_id), DeclineForm(request.POST)
    if not form.is_valid():
        return _redemptions(request, refused=redemption_id, refusal=said(form), status=422)
    return _decided(
        request, redemption_id, _("Declined. The points are back."),
        lambda: decline_redemption(redemption=asked_for, by=request.user, now=timezone.now(), **form.cleaned_data),
    )  # fmt: skip


@require_POST
@rights_required(FINANCE, PROGRAMME_MANAGER)
def deliver(request: MemberRequest, redemption_id: int) -> HttpResponse:
    asked_for, form = get_object_or_404(Redemption, pk=redemption_id), DeliverForm(request.POST)
    if not form.is_valid():
        return _redemptions(request, refused=redemption_id, refusal=said(form), status=422)
    return _decided(
        request, redemption_id, _("Delivered. The points are spent."),
        lambda: deliver_redemption(redemption=asked_for, by=request.user, now=timezone.now(), **form.cleaned_data),
    )  # fmt: skip


@require_POST
@rights_required(PROGRAMME_MANAGER)
def stock(request: MemberRequest, benefit_id: int) -> HttpResponse:
    benefit, form = get_object_or_404(Benefit, pk=benefit_id), StockForm(request.POST)
    if not form.is_valid():
        return _redemptions(request, refusal=said(form), status=422)
    stock_benefit(benefit=benefit, count=form.cleaned_data["count"], by=request.user, now=timezone.now())
    messages.success(request, _("Put into stock."))
    return redirect("rewards:redemptions")


def _decided(request: MemberRequest, redemption_id: int, done: str, decide: Callable[[], Redemption]) -> HttpResponse:
    try:
        decide()
    except RuleBroken as refusal:
        return _redemptions(request, refused=redemption_id, refusal=str(refusal), status=409)
    messages.success(request, done)
    return redirect("rewards:redemptions")


def _redemptions(request: MemberRequest, *, refused: int | None = None, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {
        "waiting": selectors.open_redemptions(),
        "ended": selectors.ended_redemptions(since=timezone.now() - ENDED_SHOWN)[:50],
        "may_decide": has_right(request.user, FINANCE, PROGRAMME_MANAGER),
        "may_stock": has_right(request.user, PROGRAMME_MANAGER),
        "shelves": selectors.shelves(),
        "refused": refused,
        "refusal": refusal,
        "typed": request.POST,
    }
    return render(request, "rewards/desk_redemptions.html", context, status=status)


@require_GET
@rights_required(FINANCE, PROGRAMME_MANAGER, AUDITOR)
def awards(request: MemberRequest) -> HttpResponse:
    return _awards(request, AwardForm(initial={"key": uuid4()}))


@require_POST
@rights_required(FINANCE, PROGRAMME_MANAGER)
def propose(request: MemberRequest) -> HttpResponse:
    form = AwardForm(request.POST)
    if not form.is_valid():
        return _awards(request, form, status=422)
    try:
        propose_award(by=request.user, now=timezone.now(), **form.cleaned_data)
    except RuleBroken as refusal:
        return _awards(request, form, refusal=refusal, status=409)
    messages.success(request, _("Proposed."))
    return redirect("rewards:awards")


@require_POST
@rights_required(FINANCE, PROGRAMME_MANAGER)
def decide_award(request: MemberRequest, award_id: int) -> HttpResponse:
    award = get_object_or_404(Award, pk=award_id)
    decide = approve_award if request.POST.get("decision") == "approve" else refuse_award
    try:
        award = decide(award=award, by=request.user, now=timezone.now())
    except RuleBroken as refusal:
        return _awards(request, AwardForm(initial={"key": uuid4()}), refusal=refusal, status=409)
    messages.success(request, award.get_state_display())
    return redirect("rewards:awards")


def _awards(request: MemberRequest, form: AwardForm, *, refusal: RuleBroken | None = None, status: int = 200) -> HttpResponse:
    rows = Award.objects.select_related("member", "proposed_by", "decided_by").order_by("-proposed_at")
    context = {
        "proposed": rows.filter(state=Award.State.PROPOSED),
        "decided": rows.exclude(state=Award.State.PROPOSED)[:50],
        "form": form,
        "refusal": refusal,
        "limit": Award.FOUR_EYES_ABOVE,
        "may_decide": has_right(request.user, FINANCE, PROGRAMME_MANAGER),
    }
    return render(request, "rewards/desk_awards.html", context, status=status)
