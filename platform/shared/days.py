"""Days and times as people write them to each other: the year only where it says something."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext_lazy

NEAR = timedelta(days=183)  # half a year: a day without its year means one day only
_TORN = re.compile(r"(?<=\d)(?=[年月日])|(?<=[年月])(?=\d)")  # where Chinese lines may break, and days should not
LEFT: dict[str, Any] = {
    "year": ngettext_lazy("%(num)d year", "%(num)d years", "num"),
    "month": ngettext_lazy("%(num)d month", "%(num)d months", "num"),
    "week": ngettext_lazy("%(num)d week", "%(num)d weeks", "num"),
    "day": ngettext_lazy("%(num)d day", "%(num)d days", "num"),
    "hour": ngettext_lazy("%(num)d hour", "%(num)d hours", "num"),
    "minute": ngettext_lazy("%(num)d minute", "%(num)d minutes", "num"),
}


def in_days(number: int) -> str:
    """How many days, as in 2 days."""
    return str(LEFT["day"] % {"num": number})


def day_of(moment: datetime | date, now: datetime | None = None) -> str:
    """As in 28 November, and the year beside it when the day is more than half a year away."""
    day = _on_our_clock(moment).date() if isinstance(moment, datetime) else moment
    near = abs(day - timezone.localdate(now or timezone.now())) <= NEAR
    written = date_format(day, "MONTH_DAY_FORMAT" if near else "DATE_FORMAT")
    return _TORN.sub("\N{WORD JOINER}", written.replace(" ", "\N{NO-BREAK SPACE}", 1))


def moment_of(moment: datetime, now: datetime | None = None) -> str:
    """As in 28 November, 20:34; Chinese has no comma there."""
    apart = " " if get_language() == "zh-hans" else ", "
    return day_of(moment, now) + apart + date_format(_on_our_clock(moment), "TIME_FORMAT")


def _on_our_clock(moment: datetime) -> datetime:
    """What somebody read off a clock and wrote down has no zone, and stays as it was written."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
