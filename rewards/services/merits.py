"""What was done well is counted once, and earns badges and levels; nothing earned is ever taken away."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise, lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.models import Member
from notifications.services import tell
from rewards.badges import LEVEL_CALLED, Done, Facts, facts_of, name_of, reached
from rewards.models import Medal, Merit

Kind = Merit.Kind
CENT = Decimal("0.01")


class Work(NamedTuple):
    """Accepted work as the room that accepted it tells of it."""

    reference: str
    points: int
    quality: float  # 0-5
    module: str
    on: date


@transaction.atomic
def count_work(*, member: Member, work: Work, now: datetime) -> list[str]:
    """Count accepted work, once per reference, and give the medals it earns; returns their slugs."""
    quality = Decimal(work.quality).quantize(CENT)
    fields = {"kind": Kind.WORK, "points": work.points, "quality": quality, "module": work.module, "on": work.on, "at": now}
    _merit, new = Merit.objects.get_or_create(member=member, reference=work.reference, defaults=fields)
    return earn_medals(member=member, now=now) if new else []


@transaction.atomic
def count_fix(*, members: Iterable[Member], reference: str, on: date, now: datetime) -> None:
    """Count a change for customers with everybody whose finding it grew from, once per reference, and give the medals."""
    for member in members:
        _count(member, Kind.FIX, reference, on, now)


@transaction.atomic
def count_referral(*, member: Member, reference: str, now: datetime) -> None:
    """Count a colleague whom the member brought and whose work is accepted, once per reference, and give the medals."""
    _count(member, Kind.REFERRAL, reference, timezone.localdate(now), now)


def _count(member: Member, kind: Kind, reference: str, on: date, now: datetime) -> None:
    _merit, new = Merit.objects.get_or_create(member=member, reference=reference, defaults={"kind": kind, "on": on, "at": now})
    if new:
        earn_medals(member=member, now=now)


@transaction.atomic
def earn_medals(*, member: Member, now: datetime) -> list[str]:
    """Give every medal that the member's merits earn and that is not theirs yet, and tell them; repeating it gives nothing more."""
    has = set(Medal.objects.filter(member=member).values_list("badge", flat=True))
    new = [slug for slug in reached(merits_of(member)) if slug not in has]
    if new:
        Medal.objects.bulk_create([Medal(member=member, badge=slug, at=now) for slug in new], ignore_conflicts=True)
        _tell(member, new, now)
    return new


def merits_of(member: Member) -> Facts:
    """What the member's merits amount to."""
    rows = Merit.objects.filter(member=member).order_by("on", "pk").values_list("kind", "points", "quality", "module", "on")
    work = [Done(points, quality, module, on) for _kind, points, quality, module, on in rows if quality is not None]
    kinds = Counter(row[0] for row in rows)
    return facts_of(work, fixes=kinds[Kind.FIX], brought=kinds[Kind.REFERRAL])


def _tell(member: Member, new: list[str], now: datetime) -> None:
    first = max(new, key=lambda slug: slug in LEVEL_CALLED)  # a level is the greater news
    name = lazystr(name_of(first))
    title: Promise = format_lazy(_("New level: {name}") if first in LEVEL_CALLED else _("New medal: {name}"), name=name)
    more = len(new) - 1
    with translation.override(member.locale):
        body = ngettext("And one more medal beside it.", "And %(n)d more medals beside it.", more) % {"n": more} if more else ""
    tell(
        member=member, kind="medal", reference=f"medal:{first}", title=title, body=body, url=reverse("rewards:medal", args=[first]),
        action=_("Have a look"), now=now,
    )  # fmt: skip
