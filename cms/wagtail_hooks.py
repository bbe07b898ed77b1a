"""The admin as a place of work: only what a programme manager uses, the desks one click away."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms import bulk_actions as _bulk_actions  # noqa: F401 - registers them
from cms import editor_hooks as _editor_hooks  # noqa: F401 - registers the hooks of the editor
from cms import form_hooks as _form_hooks  # noqa: F401 - and those for forms of other tools
from cms import live
from cms.catalogue import CatalogueGroup, RewardsGroup
from cms.first_steps import first_steps
from cms.journeys import JourneyGroup
from cms.listings import CampaignGroup
from cms.models import CampaignIndexPage, CampaignPage, TaskBriefPage
from cms.page_views import BriefPageViewSet, ProgrammePageViewSet
from cms.pages import hooks as _page_hooks  # noqa: F401 - what is translated page by page
from cms.pages.listings import ReadingGroup
from cms.selectors import next_flash, running_budgets, waiting_for_approval, waiting_for_review
from cms.stuck import stuck_tasks
from cms.studies import StudyPages
from cms.ways import speak_records
from cms.words import adding_words, author_words
from members.rights import ADMINISTRATOR, DEPARTMENT_OWNER, FINANCE, MANAGEMENT, PROGRAMME_MANAGER, REVIEWER, SUPER_MANAGER, has_right

USED = {"campaigns", "reading", "images", "journeys", "catalogue", "rewards", "reports"}
DESKS = (
    ("review", _("Review desk"), "tasks", "/desk/review/", (REVIEWER, SUPER_MANAGER)),
    ("redemptions", _("Redemptions"), "pick", "/desk/redemptions/", (PROGRAMME_MANAGER, FINANCE)),
    ("reports", _("CX reports"), "doc-full", "/desk/reports/", (PROGRAMME_MANAGER, MANAGEMENT)),
    ("all", _("All desks"), "desktop", "/desk/", (PROGRAMME_MANAGER, DEPARTMENT_OWNER, MANAGEMENT, ADMINISTRATOR)),
)
TOLD_BY_OURS = {"WorkflowObjectsToModeratePanel"}
USED_REPORTS = {"workflows", "site-history", "translations"}


@hooks.register("register_admin_viewset")
def programme_pages() -> list[ProgrammePageViewSet]:
    kinds = ((CampaignIndexPage, ProgrammePageViewSet), (CampaignPage, ProgrammePageViewSet), (TaskBriefPage, BriefPageViewSet))
    return [viewset(model.__name__.lower(), model=model) for model, viewset in kinds]


@hooks.register("register_admin_viewset")
def groups() -> list[Any]:
    return [CampaignGroup(), ReadingGroup(), JourneyGroup(), StudyPages(), CatalogueGroup(), RewardsGroup()]


@hooks.register("construct_main_menu")
def only_what_is_used(request: HttpRequest, items: list[MenuItem]) -> None:
    """Superusers keep everything; others see their jobs and the desks that their rights open."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name in USED]
    for order, (name, label, icon, url, rights) in enumerate(DESKS, 300):
        if has_right(request.user, *rights):
            items.append(MenuItem(label, url, name=f"desk-{name}", icon_name=icon, order=order))


@hooks.register("construct_reports_menu")
def only_reports_that_are_used(request: HttpRequest, items: list[MenuItem]) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name in USED_REPORTS]


class TodayPanel(Component):
    """What waits for a manager this morning."""

    order = 50
    template_name = "cms/admin/today.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        return {
            "request": parent_context["request"],
            "first_steps": first_steps(user),
            "approvals": waiting_for_approval(user),
            "waiting": waiting_for_review(),
            "may_review": has_right(user, REVIEWER, SUPER_MANAGER),
            "stuck": stuck_tasks(now=timezone.now()),
            "flash": next_flash(now=timezone.now()),
            "budgets": running_budgets(),
        }


@hooks.register("construct_homepage_panels")
def todays_panel(_request: HttpRequest, panels: list[Component]) -> None:
    """Ours first; Wagtail's list of what waits for approval is in it, so that is not shown twice."""
    panels[:] = [TodayPanel(), *(panel for panel in panels if type(panel).__name__ not in TOLD_BY_OURS)]


@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts_of_files(_request: HttpRequest, items: list[Component]) -> None:
    """Images and documents are not how campaigns are written here."""
    items[:] = [item for item in items if "Pages" in type(item).__name__]


hooks.register("register_log_actions", speak_records, order=100)  # after Wagtail's


@hooks.register("insert_global_admin_css")
def our_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/manage.css"))


@hooks.register("insert_global_admin_js")
def named_plus_signs() -> SafeString:
    """On every page of the admin, because journeys and question sets are no pages and have streams, too."""
    script = static("js/author/adding.js")
    return format_html('{}<script type="module" src="{}"></script>', json_script(adding_words(get_language()), "fh-adding"), script)


@hooks.register("register_admin_urls")
def live_addresses() -> list[URLPattern]:
    return [
        path("briefs/effort/", live.effort, name="fh_effort"),
        path("question-sets/keep/", live.keep_questions, name="fh_keep_questions"),
        path("question-sets/<int:pk>/questions/", live.question_set, name="fh_question_set"),
    ]


@hooks.register("insert_editor_js")
def our_editor_parts() -> SafeString:
    """Their words and addresses, then the module that reads them."""
    urls = json.dumps({"effort": reverse("fh_effort"), "set": reverse("fh_question_set", args=[0]), "keep": reverse("fh_keep_questions")})
    languages = json.dumps([(code, str(name)) for code, name in settings.LANGUAGES])
    return format_html(
        '{}<template id="fh-addresses" data-urls="{}" data-languages="{}"></template><script type="module" src="{}"></script>',
        json_script(author_words(get_language()), "fh-words"),
        urls,
        languages,
        static("js/author/main.js"),
    )
