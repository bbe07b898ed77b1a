"""The wallet, the shop and what was asked for."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from members.rights import member_required
from rewards import ledger, selectors, statements
from rewards.expected import expected_by
from rewards.exports import csv_response
from rewards.forms import OrderForm
from rewards.models import Benefit
from rewards.services import cancel_redemption, ends_soon, redeem
from shared.errors import RuleBroken
from shared.http import MemberRequest


@require_GET
@member_required
def wallet(request: MemberRequest) -> HttpResponse:
    which = request.GET.get("show", "")
    page = int(found) if (found := request.GET.get("page", "")).isdecimal() and 0 < len(found) < 6 else 1
    purse = ledger.purse_of(request.user)
    entries, more = statements.statement(purse, which=which, page=max(1, page))
    context = {
        "wallet": selectors.wallet_of(purse),
        "expected": expected_by(request.user),
        "ending": ends_soon(purse, now=timezone.now()),
        "months": [list(rows) for _month, rows in groupby(entries, key=lambda entry: entry.month)],
        "which": which,
        "page": page,
        "more": more,
        "open": selectors.on_its_way(request.user),
        "checked": selectors.last_check(),
    }
    return render(request, "rewards/wallet.html", context)


@require_GET
@member_required
def statement(request: MemberRequest) -> StreamingHttpResponse:
    """The whole history, as proof to keep."""
    head = [_("Date"), _("What"), _("Kind"), _("Purse"), _("Points"), _("Balance"), _("Reference")]
    return csv_response("points.csv", head, _statement_rows(request))


def _statement_rows(request: MemberRequest) -> Iterator[list[Any]]:
    for entry, total in statements.whole_statement(request.user):
        transfer = entry.transfer
        at = timezone.localtime(transfer.at).strftime("%Y-%m-%d %H:%M")
        yield [at, entry.what, transfer.get_kind_display(), transfer.get_purse_display(), entry.points, total, transfer.reference]


@require_GET
@member_required
def shop(request: MemberRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    offers = selectors.offers_for(request.user, kind=kind)
    balance = offers[0].balance if offers else ledger.purse_of(request.user).balance or 0
    context = {"offers": offers, "kind": kind, "kinds": Benefit.Kind, "balance": balance, "goal": selectors.next_goal(offers)}
    return render(request, "rewards/shop.html", context)


@require_GET
@member_required
def benefit(request: MemberRequest, slug: str) -> HttpResponse:
    return render(request, "rewards/benefit.html", {"offer": selectors.offer_for(request.user, slug), "key": uuid4()})


@require_POST
@member_required
def order(request: MemberRequest, slug: str) -> HttpResponse:
    offer, form = selectors.offer_for(request.user, slug), OrderForm(request.POST)
    try:
        if not form.is_valid():
            raise RuleBroken(_("The request was not complete, so nothing was done. Reload the page and try again."))
        asked_for = redeem(benefit=offer.benefit, member=request.user, now=timezone.now(), **form.cleaned_data)
    except RuleBroken as refusal:
        context = {"offer": selectors.offer_for(request.user, slug), "key": uuid4(), "refusal": refusal}
        return render(request, "rewards/benefit.html", context, status=409)
    return redirect("rewards:redemption", asked_for.pk)


@require_GET
@member_required
def redemption(request: MemberRequest, redemption_id: int) -> HttpResponse:
    return render(request, "rewards/redemption.html", {"redemption": selectors.own_redemption(request.user, redemption_id)})


@require_POST
@member_required
def cancel(request: MemberRequest, redemption_id: int) -> HttpResponse:
    asked_for = selectors.own_redemption(request.user, redemption_id)
    try:
        cancel_redemption(redemption=asked_for, member=request.user, now=timezone.now())
    except RuleBroken as refusal:
        context = {"redemption": selectors.own_redemption(request.user, redemption_id), "refusal": refusal}
        return render(request, "rewards/redemption.html", context, status=409)
    messages.success(request, _("Cancelled. Your points are back."))
    return redirect("rewards:redemption", redemption_id)
