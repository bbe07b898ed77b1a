"""Where the admin offers forms of other tools: buttons of campaigns and briefs, their addresses, a line in the history."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms import form_views
from cms.forms_in import ACTION
from cms.models import CampaignPage, TaskBriefPage
from members.models import Member


@hooks.register("register_admin_urls")
def form_addresses() -> list[URLPattern | URLResolver]:
    urls = [
        path("import/", form_views.import_page, name="import"),
        path("<int:page_id>/imported/", form_views.imported_page, name="imported"),
        path("<int:page_id>/export/", form_views.export_page, name="export"),
    ]
    return [path("forms/", include((urls, "cms_forms"), namespace="cms_forms"))]


@hooks.register("register_page_header_buttons")
def form_buttons(page: Page, user: Member, view_name: str, next_url: str | None = None) -> list[Button]:  # noqa: ARG001 - Wagtail's words
    if isinstance(page, CampaignPage) and page.permissions_for_user(user).can_add_subpage():
        return [Button(_("Import a form"), f"{reverse('cms_forms:import')}?campaign={page.pk}", icon_name="upload", priority=6)]
    if isinstance(page, TaskBriefPage) and page.permissions_for_user(user).can_edit():
        return [Button(_("Export as XLSForm"), reverse("cms_forms:export", args=[page.pk]), icon_name="download", priority=6)]
    return []


@hooks.register("register_log_actions")
def form_history(actions: Any) -> None:
    actions.register_action(ACTION, _("Import a form"), _("Made from a form"))
