"""The public page of fairness: how a pool's seats were given, without names."""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import Exists, OuterRef, Subquery
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from members.models import Member
from members.rights import AUDITOR, has_right, member_required
from seats import recompute
from seats.fairness import Bar, bars_of, full_sign_of, latest_events, rush_of, sign_of
from seats.models import Attempt, Pool, Waiting
from seats.record import record_of
from seats.selectors import standing
from seats.taking import place_of
from shared.http import MemberRequest

SHOWN = 50  # lines of each list; the file has them all


_HEADINGS = {
    1: gettext_lazy("Seconds after opening"),
    60: gettext_lazy("Minutes after opening"),
    3600: gettext_lazy("Hours after opening"),
    86_400: gettext_lazy("Days after opening"),
}


@dataclass(frozen=True)
class Mine:
    """Where the reader stands in this record."""

    sign: str
    seat: int | None
    lot: int | None
    place: int | None


@require_GET
@member_required
def fairness(request: MemberRequest, pool_id: int) -> HttpResponse:
    """The story of one pool by signs, for every member; the reader's own sign and place in it."""
    pool = get_object_or_404(Pool, pk=pool_id)
    bars = bars_of(pool)
    context = {
        "pool": pool,
        "back": _way_back(request),
        "mine": _mine(pool, request.user),
        "standing": standing(pool),
        "rush": rush_of(pool),
        "after": _HEADINGS[_unit(bars)],
        "bars": [(bar, bar.start / _unit(bars)) for bar in bars if bar.arrivals],
        "most": max((bar.arrivals for bar in bars), default=1),
        "events": latest_events(pool, limit=SHOWN),
        "drawn": _drawn(pool),
        "waiting": [sign_of(pool, member) for member in pool.waiting.order_by(*Waiting.ORDER).values_list("member_id", flat=True)[:SHOWN]],
        "shown": SHOWN,
        "complete": has_right(request.user, AUDITOR),
    }
    return render(request, "seats/fairness.html", context)


def _unit(bars: list[Bar]) -> int:
    """The unit, in seconds, that tells the bars' times in small numbers."""
    width = bars[1].start if bars else 1
    return max(unit for unit in _HEADINGS if unit == 1 or unit <= width)


def _way_back(request: MemberRequest) -> str:
    """Where the reader came from, if that is a page of ours."""
    came_from = request.GET.get("from", "")
    ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return came_from if ours else resolve_url("home:today")


def _mine(pool: Pool, member: Member) -> Mine | None:
    came = pool.attempts.filter(member=member)
    seat, lot = pool.seats.filter(member=member), pool.lots.filter(member=member)
    found = came.values_list(Subquery(seat.values("number")[:1]), Subquery(lot.values("place")[:1])).first()
    if found is None:
        return None
    place = None if pool.awaits_draw else place_of(pool=pool, member=member)
    return Mine(sign=full_sign_of(pool, member.pk), seat=found[0], lot=found[1], place=place)


def _drawn(pool: Pool) -> list[tuple[int, str, bool]]:
    """The first places of the drawn order: place, sign, and whether the draw gave a seat."""
    won = Exists(Attempt.objects.filter(pool=OuterRef("pool"), member=OuterRef("member"), outcome=Attempt.Outcome.DRAWN))
    lots = pool.lots.order_by("place").values_list("place", "member_id", won)[:SHOWN]
    return [(place, sign_of(pool, member), drawn) for place, member, drawn in lots]


@require_GET
@member_required
def record(request: MemberRequest, pool_id: int) -> HttpResponse:
    """The whole record as a file for `recompute.py`; auditors get small departments' shares, too."""
    pool = get_object_or_404(Pool, pk=pool_id)
    answer = JsonResponse(record_of(pool, complete=has_right(request.user, AUDITOR), now=timezone.now()), json_dumps_params={"indent": 1})
    answer.headers["Content-Disposition"] = f'attachment; filename="fairness-{pool.pk}.json"'
    return answer


@require_GET
@member_required
def script(request: MemberRequest) -> FileResponse:  # noqa: ARG001 - Django hands it over
    """The script that checks a record, as it stands in this house."""
    return FileResponse(Path(recompute.__file__).open("rb"), as_attachment=True, filename="recompute.py", content_type="text/x-python")
