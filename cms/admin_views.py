"""The manager's own pages in Wagtail's admin: a campaign copied as a template, a brief as testers will see it."""

from calendar import monthrange
from datetime import date
from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from cms import previews, whole
from cms.copying import copy_as_template
from cms.editing import TranslatedFormField, missing_languages
from cms.models import CampaignPage
from members.models import Member
from members.rights import ADMINISTRATOR, DEPARTMENT_OWNER, PROGRAMME_MANAGER, rights_required

ON_QUARTER = 3  # months


class CopyForm(forms.Form):
    headline = TranslatedFormField(label=gettext_lazy("Title of the new campaign"))
    starts_on = forms.DateField(
        label=gettext_lazy("Its first day"),
        widget=AdminDateInput,
        help_text=gettext_lazy("Every other date moves by as many days: the last day, the openings and closings, the draws, the quiz."),
    )

    def clean_headline(self) -> dict[str, str]:
        texts: dict[str, str] = self.cleaned_data["headline"]
        if missing := missing_languages(texts):
            raise forms.ValidationError(_("The text is missing in: %(languages)s.") % {"languages": ", ".join(missing)})
        return texts


@require_http_methods(["GET", "POST"])
@rights_required(PROGRAMME_MANAGER, ADMINISTRATOR)
def copy_campaign(request: HttpRequest, page_id: int) -> HttpResponse:
    """The campaign once more, for another quarter."""
    campaign = get_object_or_404(CampaignPage, pk=page_id)
    if not campaign.get_parent().permissions_for_user(request.user).can_add_subpage():
        raise Http404
    written = campaign.get_latest_revision_as_object()
    form = CopyForm(request.POST or None, initial={"headline": written.headline, "starts_on": _next_quarter(written.starts_on)})
    if request.method == "POST" and form.is_valid():
        copy = copy_as_template(campaign=campaign, by=cast("Member", request.user), now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The copy is a draft: nothing of it is published. Look through its dates, then submit it."))
        return redirect("wagtailadmin_pages:edit", copy.pk)
    context = {
        "form": form,
        "media": form.media,
        "page_title": _("Copy as template"),
        "page_subtitle": written.title,
        "header_title": _("Copy as template"),
        "header_icon": "copy",
        "breadcrumbs_items": _crumbs(campaign, _("Copy as template")),
        "action_url": request.path,
        "submit_button_label": _("Make the copy"),
        "submit_button_active_label": _("Copying…"),
    }
    return render(request, "wagtailadmin/generic/form.html", context)


def _crumbs(campaign: CampaignPage, here: str) -> list[dict[str, Any]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("wagtailadmin_pages:edit", args=[campaign.pk]), "label": campaign.get_admin_display_title()},
        {"url": "", "label": here},
    ]


def _next_quarter(day: date | None) -> date | None:
    """The same day three months later, or the last of that month."""
    if day is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + ON_QUARTER, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@require_safe
@rights_required(PROGRAMME_MANAGER, DEPARTMENT_OWNER, ADMINISTRATOR)
def brief_as_seen(request: HttpRequest, page_id: int, brief_id: int) -> HttpResponse:
    """A brief as it stands in the campaign's newest revision, the way testers will see it; for whoever may open the campaign."""
    campaign = get_object_or_404(CampaignPage, pk=page_id)
    if not campaign.permissions_for_user(request.user).can_edit():
        raise Http404
    brief = _brief_in(campaign, brief_id)
    modes = dict(brief.preview_modes)
    mode = request.GET.get("mode", "")
    return previews.brief(request, brief, mode if mode in modes else next(iter(modes)))


def _brief_in(campaign: CampaignPage, brief_id: int) -> Any:
    """While the campaign is being decided on, what was submitted; else what was saved last."""
    found = whole.briefs_of(campaign)
    if campaign.workflow_in_progress:
        found = list(whole.briefs_in(campaign.get_latest_revision_as_object()))
    brief = next((brief for brief in found if brief.pk == brief_id), None)
    if brief is None:
        raise Http404
    return brief
