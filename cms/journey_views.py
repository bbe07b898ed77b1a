"""Journeys drawn as maps, and the view of what is not known of them this quarter."""

from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from cms.coverage import Quarter, coverage_of, gaps_in
from cms.gaps import start_task
from cms.journey_drawing import drawn
from cms.journey_map import begin_to_be as draw_to_be
from cms.models import CampaignPage
from members import audit
from members.models import Member
from members.rights import ADMINISTRATOR, DEPARTMENT_OWNER, MANAGEMENT, PROGRAMME_MANAGER, rights_required
from shared.translated import in_language
from tasks_catalog.models import Journey, Touchpoint

READERS = (PROGRAMME_MANAGER, ADMINISTRATOR, MANAGEMENT, DEPARTMENT_OWNER)


class StartForm(forms.Form):
    """Which gap, and in which campaign its task is to be."""

    touchpoint = forms.ModelChoiceField(queryset=Touchpoint.objects.all())
    campaign = forms.ModelChoiceField(
        queryset=CampaignPage.objects.all(), error_messages={"required": gettext_lazy("Choose the campaign that the task belongs to.")}
    )


@require_safe
@rights_required(*READERS)
def coverage(request: HttpRequest) -> HttpResponse:
    """Every touchpoint of a journey with what this quarter brought in; a task begins where nothing did."""
    now = timezone.now()
    quarter = Quarter.named(request.GET.get("quarter", "")) or Quarter.at(now)
    journeys = list(Journey.objects.order_by("slug"))
    journey = _chosen(journeys, request.GET.get("journey", ""))
    stages = coverage_of(journey, quarter=quarter, now=now) if journey else []
    context = _page(_("Coverage"), "grid") | {
        "journeys": journeys,
        "journey": journey,
        "quarter": quarter,
        "this_quarter": Quarter.at(now),
        "stages": stages,
        "gaps": gaps_in(stages),
        "known": sum(len(stage.touchpoints) for stage in stages) - gaps_in(stages),
        "gaps_only": request.GET.get("gaps") == "1",
        "campaigns": _campaigns_for(cast("Member", request.user)),
    }
    return render(request, "cms/admin/coverage.html", context)


def _chosen(journeys: list[Journey], slug: str) -> Journey | None:
    """The one asked for, else the first as it is."""
    asked = next((journey for journey in journeys if journey.slug == slug), None)
    today = next((journey for journey in journeys if journey.kind == Journey.Kind.AS_IS), None)
    return asked or today


def _campaigns_for(member: Member) -> list[CampaignPage]:
    """Those that this member may write a brief for: not over, and not resting for approval."""
    today = timezone.localdate()
    pages = CampaignPage.objects.exclude(ends_on__lt=today).order_by("-starts_on")[:50]
    return [page for page in pages if _open_to(page, member)]


def _open_to(page: CampaignPage, member: Member) -> bool:
    lock = page.get_lock()
    return page.permissions_for_user(member).can_add_subpage() and not (lock and lock.for_user(member))


@require_POST
@rights_required(PROGRAMME_MANAGER, ADMINISTRATOR)
def start_from_gap(request: HttpRequest) -> HttpResponse:
    """Begin a brief about a touchpoint, and go on in its editor."""
    form = StartForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("journey_maps:coverage")
    member = cast("Member", request.user)
    campaign = form.cleaned_data["campaign"]
    if not _open_to(campaign, member):
        messages.error(request, _("This campaign cannot be written on now. Choose another one; nothing was changed."))
        return redirect("journey_maps:coverage")
    brief = start_task(campaign=campaign, touchpoint=form.cleaned_data["touchpoint"], by=member, now=timezone.now())
    messages.success(request, _("A draft with the first questions is ready. Make it your own; it opens once its campaign is approved."))
    return redirect("wagtailadmin_pages:edit", brief.pk)


@require_safe
@rights_required(*READERS)
def journey_map(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole journey at one glance."""
    journey = get_object_or_404(Journey.objects.select_related("improves"), pk=pk)
    now = timezone.now()
    quarter = Quarter.named(request.GET.get("quarter", "")) or Quarter.at(now)
    context = _page(in_language(journey.name), "list-ol") | drawn(journey, quarter=quarter, now=now)
    context |= {"may_edit": request.user.has_perm("tasks_catalog.change_journey")}
    return render(request, "cms/admin/journey_map.html", context)


@require_POST
@rights_required(PROGRAMME_MANAGER, ADMINISTRATOR)
def begin_to_be(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the journey as it is to be from the one as it is."""
    journey = get_object_or_404(Journey, pk=pk)
    if journey.kind != Journey.Kind.AS_IS:
        raise Http404
    to_be = draw_to_be(journey)
    audit.record(by=cast("Member", request.user), did="journey.to_be", on=to_be, now=timezone.now(), improves=journey.slug)
    messages.success(request, _("Here it is, still as today. Change what is to be better; the map shows the difference."))
    return redirect("journeys:edit", to_be.pk)


def _page(title: str, icon: str) -> dict[str, Any]:
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": title}],
    }
