"""The flash monitor: a task's door, live."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from claims.doors import add_door_seats, close_door, pause_door, reopen_door, resume_door
from claims.forms import SeatsForm
from claims.selectors import states_of
from members.rights import AUDITOR, PROGRAMME_MANAGER, rights_required
from seats.fairness import Bar, bars_of, latest_events, rush_of, sign_of
from seats.models import Seat, Waiting
from seats.pulse import Pulse, pulse_of
from seats.selectors import find_pool, standings
from shared.errors import RuleBroken
from shared.http import MemberRequest
from tasks_catalog.models import Task

CHART_WIDTH, CHART_HEIGHT = 600, 110


# Why people were refused, in the order in which a manager can do something about it.
REASONS = {
    "early": _("came before the opening"),
    "paused": _("came during a pause"),
    "closed": _("came after the closing"),
    "gone": _("came when the last one was gone"),
    "have": _("had their seat already"),
    "rule": _("are not meant, or judge their own department"),
    "barred": _("are not with us any more"),
    "reused": _("sent a request that was used before"),
    "resting": _("met a database that was away"),
}


def refusals_in(pulse: Pulse | None) -> list[tuple[Promise, int]]:
    """How often each reason was given, the reasons in words."""
    return [(words, pulse.answers[name]) for name, words in REASONS.items() if pulse.answers.get(name)] if pulse else []


@dataclass(frozen=True)
class Column:
    """One bar of the chart, in its box."""

    bar: Bar
    x: int
    width: int
    height: int
    seated_height: int

    @property
    def y(self) -> int:
        return 150 - self.height

    @property
    def seated_y(self) -> int:
        return 150 - self.seated_height

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def label_y(self) -> int:
        return self.y - 8


def columns_of(bars: list[Bar]) -> list[Column]:
    """The bars scaled to the chart's box."""
    most = max((bar.arrivals for bar in bars), default=0) or 1
    step = CHART_WIDTH // max(1, len(bars))
    return [
        Column(
            bar=bar,
            x=40 + index * step,
            width=step - 8,
            height=round(bar.arrivals / most * CHART_HEIGHT),
            seated_height=round(bar.seated / most * CHART_HEIGHT),
        )
        for index, bar in enumerate(bars)
    ]


@require_GET
@rights_required(PROGRAMME_MANAGER, AUDITOR)
def doors(request: MemberRequest) -> HttpResponse:
    """The tasks whose doors open soon or opened lately."""
    now = timezone.now()
    tasks = list(Task.objects.filter(state=Task.State.OPEN).order_by("-opens_at", "-pk")[:50])
    stands = standings([task.pool_reference for task in tasks])
    rows = [(task, stands.get(task.pool_reference)) for task in tasks]
    return render(request, "claims/doors.html", {"rows": rows, "now": now})


@require_GET
@rights_required(PROGRAMME_MANAGER, AUDITOR)
def monitor(request: MemberRequest, slug: str) -> HttpResponse:
    """One door, live; htmx asks for the live part again and again."""
    part = "#live" if request.htmx else ""
    return render(request, f"claims/monitor.html{part}", _watch(_get_task(slug), timezone.now()))


def _get_task(slug: str) -> Task:
    return get_object_or_404(Task.objects.exclude(state=Task.State.DRAFT), slug=slug)


def _watch(task: Task, now: datetime) -> dict[str, object]:
    pool, stands = find_pool(task.pool_reference)
    if pool is None:
        raise Http404
    pulse = pulse_of(pool.pk)
    return {
        "task": task,
        "pool": pool,
        "now": now,
        "key": uuid.uuid4(),
        "standing": stands,
        "seats": [(seat, _time_left(seat, now)) for seat in pool.seats.order_by("state", "held_until", "number")[:200]],
        "waiting": [(sign_of(pool, row.member_id), row.joined_at) for row in pool.waiting.order_by(*Waiting.ORDER)[:20]],
        "rush": rush_of(pool),
        "columns": columns_of(bars_of(pool)),
        "events": latest_events(pool, limit=15),
        "pulse": pulse,
        "refusals": refusals_in(pulse),
        "states": states_of(task),
        "ended": task.state == Task.State.CLOSED or (pool.closes_at is not None and pool.closes_at <= now),
    }


def _time_left(seat: Seat, now: datetime) -> timedelta | None:
    return max(seat.held_until - now, timedelta(0)) if seat.held_until else None


@require_POST
@rights_required(PROGRAMME_MANAGER)
def pause(request: MemberRequest, slug: str) -> HttpResponse:
    """Give no seats for a while."""
    return _turn(request, slug, pause_door, gettext("Paused: nobody gets a seat until you resume. Holds run on."))


@require_POST
@rights_required(PROGRAMME_MANAGER)
def resume(request: MemberRequest, slug: str) -> HttpResponse:
    """Give seats again."""
    return _turn(request, slug, resume_door, gettext("Open again; who waited came first."))


@require_POST
@rights_required(PROGRAMME_MANAGER)
def close(request: MemberRequest, slug: str) -> HttpResponse:
    """Give no seats any more."""
    said = gettext("Closed: nobody gets a seat any more, and those who wait are told. Seats that are taken stay taken.")
    return _turn(request, slug, close_door, said)


@require_POST
@rights_required(PROGRAMME_MANAGER)
def reopen(request: MemberRequest, slug: str) -> HttpResponse:
    """Take the closing back."""
    return _turn(request, slug, reopen_door, gettext("Open again; who waited came first."))


def _turn(request: MemberRequest, slug: str, deed: Callable[..., None], said: str) -> HttpResponse:
    """Do it to the door, say so, and look at the door again."""
    deed(task=_get_task(slug), by=request.user, now=timezone.now())
    messages.success(request, said)
    return redirect("claims:monitor", slug)


@require_POST
@rights_required(PROGRAMME_MANAGER)
def add(request: MemberRequest, slug: str) -> HttpResponse:
    """Add seats, paid from the campaign's budget."""
    task, form = _get_task(slug), SeatsForm(request.POST)
    now = timezone.now()
    if not form.is_valid():
        return _refuse(request, task, now, RuleBroken(gettext("Say how many seats, from 1 to 500. Nothing was changed.")))
    try:
        add_door_seats(task=task, count=form.cleaned_data["count"], key=form.cleaned_data["key"], by=request.user, now=now)
    except RuleBroken as refusal:
        return _refuse(request, task, now, refusal)
    messages.success(request, gettext("Added; who waits gets them first."))
    return redirect("claims:monitor", slug)


def _refuse(request: MemberRequest, task: Task, now: datetime, refusal: RuleBroken) -> HttpResponse:
    return render(request, "claims/monitor.html", {**_watch(task, now), "refused": refusal}, status=409)
