"""What members read, as lists for its writers: each piece once, with the languages it is published in."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page

from cms.guarded import GuardedViews
from cms.pages.kinds import GuidePage, HomePage, LegalPage, NewsPage, StoryPage


class EachOnceView(IndexView):
    """Pages as they were written; their translations stand in a column, looked up at once for all that are shown."""

    show_locale_labels = False

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().filter(locale__language_code=settings.LANGUAGE_CODE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        shown = list(context["object_list"])
        live = languages_of(shown)
        for page in shown:
            page.languages = live.get(page.pk, "—")
        return context


def languages_of(pages: Iterable[Any]) -> dict[int, str]:
    """The names of the languages in which each page is published."""
    keys = {page.translation_key: page.pk for page in pages}
    found: dict[int, list[str]] = {}
    live = Page.objects.live().filter(translation_key__in=keys).values_list("translation_key", "locale__language_code")
    for key, code in sorted(live, key=lambda pair: [code for code, _name in settings.LANGUAGES].index(pair[1])):
        found.setdefault(keys[key], []).append(gettext(str(dict(settings.LANGUAGES)[code])))
    return {pk: " · ".join(names) for pk, names in found.items()}


class ReadingListing(GuardedViews, PageListingViewSet):
    index_view_class = EachOnceView
    ordering = "-latest_revision_created_at"
    list_display: ClassVar[list[Any]] = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column("languages", label=_("Published in")),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="12%"),
    ]


class NewsListing(ReadingListing):
    model = NewsPage
    icon = "mail"
    menu_label = _("News")
    name = "news"


class GuideListing(ReadingListing):
    model = GuidePage
    icon = "help"
    menu_label = _("Guides")
    name = "guides"


class StoryListing(ReadingListing):
    model = StoryPage
    icon = "pick"
    menu_label = _("Benefit stories")
    name = "stories"


class LegalListing(ReadingListing):
    model = LegalPage
    icon = "doc-full"
    menu_label = _("Legal pages")
    name = "legal"


class FrontListing(ReadingListing):
    model = HomePage
    icon = "home"
    menu_label = _("Front page")
    name = "front"


class ReadingGroup(ViewSetGroup):
    menu_label = _("Pages to read")
    menu_icon = "doc-full-inverse"
    menu_name = "reading"
    menu_order = 150
    items = (NewsListing("news"), GuideListing("guides"), StoryListing("stories"), LegalListing("legal"), FrontListing("front"))
