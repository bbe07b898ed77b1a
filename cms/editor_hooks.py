"""What the editor of a campaign and of a brief offers: one approval, one schedule, one copy for the whole."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms import admin_views
from cms.models import CampaignIndexPage, CampaignPage, TaskBriefPage
from cms.page_views import campaign_changed
from members.models import Member

ON_BRIEF = {"action-save-draft", "action-unpublish", "action-page-locked"}


class CheckMenuItem(ActionMenuItem):
    """Save the brief and find everything that stands between it and its publication."""

    label = _("Save and check")
    name = "action-submit"
    icon_name = "check"


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
