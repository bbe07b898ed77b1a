"""The weekly rhythm: one print for each ISO week with accepted work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import DateField, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone

from feedback.models import Submission
from members.models import Member
from shared.prepared import Given, prepared

COUNTED = (Submission.State.ACCEPTED, Submission.State.EXCLUDED)
SHOWN_BEFORE, SHOWN_AFTER = 6, 1
A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Week:
    number: int  # ISO
    stamped: bool
    now: bool


@dataclass(frozen=True)
class Streak:
    length: int  # weeks in a row, this one included once it is stamped
    stamped_now: bool
    weeks: tuple[Week, ...]

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
    """The streak that these days make."""
    stamped = {_monday(day) for day in days}
    this_week = _monday(today)
    last = this_week if this_week in stamped else this_week - A_WEEK
    length = 0
    while last - length * A_WEEK in stamped:
        length += 1
    shown = [this_week + offset * A_WEEK for offset in range(-SHOWN_BEFORE, SHOWN_AFTER + 1)]
    weeks = (Week(number=monday.isocalendar().week, stamped=monday in stamped, now=monday == this_week) for monday in shown)
    return Streak(length=length, stamped_now=this_week in stamped, weeks=tuple(weeks))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
