"""What the editor of a campaign and of a brief offers: one approval, one schedule, one copy for the whole."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms import admin_views
from cms.approval import what_follows
from cms.models import CampaignIndexPage, CampaignPage, TaskBriefPage
from cms.page_views import campaign_changed
from members.models import Member

ON_BRIEF = {"action-save-draft", "action-unpublish", "action-page-locked"}


class CheckMenuItem(ActionMenuItem):
    """Save the brief and find everything that stands between it and its publication."""

    label = _("Save and check")
    name = "action-submit"
    icon_name = "check"


class SubmitMenuItem(SubmitForModerationMenuItem):
    """Wagtail would name the way of approval, which has one name in the database and not one in each language."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return context | {"label": _("Submit for approval")}


@hooks.register("construct_page_action_menu")
def submitted_as_a_whole(items: list[ActionMenuItem], _request: HttpRequest, context: dict[str, Any]) -> None:
    """A brief has no approval of its own, and a campaign that has no brief yet is not submitted."""
    page, parent = context.get("page"), context.get("parent_page")
    new = context["view"] == "create"
    if isinstance(page, TaskBriefPage) or (new and isinstance(parent, CampaignPage)):
        items[:] = [item for item in items if item.name in ON_BRIEF]
        if not context.get("locked_for_user"):
            items.append(CheckMenuItem(order=60))
    elif new and isinstance(parent, CampaignIndexPage):
        items[:] = [item for item in items if item.name == "action-save-draft"]
    elif isinstance(page, CampaignPage):
        items[:] = [SubmitMenuItem(order=item.order) if item.name == "action-submit" else item for item in items]


@hooks.register("construct_page_action_menu", order=200)
def deciding_comes_first(items: list[ActionMenuItem], _request: HttpRequest, context: dict[str, Any]) -> None:
    """Whoever is asked for a decision finds it on the button, not folded up behind “Save draft”."""
    page = context.get("page")
    if not isinstance(page, CampaignPage) or not page.workflow_in_progress:
        return
    decision = next((item for item in items if item.name == "approve" and not getattr(item, "launch_modal", False)), None)
    if decision is not None:
        items.remove(decision)
        items.insert(0, decision)


@hooks.register("before_edit_page")
def asked_for_a_decision(request: HttpRequest, page: Page) -> None:
    campaign = page.specific
    if request.method != "GET" or not isinstance(campaign, CampaignPage):
        return
    task = campaign.current_workflow_task
    if task is not None and any(name == "approve" for name, _label, _modal in task.specific.get_actions(campaign, request.user)):
        messages.info(
            request,
            _("This campaign waits for your decision. Look through its tabs; “Approve” is the button below, “Request changes” above it."),
        )


@hooks.register("after_edit_page")
def said_what_follows(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After submitting and approving: whom it waits for now, or when it goes live. Wagtail would only speak of moderation."""
    decided = "action-submit" in request.POST or request.POST.get("workflow-action-name") == "approve"
    if not decided or not isinstance(page, CampaignPage):
        return None
    told = what_follows(CampaignPage.objects.get(pk=page.pk))
    if not told:
        return None
    list(get_messages(request))  # read, so that ours stands alone
    messages.success(request, told)
    return redirect("wagtailadmin_home")


@hooks.register("after_edit_page")
@hooks.register("after_create_page")
def a_brief_changes_its_campaign(request: HttpRequest, page: Page) -> None:
    if isinstance(page, TaskBriefPage):
        campaign_changed(request, page)


@hooks.register("before_copy_page")
def copied_with_its_dates(_request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail's own copy would keep last quarter's dates."""
    return redirect("cms_admin:copy", page.pk) if isinstance(page.specific, CampaignPage) else None


@hooks.register("register_page_header_buttons")
def copy_button(page: Page, user: Member, view_name: str, next_url: str | None = None) -> list[Button]:  # noqa: ARG001 - Wagtail's words
    if not isinstance(page, CampaignPage) or not page.get_parent().permissions_for_user(user).can_add_subpage():
        return []
    return [Button(_("Copy as template"), reverse("cms_admin:copy", args=[page.pk]), icon_name="copy", priority=5)]


@hooks.register("register_admin_urls")
def our_pages() -> list[URLPattern | URLResolver]:
    urls = [
        path("<int:page_id>/copy/", admin_views.copy_campaign, name="copy"),
        path("<int:page_id>/briefs/<int:brief_id>/", admin_views.brief_as_seen, name="brief_as_seen"),
    ]
    return [path("campaign/", include((urls, "cms_admin"), namespace="cms_admin"))]
