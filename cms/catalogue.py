"""Editing what campaigns are made of: journeys with their touchpoints, companies, departments, measures, benefits."""

from typing import Any, ClassVar, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.blocks.base import BlockField
from wagtail.blocks.struct_block import BlockGroup

from cms.blocks import TranslatedTextBlock, texts_of
from cms.choices import departments
from cms.editing import NamedChoices, TranslatedWidget, label_of, missing_languages
from cms.journey_map import map_of, save_map, used_but_missing
from cms.library import QuestionSet
from insights.models import Measure
from members.models import Department
from rewards.models import Benefit
from rewards.services import price_benefit
from shared.translated import in_language
from tasks_catalog.models import Journey, Provider

NAME = Column("name", accessor=label_of, label=gettext_lazy("Name"))
TITLE = Column("title", accessor=lambda benefit: in_language(benefit.title), label=gettext_lazy("Title"))
WHEN = Column("about", accessor=lambda questions: in_language(questions.about), label=gettext_lazy("When to use it"))
MADE_FOR_YOU = gettext_lazy("Empty: made for you. Keep it once it is used.")


class TouchpointBlock(blocks.StructBlock):
    name = TranslatedTextBlock(label=gettext_lazy("Touchpoint"))
    owner = blocks.ChoiceBlock(choices=departments, label=gettext_lazy("Owned by"))
    moment_of_truth = blocks.BooleanBlock(required=False, label=gettext_lazy("Moment of truth"))
    promise = TranslatedTextBlock(required=False, label=gettext_lazy("What is promised"))
    promise_days = blocks.DecimalBlock(required=False, min_value=0, label=gettext_lazy("Within how many days"))
    slug = blocks.CharBlock(required=False, max_length=50, label=gettext_lazy("Short name"), help_text=MADE_FOR_YOU)

    class Meta:
        icon = "site"
        form_layout = BlockGroup(children=["name", "owner", "moment_of_truth"], settings=["promise", "promise_days", "slug"])


class StageBlock(blocks.StructBlock):
    name = TranslatedTextBlock(label=gettext_lazy("Stage"))
    touchpoints = blocks.ListBlock(TouchpointBlock(), default=[], label=gettext_lazy("Touchpoints"))
    slug = blocks.CharBlock(required=False, max_length=50, label=gettext_lazy("Short name"), help_text=MADE_FOR_YOU)

    class Meta:
        icon = "list-ol"
        form_layout = BlockGroup(children=["name", "touchpoints"], settings=["slug"])


class JourneyMapBlock(blocks.StreamBlock):
    stage = StageBlock(label=gettext_lazy("Stage"))


class CatalogueForm(NamedChoices, WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_choices()


class JourneyForm(CatalogueForm):
    """The whole journey on one page; stages and touchpoints keep their identity by their short names."""

    journey_map = BlockField(block=JourneyMapBlock(), label=gettext_lazy("Stages and touchpoints"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["journey_map"] = cast("BlockField", self.fields["journey_map"]).block.to_python(map_of(self.instance))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        stages = cleaned.get("journey_map") or []
        for value in (value for stage in stages for value in (stage.value, *stage.value["touchpoints"])):
            self._ask_for_languages(texts_of(value["name"]))
        for touchpoint in used_but_missing(self.instance, stages) if self.instance.pk else []:
            message = _("“%(name)s” cannot go: tasks or answers point at it. Nothing was changed.")
            self.add_error("journey_map", message % {"name": in_language(touchpoint.name)})
        return cleaned

    def _ask_for_languages(self, texts: dict[str, str]) -> None:
        if missing := missing_languages(texts):
            names = {"name": in_language(texts) or "…", "languages": ", ".join(missing)}
            self.add_error("journey_map", _("“%(name)s” has no name in: %(languages)s.") % names)

    def save(self, commit: bool = True) -> Journey:  # noqa: FBT001, FBT002
        with transaction.atomic():
            journey: Journey = super().save(commit=commit)
            save_map(journey, self.cleaned_data["journey_map"])
        return journey


class BenefitForm(CatalogueForm):
    """Who sets a price is written down: they decide on no request for it."""

    def save(self, commit: bool = True) -> Benefit:  # noqa: FBT001, FBT002
        with transaction.atomic():
            benefit: Benefit = super().save(commit=commit)
            if commit and "price" in self.changed_data:
                price_benefit(benefit=benefit, price=benefit.price, by=self.for_user, now=timezone.now())
        return benefit


def _panels(*panels: Panel, form: type[CatalogueForm] = CatalogueForm) -> ObjectList:
    return ObjectList(panels, base_form_class=form)


class JourneyViewSet(ModelViewSet):
    model = Journey
    icon = "list-ol"
    menu_label = gettext_lazy("Journeys")
    list_display: ClassVar[list[Any]] = ["slug", NAME]
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("slug"), FieldPanel("journey_map")], base_form_class=JourneyForm)


class ProviderViewSet(ModelViewSet):
    model = Provider
    icon = "group"
    menu_label = gettext_lazy("Companies")
    list_display: ClassVar[list[str]] = ["name", "kind"]
    list_filter: ClassVar[list[str]] = ["kind"]
    copy_view_enabled = False
    edit_handler = _panels(FieldPanel("name"), FieldPanel("kind"), FieldPanel("slug"))


class DepartmentViewSet(ModelViewSet):
    model = Department
    icon = "user"
    menu_label = gettext_lazy("Departments")
    list_display: ClassVar[list[Any]] = ["code", NAME, "owner"]
    copy_view_enabled = False
    edit_handler = _panels(FieldPanel("name"), FieldPanel("code"), FieldPanel("parent"), FieldPanel("owner"))


class MeasureViewSet(ModelViewSet):
    model = Measure
    icon = "history"
    menu_label = gettext_lazy("Measures")
    list_display: ClassVar[list[Any]] = ["slug", NAME, "touchpoint", "good", "target"]
    copy_view_enabled = False
    edit_handler = _panels(
        FieldPanel("name"), FieldPanel("slug"), FieldPanel("touchpoint"), FieldRowPanel([FieldPanel("good"), FieldPanel("target")])
    )


class QuestionSetViewSet(ModelViewSet):
    model = QuestionSet
    icon = "snippet"
    menu_label = gettext_lazy("Question sets")
    list_display: ClassVar[list[Any]] = [
        NAME,
        Column("about", accessor=lambda one: in_language(one.about), label=gettext_lazy("When to use it")),
    ]
    edit_handler = _panels(FieldPanel("name"), FieldPanel("about"), FieldPanel("questions"))


class CatalogueGroup(ModelViewSetGroup):
    menu_label = gettext_lazy("Catalogue")
    menu_icon = "folder-open-inverse"
    menu_order = 200
    items = (
        JourneyViewSet("journeys"),
        QuestionSetViewSet("question_sets"),
        ProviderViewSet("companies"),
        DepartmentViewSet("departments"),
        MeasureViewSet("measures"),
    )


class BenefitViewSet(ModelViewSet):
    model = Benefit
    icon = "pick"
    menu_label = gettext_lazy("Benefits")
    list_display: ClassVar[list[Any]] = ["slug", TITLE, "price", "shown"]
    list_filter: ClassVar[list[str]] = ["shown"]
    copy_view_enabled = False
    edit_handler = _panels(
        FieldPanel("title"),
        FieldPanel("description", widget=TranslatedWidget(long=True)),
        FieldPanel("how_it_arrives"),
        FieldRowPanel([FieldPanel("price"), FieldPanel("shown")]),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("kind"), FieldPanel("picture")]),
        form=BenefitForm,
    )


class RewardsGroup(ModelViewSetGroup):
    menu_label = gettext_lazy("Rewards")
    menu_icon = "pick"
    menu_order = 210
    items = (BenefitViewSet("benefits"),)
