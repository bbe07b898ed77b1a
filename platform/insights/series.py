"""Operational series from other systems: read from CSV, drawn as control charts, compared before and after."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insights.measures import DIGITS, Json, difference_json, estimate_json
from insights.models import Measure, SeriesPoint
from members import audit
from members.models import Member
from shared import control, statistics
from shared.errors import RuleBroken
from shared.statistics import Difference, Verdict
from tasks_catalog.models import Campaign

COLUMNS = ("period", "hits", "total")
MANY_ROWS = 5_000


class SeriesRefused(RuleBroken):
    """The file was not imported; nothing changed."""


@dataclass(frozen=True)
class RowError:
    row: int
    reason: str


@dataclass(frozen=True)
class SeriesImport:
    """What became of a file: periods added, changed, already known, and rows that cannot be read."""

    added: int
    changed: int
    known: int
    errors: tuple[RowError, ...]


def import_series(*, measure: Measure, file: bytes, whole_or_nothing: bool, now: datetime, by: Member | None = None) -> SeriesImport:
    """Read `period,hits,total` rows into a measure; the same file twice changes nothing. Raises SeriesRefused."""
    rows, errors = _read(file, today=timezone.localdate(now))
    if errors and whole_or_nothing:
        return SeriesImport(0, 0, 0, tuple(errors))
    if not rows:
        raise SeriesRefused(
            gettext_lazy("No row could be read; nothing was changed. Each row is a day such as 2026-09-14, hits, and total.")
        )
    with transaction.atomic():
        known = {point.period_start: point for point in measure.points.select_for_update()}
        new = [
            SeriesPoint(measure=measure, period_start=day, hits=hits, total=total)
            for day, (hits, total) in rows.items()
            if day not in known
        ]
        changed = [point for day, point in known.items() if day in rows and rows[day] != (point.hits, point.total)]
        for point in changed:
            point.hits, point.total = rows[point.period_start]
        SeriesPoint.objects.bulk_create(new)
        SeriesPoint.objects.bulk_update(changed, ["hits", "total"])
        if by:
            audit.record(by=by, did="series.import", on=measure, now=now, added=len(new), changed=len(changed))
    return SeriesImport(len(new), len(changed), len(rows) - len(new) - len(changed), tuple(errors))


def _read(file: bytes, *, today: date) -> tuple[dict[date, tuple[int, int]], list[RowError]]:
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError as unreadable:
        raise SeriesRefused(
            gettext_lazy("The file is not UTF-8 text; nothing was changed. Save it as CSV UTF-8 and try again.")
        ) from unreadable
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if text.partition("\n")[0].count(";") >= 2 else ",")
    names = [(name or "").strip().lower() for name in reader.fieldnames or []]
    if missing := [column for column in COLUMNS if column not in names]:
        raise SeriesRefused(
            gettext_lazy("The first row must name the columns period, hits and total; nothing was changed. Missing: %(columns)s.")
            % {"columns": ", ".join(missing)}
        )
    reader.fieldnames = names
    rows: dict[date, tuple[int, int]] = {}
    errors: list[RowError] = []
    for number, row in enumerate(reader, start=2):
        if number > MANY_ROWS:
            raise SeriesRefused(gettext_lazy("The file has more than 5,000 rows; nothing was changed. Split it."))
        try:
            day, counts = _row(row, today=today)
            if day in rows:
                raise ValueError(_("this period stands in the file twice"))
            rows[day] = counts
        except ValueError as wrong:
            errors.append(RowError(number, str(wrong)))
    return rows, errors


def _row(row: dict[str, str | None], *, today: date) -> tuple[date, tuple[int, int]]:
    try:
        day = date.fromisoformat((row["period"] or "").strip())
    except ValueError:
        raise ValueError(_("“%(text)s” is not a day such as 2026-09-14") % {"text": row["period"] or ""}) from None
    try:
        hits, total = int((row["hits"] or "").strip()), int((row["total"] or "").strip())
    except ValueError:
        raise ValueError(_("hits and total must be whole numbers")) from None
    if day > today:
        raise ValueError(_("this day is still to come"))
    if not 0 <= hits <= total or total == 0:
        raise ValueError(_("hits must lie between 0 and a total above 0"))
    return day, (hits, total)


# Figures ---------------------------------------------------------------------------


def measures_of(campaign: Campaign) -> list[Measure]:
    """The operational measures on a campaign's journey, and those on no touchpoint at all."""
    found = Measure.objects.filter(touchpoint__stage__journey=campaign.journey_id) | Measure.objects.filter(touchpoint=None)
    return list(found.prefetch_related("points").order_by("pk"))


def measure_figures(measure: Measure, *, as_of: datetime, changed_on: date | None = None) -> Json:
    """One measure as a series with control limits, split at the day of a change, and what the change did."""
    points = sorted((p for p in measure.points.all() if p.period_start <= timezone.localdate(as_of)), key=lambda p: p.period_start)
    before, after = split(points, changed_on)
    total = sum(p.total for p in after or before)
    return {
        "slug": measure.slug,
        "name": measure.name,
        "good": measure.good,
        "target": float(measure.target) if measure.target is not None else None,
        "points": [[p.period_start.isoformat(), p.hits, p.total] for p in points],
        "changed_on": changed_on.isoformat() if changed_on and after else None,
        "limits": [limits for limits in (_limits(before), _limits(after)) if limits],
        "signals": _signals(before, after),
        "now": estimate_json(statistics.wilson(sum(p.hits for p in after or before), total)) if total else None,
        "change": before_after(before, after, less_is_better=measure.good == Measure.Direction.DOWN),
    }


def split(points: Sequence[SeriesPoint], changed_on: date | None) -> tuple[list[SeriesPoint], list[SeriesPoint]]:
    """Periods that began before the day of the change, and the rest; the period that holds the day counts as before."""
    if changed_on is None:
        return list(points), []
    return [p for p in points if p.period_start < changed_on], [p for p in points if p.period_start >= changed_on]


def rate(point: SeriesPoint) -> float:
    return point.hits / point.total


def _limits(points: Sequence[SeriesPoint]) -> Json | None:
    if len(points) < 2:
        return None
    limits = control.xmr([rate(p) for p in points])
    return {
        "first": points[0].period_start.isoformat(),
        "last": points[-1].period_start.isoformat(),
        "mean": round(limits.mean, DIGITS),
        "low": round(max(0.0, limits.low), DIGITS),
        "high": round(min(1.0, limits.high), DIGITS),
    }


def _signals(before: Sequence[SeriesPoint], after: Sequence[SeriesPoint]) -> list[list[int]]:
    """Which Western Electric rules each period meets against the limits before the change."""
    if len(before) < 2:
        return [[] for _ in (*before, *after)]
    found = control.signals([rate(p) for p in (*before, *after)], control.xmr([rate(p) for p in before]))
    return [list(rules) for rules in found]


def before_after(before: Sequence[SeriesPoint], after: Sequence[SeriesPoint], *, less_is_better: bool = False) -> Json | None:
    """Newcombe's interval over all cases, and the stricter reading with periods as units; the stricter verdict wins."""
    if not before or not after:
        return None
    sums = [(sum(p.hits for p in points), sum(p.total for p in points)) for points in (before, after)]
    (hits_0, n_0), (hits_1, n_1) = sums
    cases = statistics.newcombe(hits_0, n_0, hits_1, n_1)
    periods = None if min(len(before), len(after)) < 2 else statistics.welch([rate(p) for p in before], [rate(p) for p in after])
    return {
        "before": estimate_json(statistics.wilson(hits_0, n_0)),
        "after": estimate_json(statistics.wilson(hits_1, n_1)),
        "difference": difference_json(cases),
        "periods": difference_json(periods),
        "p": round(cases.p, DIGITS),
        "verdict": stricter(cases, periods, p=cases.p, less_is_better=less_is_better).value,
    }


def stricter(cases: Difference, periods: Difference | None, *, p: float, less_is_better: bool) -> Verdict:
    """Periods differ more than single cases would: better or worse only if both readings say so."""
    first = statistics.verdict(cases, p=p, less_is_better=less_is_better)
    if periods is None or first == statistics.verdict(periods, less_is_better=less_is_better):
        return first
    return Verdict.CANNOT_TELL
