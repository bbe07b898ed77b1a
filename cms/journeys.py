"""Journeys as managers write them: the editor, the list, and the way to their maps."""

from typing import Any, ClassVar, cast

from django.db import transaction
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.blocks.base import BlockField
from wagtail.blocks.struct_block import BlockGroup

from cms import journey_views
from cms.blocks import TranslatedTextBlock, texts_of
from cms.blocks.picking import TouchpointChoice
from cms.catalogue import MADE_FOR_YOU, SHORT_NAME, CatalogueForm
from cms.choices import departments
from cms.editing import missing_languages
from cms.guarded import GuardedViews
from cms.journey_map import map_of, save_map, used_but_missing
from cms.named_lists import NamedCreateView, NamedDeleteView, NamedEditView, NamedIndexView
from cms.studies import StudyViewSet
from shared.translated import in_language
from tasks_catalog.models import Journey


class TouchpointBlock(blocks.StructBlock):
    name = TranslatedTextBlock(label=gettext_lazy("Touchpoint"))
    owner = blocks.ChoiceBlock(choices=departments, label=gettext_lazy("Owned by"))
    moment_of_truth = blocks.BooleanBlock(required=False, label=gettext_lazy("Moment of truth"))
    promise = TranslatedTextBlock(required=False, label=gettext_lazy("What is promised"))
    promise_days = blocks.DecimalBlock(required=False, min_value=0, label=gettext_lazy("Within how many days"))
    instead_of = TouchpointChoice(
        label=gettext_lazy("Instead of"),
        help_text=gettext_lazy("In a journey as it is to be: what stands here today."),
    )
    slug = blocks.CharBlock(required=False, max_length=50, label=gettext_lazy("Short name"), help_text=MADE_FOR_YOU)

    class Meta:
        icon = "site"
        form_layout = BlockGroup(children=["name", "owner", "moment_of_truth"], settings=["promise", "promise_days", "instead_of", "slug"])


class StageBlock(blocks.StructBlock):
    name = TranslatedTextBlock(label=gettext_lazy("Stage"))
    touchpoints = blocks.ListBlock(TouchpointBlock(), default=[], label=gettext_lazy("Touchpoints"))
    slug = blocks.CharBlock(required=False, max_length=50, label=gettext_lazy("Short name"), help_text=MADE_FOR_YOU)

    class Meta:
        icon = "list-ol"
        form_layout = BlockGroup(children=["name", "touchpoints"], settings=["slug"])


class JourneyMapBlock(blocks.StreamBlock):
    stage = StageBlock(label=gettext_lazy("Stage"))


class JourneyForm(CatalogueForm):
    """The whole journey on one page; stages and touchpoints keep their identity by their short names."""

    journey_map = BlockField(block=JourneyMapBlock(), label=gettext_lazy("Stages and touchpoints"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["journey_map"] = cast("BlockField", self.fields["journey_map"]).block.to_python(map_of(self.instance))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self._judge_kind(cleaned)
        stages = cleaned.get("journey_map") or []
        for value in (value for stage in stages for value in (stage.value, *stage.value["touchpoints"])):
            self._ask_for_languages(texts_of(value["name"]))
        for touchpoint in used_but_missing(self.instance, stages) if self.instance.pk else []:
            message = _("“%(name)s” cannot go: tasks or answers point at it. Nothing was changed.")
            self.add_error("journey_map", message % {"name": in_language(touchpoint.name)})
        return cleaned

    def _judge_kind(self, cleaned: dict[str, Any]) -> None:
        improves = cleaned.get("improves")
        if improves is None:
            return
        if cleaned.get("kind") != Journey.Kind.TO_BE:
            self.add_error("improves", _("Only a journey as it is to be improves another one."))
        elif improves.kind != Journey.Kind.AS_IS or improves == self.instance:
            self.add_error("improves", _("Choose the journey as it is today."))

    def _ask_for_languages(self, texts: dict[str, str]) -> None:
        if missing := missing_languages(texts):
            names = {"name": in_language(texts) or "…", "languages": ", ".join(missing)}
            self.add_error("journey_map", _("“%(name)s” has no name in: %(languages)s.") % names)

    def save(self, commit: bool = True) -> Journey:  # noqa: FBT001, FBT002
        with transaction.atomic():
            journey: Journey = super().save(commit=commit)
            save_map(journey, self.cleaned_data["journey_map"])
        return journey


class JourneyIndexView(NamedIndexView):
    def get_list_more_buttons(self, instance: Journey) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        drawn = Button(_("Map"), reverse("journey_maps:map", args=[instance.pk]), icon_name="grid", priority=1)
        return [drawn, *buttons]


class JourneyEditView(NamedEditView):
    """Beside the journey, its map; and for one as it is, the way to one as it is to be."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_more_buttons)
        buttons.append(Button(_("Map"), reverse("journey_maps:map", args=[self.object.pk]), icon_name="grid", priority=1))
        return buttons


class JourneyViewSet(GuardedViews, ModelViewSet):
    model = Journey
    icon = "list-ol"
    menu_label = gettext_lazy("All journeys")
    index_view_class = JourneyIndexView
    edit_view_class = JourneyEditView
    add_view_class = NamedCreateView
    delete_view_class = NamedDeleteView
    list_display: ClassVar[list[Any]] = [
        Column("kind", accessor="get_kind_display", label=gettext_lazy("Kind"), sort_key="kind"),
        Column("product", accessor=lambda journey: in_language(journey.product), label=gettext_lazy("Product")),
        Column("context", accessor=lambda journey: in_language(journey.context), label=gettext_lazy("Context")),
        "slug",
    ]
    list_filter: ClassVar[list[str]] = ["kind"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name", heading=gettext_lazy("Name")),
            FieldPanel("journey_map"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("improves")]),
            FieldPanel("product"),
            FieldPanel("context"),
            FieldPanel("slug", heading=SHORT_NAME),
        ],
        base_form_class=JourneyForm,
    )


class MapsViewSet(ViewSet):
    """Journeys drawn, and what is known of them this quarter."""

    name = "journey_maps"
    url_prefix = "journey-maps"
    icon = "grid"
    menu_label = gettext_lazy("Coverage")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", journey_views.coverage, name="coverage"),
            path("<int:pk>/", journey_views.journey_map, name="map"),
            path("<int:pk>/to-be/", journey_views.begin_to_be, name="to_be"),
            path("start/", journey_views.start_from_gap, name="start"),
        ]


class JourneyGroup(ViewSetGroup):
    menu_label = gettext_lazy("Journeys")
    menu_name = "journeys"
    menu_icon = "list-ol"
    menu_order = 150
    items = (JourneyViewSet("journeys"), MapsViewSet(), StudyViewSet("studies"))
