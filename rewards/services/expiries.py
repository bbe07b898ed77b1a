"""Points end N months after they were earned, first in first out: told a month before, and when it happened."""

import json
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.models import Member
from notifications.services import tell
from rewards.models import Account, Expiring

AT_ONCE = 500  # purses locked together
WARNED = timedelta(days=30)  # before

_SOON = """
    INSERT INTO rewards_expiring (account_id, points)
    SELECT a.id, s.points FROM rewards_account a, LATERAL (SELECT a.balance - ledger_kept(a.id, %s) AS points) s
    WHERE a.kind = 'purse' AND a.balance > 0 AND a.closed_at IS NULL AND s.points > 0
    ORDER BY a.id
"""
# What was earned on each day of the coming month's share, newest first; what was taken back was not earned.
_EARNED_THEN = """
    SELECT (t.at AT TIME ZONE %s)::date AS day, sum(t.amount)::bigint FROM rewards_transfer t
    WHERE t.credit_id = %s AND t.at >= %s AND t.at < %s AND t.kind IN ('posted', 'settles') AND t.code <> 'reversal'
        AND NOT EXISTS (SELECT FROM rewards_transfer r WHERE r.reference = 'reversal:' || t.id)
    GROUP BY 1 ORDER BY 1 DESC
"""


@dataclass(frozen=True)
class Ending:
    """Points that end on a day unless they are spent before."""

    points: int
    on: date


def expire_points(*, now: datetime) -> int:
    """End what was earned more than N months ago and not spent since; once per member and day. Returns the points that ended."""
    if not settings.POINTS_LIVE_MONTHS:
        return 0
    today, total = timezone.localdate(now), 0
    after: int | None = 0
    while after is not None:
        after, ended = _expire_some(after, today, now)
        total += ended
    return total


@transaction.atomic
def _expire_some(after: int, today: date, now: datetime) -> tuple[int | None, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT last, expired FROM ledger_expire(%s, %s, %s, %s, %s)", [after, AT_ONCE, earned_before(today), today.isoformat(), now]
        )
        last, expired = cursor.fetchone()
    ended: dict[int, int] = dict(json.loads(expired or "[]"))
    for member in Member.objects.filter(pk__in=ended):
        _tell_ended(member, ended[member.pk], today, now)
    return last, sum(ended.values())


def warn_of_expiry(*, now: datetime) -> int:
    """Write down whose points end within a month, and tell each of them once a month. Returns how many they are."""
    Expiring.objects.all().delete()
    if not settings.POINTS_LIVE_MONTHS:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_SOON, [earned_before(timezone.localdate(now) + WARNED)])
    found = Expiring.objects.select_related("account__member").order_by("pk")
    for expiring in found.iterator(chunk_size=AT_ONCE):
        if (ending := _ending(expiring.account, now)) and expiring.account.member:
            _tell_soon(expiring.account.member, ending, now)
    return found.count()


def ends_soon(purse: Account, *, now: datetime) -> Ending | None:
    """The next points of a purse to end within a month; one look at a short table when there are none."""
    if not settings.POINTS_LIVE_MONTHS:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM rewards_expiring WHERE account_id = %s", [purse.pk])
        may_be = cursor.rowcount
    return _ending(purse, now) if may_be else None


def earned_before(day: date) -> datetime:
    """Points earned before this moment are over on that day."""
    return datetime.combine(months_after(day, -settings.POINTS_LIVE_MONTHS), time.min, timezone.get_current_timezone())


def months_after(day: date, months: int) -> date:
    """The same day of another month, or its last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def over_on(earned: date) -> date:
    """The first day on which points earned on that day are over."""
    day = months_after(earned, settings.POINTS_LIVE_MONTHS)
    while months_after(day, -settings.POINTS_LIVE_MONTHS) <= earned:
        day += timedelta(days=1)
    return day


def _ending(purse: Account, now: datetime) -> Ending | None:
    today = timezone.localdate(now)
    since, until = earned_before(today), earned_before(today + WARNED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT balance - ledger_kept(id, %s) FROM rewards_account WHERE id = %s", [until, purse.pk])
        due = cursor.fetchone()[0]
        cursor.execute(_EARNED_THEN, [timezone.get_current_timezone_name(), purse.pk, since, until])
        return _first(due, cursor.fetchall(), today)


def _first(due: int, earned: Iterable[tuple[date, int]], today: date) -> Ending | None:
    """Going back from the last day: the earliest one on which something of what is due ends."""
    for day, points in earned:
        if due <= points:
            return Ending(due, over_on(day)) if due > 0 else None
        due -= points
    return Ending(due, today) if due > 0 else None


def _tell_ended(member: Member, points: int, today: date, now: datetime) -> None:
    with translation.override(member.locale):
        title = ngettext("%(points)s point of yours has expired", "%(points)s points of yours have expired", points) % {"points": points}
    tell(
        member=member, kind="expiry", reference=f"expiry:{today}", now=now, url=reverse("rewards:wallet"), action=_("See my points"),
        title=title, body=_("They were earned a long time ago and not spent. What you earned later stays."),
    )  # fmt: skip


def _tell_soon(member: Member, ending: Ending, now: datetime) -> None:
    figures = {"points": ending.points, "day": ""}
    with translation.override(member.locale):
        figures["day"] = date_format(ending.on)
        title = ngettext("%(points)s point expires on %(day)s", "%(points)s points expire on %(day)s", ending.points) % figures
    tell(
        member=member, kind="expiry", reference=f"expiring:{ending.on:%Y-%m}", now=now, url=reverse("rewards:shop"),
        action=_("To the shop"), title=title, body=_("What you earned first ends first. Exchange it for something before."),
    )  # fmt: skip
