"""One report is built by one worker, from one snapshot of the database, telling where it is."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from insights.figures import PARTS, each_part
from insights.measures import Json
from notifications.services import tell
from reports.loop import actions_of, change_days, loop_figures
from reports.models import Report
from reports.services import PATIENCE, digest_of
from reports.wording import default_answer, default_headline

log = logging.getLogger(__name__)

FORMAT = 1
LOOP = "loop"  # the part after the figures
STAGES = (*PARTS, LOOP)

type Sign = Callable[[str, int], None]


def build(*, report_id: int, now: datetime) -> bool:
    """Build an asked-for report into a draft; returns whether this caller was the one. A failure is written on the report and raised."""
    if not _take(report_id, now=now):
        return False
    report = Report.objects.select_related("campaign", "asked_by").get(pk=report_id)
    try:
        report.data = _read(report, now=now)
        _word(report)
    except Exception as failure:
        log.exception("Report %s could not be built", report_id)
        Report.objects.filter(pk=report_id).update(state=Report.State.FAILED, leased_until=None, failure=type(failure).__name__)
        raise
    _finish(report, now=now)
    return True


def _take(report_id: int, *, now: datetime) -> bool:
    """Lease the build: asked for, or left by a worker that went silent. One UPDATE decides between two workers."""
    free = Q(state=Report.State.ASKED) | Q(state=Report.State.BUILDING, leased_until__lt=now)
    taken = Report.objects.filter(free, pk=report_id).update(
        state=Report.State.BUILDING, progress=0, stage=STAGES[0], failure="", leased_until=now + PATIENCE
    )
    return bool(taken)


def _read(report: Report, *, now: datetime) -> Json:
    started = time.monotonic()
    with snapshot() as beside:

        def sign(stage: str, progress: int) -> None:
            lease = now + timedelta(seconds=time.monotonic() - started) + PATIENCE
            _tell_progress(beside, report.pk, stage, progress, lease)

        return contents(report, sign=sign)


def contents(report: Report, *, sign: Sign = lambda _stage, _progress: None) -> Json:
    """Everything the report says as plain data; the same database and instant give the same data."""
    actions = actions_of(report.campaign, as_of=report.as_of)
    figures: Json = {}
    parts = each_part(campaign=report.campaign, as_of=report.as_of, changes=change_days(actions, as_of=report.as_of))
    sign(STAGES[0], 0)
    for done, (part, value) in enumerate(parts, 1):
        figures[part] = value
        sign(STAGES[done], 100 * done // len(STAGES))
    themes = figures["pains"]["themes"]
    return {
        "format": FORMAT,
        "figures": figures,
        "loop": loop_figures(campaign=report.campaign, actions=actions, themes=themes, as_of=report.as_of),
    }


@contextmanager
def snapshot() -> Iterator[Any]:
    """All reads inside see one instant of the database; yields a second connection for telling progress.

    Inside somebody else's transaction that one decides what is seen, and progress is written in it.
    """
    if connection.in_atomic_block:
        yield connection
        return
    beside = connection.copy()
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield beside
    finally:
        beside.close()


def _tell_progress(beside: Any, report_id: int, stage: str, progress: int, lease: datetime) -> None:
    with beside.cursor() as cursor:
        cursor.execute(
            "UPDATE reports_report SET stage = %s, progress = %s, leased_until = %s WHERE id = %s AND state = 'building'",
            [stage, progress, lease, report_id],
        )


def _word(report: Report) -> None:
    """Give a first headline and answer in every language; what a person wrote stays."""
    if report.headline:
        return
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            report.headline[language] = default_headline(report.data or {})
            report.answer[language] = default_answer(report.data or {})


@transaction.atomic
def _finish(report: Report, *, now: datetime) -> None:
    report.state, report.progress, report.stage, report.leased_until = Report.State.DRAFT, 100, "", None
    report.digest = digest_of(report)
    report.save(update_fields=["data", "headline", "answer", "digest", "state", "progress", "stage", "leased_until"])
    tell(
        member=report.asked_by,
        kind="report",
        reference=f"report:{report.pk}:built:{report.digest[:16]}",
        title=_("Your report is ready to be read and published"),
        url=reverse("reports:report", args=[report.pk]),
        action=_("Open the draft"),
        now=now,
    )
