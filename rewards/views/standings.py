"""The boards."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.models import Member
from members.rights import member_required
from rewards.standings import my_board, quality_board, quarter_of, team_board
from shared.http import MemberRequest

TEAMS, QUALITY = "teams", "quality"


@member_required
@require_safe
def standings(request: MemberRequest) -> HttpResponse:
    """My neighbourhood, the teams, or quality."""
    now, which = timezone.now(), request.GET.get("board", "")
    ends = quarter_of(now)[1]
    context: dict[str, Any] = {
        "which": which if which in {TEAMS, QUALITY} else "",
        "teams": team_board(request.user, now=now) if which == TEAMS else None,
        "ends": ends,
        "days_left": (timezone.localdate(ends) - timezone.localdate(now)).days,
        "quarter": (timezone.localdate(now).month - 1) // 3 + 1,
        "is_hidden": request.user.board_name == Member.BoardName.HIDDEN,
    }
    if which != TEAMS:
        context["board"] = (quality_board if which == QUALITY else my_board)(request.user, now=now)
    return render(request, "rewards/standings.html", context)
