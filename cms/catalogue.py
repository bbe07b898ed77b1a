"""Editing what campaigns are made of: journeys with their touchpoints, companies, departments, measures, benefits."""

import itertools
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from cms.editing import NamedChoices, TranslatedWidget, label_of
from cms.guarded import GuardedViews
from cms.library import QuestionSet
from cms.named_lists import NamedCreateView, NamedDeleteView, NamedEditView, NamedIndexView
from insights.models import Measure
from members.models import Department
from rewards.models import Benefit
from rewards.services import price_benefit
from shared.translated import Texts, in_language
from tasks_catalog.models import Provider

KIND = Column("kind", accessor="get_kind_display", label=gettext_lazy("Kind"), sort_key="kind")
GOOD = Column("good", accessor="get_good_display", label=gettext_lazy("What is good"))
TOUCHPOINT = Column(
    "touchpoint", accessor=lambda measure: label_of(measure.touchpoint) if measure.touchpoint else "—", label=gettext_lazy("Touchpoint")
)
SHOWN = Column("shown", accessor=lambda benefit: _("Yes") if benefit.shown else _("No"), label=gettext_lazy("In the shop"))
WHEN = Column("about", accessor=lambda questions: in_language(questions.about), label=gettext_lazy("When to use it"))
SHORT_NAME = gettext_lazy("Short name")
MADE_FOR_YOU = gettext_lazy("Empty: made for you. Keep it once it is used.")


SHORT_NAMES = ("slug", "code")


class CatalogueForm(NamedChoices, WagtailAdminModelForm):
    """Nobody has to think of a short name: an empty one is made from the name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_choices()
        for name in self._short_names():
            self.fields[name].required = False
            self.fields[name].help_text = self.fields[name].help_text or MADE_FOR_YOU

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self._short_names():
            if name not in self.errors and not cleaned.get(name):
                cleaned[name] = self._made_for_you(name, cleaned.get("name") or cleaned.get("title") or "")
        return cleaned

    def _short_names(self) -> list[str]:
        return [name for name in SHORT_NAMES if name in self.fields]

    def _made_for_you(self, field: str, name: Texts | str) -> str:
        """A short name that nothing else of its kind has."""
        others = self._meta.model._default_manager.exclude(pk=self.instance.pk)
        words = name if isinstance(name, str) else name.get("en", "")
        base = slugify(words)[:40] or self._meta.model._meta.model_name
        candidates = itertools.chain([base], (f"{base}-{n}" for n in itertools.count(2)))
        return next(one for one in candidates if not others.filter(**{field: one}).exists())


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


class ProviderViewSet(GuardedViews, ModelViewSet):
    model = Provider
    icon = "group"
    menu_label = gettext_lazy("Companies")
    list_display: ClassVar[list[Any]] = ["name", KIND]
    list_filter: ClassVar[list[str]] = ["kind"]
    copy_view_enabled = False
    edit_handler = _panels(
        FieldPanel("name", heading=gettext_lazy("Name")),
        FieldPanel("kind", heading=gettext_lazy("Kind")),
        FieldPanel("slug", heading=SHORT_NAME),
    )


class DepartmentViewSet(GuardedViews, ModelViewSet):
    model = Department
    icon = "user"
    menu_label = gettext_lazy("Departments")
    index_view_class = NamedIndexView
    edit_view_class = NamedEditView
    add_view_class = NamedCreateView
    delete_view_class = NamedDeleteView
    list_display: ClassVar[list[Any]] = ["owner", "code"]
    copy_view_enabled = False
    edit_handler = _panels(
        FieldPanel("name", heading=gettext_lazy("Name")),
        FieldPanel("owner", heading=gettext_lazy("Owner"), help_text=gettext_lazy("Approves the campaigns that this department sponsors.")),
        FieldPanel("parent", heading=gettext_lazy("Part of"), help_text=gettext_lazy("Empty: it stands by itself.")),
        FieldPanel("code", heading=SHORT_NAME),
    )


class MeasureViewSet(GuardedViews, ModelViewSet):
    model = Measure
    icon = "history"
    menu_label = gettext_lazy("Measures")
    index_view_class = NamedIndexView
    edit_view_class = NamedEditView
    add_view_class = NamedCreateView
    delete_view_class = NamedDeleteView
    list_display: ClassVar[list[Any]] = [TOUCHPOINT, GOOD, "target", "slug"]
    copy_view_enabled = False
    edit_handler = _panels(
        FieldPanel("name"), FieldPanel("slug"), FieldPanel("touchpoint"), FieldRowPanel([FieldPanel("good"), FieldPanel("target")])
    )


class QuestionSetViewSet(GuardedViews, ModelViewSet):
    model = QuestionSet
    icon = "snippet"
    menu_label = gettext_lazy("Question sets")
    index_view_class = NamedIndexView
    edit_view_class = NamedEditView
    add_view_class = NamedCreateView
    delete_view_class = NamedDeleteView
    list_display: ClassVar[list[Any]] = [WHEN]
    edit_handler = _panels(FieldPanel("name"), FieldPanel("about"), FieldPanel("questions"))


class CatalogueGroup(ModelViewSetGroup):
    menu_label = gettext_lazy("Catalogue")
    menu_name = "catalogue"
    menu_icon = "folder-open-inverse"
    menu_order = 200
    items = (
        QuestionSetViewSet("question_sets"),
        ProviderViewSet("companies"),
        DepartmentViewSet("departments"),
        MeasureViewSet("measures"),
    )


class BenefitViewSet(GuardedViews, ModelViewSet):
    model = Benefit
    icon = "pick"
    menu_label = gettext_lazy("Benefits")
    index_view_class = NamedIndexView
    edit_view_class = NamedEditView
    add_view_class = NamedCreateView
    delete_view_class = NamedDeleteView
    list_display: ClassVar[list[Any]] = ["price", SHOWN, "slug"]
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
    menu_name = "rewards"
    menu_icon = "pick"
    menu_order = 210
    items = (BenefitViewSet("benefits"),)
