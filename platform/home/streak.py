"""The weekly rhythm: one print for each ISO week with accepted work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateField, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone

from feedback.models import Submission
from members.models import Member
from shared.prepared import Given, prepared
from shared.rhythm import A_WEEK, FREEZES, monday_of, quarter_of, run_back_from

COUNTED = (Submission.State.ACCEPTED, Submission.State.EXCLUDED)
SHOWN_BEFORE, SHOWN_AFTER = 6, 1


@dataclass(frozen=True)
class Week:
    number: int  # ISO
    stamped: bool
    now: bool
    frozen: bool = False


@dataclass(frozen=True)
class Streak:
    length: int  # weeks in a row, this one included once it is stamped
    stamped_now: bool
    weeks: tuple[Week, ...]
    freezes: int = FREEZES  # left in this quarter

    @property
    def next(self) -> int:
        return self.length + 1


def streak_of(member: Member, *, now: datetime) -> Streak:
    """Weeks in a row with work that was accepted, by the day it was sent; a week still running breaks nothing."""
    return streak_from(_weeks.column(member=member.pk), today=timezone.localdate(now))


@prepared
def _weeks(member: Given) -> QuerySet[Submission, date]:
    """The Mondays of the weeks with such work, each once."""
    monday = TruncWeek("submitted_at", output_field=DateField())
    return Submission.objects.filter(claim__member=member, state__in=COUNTED).order_by().values_list(monday, flat=True).distinct()


def streak_from(days: Iterable[date], *, today: date) -> Streak:
    """The streak that these days make; a missed week is frozen twice a quarter, if work lies before it."""
    stamped = {monday_of(day) for day in days}
    this_week = monday_of(today)
    run = run_back_from(this_week if this_week in stamped else this_week - A_WEEK, stamped)
    shown = [this_week + offset * A_WEEK for offset in range(-SHOWN_BEFORE, SHOWN_AFTER + 1)]
    return Streak(
        length=run.length,
        stamped_now=this_week in stamped,
        weeks=tuple(Week(monday.isocalendar().week, monday in stamped, monday == this_week, monday in run.frozen) for monday in shown),
        freezes=FREEZES - sum(quarter_of(monday) == quarter_of(this_week) for monday in run.frozen),
    )
