"""The pages that members read, kind by kind."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.pages import reading
from cms.pages.base import MembersPage, PicturedPage
from cms.pages.blocks import BodyBlock, CheckBlock, GuideBodyBlock
from cms.pages.checking import check, has_passed, questions_of
from cms.pages.legal import version_of, versions_of
from rewards.models import Benefit
from shared.errors import RuleBroken
from shared.http import MemberRequest

BODY = [FieldPanel("body")]


class HomePage(MembersPage):
    """The front of what members read; one in each language."""

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["cms.NewsIndexPage", "cms.GuideIndexPage", "cms.StoryIndexPage", "cms.LegalIndexPage"]

    class Meta:
        verbose_name = gettext_lazy("home page")
        verbose_name_plural = gettext_lazy("home pages")

    def get_context(self, request: MemberRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "front": reading.front_of(request.user)}


class SectionPage(MembersPage):
    """A list of pages of one kind, in the reader's language, else in the one they were written in."""

    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    lists: ClassVar[str]

    class Meta:
        abstract = True

    def get_context(self, request: MemberRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms import models as kinds

        return {**super().get_context(request, *args, **kwargs), "pages": reading.pages_of(getattr(kinds, self.lists), request.user)}


class NewsIndexPage(SectionPage):
    subpage_types: ClassVar[list[str]] = ["cms.NewsPage"]
    lists = "NewsPage"

    class Meta:
        verbose_name = gettext_lazy("news list")
        verbose_name_plural = gettext_lazy("news lists")


class GuideIndexPage(SectionPage):
    subpage_types: ClassVar[list[str]] = ["cms.GuidePage"]
    lists = "GuidePage"

    class Meta:
        verbose_name = gettext_lazy("list of guides")
        verbose_name_plural = gettext_lazy("lists of guides")


class StoryIndexPage(SectionPage):
    subpage_types: ClassVar[list[str]] = ["cms.StoryPage"]
    lists = "StoryPage"

    class Meta:
        verbose_name = gettext_lazy("list of stories")
        verbose_name_plural = gettext_lazy("lists of stories")


class LegalIndexPage(SectionPage):
    subpage_types: ClassVar[list[str]] = ["cms.LegalPage"]
    lists = "LegalPage"

    class Meta:
        verbose_name = gettext_lazy("list of legal pages")
        verbose_name_plural = gettext_lazy("lists of legal pages")


class NewsPage(PicturedPage):
    """Something new; who should hear of it is told once, when it is published."""

    class Tell(models.TextChoices):
        NOBODY = "nobody", gettext_lazy("Nobody: it is found in the list")
        TESTERS = "testers", gettext_lazy("Testers and super-managers")
        EVERYBODY = "everybody", gettext_lazy("Everybody")

    day = models.DateField(default=timezone.localdate, verbose_name=gettext_lazy("Date"))
    tell = models.CharField(
        max_length=9,
        choices=Tell,
        default=Tell.NOBODY,
        verbose_name=gettext_lazy("Tell in the inbox"),
        help_text=gettext_lazy(
            "Once, when this is published, in each reader's language as far as it is translated by then. "
            "To tell in all languages, publish it for nobody first, translate it, then choose and publish again."
        ),
    )
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    body = StreamField(BodyBlock(), blank=True, verbose_name=gettext_lazy("Content"))

    own_panels: ClassVar[list[Any]] = [FieldPanel("day"), *PicturedPage.picture_panels, *BODY, FieldPanel("tell")]
    parent_page_types: ClassVar[list[str]] = ["cms.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["told_at"]
    search_fields = [*MembersPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = gettext_lazy("news")
        verbose_name_plural = gettext_lazy("news")

    def with_content_json(self, content: dict[str, Any]) -> "NewsPage":
        """No older revision forgets that people were told."""
        page: NewsPage = super().with_content_json(content)
        page.told_at = self.told_at
        return page


class GuidePage(PicturedPage):
    """How to do something well, with a short check of what was understood."""

    body = StreamField(GuideBodyBlock(), blank=True, verbose_name=gettext_lazy("Content"))
    questions = StreamField(CheckBlock(required=False), blank=True, verbose_name=gettext_lazy("Check at the end"))

    own_panels: ClassVar[list[Any]] = [*PicturedPage.picture_panels, *BODY, FieldPanel("questions")]
    parent_page_types: ClassVar[list[str]] = ["cms.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [*MembersPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = gettext_lazy("guide")
        verbose_name_plural = gettext_lazy("guides")

    @cached_property
    def minutes(self) -> int:
        return reading.minutes_of(self.plain_text, questions=len(self.questions))

    def get_context(self, request: MemberRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        more = {"questions": questions_of(self), "passed": has_passed(self, request.user)}
        return {**super().get_context(request, *args, **kwargs), **more}

    def serve(self, request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The guide; posted to, its check with what was right and why."""
        if request.method != "POST":
            return super().serve(request, *args, **kwargs)
        try:
            result = check(guide=self, member=request.user, answers=request.POST, now=timezone.now())
        except RuleBroken as refusal:
            return self.answer(request, 422, refusal=refusal, questions=questions_of(self, request.POST))
        return self.answer(request, result=result, questions=result.questions, passed=result.passed_before or result.passed)


class StoryPage(PicturedPage):
    """Who exchanged their points for what, and why."""

    benefit = models.ForeignKey(Benefit, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=gettext_lazy("Benefit"))
    who = models.CharField(max_length=80, verbose_name=gettext_lazy("Whose story"), help_text=gettext_lazy("As they want to be called."))
    body = StreamField(BodyBlock(), blank=True, verbose_name=gettext_lazy("Content"))

    own_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("who"), FieldPanel("benefit")], heading=gettext_lazy("Who and what")),
        *PicturedPage.picture_panels,
        *BODY,
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.StoryIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [*MembersPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = gettext_lazy("story of a benefit")
        verbose_name_plural = gettext_lazy("stories of benefits")

    @property
    def art(self) -> str:
        """Its own illustration, else the benefit's."""
        return self.illustration or (self.benefit.illustration if self.benefit else "letter")


class LegalPage(MembersPage):
    """A rule or a notice; every version that was ever published can still be read."""

    in_force_since = models.DateField(default=timezone.localdate, verbose_name=gettext_lazy("In force since"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=gettext_lazy("Content"))

    own_panels: ClassVar[list[Any]] = [FieldPanel("in_force_since"), *BODY]
    parent_page_types: ClassVar[list[str]] = ["cms.LegalIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [*MembersPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = gettext_lazy("legal page")
        verbose_name_plural = gettext_lazy("legal pages")

    def get_context(self, request: MemberRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "versions": versions_of(self)}

    def serve(self, request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The version in force, or with `?version=` an earlier one that says so."""
        asked = request.GET.get("version", "")
        if not asked:
            return super().serve(request, *args, **kwargs)
        return self.answer(request, page=version_of(self, asked), earlier=True)


for _kind in (HomePage, NewsIndexPage, GuideIndexPage, StoryIndexPage, LegalIndexPage, NewsPage, GuidePage, StoryPage, LegalPage):
    _kind.edit_handler = _kind.edit_handler_of()
