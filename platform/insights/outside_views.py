"""The outside-voice desk: upload, read, try, import, take back; and what customers say beside what testers say."""

import csv
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from insights.models import OutsideImport
from insights.outside import Month, Voice, summary, testers_figures
from insights.outside_files import NotATable, Table
from insights.outside_forms import MappingForm, UploadForm
from insights.outside_imports import (
    change_mapping,
    dry_run,
    import_reviews,
    imported_before,
    mapping_of,
    receive_file,
    table_of,
    undo_import,
)
from insights.outside_mapping import DATE_FORMATS, fitting_formats, is_ambiguous
from insights.outside_rows import Checked, problems
from members.rights import MANAGEMENT, PROGRAMME_MANAGER, has_right, rights_required
from shared.errors import RuleBroken
from shared.http import MemberRequest
from shared.spreadsheets import plain_cell
from tasks_catalog.models import Campaign, Provider

BAR_STEP, BAR_MOST = 14, 44  # px of the month bars
PREVIEW_ROWS, SHOWN_ERRORS, IMPORTS_A_PAGE = 6, 20, 20


@require_GET
@rights_required(PROGRAMME_MANAGER, MANAGEMENT)
def outside(request: MemberRequest) -> HttpResponse:
    return _desk(request, UploadForm())


@require_POST
@rights_required(PROGRAMME_MANAGER)
def outside_upload(request: MemberRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _desk(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        source = receive_file(content=file.read(), file_name=file.name, by=request.user, now=timezone.now())
    except RuleBroken as refusal:
        form.add_error("file", str(refusal))
        return _desk(request, form, status=422)
    return redirect("insights:outside_import", source.pk)


@require_GET
@rights_required(PROGRAMME_MANAGER)
def outside_import(request: MemberRequest, import_id: int) -> HttpResponse:
    return _import_page(request, get_object_or_404(OutsideImport.objects.select_related("by"), pk=import_id))


@require_POST
@rights_required(PROGRAMME_MANAGER)
def outside_mapping(request: MemberRequest, import_id: int) -> HttpResponse:
    source = get_object_or_404(OutsideImport, pk=import_id)
    form = MappingForm(request.POST, table=table_of(source), mapping=mapping_of(source), providers=_providers())
    if not form.is_valid():
        return _import_page(request, source, form=form, status=422)
    try:
        change_mapping(source=source, mapping=form.chosen())
    except RuleBroken as refusal:
        source.refresh_from_db()
        return _import_page(request, source, refusal=refusal, status=409)
    return redirect("insights:outside_import", source.pk)


@require_POST
@rights_required(PROGRAMME_MANAGER)
def outside_run(request: MemberRequest, import_id: int) -> HttpResponse:
    source = get_object_or_404(OutsideImport, pk=import_id)
    try:
        import_reviews(source=source, whole_or_nothing=request.POST.get("rows") != "good", by=request.user, now=timezone.now())
    except RuleBroken as refusal:
        return _import_page(request, source, refusal=refusal, status=409)
    return redirect("insights:outside_import", source.pk)


@require_POST
@rights_required(PROGRAMME_MANAGER)
def outside_undo(request: MemberRequest, import_id: int) -> HttpResponse:
    source = undo_import(source=get_object_or_404(OutsideImport, pk=import_id), by=request.user, now=timezone.now())
    messages.success(request, _("The reviews of “%(file)s” are taken out again.") % {"file": source.file_name})
    return redirect("insights:outside")


@require_GET
@rights_required(PROGRAMME_MANAGER)
def outside_errors(_request: MemberRequest, import_id: int) -> HttpResponse:
    """Every bad cell as a table that opens in a spreadsheet without running anything."""
    source = get_object_or_404(OutsideImport, pk=import_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="import-{source.pk}-errors.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([_("row"), _("column"), _("value"), _("what is wrong")])
    try:
        errors = dry_run(source=source, table=table_of(source), now=timezone.now()).errors
    except RuleBroken:
        errors = []
    writer.writerows([error.row, plain_cell(error.column), plain_cell(error.value), plain_cell(error.reason)] for error in errors)
    return response


def _desk(request: MemberRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    campaign = Campaign.objects.exclude(state=Campaign.State.DRAFT).order_by("-starts_on", "-pk").first()
    imports = OutsideImport.objects.select_related("by").order_by("-at", "-pk")
    context = {
        "columns": _columns(summary(now), campaign, now),
        "campaign": campaign,
        "form": form,
        "may_import": has_right(request.user, PROGRAMME_MANAGER),
        "imports": Paginator(imports, IMPORTS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "insights/outside.html", context, status=status)


def _columns(voices: list[Voice], campaign: Campaign | None, now: datetime) -> list[dict[str, Any]]:
    """One column per provider: the customers above, the testers under the line."""
    testers = testers_figures(campaign, now) if campaign else {}
    months = [month for voice in voices for month in voice.months]
    most = max((month.n for month in months), default=1)
    first, last = min((m.first_day for m in months), default=now.date()), max((m.first_day for m in months), default=now.date())
    return [
        {
            "voice": voice,
            "stars": [(stars, voice.counts.get(stars, 0)) for stars in (5, 4, 3, 2, 1)],
            "months": [_bar(month, _months_between(first, month.first_day), most) for month in voice.months],
            "width": BAR_STEP * (1 + _months_between(first, last)),
            "testers": testers.get(voice.provider.pk),
        }
        for voice in voices
    ]


def _months_between(first: date, day: date) -> int:
    return 12 * (day.year - first.year) + day.month - first.month


def _bar(month: Month, place: int, most: int) -> dict[str, Any]:
    height = max(1, round(BAR_MOST * month.n / most))
    return {"month": month, "x": BAR_STEP * place, "y": BAR_MOST - height, "height": height}


def _import_page(
    request: MemberRequest, source: OutsideImport, *, form: MappingForm | None = None, refusal: RuleBroken | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"source": source, "refusal": refusal, "earlier": imported_before(source)}
    if source.state == OutsideImport.State.DONE:
        return render(request, "insights/outside_result.html", context, status=status)
    try:
        table = table_of(source)
    except NotATable as unreadable:
        return render(request, "insights/outside_result.html", context | {"refusal": unreadable}, status=409)
    mapping = mapping_of(source)
    settle = problems(table, mapping)
    checked = Checked() if settle else dry_run(source=source, table=table, now=timezone.now())
    context |= {
        "form": form or MappingForm(table=table, mapping=mapping, providers=_providers()),
        "settle": settle,
        "checked": checked,
        "shown_errors": checked.errors[:SHOWN_ERRORS],
        "table": table,
        "preview": [(number, _fitted(cells, table)) for number, cells in table.rows[:PREVIEW_ROWS]],
        **_dates(table, mapping.on),
    }
    return render(request, "insights/outside_import.html", context, status=status)


def _fitted(cells: list[str], table: Table) -> list[str]:
    return (cells + [""] * len(table.header))[: len(table.header)]


def _dates(table: Table, column: str) -> dict[str, Any]:
    """What the page says about the dates: the forms that read them, and whether day and month may be confused."""
    if not column:
        return {"date_forms": [], "ambiguous": False}
    values = table.values(column)
    return {
        "date_forms": [(DATE_FORMATS[form], read) for form, read in list(fitting_formats(values).items())[:3]],
        "ambiguous": is_ambiguous(values),
    }


def _providers() -> list[Provider]:
    return sorted(Provider.objects.all(), key=lambda each: (each.kind != Provider.Kind.OWN, each.name))
