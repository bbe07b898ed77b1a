"""Studies as managers write and read them."""

from pathlib import PurePosixPath
from typing import Any, ClassVar

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from cms.catalogue import CatalogueForm
from cms.editing import NamedChoices, label_of
from cms.guarded import GuardedViews
from cms.study_figures import readings_of
from insights.models import Measure
from members.rights import ADMINISTRATOR, DEPARTMENT_OWNER, MANAGEMENT, PROGRAMME_MANAGER, rights_required
from shared.translated import in_language
from tasks_catalog.models import Evidence, Method, Study
from tasks_catalog.studies import Phase

READERS = (PROGRAMME_MANAGER, ADMINISTRATOR, MANAGEMENT, DEPARTMENT_OWNER)


def _series() -> list[tuple[str, str]]:
    return [("", "—"), *((measure.slug, in_language(measure.name)) for measure in Measure.objects.order_by("slug"))]


EVIDENCE = [FieldPanel("title"), FieldPanel("note"), FieldRowPanel([FieldPanel("file"), FieldPanel("link")]), FieldPanel("task")]
METHOD = [
    FieldRowPanel([FieldPanel("kind"), FieldPanel("phase")]),
    FieldPanel("what"),
    FieldRowPanel([FieldPanel("planned_on"), FieldPanel("done_on"), FieldPanel("people")]),
    FieldPanel("learnt"),
    InlinePanel("evidence", panels=EVIDENCE, heading=gettext_lazy("Evidence"), label=gettext_lazy("Evidence")),
]
HYPOTHESIS = [
    FieldPanel("statement"),
    FieldRowPanel([FieldPanel("scale"), FieldPanel("touchpoint")]),
    FieldRowPanel([FieldPanel("series", widget=forms.Select(choices=_series)), FieldPanel("changed_on")]),  # type: ignore[arg-type]
    FieldRowPanel([FieldPanel("verdict"), FieldPanel("verdict_note")]),
]


class StudyForm(CatalogueForm):
    """Rules that a person reads before the database says them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        for formset in self.formsets.values():
            _name_choices(formset)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        cleaned["slug"] = cleaned.get("slug") or self.instance.slug or _free_slug(cleaned.get("title") or "")
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The study would end before it starts."))
        return cleaned

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        for form in self._forms_of("hypotheses"):
            valid = _judge_hypothesis(form) and valid
        for method in self._forms_of("methods"):
            for form in _kept(method.formsets["evidence"]):
                valid = _judge_evidence(form) and valid
        return valid

    def _forms_of(self, name: str) -> list[Any]:
        return _kept(self.formsets[name])


def _free_slug(title: str) -> str:
    base = slugify(title)[:40] or "study"
    taken = set(Study.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)


def _kept(formset: Any) -> list[Any]:
    return [form for form in formset.forms if form not in formset.deleted_forms and hasattr(form, "cleaned_data")]


def _name_choices(formset: Any) -> None:
    for form in [*formset.forms, formset.empty_form]:
        NamedChoices.name_choices(form)


def _judge_hypothesis(form: Any) -> bool:
    written = form.cleaned_data
    if not written.get("statement"):
        return True
    if bool(written.get("scale")) == bool(written.get("series")):
        form.add_error("scale", _("Point at one measure: a scale, or an operational one."))
    if written.get("verdict") != "open" and not written.get("verdict_note"):
        form.add_error("verdict_note", _("Say why."))
    return not form.errors


def _judge_evidence(form: Any) -> bool:
    written = form.cleaned_data
    if written.get("title") and not any(written.get(name) for name in ("note", "file", "link", "task")):
        form.add_error("note", _("Attach something: a note, a file, an address or a task."))
    return not form.errors


def _seen(study: Study) -> Button:
    return Button(_("Read"), reverse("study_pages:study", args=[study.pk]), icon_name="view", priority=1)


class StudyIndexView(IndexView):
    export_headings: ClassVar[dict[str, Any]] = {"sponsor.code": gettext_lazy("Sponsor")}

    def get_list_more_buttons(self, instance: Study) -> list[Any]:
        return [_seen(instance), *super().get_list_more_buttons(instance)]


class StudyEditView(EditView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [*super().header_more_buttons, _seen(self.object)]


class StudyViewSet(GuardedViews, ModelViewSet):
    model = Study
    icon = "search"
    menu_label = gettext_lazy("Studies")
    index_view_class = StudyIndexView
    edit_view_class = StudyEditView
    list_display: ClassVar[list[Any]] = [
        "title",
        Column("phase", accessor="get_phase_display", label=gettext_lazy("Phase"), sort_key="phase"),
        Column("sponsor", accessor=lambda study: label_of(study.sponsor), label=gettext_lazy("Sponsor")),
        Column("journey", accessor=lambda study: label_of(study.journey) if study.journey else "—", label=gettext_lazy("Journey")),
        "starts_on",
    ]
    list_filter: ClassVar[list[str]] = ["phase"]
    list_export: ClassVar[list[str]] = ["slug", "title", "phase", "sponsor.code", "starts_on", "ends_on", "conclusion"]
    export_filename = "studies"
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("question"),
            FieldRowPanel([FieldPanel("journey"), FieldPanel("sponsor")]),
            FieldRowPanel([FieldPanel("phase"), FieldPanel("starts_on"), FieldPanel("ends_on")]),
            InlinePanel("methods", panels=METHOD, heading=gettext_lazy("Methods"), label=gettext_lazy("Method")),
            InlinePanel("hypotheses", panels=HYPOTHESIS, heading=gettext_lazy("Hypotheses"), label=gettext_lazy("Hypothesis")),
            MultiFieldPanel([FieldPanel("conclusion"), FieldPanel("slug")], heading=gettext_lazy("At the end")),
        ],
        base_form_class=StudyForm,
    )


@require_safe
@rights_required(*READERS)
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """The study at one glance: how far it is, what each method brought, what the numbers say."""
    found = get_object_or_404(Study.objects.select_related("journey", "sponsor"), pk=pk)
    methods = list(Method.objects.filter(study=found).order_by("sort_order", "pk").prefetch_related("evidence__task"))
    phases = [{"phase": phase, "methods": [one for one in methods if one.phase == phase]} for phase in Phase]
    here = list(Phase.values).index(found.phase)
    context = {
        "study": found,
        "phases": phases,
        "here": here,
        "readings": readings_of(found),
        "may_edit": request.user.has_perm("tasks_catalog.change_study"),
        "page_title": found.title,
        "header_title": found.title,
        "header_icon": "search",
        "breadcrumbs_items": [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": found.title}],
    }
    return render(request, "cms/admin/study.html", context)


@require_safe
@rights_required(*READERS)
def evidence_file(_request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file to be kept, never shown inside the admin, whatever it is."""
    found = get_object_or_404(Evidence, pk=pk)
    if not found.file:
        raise Http404
    return FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=PurePosixPath(found.file.name or "").name,
        headers={"X-Content-Type-Options": "nosniff"},
    )


class StudyPages(ViewSet):
    name = "study_pages"
    url_prefix = "study-pages"
    icon = "search"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("<int:pk>/", study, name="study"), path("files/<int:pk>/", evidence_file, name="file")]
