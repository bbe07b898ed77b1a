"""Campaigns and briefs as lists: found by what managers ask for, taken out as a table."""

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django.core.paginator import Page as Shown
from django.db.models import Model, Q, QuerySet
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_filters.filters import DateFromToRangeFilter, MultipleChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Revision, WorkflowState, get_default_page_content_type

from cms.costs import cost_of
from cms.editing import label_of
from cms.guarded import GuardedViews
from cms.models import CampaignPage, TaskBriefPage
from members.models import Department
from seats.models import Pool
from seats.selectors import standings
from tasks_catalog.models import Journey, Task

DRAFT, WAITING, SCHEDULED, LIVE, OVER = "draft", "waiting", "scheduled", "live", "over"
STATES = [(DRAFT, _("Draft")), (WAITING, _("Waits for approval")), (SCHEDULED, _("Scheduled")), (LIVE, _("Running")), (OVER, _("Over"))]


class NamedField(ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's form fields are not generic while they run
    def label_from_instance(self, obj: Model) -> str:
        return label_of(obj)


class NamedFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = NamedField


class StateFilter(MultipleChoiceFilter):
    """By what a manager calls the state of a campaign, not by Wagtail's flags."""

    def filter(self, pages: QuerySet[CampaignPage], value: list[str]) -> QuerySet[CampaignPage]:
        today = timezone.localdate()
        waiting = WorkflowState.objects.active().filter(base_content_type=get_default_page_content_type())
        scheduled = Q(pk__in=[int(pk) for pk in _scheduled()])
        asked = Q(pk__in=[int(pk) for pk in waiting.values_list("object_id", flat=True)])
        meant = {
            DRAFT: Q(live=False) & ~asked & ~scheduled,
            WAITING: asked,
            SCHEDULED: scheduled,
            LIVE: Q(live=True) & (Q(ends_on=None) | Q(ends_on__gte=today)),
            OVER: Q(ends_on__lt=today),
        }
        wanted = Q()
        for state in value:
            wanted |= meant[state]
        return pages.filter(wanted)


def _scheduled() -> QuerySet[Any, str]:
    return Revision.page_revisions.exclude(approved_go_live_at=None).values_list("object_id", flat=True)


class CampaignFilters(WagtailFilterSet):
    state = StateFilter(label=_("State"), choices=STATES, widget=CheckboxSelectMultiple)
    sponsor = NamedFilter(label=_("Sponsor department"), queryset=Department.objects.order_by("code"), widget=CheckboxSelectMultiple)
    journey = NamedFilter(label=_("Journey"), queryset=Journey.objects.order_by("slug"), widget=CheckboxSelectMultiple)
    starts_on = DateFromToRangeFilter(label=_("First day"), widget=DateRangePickerWidget)

    class Meta:
        model = CampaignPage
        fields: ClassVar[list[str]] = []


class BriefFilters(WagtailFilterSet):
    kind = MultipleChoiceFilter(label=_("Kind"), choices=Task.Kind.choices, widget=CheckboxSelectMultiple)
    giving = MultipleChoiceFilter(label=_("How the seats are given"), choices=Pool.Mode.choices, widget=CheckboxSelectMultiple)
    live = django_filters.BooleanFilter(label=_("Published"))
    opens_at = DateFromToRangeFilter(label=_("Opens"), widget=DateRangePickerWidget)

    class Meta:
        model = TaskBriefPage
        fields: ClassVar[list[str]] = []


class CampaignsView(IndexView):
    """With what each campaign would cost, in one query for all that are shown."""

    show_locale_labels = False  # a campaign speaks every language
    export_headings: ClassVar[dict[str, Any]] = {"sponsor.code": _("Sponsor department"), "journey.slug": _("Journey")}

    def to_row_dict(self, item: CampaignPage) -> dict[str, Any]:
        """A draft may lack its sponsor or its journey yet."""
        return {field: _reached(item, field) for field in self.list_export}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        shown: Shown[CampaignPage] = context["object_list"]
        roots = {page.path: page for page in shown}
        for page in shown:
            page.cost = 0
        briefs = TaskBriefPage.objects.filter(path__in=[]) if not roots else TaskBriefPage.objects.filter(_below(list(roots)))
        for brief in briefs.only("path", "seats", "points"):
            roots[brief.path[: -brief.steplen]].cost += cost_of(brief)
        return context


def _reached(thing: Any, way: str) -> Any:
    for name in way.split("."):
        thing = getattr(thing, name, None)
    return thing


def _below(paths: list[str]) -> Q:
    found = Q()
    for path in paths:
        found |= Q(path__startswith=path)
    return found


class BriefsView(IndexView):
    """With how many seats of each are taken, in one query for all that are shown."""

    show_locale_labels = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        shown = list(context["object_list"])
        stands = standings([f"task:{brief.task_id}" for brief in shown if brief.task_id])
        for brief in shown:
            standing = stands.get(f"task:{brief.task_id}")
            brief.taken = f"{standing.taken} / {standing.capacity}" if standing else "—"
        return context


def _day(name: str) -> Callable[[Any], str]:
    """A day as the reader writes it: a plan is read by its date, not by how long ago it is."""
    return lambda page: date_format(getattr(page, name), "SHORT_DATE_FORMAT") if getattr(page, name) else "—"


def _moment(name: str) -> Callable[[Any], str]:
    return lambda page: date_format(timezone.localtime(getattr(page, name)), "SHORT_DATETIME_FORMAT") if getattr(page, name) else "—"


TITLE = PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title")
STATUS = PageStatusColumn("status", label=_("Status"), sort_key="live", width="12%")


class CampaignListing(GuardedViews, PageListingViewSet):
    model = CampaignPage
    icon = "calendar-alt"
    menu_label = _("All campaigns")
    name = "all_campaigns"
    index_view_class = CampaignsView
    filterset_class = CampaignFilters
    ordering = "-starts_on"
    list_display: ClassVar[list[Any]] = [
        BulkActionsColumn("bulk_actions"),
        TITLE,
        Column("sponsor", label=_("Sponsor"), accessor=lambda page: label_of(page.sponsor) if page.sponsor else "—"),
        Column("starts_on", label=_("First day"), accessor=_day("starts_on"), sort_key="starts_on"),
        Column("ends_on", label=_("Last day"), accessor=_day("ends_on"), sort_key="ends_on"),
        Column("points_budget", label=_("Budget"), sort_key="points_budget"),
        Column("cost", label=_("If every seat is taken")),
        STATUS,
    ]
    list_export: ClassVar[list[str]] = [
        "pk",
        "title",
        "slug",
        "sponsor.code",
        "journey.slug",
        "starts_on",
        "ends_on",
        "points_budget",
        "live",
    ]
    export_filename = "all_campaigns"


class BriefListing(GuardedViews, PageListingViewSet):
    model = TaskBriefPage
    icon = "list-ul"
    menu_label = _("All briefs")
    name = "all_briefs"
    index_view_class = BriefsView
    filterset_class = BriefFilters
    ordering = "-opens_at"
    list_display: ClassVar[list[Any]] = [
        BulkActionsColumn("bulk_actions"),
        TITLE,
        ParentPageColumn("parent", label=_("Campaign")),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("opens_at", label=_("Opens"), accessor=_moment("opens_at"), sort_key="opens_at"),
        Column("closes_at", label=_("Closes"), accessor=_moment("closes_at"), sort_key="closes_at"),
        Column("seats", label=_("Seats"), sort_key="seats"),
        Column("taken", label=_("Taken")),
        Column("points", label=_("Points"), sort_key="points"),
        STATUS,
    ]
    list_export: ClassVar[list[str]] = [
        "pk", "title", "slug", "kind", "giving", "seats", "points", "minutes", "opens_at", "closes_at", "draws_at", "live",
    ]  # fmt: skip
    export_filename = "all_briefs"


class CampaignGroup(ViewSetGroup):
    menu_label = _("Campaigns")
    menu_name = "campaigns"  # Wagtail would make it from the label, another in each language
    menu_icon = "calendar-alt"
    menu_order = 100
    items = (CampaignListing("all_campaigns"), BriefListing("all_briefs"))
