"""What managers do to many briefs at once."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from cms.copying import later
from cms.models import CampaignPage, TaskBriefPage
from cms.page_views import campaign_changed
from members.models import Member

FARTHEST = 366  # days
WHOLE = {"publish", "move"}  # what would tear a brief out of its campaign


class MoveDatesForm(forms.Form):
    days = forms.IntegerField(
        label=gettext_lazy("By how many days"),
        min_value=-FARTHEST,
        max_value=FARTHEST,
        help_text=gettext_lazy("7: a week later. −7: a week earlier. The hour of the day stays."),
    )

    def clean_days(self) -> int:
        days: int = self.cleaned_data["days"]
        if days == 0:
            raise forms.ValidationError(_("Nothing would move: write a number other than 0."))
        return days


@hooks.register("register_bulk_action")
class MoveDates(PageBulkAction):
    """Openings, closings and draws of the chosen briefs move together; they stay drafts until their campaign is approved."""

    display_name = gettext_lazy("Move the dates")
    action_type = "move_dates"
    aria_label = gettext_lazy("Move the dates of the chosen briefs")
    template_name = "cms/admin/bulk_move_dates.html"
    form_class = MoveDatesForm
    action_priority = 5

    def check_perm(self, page: Page) -> bool:
        brief = page.specific
        if not isinstance(brief, TaskBriefPage) or not brief.permissions_for_user(self.request.user).can_edit():
            return False
        lock = brief.get_lock()
        return not (lock and lock.for_user(self.request.user))

    def get_execution_context(self) -> dict[str, Any]:
        return {"request": self.request, "days": self.cleaned_form.cleaned_data["days"]}

    @classmethod
    def execute_action(cls, objects: Sequence[Page], *, request: HttpRequest, days: int, **_kwargs: Any) -> tuple[int, int]:
        for page in objects:
            move_dates(page.specific.get_latest_revision_as_object(), days=days, request=request)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:  # noqa: ARG002 - Wagtail's words
        moved = ngettext("The dates of %(n)s brief were moved.", "The dates of %(n)s briefs were moved.", num_parent_objects)
        return moved % {"n": num_parent_objects}


def move_dates(brief: TaskBriefPage, *, days: int, request: HttpRequest) -> None:
    """Write a draft of the brief with all its dates that many days later."""
    shift = timedelta(days=days)
    brief.opens_at, brief.closes_at, brief.draws_at = (later(when, shift) for when in (brief.opens_at, brief.closes_at, brief.draws_at))
    if not brief.live:
        brief.save(clean=False)
    by: Any = request.user
    brief.save_revision(user=by if isinstance(by, Member) else None, log_action=True, clean=False)
    campaign_changed(request, brief)


@hooks.register("before_bulk_action")
def nothing_out_of_its_campaign(
    request: HttpRequest, action_type: str, objects: Sequence[Page], action: PageBulkAction
) -> HttpResponse | None:
    """Publishing and moving are for whole campaigns."""
    if action_type not in WHOLE or not any(isinstance(page.specific, TaskBriefPage | CampaignPage) for page in objects):
        return None
    messages.error(
        request, _("Campaigns and briefs are published by their approval, and a brief stays in its campaign. Nothing was changed.")
    )
    return redirect(action.next_url)
