"""The action board and one action."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from improvement.forms import ActionForm, DeclineForm, ReExperienceForm, ShipForm
from improvement.models import Action, Finding
from improvement.proof import accepted_again
from improvement.rights import may_carry_out, may_decide
from improvement.selectors import board, card_of, history_of, question_label
from improvement.services import agree, decline, open_re_experience, propose_action, ship, start_action, verify
from members.models import Department
from members.rights import DEPARTMENT_OWNER, MANAGEMENT, PROGRAMME_MANAGER, has_right, member_required, rights_required
from shared.errors import RuleBroken
from shared.http import MemberRequest
from tasks_catalog.models import Task

WHO = (PROGRAMME_MANAGER, DEPARTMENT_OWNER, MANAGEMENT)
State = Action.State


@require_GET
@rights_required(*WHO)
def actions(request: MemberRequest) -> HttpResponse:
    chosen = request.GET
    departments = list(Department.objects.filter(actions__isnull=False).distinct().order_by("code"))
    department = next((each for each in departments if each.code == chosen.get("department")), None)
    way = chosen.get("way", "") if chosen.get("way") in Finding.Way.values else ""
    shown = board(
        member=request.user,
        today=timezone.localdate(),
        department=department,
        mine="mine" in chosen,
        late="late" in chosen,
        way=way,
    )
    context = {
        "board": shown,
        "departments": departments,
        "department": department,
        "mine": "mine" in chosen,
        "late": "late" in chosen,
        "way": way,
        "ways": Finding.Way.choices,
        "is_filtered": bool(department or way or "mine" in chosen or "late" in chosen),
    }
    return render(request, "improvement/actions.html", context)


@require_GET
@member_required
def action(request: MemberRequest, action_id: int) -> HttpResponse:
    return _page(request, _visible(request, action_id))


@rights_required(*WHO)
def propose(request: MemberRequest, finding_id: int) -> HttpResponse:
    """A department answers a finding with what it could do."""
    finding = get_object_or_404(Finding.objects.select_related("theme__touchpoint__owner", "campaign"), pk=finding_id)
    form = ActionForm(request.POST or None, finding=finding)
    refusal: RuleBroken | None = None
    if request.method == "POST" and form.is_valid():
        try:
            proposed = propose_action(finding=finding, **vars(form.new_action()), by=request.user, now=timezone.now())
            return redirect("improvement:action", proposed.pk)
        except RuleBroken as broken:
            refusal = broken
    status = 409 if refusal else 422 if request.method == "POST" else 200
    return render(request, "improvement/propose.html", {"finding": finding, "form": form, "refusal": refusal}, status=status)


@require_POST
@member_required
def agree_action(request: MemberRequest, action_id: int) -> HttpResponse:
    return _do(request, action_id, lambda shown: agree(action=shown, by=request.user, now=timezone.now()), _("Agreed."))


@require_POST
@member_required
def begin_action(request: MemberRequest, action_id: int) -> HttpResponse:
    return _do(request, action_id, lambda shown: start_action(action=shown, by=request.user, now=timezone.now()), _("Begun."))


@require_POST
@member_required
def ship_action(request: MemberRequest, action_id: int) -> HttpResponse:
    form = ShipForm(request.POST)
    if not form.is_valid():
        return _page(request, _visible(request, action_id), ship=form, status=422)
    day = form.cleaned_data["on"]
    done = _("Shipped. Everybody who found it was told and has their part; the re-experience is drafted.")
    return _do(request, action_id, lambda shown: ship(action=shown, by=request.user, on=day, now=timezone.now()), done)


@require_POST
@member_required
def decline_action(request: MemberRequest, action_id: int) -> HttpResponse:
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, _visible(request, action_id), decline=form, status=422)
    reason = form.cleaned_data["reason"]
    done = _("Declined. The testers who found it read your reason.")
    return _do(request, action_id, lambda shown: decline(action=shown, reason=reason, by=request.user, now=timezone.now()), done)


@require_POST
@member_required
def open_again(request: MemberRequest, action_id: int) -> HttpResponse:
    form = ReExperienceForm(request.POST)
    if not form.is_valid():
        return _page(request, _visible(request, action_id), again=form, status=422)
    chosen: dict[str, Any] = form.cleaned_data
    done = _("The re-experience opens; its points are reserved.")
    return _do(request, action_id, lambda shown: open_re_experience(action=shown, **chosen, by=request.user, now=timezone.now()), done)


@require_POST
@rights_required(PROGRAMME_MANAGER, MANAGEMENT)
def verify_action(request: MemberRequest, action_id: int) -> HttpResponse:
    return _do(request, action_id, lambda shown: verify(action=shown, by=request.user, now=timezone.now()), _("The verdict is given."))


def _do(request: MemberRequest, action_id: int, step: Callable[[Action], object], done: str) -> HttpResponse:
    shown = _visible(request, action_id)
    try:
        step(shown)
    except RuleBroken as refusal:
        shown.refresh_from_db()
        return _page(request, shown, refusal=refusal, status=409)
    messages.success(request, done)
    return redirect("improvement:action", action_id)


def _visible(request: MemberRequest, action_id: int) -> Action:
    """An action is seen at the desks, and by the person who owns it; for others it does not exist."""
    found = get_object_or_404(
        Action.objects.select_related(
            "finding__theme__touchpoint", "finding__campaign", "department", "owner", "measure", "re_experience__repeats"
        ),
        pk=action_id,
    )
    if not (has_right(request.user, *WHO) or may_carry_out(request.user, found)):
        raise Http404
    return found


def _page(request: MemberRequest, shown: Action, *, refusal: RuleBroken | None = None, status: int = 200, **forms: Any) -> HttpResponse:
    today = timezone.localdate()
    decides, carries = may_decide(request.user), may_carry_out(request.user, shown)
    again = shown.re_experience
    context = {
        "action": shown,
        "card": card_of(shown, today),
        "history": history_of(shown),
        "accepted": accepted_again(shown, as_of=timezone.now()) if shown.shipped_on else 0,
        "question_label": question_label(shown),
        "refusal": refusal,
        "can_agree": decides and shown.state == State.PROPOSED,
        "can_begin": carries and shown.state == State.AGREED,
        "can_ship": carries and shown.state in {State.AGREED, State.DOING},
        "can_decline": decides and shown.is_live,
        "can_open": decides and shown.state == State.SHIPPED and again is not None and again.state == Task.State.DRAFT,
        "can_verify": decides and shown.state in {State.SHIPPED, State.RE_EXPERIENCING},
        "ship_form": forms.get("ship") or ShipForm(initial={"on": today}),
        "decline_form": forms.get("decline") or DeclineForm(),
        "again_form": forms.get("again") or ReExperienceForm(initial={"seats": max(shown.needed, 10), "opens_at": timezone.localtime()}),
    }
    return render(request, "improvement/action.html", context, status=status)
