"""The desk of pain points, and what lies under the figures."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from feedback.models import PainPoint
from insights.counted import counted
from insights.forms import MergeForm, TitleForm
from insights.merging import accepted_pain_points, merge, rename, unmerge, unmerged
from insights.models import Merge, PainTheme
from insights.under import evidence_that_counts, under_everything, under_theme, under_touchpoint
from members.rights import MANAGEMENT, PROGRAMME_MANAGER, REVIEWER, rights_required
from shared.errors import RuleBroken
from shared.http import MemberRequest
from tasks_catalog.models import Campaign, Touchpoint

MERGERS = (PROGRAMME_MANAGER, REVIEWER)
LOOKERS = (MANAGEMENT, PROGRAMME_MANAGER, REVIEWER)


def chosen_campaign(request: HttpRequest) -> tuple[list[Campaign], Campaign | None]:
    """The campaigns there are, newest first, and the one asked for, or the newest."""
    campaigns = list(Campaign.objects.exclude(state=Campaign.State.DRAFT).order_by("-starts_on", "-pk"))
    wanted = request.GET.get("campaign", "")
    if not wanted:
        return campaigns, campaigns[0] if campaigns else None
    found = next((each for each in campaigns if str(each.pk) == wanted), None)
    if found is None:
        raise Http404
    return campaigns, found


@rights_required(*MERGERS)
@require_GET
def pains(request: HttpRequest) -> HttpResponse:
    """What nobody has merged yet with suggestions, and the themes so far."""
    campaigns, campaign = chosen_campaign(request)
    return render(request, "insights/pains.html", {"campaigns": campaigns, "campaign": campaign} | (_pains(campaign) if campaign else {}))


def _pains(campaign: Campaign) -> dict[str, object]:
    waiting, total = unmerged(campaign)
    themes = list(PainTheme.objects.filter(campaign=campaign).select_related("touchpoint").order_by("number"))
    merges: dict[int, list[Merge]] = {theme.pk: [] for theme in themes}
    for each in Merge.objects.filter(theme__campaign=campaign).select_related("pain_point").order_by("pk"):
        merges[each.theme_id].append(each)
    return {
        "waiting": waiting,
        "total": total,
        "themes": [{"theme": theme, "merges": merges[theme.pk], "form": TitleForm(title=theme.title)} for theme in themes],
        "form": MergeForm(campaign=campaign),
    }


@rights_required(*MERGERS)
@require_POST
def merge_pains(request: MemberRequest, campaign_id: int) -> HttpResponse:
    """Merge the ticked pain points into a theme, or into a new one."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    form = MergeForm(request.POST, campaign=campaign)
    if not form.is_valid():
        return _again(request, campaign, _("That theme is gone. Choose another; nothing was changed."), status=422)
    points = _ticked(request, campaign)
    try:
        theme = merge(pain_points=points, theme=form.cleaned_data["theme"], title=form.title, by=request.user, now=timezone.now())
    except RuleBroken as refusal:
        return _again(request, campaign, str(refusal), status=409)
    messages.success(request, _("Merged into theme %(number)s.") % {"number": theme.number})
    return _back(campaign)


def _ticked(request: HttpRequest, campaign: Campaign) -> list[PainPoint]:
    wanted = [value for value in request.POST.getlist("pain_point") if value.isdecimal()]
    return list(accepted_pain_points(campaign).filter(pk__in=wanted).select_related("submission__claim__task", "touchpoint"))


def _again(request: HttpRequest, campaign: Campaign, refusal: str, *, status: int) -> HttpResponse:
    context = {"campaigns": [campaign], "campaign": campaign, "refusal": refusal, "ticked": set(request.POST.getlist("pain_point"))}
    return render(request, "insights/pains.html", context | _pains(campaign), status=status)


def _back(campaign: Campaign) -> HttpResponse:
    return redirect(f"{reverse('insights:pains')}?campaign={campaign.pk}")


@rights_required(*MERGERS)
@require_POST
def rename_theme(request: MemberRequest, theme_id: int) -> HttpResponse:
    """Give a theme another name."""
    theme = get_object_or_404(PainTheme.objects.select_related("campaign"), pk=theme_id)
    form = TitleForm(request.POST)
    form.is_valid()
    try:
        rename(theme=theme, title=form.title, by=request.user, now=timezone.now())
    except RuleBroken as refusal:
        return _again(request, theme.campaign, str(refusal), status=409)
    messages.success(request, _("The theme has its new name."))
    return _back(theme.campaign)


@rights_required(*MERGERS)
@require_POST
def unmerge_pain(request: MemberRequest, pain_point_id: int) -> HttpResponse:
    """Take one pain point out of its theme."""
    point = get_object_or_404(PainPoint.objects.select_related("submission__claim__task__campaign"), pk=pain_point_id)
    unmerge(pain_points=[point], by=request.user, now=timezone.now())
    return _back(point.submission.claim.task.campaign)


# What lies under a figure -------------------------------------------------------------------


@rights_required(*LOOKERS)
@require_GET
def under(request: HttpRequest, campaign_id: int, kind: str, key: int) -> HttpResponse:
    """Words and photos under a figure, without their authors."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    data = counted(campaign=campaign, as_of=timezone.now())
    match kind:
        case "theme":
            found = under_theme(data, get_object_or_404(PainTheme.objects.select_related("touchpoint"), pk=key, campaign=campaign))
        case "touchpoint":
            found = under_touchpoint(data, get_object_or_404(Touchpoint, pk=key, stage__journey=campaign.journey_id))
        case "words":
            found = under_everything(data)
        case _other:
            raise Http404
    return render(request, "insights/under.html", {"campaign": campaign, "under": found})


@rights_required(*LOOKERS, hidden=True)
@require_GET
def photo(request: HttpRequest, campaign_id: int, evidence_id: str) -> HttpResponse:
    """A photo of work that counts; the file tells nothing about who took it."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    data = counted(campaign=campaign, as_of=timezone.now())
    evidence = get_object_or_404(evidence_that_counts(data), pk=evidence_id)
    content = evidence.thumbnail if "small" in request.GET else evidence.image
    with content.open("rb") as file:
        return HttpResponse(file.read(), content_type="image/jpeg")
