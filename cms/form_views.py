"""Forms of other tools, in and out, from Wagtail's admin."""

from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.models import Page

from cms.forms_in import import_form, imported_form
from cms.models import CampaignPage, TaskBriefPage
from cms.placing import spot_of
from members.models import Member
from members.rights import ADMINISTRATOR, PROGRAMME_MANAGER, rights_required
from shared.translated import in_language
from tasks_catalog.questionnaire import DUTIES
from tasks_catalog.validation import validate_definition
from tasks_catalog.xlsform import FormRefused, write_xlsform
from tasks_catalog.xlsform.workbook import MOST_BYTES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportForm(forms.Form):
    campaign = forms.ModelChoiceField(CampaignPage.objects.none(), label=gettext_lazy("Into the campaign"))
    file = forms.FileField(
        label=gettext_lazy("Form"),
        help_text=gettext_lazy("An XLSForm as .xlsx or .csv, from ODK, KoboToolbox, SurveyCTO or Excel; at most 8 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.csv"}),
    )

    def __init__(self, by: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[CampaignPage]", self.fields["campaign"])
        open_to = [page.pk for page in CampaignPage.objects.all() if page.permissions_for_user(by).can_add_subpage()]
        field.queryset = CampaignPage.objects.filter(pk__in=open_to).order_by("-latest_revision_created_at", "-pk")
        field.label_from_instance = lambda page: page.get_admin_display_title()  # type: ignore[method-assign, assignment]

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 8 MB. A form is smaller: take out pictures and other sheets. Nothing was imported.")
            )
        return file


@require_http_methods(["GET", "POST"])
@rights_required(PROGRAMME_MANAGER, ADMINISTRATOR)
def import_page(request: HttpRequest) -> HttpResponse:
    """Upload a form; it becomes a draft, or is refused with every reason."""
    by = cast("Member", request.user)
    form = ImportForm(by, request.POST or None, request.FILES or None, initial={"campaign": request.GET.get("campaign")})
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form, status=HTTPStatus.OK if request.method == "GET" else HTTPStatus.UNPROCESSABLE_ENTITY)
    file, campaign = form.cleaned_data["file"], form.cleaned_data["campaign"]
    try:
        page = import_form(campaign=campaign, content=file.read(), file=file.name, by=by, now=timezone.now())
    except FormRefused as refused:
        return _ask(request, form, refused=refused, file=file.name, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("cms_forms:imported", page.pk)


def _ask(request: HttpRequest, form: ImportForm, *, status: int, refused: FormRefused | None = None, file: str = "") -> HttpResponse:
    context = {
        "form": form,
        "form_is_multipart": True,
        "refused": refused,
        "file": file,
        "page_title": _("Import a form"),
        "header_title": _("Import a form"),
        "header_icon": "upload",
        "breadcrumbs_items": _crumbs(_("Import a form")),
        "action_url": request.get_full_path(),
        "submit_button_label": _("Make a draft of it"),
        "submit_button_active_label": _("Reading…"),
    }
    return render(request, "cms/admin/import_form.html", context, status=status)


def _crumbs(here: str, page: Page | None = None) -> list[dict[str, Any]]:
    before = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if page is not None:
        before.append({"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.get_admin_display_title()})
    return [*before, {"url": "", "label": here}]


@require_safe
@rights_required(PROGRAMME_MANAGER, ADMINISTRATOR)
def imported_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """What became of the form: the draft, and what could not be carried."""
    page = _editable(request, page_id)
    found = imported_form(page)
    if found is None:
        raise Http404
    context = {
        "page": page,
        "found": found,
        "page_title": _("Imported from a form"),
        "header_title": _("Imported from a form"),
        "header_icon": "upload",
        "breadcrumbs_items": _crumbs(_("Imported from a form"), page),
    }
    return render(request, "cms/admin/imported_form.html", context)


@require_safe
@rights_required(PROGRAMME_MANAGER, ADMINISTRATOR)
def export_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """The brief as it was saved last, as an XLSForm."""
    page = cast("TaskBriefPage", _editable(request, page_id).get_latest_revision_as_object())
    if lack := _lack(page):
        messages.error(request, _("A brief is exported once it is whole. First to mend: %(what)s") % {"what": lack})
        return redirect("wagtailadmin_pages:edit", page_id)
    version = page.latest_revision_created_at
    content = write_xlsform(
        page.definition,
        title=in_language(page.headline) or page.title,
        form_id=page.slug,
        version=version.strftime("%Y%m%d%H%M%S") if version else "",
    )
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{page.slug}.xlsx"'
    return response


def _lack(page: TaskBriefPage) -> str:
    """What first keeps the brief from making sense in another tool; languages and duties that it lacks do not."""
    definition = page.definition
    for problem in validate_definition(definition, waived_duties=DUTIES):
        if not {*problem.place[-1:]} & {*definition["languages"]}:
            spot = spot_of(problem.place, scenario=page.questions, arms=page.arms)
            return f"{spot.words}: {problem.message}" if spot else problem.message
    return ""


def _editable(request: HttpRequest, page_id: int) -> TaskBriefPage:
    page: TaskBriefPage = get_object_or_404(TaskBriefPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise Http404
    return page
