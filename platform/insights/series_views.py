"""The desk of operational series: charts of what is known, and the import."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from insights.forms import SeriesForm
from insights.models import Measure
from insights.pictures import control
from insights.series import SeriesImport, SeriesRefused, import_series, measure_figures
from members.rights import MANAGEMENT, PROGRAMME_MANAGER, has_right, rights_required
from shared.errors import RuleBroken
from shared.http import MemberRequest


@rights_required(PROGRAMME_MANAGER, MANAGEMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def series(request: MemberRequest) -> HttpResponse:
    """Every measure as a control chart; a programme manager may import a file."""
    may_import = has_right(request.user, PROGRAMME_MANAGER)
    form = SeriesForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not may_import:
        return _page(request, SeriesForm() if may_import else None, status=200 if request.method != "POST" else 403)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        found = _import(request, form)
    except RuleBroken as refusal:
        return _page(request, form, refusal=refusal, status=409)
    nothing = bool(found.errors) and not form.cleaned_data["good_rows_only"]
    return _page(request, form if nothing else SeriesForm(), found=found, nothing=nothing, status=422 if nothing else 200)


def _import(request: MemberRequest, form: SeriesForm) -> SeriesImport:
    """A new measure is kept only if its first file is."""
    with transaction.atomic():
        measure = form.cleaned_data["measure"] or _new_measure(form.cleaned_data)
        found = import_series(
            measure=measure,
            file=form.cleaned_data["file"].read(),
            whole_or_nothing=not form.cleaned_data["good_rows_only"],
            by=request.user,
            now=timezone.now(),
        )
        if found.errors and not form.cleaned_data["good_rows_only"]:
            transaction.set_rollback(True)
    return found


def _new_measure(cleaned: dict[str, Any]) -> Measure:
    name = cleaned["name"].strip()
    slug = slugify(name, allow_unicode=False)[:50] or f"measure-{Measure.objects.count() + 1}"
    if Measure.objects.filter(slug=slug).exists():
        raise SeriesRefused(_("A measure of that name exists; nothing was changed. Choose it from the list."))
    target = cleaned["target"]
    return Measure.objects.create(
        slug=slug,
        name={settings.LANGUAGE_CODE: name},
        touchpoint=cleaned["touchpoint"],
        good=cleaned["good"] or Measure.Direction.UP,
        target=target / 100 if target is not None else None,
    )


def _page(request: HttpRequest, form: SeriesForm | None, *, status: int = 200, **more: object) -> HttpResponse:
    now = timezone.now()
    known = [measure_figures(measure, as_of=now) for measure in Measure.objects.prefetch_related("points").order_by("pk")]
    drawn = [each for each in known if len(each["points"]) > 1]
    charts = [{"measure": each, "picture": control(each)} for each in drawn]
    return render(request, "insights/series.html", {"form": form, "charts": charts, **more}, status=status)
