"""The desk where a task's answers are taken out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from feedback.answers_out.files import as_csv, as_sav, as_triple_s
from feedback.answers_out.table import COUNTED, Table, count_of, table_of
from members.audit import record
from members.rights import MANAGEMENT, PROGRAMME_MANAGER, has_right, rights_required
from shared.errors import RuleBroken
from shared.http import MemberRequest
from shared.translated import in_language
from tasks_catalog.models import Task

ON_A_PAGE = 50


@dataclass(frozen=True)
class Format:
    """One way to take answers out."""

    key: str
    label: Promise
    what: Promise
    ending: str
    type: str
    write: Callable[[Table, Task, datetime], bytes]


def _triple_s(table: Table, task: Task, now: datetime) -> bytes:
    return as_triple_s(table, name=task.slug, title=in_language(task.title), now=now)


FORMATS = {
    found.key: found
    for found in (
        Format(
            "csv",
            _("CSV"),
            _("for Excel and any other tool: one row for each submission, choices by their names"),
            "csv",
            "text/csv; charset=utf-8",
            lambda table, _task, _now: as_csv(table),
        ),
        Format(
            "spss",
            _("SPSS"),
            _("with the questions as labels and the choices as values (.sav)"),
            "sav",
            "application/x-spss-sav",
            lambda table, _task, _now: as_sav(table),
        ),
        Format(
            "triple-s",
            _("Triple-S 2.0"),
            _("definition and data in one ZIP, for survey tools"),
            "zip",
            "application/zip",
            _triple_s,
        ),
    )
}


@require_GET
@rights_required(PROGRAMME_MANAGER, MANAGEMENT)
def tasks(request: MemberRequest) -> HttpResponse:
    """The tasks, those with the newest opening first, and how many accepted answers each has."""
    accepted = Count("claims__submission", filter=Q(claims__submission__state__in=COUNTED))
    found = Task.objects.exclude(state=Task.State.DRAFT).annotate(accepted=accepted).order_by("-opens_at", "-pk")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "feedback/answers_out.html", {"page": page})


@require_GET
@rights_required(PROGRAMME_MANAGER, MANAGEMENT)
def task(request: MemberRequest, slug: str) -> HttpResponse:
    """One task: what can be taken out, and what the reader will find in it."""
    return _task_page(request, _get(slug))


def _get(slug: str) -> Task:
    return get_object_or_404(Task.objects.exclude(state=Task.State.DRAFT), slug=slug)


def _task_page(request: MemberRequest, chosen: Task, *, refusal: RuleBroken | None = None, status: int = HTTPStatus.OK) -> HttpResponse:
    context: dict[str, Any] = {
        "task": chosen,
        "accepted": count_of(chosen),
        "formats": FORMATS.values(),
        "own": has_right(request.user, PROGRAMME_MANAGER),
        "least": settings.SMALL_NUMBERS_FIGURES,
        "least_words": settings.SMALL_NUMBERS_WORDS,
        "refusal": refusal,
    }
    return render(request, "feedback/answers_out_task.html", context, status=status)


@require_GET
@rights_required(PROGRAMME_MANAGER, MANAGEMENT)
def file(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """The file; that it was taken is written down."""
    chosen, now = _get(slug), timezone.now()
    if key not in FORMATS:
        raise Http404
    wanted = FORMATS[key]
    try:
        content = _taken(chosen, wanted, by=request, now=now)
    except RuleBroken as refusal:
        return _task_page(request, chosen, refusal=refusal, status=HTTPStatus.CONFLICT)
    response = HttpResponse(content, content_type=wanted.type)
    response.headers["Content-Disposition"] = f'attachment; filename="{chosen.slug}-{now:%Y%m%d}.{wanted.ending}"'
    return response


@transaction.atomic
def _taken(chosen: Task, wanted: Format, *, by: MemberRequest, now: datetime) -> bytes:
    table = table_of(chosen, reader=by.user)
    record(by=by.user, did="answers.export", on=chosen, now=now, format=wanted.key, rows=len(table.rows))
    return wanted.write(table, chosen, now)
