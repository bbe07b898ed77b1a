"""Findings: made from merged pain points at the desk, and what became of them for those who felt the pain."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from improvement.agenda import NOBODY, Weight, weights
from improvement.models import Finding
from improvement.rings import rings
from improvement.selectors import mine
from improvement.services import make_findings as make_findings_of
from improvement.services.actions import VESTED_POINTS
from insights.models import PainTheme
from members.rights import DEPARTMENT_OWNER, MANAGEMENT, PROGRAMME_MANAGER, has_right, member_required, rights_required
from shared.http import MemberRequest
from tasks_catalog.models import Campaign


@dataclass(frozen=True)
class ThemeRow:
    """A merged pain point, and the finding that it became."""

    theme: PainTheme
    finding: Finding | None
    weight: Weight


@require_GET
@member_required
def findings(request: MemberRequest) -> HttpResponse:
    """What became of my findings."""
    found = mine(request.user)
    context = {"mine": found, "rings": rings(grown=found.grown), "proven": len(found.proven), "points": VESTED_POINTS}
    return render(request, "improvement/findings.html", context)


@require_GET
@rights_required(PROGRAMME_MANAGER, DEPARTMENT_OWNER, MANAGEMENT)
def desk_findings(request: MemberRequest) -> HttpResponse:
    campaigns = list(Campaign.objects.exclude(state=Campaign.State.DRAFT).order_by("-starts_on", "-pk"))
    campaign = next((each for each in campaigns if each.slug == request.GET.get("campaign")), campaigns[0] if campaigns else None)
    weigh = weights(campaign, as_of=timezone.now()) if campaign else {}
    themes = PainTheme.objects.filter(campaign=campaign).select_related("touchpoint__owner", "finding").prefetch_related("finding__actions")
    rows = [ThemeRow(theme, getattr(theme, "finding", None), weigh.get(theme.pk, NOBODY)) for theme in themes]
    rows.sort(key=lambda row: (-row.weight.impact, row.theme.number))
    context = {
        "campaigns": campaigns,
        "campaign": campaign,
        "rows": rows,
        "most": max((row.weight.impact for row in rows), default=0),
        "makes": has_right(request.user, PROGRAMME_MANAGER),
        "waiting": sum(row.finding is None for row in rows),
    }
    return render(request, "improvement/desk_findings.html", context)


@require_POST
@rights_required(PROGRAMME_MANAGER)
def make_findings(request: MemberRequest, campaign_id: int) -> HttpResponse:
    """Turn the ticked themes into findings; a theme that is one already stays as it is."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    ticked = [pk for pk in request.POST.getlist("theme") if pk.isdigit()]
    themes = PainTheme.objects.filter(campaign=campaign, pk__in=ticked).order_by("number")
    made = make_findings_of(themes=themes, by=request.user, now=timezone.now())
    messages.success(
        request, ngettext("%(n)s finding made; its testers know.", "%(n)s findings made; their testers know.", made) % {"n": made}
    )
    return redirect("improvement:desk_findings")
