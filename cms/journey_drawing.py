"""A journey as one picture: stages, touchpoints, who answers, what is promised, how it felt; and what a journey to be changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms.coverage import Covered, CoveredStage, Quarter, coverage_of
from feedback.models import PainPoint, Submission
from shared.translated import in_language
from tasks_catalog.models import Journey, Touchpoint

COLUMN, HEIGHT, MIDDLE, PER_STEP = 176, 120, 60, 24  # pixels of the curve: a touchpoint's width, the scale from −2 to +2


@dataclass(frozen=True)
class Drawn:
    """One column of the map."""

    covered: Covered
    pains: int
    changes: list[str]  # what differs from today, in a journey as it is to be

    @property
    def touchpoint(self) -> Touchpoint:
        return self.covered.touchpoint


@dataclass(frozen=True)
class Dot:
    x: int
    y: int
    name: str
    felt: float


def drawn(journey: Journey, *, quarter: Quarter, now: datetime) -> dict[str, Any]:
    """Everything that the map's page shows."""
    stages = coverage_of(journey, quarter=quarter, now=now)
    flat = [covered for stage in stages for covered in stage.touchpoints]
    today = coverage_of(journey.improves, quarter=quarter, now=now) if journey.improves else []
    columns = _columns(journey, flat, quarter)
    dots = _dots([covered.felt for covered in flat], flat)
    before = _dots([_felt_today(covered.touchpoint, today) for covered in flat], flat) if today else []
    return {
        "journey": journey,
        "quarter": quarter,
        "stages": stages,
        "columns": columns,
        "dots": dots,
        "line": _line(dots),
        "before": _line(before),
        "width": COLUMN * len(flat),
        "height": HEIGHT,
        "middle": MIDDLE,
        "dropped": _dropped(today, flat),
        "to_be": list(journey.improved_by.order_by("slug")),
    }


def _columns(journey: Journey, flat: Sequence[Covered], quarter: Quarter) -> list[Drawn]:
    starts, ends = quarter.span
    told = PainPoint.objects.filter(
        touchpoint__stage__journey=journey,
        submission__state=Submission.State.ACCEPTED,
        submission__submitted_at__gte=starts,
        submission__submitted_at__lt=ends,
    )
    pains = dict(told.values_list("touchpoint").annotate(n=Count("pk")))
    to_be = journey.kind == Journey.Kind.TO_BE
    return [Drawn(one, pains.get(one.touchpoint.pk, 0), changes_of(one.touchpoint) if to_be else []) for one in flat]


def changes_of(touchpoint: Touchpoint) -> list[str]:
    """How a touchpoint to be differs from the one that it replaces."""
    today = touchpoint.instead_of
    if today is None:
        return [pgettext("journey", "New")]
    found = []
    if today.promise_within != touchpoint.promise_within:
        names = {"before": _days(today.promise_within), "after": _days(touchpoint.promise_within)}
        found.append(_("Promise: %(before)s → %(after)s") % names)
    if today.owner_id != touchpoint.owner_id:
        found.append(
            _("Owner: %(before)s → %(after)s") % {"before": in_language(today.owner.name), "after": in_language(touchpoint.owner.name)}
        )
    if today.name != touchpoint.name:
        found.append(_("Was: %(name)s") % {"name": in_language(today.name)})
    return found


def _days(within: timedelta | None) -> str:
    if within is None:
        return _("none")
    days = within.total_seconds() / timedelta(days=1).total_seconds()
    return ngettext("%(n)s day", "%(n)s days", round(days)) % {"n": f"{days:g}"}


def _felt_today(touchpoint: Touchpoint, today: Sequence[CoveredStage]) -> float | None:
    known = {covered.touchpoint.pk: covered.felt for stage in today for covered in stage.touchpoints}
    return known.get(touchpoint.instead_of_id or 0)


def _dropped(today: Sequence[CoveredStage], flat: Sequence[Covered]) -> list[Touchpoint]:
    """What the journey to be no longer has."""
    kept = {covered.touchpoint.instead_of_id for covered in flat}
    return [covered.touchpoint for stage in today for covered in stage.touchpoints if covered.touchpoint.pk not in kept]


def _dots(felt: Sequence[float | None], flat: Sequence[Covered]) -> list[Dot]:
    return [
        Dot(COLUMN * place + COLUMN // 2, round(MIDDLE - PER_STEP * value), in_language(covered.touchpoint.name), value)
        for place, (value, covered) in enumerate(zip(felt, flat, strict=True))
        if value is not None
    ]


def _line(dots: Sequence[Dot]) -> str:
    return " ".join(f"{dot.x},{dot.y}" for dot in dots)
