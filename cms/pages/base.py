"""What all pages for members have in common."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.choices import named_pictures
from cms.pages import previewing
from shared.http import MemberRequest
from shared.templatetags.firsthand import html_lang


def illustrations() -> list[tuple[str, str]]:
    return named_pictures()


class MembersPage(Page):
    """A page that members read: written in one language and translated whole; every language has it at the same address."""

    lead = models.TextField(max_length=300, blank=True, verbose_name=gettext_lazy("Summary"))

    search_fields = [*Page.search_fields, index.SearchField("lead")]
    override_translatable_fields: ClassVar[list[Any]] = [SynchronizedField("slug", overridable=False)]
    own_panels: ClassVar[list[Any]] = []
    settings_panels = [PublishingPanel()]
    body: StreamField | None = None

    class Meta:
        abstract = True

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return previewing.modes_of(self)

    def serve_preview(self, request: MemberRequest, mode_name: str) -> HttpResponse:
        return previewing.preview(request, self, mode_name)

    def get_template(self, request: MemberRequest, *_args: Any, **_kwargs: Any) -> str:  # noqa: ARG002 - Wagtail's words
        return f"cms/pages/{self._meta.model_name.removesuffix('page')}.html"

    def get_context(self, request: MemberRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "said": self.said}

    def answer(self, request: MemberRequest, status: int = 200, **more: Any) -> TemplateResponse:
        return TemplateResponse(request, self.get_template(request), {**self.get_context(request), **more}, status=status)

    @property
    def said(self) -> SafeString:
        """A `lang` for its words, where they are in another language than the rest of the screen."""
        code = self.locale.language_code
        return SafeString("") if code == get_language() else format_html(' lang="{}"', html_lang(code))

    @property
    def plain_text(self) -> str:
        """All that it says, for the search."""
        return "\n".join([self.lead, *(self.body.stream_block.get_searchable_content(self.body) if self.body else [])])

    @classmethod
    def edit_handler_of(cls) -> TabbedInterface:
        return TabbedInterface(
            [
                ObjectList([FieldPanel("title"), FieldPanel("lead"), *cls.own_panels], heading=gettext_lazy("Content")),
                ObjectList([FieldPanel("slug")], heading=gettext_lazy("Address")),
                ObjectList([PublishingPanel()], heading=gettext_lazy("Schedule")),
            ]
        )


class PicturedPage(MembersPage):
    """A page with a picture on top: a photo with its focal point and its words for who cannot see it, else an illustration."""

    photo = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=gettext_lazy("Photo")
    )
    photo_shows = models.CharField(
        max_length=200,
        blank=True,
        verbose_name=gettext_lazy("What the photo shows"),
        help_text=gettext_lazy("Read aloud to people who do not see it."),
    )
    illustration = models.CharField(
        max_length=40,
        blank=True,
        choices=illustrations,
        verbose_name=gettext_lazy("Or an illustration"),
        help_text=gettext_lazy("Shown when there is no photo."),
    )

    picture_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("photo"), FieldPanel("photo_shows"), FieldPanel("illustration")], heading=gettext_lazy("Picture"))
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.photo_id and not self.photo_shows.strip():
            raise ValidationError({"photo_shows": _("Say what the photo shows, for people who do not see it.")})
