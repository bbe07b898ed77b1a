"""The pages before the work: what is open, the brief, the door, the claim."""

import time
import uuid
from datetime import datetime
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from claims.briefs import Brief, get_brief
from claims.forms import KeyForm
from claims.models import Claim
from claims.selectors import claims_of, get_own_claim, live_tasks, unfinished
from claims.services import ClaimResult, claim_task, leave_wait_list, release_claim, start_claim
from claims.sifting import LONGEST_CITY, order_asked, wish_asked
from members.models import Member
from members.rights import SUPER_MANAGER, TESTER, has_right, member_required, public
from members.services import accept_agreement
from seats import pulse, tickets
from seats.errors import NotOpenYet, name_of
from seats.fairness import arrival_of, lot_of, sign_of
from seats.models import Pool
from seats.story import story_of
from shared.errors import RuleBroken
from shared.http import MemberRequest
from tasks_catalog.selectors import WINDOW, board_of, cities_of, next_best, page_of


@require_GET
@member_required
def tasks(request: MemberRequest) -> HttpResponse:
    """What this member may take, in the order they choose; `next` and `after` in the address lead to a later page."""
    now, member = timezone.now(), request.user
    order, wish = order_asked(request.GET), wish_asked(request.GET, here=_city(request))
    every_kind = has_right(member, TESTER, SUPER_MANAGER)
    shown: dict[str, Any] = {"order": order, "wish": wish, "every_kind": every_kind, "now": now}
    if asked := _place(request):
        page = page_of(member=member, now=now, order=order, taken=live_tasks(member), wish=wish, ids=asked[0], after=asked[1])
        return render(request, "claims/tasks.html#page" if request.htmx else "claims/tasks.html", shown | {"page": page})
    board = board_of(member=member, now=now, order=order, taken=live_tasks(member), wish=wish)
    if order == "near":
        shown["cities"] = cities_of(member, now=now)
    return render(request, "claims/tasks.html", shown | {"board": board, "page": board.page, "todo": unfinished(member)})


def _city(request: MemberRequest) -> str:
    """The city that the member says they are in, for as long as they are signed in; nobody looks where they are."""
    if "here" in request.GET:
        request.session["here"] = request.GET["here"].replace("\0", "")[:LONGEST_CITY]  # which no database takes
    return str(request.session.get("here", ""))


def _place(request: MemberRequest) -> tuple[list[int], int | None] | None:
    """Where the list goes on, as an address of ours says it; None: from the beginning."""
    ids = [int(pk) for pk in request.GET.get("next", "").split(".")[:WINDOW] if pk.isdecimal() and len(pk) < 19]
    after = request.GET.get("after", "")
    behind = int(after) if after.isdecimal() and len(after) < 19 else None
    return (ids, behind) if ids or behind else None


@require_GET
@member_required
def brief(request: MemberRequest, slug: str) -> HttpResponse:
    """One task: what to do, what to bring back, what it pays, and whether it can be taken."""
    return _show_brief(request, get_brief(slug=slug, member=request.user, now=timezone.now()))


def _show_brief(request: MemberRequest, shown: Brief, refusal: RuleBroken | None = None) -> HttpResponse:
    context = {"brief": shown, "task": shown.task, "key": uuid.uuid4(), "refused": refusal, "picture": _picture(shown.task.picture)}
    return render(request, "claims/brief.html", context, status=409 if refusal else 200)


def _picture(name: str) -> tuple[str, ...]:
    """Templates to try for the drawing over a brief; the mailbox stands in for a name nobody drew."""
    return (f"illustrations/{name}.html", "illustrations/mailbox.html") if name.replace("-", "").isalnum() else ()


@require_POST
@member_required
def claim(request: MemberRequest, slug: str) -> HttpResponse:
    """Take the task, or a place in its wait list. The form's key makes a repeated press harmless."""
    now = timezone.now()
    shown = get_brief(slug=slug, member=request.user, now=now)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _show_brief(request, shown, RuleBroken(_("The page was too old to take the task with. Nothing happened: press once more.")))
    try:
        result = _claim_and_count(shown, request.user, form.cleaned_data["key"], now)
    except NotOpenYet as refusal:
        return _show_door(request, shown, refusal)
    except RuleBroken as refusal:
        return _show_brief(request, shown, refusal)
    if result.claim is not None:
        return redirect("claims:claim", result.claim.pk)
    return redirect("claims:door", slug)


def _claim_and_count(shown: Brief, member: Member, key: uuid.UUID, now: datetime) -> ClaimResult:
    """As the gate does, so that the monitor shows everybody's answers."""
    started, said = time.perf_counter(), "rule"
    try:
        result = claim_task(task=shown.task, member=member, key=key, now=now)
        said = str(result.outcome)
    except RuleBroken as refusal:
        said = name_of(refusal)
        raise
    finally:
        if shown.pool is not None:
            pulse.count(shown.pool.pk, said, time.perf_counter() - started)
    return result


@require_GET
@member_required
def door(request: MemberRequest, slug: str) -> HttpResponse:
    """The countdown before opening, the button from then on, and afterwards how it ended: always as the server has it."""
    shown = get_brief(slug=slug, member=request.user, now=timezone.now())
    if shown.claim is not None:
        return redirect("claims:claim", shown.claim.pk)
    if shown.pool is None or (shown.refusal is not None and not shown.asked):
        return redirect("claims:brief", slug)
    return _show_door(request, shown)


def _show_door(request: MemberRequest, shown: Brief, refusal: RuleBroken | None = None) -> HttpResponse:
    if shown.pool is not None and shown.awaits_draw:
        return _show_lottery(request, shown, shown.pool, refusal)
    waiting_or_gone = shown.place is not None or (not shown.opens_later and not shown.standing.free)
    if not waiting_or_gone:
        context = {
            "brief": shown,
            "task": shown.task,
            "key": uuid.uuid4(),
            "ticket": _ticket_for(request, shown),
            "refused": refusal,
            "opens": ceil(shown.task.opens_at.timestamp() * 1000),
            "now": round(timezone.now().timestamp() * 1000),
        }
        return render(request, "claims/door.html", context, status=409 if refusal else 200)
    pool = shown.pool
    if pool is None:
        raise Http404
    story = story_of(pool=pool, member=request.user)
    context = {
        "brief": shown,
        "task": shown.task,
        "key": uuid.uuid4(),
        "arrival": story.arrival,
        "sold_out_after": story.sold_out_after,
        "lot": story.lot,
        "next": next_best(member=request.user, now=shown.now, than=shown.task, taken=live_tasks(request.user)),
        "now": shown.now,
    }
    return render(request, "claims/gone.html", context)


def _ticket_for(request: MemberRequest, shown: Brief) -> str:
    """Only for who may take the task; without one, the button asks Django."""
    if shown.pool is None or shown.refusal is not None:
        return ""
    return tickets.issue(
        kind="task",
        pool=shown.pool.pk,
        member=request.user.pk,
        language=get_language() or "en",
        session=request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""),
        opens_at=shown.task.opens_at,
        now=timezone.now(),
    )


def _show_lottery(request: MemberRequest, shown: Brief, pool: Pool, refusal: RuleBroken | None = None) -> HttpResponse:
    context = {
        "brief": shown,
        "task": shown.task,
        "pool": pool,
        "key": uuid.uuid4(),
        "refused": refusal,
        "sign": sign_of(pool, request.user.pk),
        "now": shown.now,
    }
    return render(request, "claims/lottery.html", context, status=409 if refusal else 200)


@require_POST
@member_required
def leave(request: MemberRequest, slug: str) -> HttpResponse:
    """Leave the wait list."""
    now = timezone.now()
    shown = get_brief(slug=slug, member=request.user, now=now)
    try:
        leave_wait_list(task=shown.task, member=request.user, now=now)
    except RuleBroken as refusal:
        return _show_brief(request, shown, refusal)
    if shown.awaits_draw:
        messages.success(request, _("Your name is out of the draw. You may put it in again until the draw."))
        return redirect("claims:door", slug)
    messages.success(request, _("You are off the wait list. That costs nothing."))
    return redirect("claims:tasks")


@require_POST
@member_required
def agree(request: MemberRequest, slug: str) -> HttpResponse:
    """Accept the agreement that the task asks for."""
    now = timezone.now()
    task = get_brief(slug=slug, member=request.user, now=now).task
    if task.agreement is None:
        raise Http404
    accept_agreement(agreement=task.agreement, member=request.user, now=now)
    messages.success(request, _("Accepted. You can take the task now."))
    return redirect("claims:brief", slug)


@require_GET
@member_required
def mine(request: MemberRequest) -> HttpResponse:
    """All of the member's claims, the latest first."""
    return render(request, "claims/mine.html", {"claims": claims_of(request.user)[:100], "now": timezone.now()})


@require_GET
@member_required
def detail(request: MemberRequest, claim_id: int) -> HttpResponse:
    """One claim: the seat just won, or where the work is."""
    return _show_claim(request, get_own_claim(request.user, claim_id), timezone.now())


def _show_claim(request: MemberRequest, shown: Claim, now: datetime, refusal: RuleBroken | None = None) -> HttpResponse:
    held = shown.state == Claim.State.HELD and shown.held_until > now
    pool = shown.seat.pool if held and shown.seat else None
    lot = lot_of(pool=pool, member=request.user) if pool else None
    arrival = arrival_of(pool=pool, member=request.user) if pool and lot is None else None
    context = {
        "claim": shown,
        "task": shown.task,
        "pool": pool,
        "held": held,
        "arrival": arrival,
        "lot": lot,
        "refused": refusal,
        "now": now,
    }
    return render(request, "claims/claim.html", context, status=409 if refusal else 200)


@require_POST
@member_required
def start(request: MemberRequest, claim_id: int) -> HttpResponse:
    """Begin the work."""
    now, shown = timezone.now(), get_own_claim(request.user, claim_id)
    try:
        start_claim(claim=shown, now=now)
    except RuleBroken as refusal:
        return _show_claim(request, shown, now, refusal)
    return redirect("feedback:runner", shown.pk)


@require_POST
@member_required
def release(request: MemberRequest, claim_id: int) -> HttpResponse:
    """Give the seat back before starting."""
    now, shown = timezone.now(), get_own_claim(request.user, claim_id)
    try:
        release_claim(claim=shown, by=request.user, now=now)
    except RuleBroken as refusal:
        return _show_claim(request, shown, now, refusal)
    words = _("Given back. It costs you nothing, and somebody else is glad of the seat.")
    back = reverse("claims:brief", args=[shown.task.slug])
    messages.success(request, format_html('{} <a class="link" href="{}">{}</a>', words, back, _("Take it again")))
    return redirect("claims:tasks")


@require_GET
@public
def server_time(request: MemberRequest) -> JsonResponse:  # noqa: ARG001 - Django hands it over
    """The server's clock, in milliseconds: the only one that opens doors."""
    answer = JsonResponse({"now": round(timezone.now().timestamp() * 1000)})
    answer.headers["Cache-Control"] = "no-store"
    return answer
