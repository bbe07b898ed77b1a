"""What waits at each desk for the person who sits there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from feedback.models import Submission
from home.desks import Desk, desks_for
from improvement.models import Action
from members.models import Member
from members.rights import rights_of
from rewards.models import Redemption, RedPacket

SOON = timedelta(days=7)
OPEN_ACTIONS = (Action.State.PROPOSED, Action.State.AGREED, Action.State.DOING)


@dataclass(frozen=True)
class Pile:
    """A desk, and how much lies on it; `number` is None where there is nothing to count."""

    desk: Desk
    number: int | None = None
    words: Promise | str = ""
    urgent: Promise | str = ""


def piles_for(member: Member, *, now: datetime) -> list[Pile]:
    """One pile for each desk of the member; what waits comes first."""
    piles = [_pile(desk, member, now) for desk in desks_for(rights_of(member))]
    return sorted(piles, key=lambda pile: not pile.number)


def _pile(desk: Desk, member: Member, now: datetime) -> Pile:
    counter = COUNTERS.get(desk.key)
    return counter(desk, member, now) if counter else Pile(desk)


def _reviews(desk: Desk, member: Member, now: datetime) -> Pile:
    waiting = Submission.objects.filter(state=Submission.State.WAITING).exclude(claim__member=member)
    dues = list(waiting.values_list("review_due", flat=True))
    late = sum(due < now for due in dues)
    urgent = ngettext("%(n)d is over its time", "%(n)d are over their time", late) % {"n": late} if late else ""
    return Pile(desk, len(dues), _("submissions to read"), urgent)


def _redemptions(desk: Desk, member: Member, _now: datetime) -> Pile:
    waiting = Redemption.objects.filter(state__in=Redemption.OPEN).exclude(member=member).count()
    return Pile(desk, waiting, _("benefits to approve or hand over"))


def _actions(desk: Desk, member: Member, now: datetime) -> Pile:
    dues = list(Action.objects.filter(owner=member, state__in=OPEN_ACTIONS).values_list("due", flat=True))
    today = timezone.localdate(now)
    pressing = sum(due <= today + SOON for due in dues)
    urgent = ngettext("%(n)d is due within a week", "%(n)d are due within a week", pressing) % {"n": pressing} if pressing else ""
    return Pile(desk, len(dues), _("actions of yours are open"), urgent)


def _red_packets(desk: Desk, member: Member, now: datetime) -> Pile:
    waiting = RedPacket.objects.filter(state=RedPacket.State.PROPOSED, closes_at__gt=now).exclude(made_by=member).count()
    return Pile(desk, waiting, _("red packets that need a second person"))


COUNTERS = {"review": _reviews, "redemptions": _redemptions, "red-packets": _red_packets, "actions": _actions}
