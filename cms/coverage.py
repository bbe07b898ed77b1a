"""Which touchpoints of a journey lack data this quarter, and the task that begins to close a gap."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Avg, Count, Max, Q
from django.utils import timezone

from feedback.models import Answer, Submission
from tasks_catalog.models import Journey, Stage, Task, Touchpoint

QUARTERS = 4
MONTHS = 3
ENOUGH = settings.SMALL_NUMBERS_FIGURES  # under that many no figure is shown anywhere


class Cover(StrEnum):
    NONE = "none"
    FEW = "few"
    ENOUGH = "enough"


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year, by the programme's own calendar."""

    year: int
    number: int

    @classmethod
    def at(cls, now: datetime) -> "Quarter":
        day = timezone.localdate(now)
        return cls(day.year, (day.month - 1) // MONTHS + 1)

    @classmethod
    def named(cls, name: str) -> "Quarter | None":
        """The quarter called like 2026-4, if there is such a one."""
        year, _dash, number = name.partition("-")
        if not (year.isdigit() and len(year) == 4 and number in {"1", "2", "3", "4"} and int(year) > 1):
            return None
        return cls(int(year), int(number))

    @property
    def first(self) -> date:
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def last(self) -> date:
        month = MONTHS * self.number
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, QUARTERS)

    @property
    def after(self) -> "Quarter":
        return Quarter(self.year, self.number + 1) if self.number < QUARTERS else Quarter(self.year + 1, 1)

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From the first midnight, up to but without the first midnight after it."""
        starts, ends = (datetime.combine(day, time()) for day in (self.first, self.last + timedelta(days=1)))
        return timezone.make_aware(starts), timezone.make_aware(ends)

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


@dataclass(frozen=True)
class Covered:
    """What a quarter brought in about one touchpoint: accepted reports, those that compare, and how it felt."""

    touchpoint: Touchpoint
    reports: int
    pairs: int
    emotion: float | None
    last_at: datetime | None
    open_tasks: list[Task]

    @property
    def cover(self) -> Cover:
        if not self.reports:
            return Cover.NONE
        return Cover.ENOUGH if self.reports >= ENOUGH else Cover.FEW

    @property
    def is_gap(self) -> bool:
        return self.cover != Cover.ENOUGH

    @property
    def felt(self) -> float | None:
        """The mean emotion, once there are enough who felt it."""
        return self.emotion if self.reports >= ENOUGH else None


@dataclass(frozen=True)
class CoveredStage:
    stage: Stage
    touchpoints: list[Covered]


def coverage_of(journey: Journey, *, quarter: Quarter, now: datetime) -> list[CoveredStage]:
    """The journey stage by stage with what is known of each touchpoint, in a few queries for all of them."""
    stages = list(journey.stages.order_by("position").prefetch_related("touchpoints__owner", "touchpoints__instead_of__owner"))
    slugs = [touchpoint.pk for stage in stages for touchpoint in stage.touchpoints.all()]
    known, tasks = _known(slugs, quarter), _open_tasks(slugs, now)
    return [CoveredStage(stage, list(_covered(stage, known, tasks))) for stage in stages]


def _covered(stage: Stage, known: dict[int, dict[str, object]], tasks: dict[int, list[Task]]) -> Iterator[Covered]:
    for touchpoint in sorted(stage.touchpoints.all(), key=lambda one: one.position):
        row = known.get(touchpoint.pk, {})
        felt = row.get("emotion")
        yield Covered(
            touchpoint=touchpoint,
            reports=int(str(row.get("reports", 0))),
            pairs=int(str(row.get("pairs", 0))),
            emotion=float(str(felt)) if felt is not None else None,
            last_at=row.get("last_at"),  # type: ignore[arg-type]
            open_tasks=tasks.get(touchpoint.pk, []),
        )


def _known(touchpoints: list[int], quarter: Quarter) -> dict[int, dict[str, object]]:
    """Accepted reports that count; an insider's word is not data about our own company."""
    starts, ends = quarter.span
    counted = Answer.objects.filter(
        touchpoint__in=touchpoints,
        submission__state=Submission.State.ACCEPTED,
        submission__claim__insider=False,
        submission__submitted_at__gte=starts,
        submission__submitted_at__lt=ends,
    ).order_by()
    rows = counted.values("touchpoint").annotate(
        reports=Count("submission", distinct=True),
        pairs=Count("submission", distinct=True, filter=Q(subject="rival")),
        emotion=Avg("number", filter=Q(scale="emotion", subject="own")),
        last_at=Max("submission__submitted_at"),
    )
    return {row["touchpoint"]: {**row} for row in rows}


def _open_tasks(touchpoints: list[int], now: datetime) -> dict[int, list[Task]]:
    """Tasks that are open or will be, by touchpoint."""
    running = Task.objects.filter(Q(closes_at=None) | Q(closes_at__gt=now), state=Task.State.OPEN, touchpoints__in=touchpoints)
    found: dict[int, list[Task]] = {}
    for task in running.order_by("opens_at").prefetch_related("touchpoints").distinct():
        for touchpoint in task.touchpoints.all():
            found.setdefault(touchpoint.pk, []).append(task)
    return found


def gaps_in(stages: list[CoveredStage]) -> int:
    return sum(covered.is_gap for stage in stages for covered in stage.touchpoints)
