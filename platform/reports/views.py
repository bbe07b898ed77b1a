"""Pages of the reports: the desk where they are asked for, the report itself, its print."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from feedback.models import Evidence
from members.models import Member
from members.rights import DEPARTMENT_OWNER, MANAGEMENT, PROGRAMME_MANAGER, REVIEWER, has_right, rights_required
from reports.building import STAGES
from reports.forms import WordsForm
from reports.models import Report
from reports.paper import paper
from reports.printing import CannotPrint, pdf_of, photo_ids
from reports.services import UNDER_WAY, ask_for_report, build_again, is_abandoned, publish_report, write_words
from reports.stages import stage_word
from shared.errors import RuleBroken
from shared.http import MemberRequest
from shared.translated import in_language
from tasks_catalog.models import Campaign

MAKERS = (PROGRAMME_MANAGER, MANAGEMENT)
EARLY_READERS = (*MAKERS, REVIEWER)
READERS = (*EARLY_READERS, DEPARTMENT_OWNER)


def _readable(request: HttpRequest, report_id: int) -> Report:
    """A report this reader may see; department owners see published ones."""
    report = get_object_or_404(Report.objects.select_related("campaign", "published_by"), pk=report_id)
    if report.state != Report.State.PUBLISHED and not has_right(cast("Member", request.user), *EARLY_READERS):
        raise Http404
    return report


@rights_required(*READERS)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """All editions, newest first, and the campaigns a new one can be asked for."""
    member = cast("Member", request.user)
    reports = Report.objects.select_related("campaign", "published_by").defer("data").order_by("-asked_at", "-pk")
    if not has_right(member, *EARLY_READERS):
        reports = reports.filter(state=Report.State.PUBLISHED)
    campaigns = Campaign.objects.exclude(state=Campaign.State.DRAFT).order_by("-starts_on") if has_right(member, *MAKERS) else []
    return render(request, "reports/desk.html", {"reports": reports[:100], "campaigns": campaigns})


@rights_required(*MAKERS)
@require_POST
def ask(request: MemberRequest) -> HttpResponse:
    """Ask for the next edition; pressing twice leads to the same build."""
    campaign = get_object_or_404(Campaign, pk=_number(request.POST.get("campaign", "")))
    report = ask_for_report(campaign=campaign, by=request.user, now=timezone.now())
    return redirect("reports:report", report.pk)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise Http404
    return int(text)


@rights_required(*READERS, hidden=True)
@require_GET
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """The report, or how far its build is."""
    found = _readable(request, report_id)
    if found.data is None or found.state in {*UNDER_WAY, Report.State.FAILED}:
        return render(request, "reports/building.html", _building(request, found))
    return _page(request, found)


def _page(request: HttpRequest, found: Report, *, form: WordsForm | None = None, refusal: RuleBroken | None = None) -> HttpResponse:
    may_make = has_right(cast("Member", request.user), *MAKERS)
    drafting = found.state == Report.State.DRAFT and may_make
    context = paper(found) | {
        "refusal": refusal,
        "may_make": may_make,
        "may_look_under": has_right(cast("Member", request.user), *EARLY_READERS),
        "form": form or (WordsForm(report=found) if drafting else None),
        "photos_shown": _shown_photos(found),
    }
    return render(request, "reports/report.html", context, status=409 if refusal else (422 if form else 200))


def _shown_photos(found: Report) -> set[str]:
    shown = Evidence.objects.filter(pk__in=photo_ids(found), taken_down_at=None).values_list("pk", flat=True)
    return {str(pk) for pk in shown}


def _building(request: HttpRequest, found: Report) -> dict[str, object]:
    place = STAGES.index(found.stage) if found.stage in STAGES else 0
    abandoned = is_abandoned(found, now=timezone.now())
    return {
        "report": found,
        "stages": [{"name": stage_word(stage), "state": _stage_state(found, number, place)} for number, stage in enumerate(STAGES)],
        "abandoned": abandoned,
        "again": (abandoned or found.state == Report.State.FAILED) and has_right(cast("Member", request.user), *MAKERS),
    }


def _stage_state(found: Report, number: int, place: int) -> str:
    if found.state != Report.State.BUILDING or number > place:
        return "waiting"
    return "now" if number == place else "done"


@rights_required(*EARLY_READERS, hidden=True)
@require_GET
def progress(request: HttpRequest, report_id: int) -> HttpResponse:
    """The moving part of the page while a report is built; when it is ready, the browser is sent to it."""
    found = _readable(request, report_id)
    if found.state in {Report.State.DRAFT, Report.State.PUBLISHED}:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "reports/building.html#progress", _building(request, found))


@rights_required(*MAKERS, hidden=True)
@require_POST
def again(request: MemberRequest, report_id: int) -> HttpResponse:
    """Build a failed or silent report, or a draft, anew."""
    found = _readable(request, report_id)
    try:
        build_again(report=found, by=request.user, now=timezone.now())
    except RuleBroken as refusal:
        return _page(request, found, refusal=refusal)
    return redirect("reports:report", found.pk)


@rights_required(*MAKERS, hidden=True)
@require_POST
def words(request: MemberRequest, report_id: int) -> HttpResponse:
    """Keep a person's headline and answer."""
    found = _readable(request, report_id)
    form = WordsForm(request.POST, report=found)
    if not form.is_valid() and found.data is not None:
        return _page(request, found, form=form)
    try:
        write_words(report=found, headline=form.headline, answer=form.answer, by=request.user, now=timezone.now())
    except RuleBroken as refusal:
        return _refused(request, found, refusal)
    return redirect("reports:report", found.pk)


@rights_required(*MAKERS, hidden=True)
@require_POST
def publish(request: MemberRequest, report_id: int) -> HttpResponse:
    """Freeze the draft and tell its readers; publishing again shows the same page."""
    found = _readable(request, report_id)
    try:
        publish_report(report=found, by=request.user, now=timezone.now())
    except RuleBroken as refusal:
        return _refused(request, found, refusal)
    return redirect("reports:report", found.pk)


def _refused(request: HttpRequest, found: Report, refusal: RuleBroken) -> HttpResponse:
    if found.data is None or found.state in {*UNDER_WAY, Report.State.FAILED}:
        return render(request, "reports/building.html", _building(request, found) | {"refusal": refusal}, status=409)
    return _page(request, found, refusal=refusal)


@rights_required(*READERS, hidden=True)
@require_GET
def pdf(request: HttpRequest, report_id: int) -> HttpResponse:
    """The same report as a tagged PDF in the reader's language."""
    found = _readable(request, report_id)
    if found.data is None:
        raise Http404
    try:
        written = pdf_of(found)
    except CannotPrint as refusal:
        return render(request, "reports/no_print.html", {"report": found, "refusal": refusal}, status=503)
    name = f"{slugify(in_language(found.title, 'en')) or 'report'}-{found.edition}-{get_language()}.pdf"
    return HttpResponse(written, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


@rights_required(*READERS, hidden=True)
@require_GET
def photo(request: HttpRequest, report_id: int, evidence_id: str) -> HttpResponse:
    """A photo that this report shows; taken down since, it is gone."""
    found = _readable(request, report_id)
    if str(evidence_id) not in photo_ids(found):
        raise Http404
    evidence = get_object_or_404(Evidence, pk=evidence_id, taken_down_at=None)
    with evidence.image.open("rb") as file:
        return HttpResponse(file.read(), content_type="image/jpeg")
