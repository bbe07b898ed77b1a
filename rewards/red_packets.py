"""What people see of red packets: one as a member meets it, who got how many, and the desk's lists."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import Http404

from members.models import Member
from members.rights import TESTER, has_right
from rewards.models import RedPacket, Share
from rewards.services.red_packets import is_meant_for
from rewards.standings import name_on_boards
from shared.prepared import Given, prepared

State = RedPacket.State

SOON = timedelta(hours=1)  # from when on Today speaks of it
FRESH = timedelta(seconds=10)  # how long after the grab its page still celebrates
SHOWN = 50  # finders in the list


class Phase(StrEnum):
    """What the packet is to one member at one moment."""

    SOON = "soon"
    OPEN = "open"
    MINE = "mine"
    GONE = "gone"
    OVER = "over"
    MADE = "made"
    WITHDRAWN = "withdrawn"


UNTOLD = {Phase.SOON, Phase.OPEN, Phase.WITHDRAWN}  # who got how many is told when there is nothing left to grab for the reader


@dataclass(frozen=True)
class Finder:
    """One line of who got how many."""

    name: str
    points: int
    at: datetime | None
    is_me: bool
    is_alias: bool
    is_luckiest: bool

    @property
    def initials(self) -> str:
        return self.name[:2].upper()


@dataclass(frozen=True)
class Met:
    """A red packet as one member meets it."""

    packet: RedPacket
    phase: Phase
    grabbed: int
    mine: Share | None
    is_fresh: bool = False
    gone_at: datetime | None = None  # none: not all are gone
    finders: list[Finder] = field(default_factory=list)
    unseen: int = 0  # finders who are hidden, or too many to show

    @property
    def left(self) -> int:
        return self.packet.shares - self.grabbed


def met_by(member: Member, packet_id: int, *, now: datetime) -> Met:
    """The packet as it is to this member at this moment; one that was never out, or is for others, does not exist."""
    packet = RedPacket.objects.filter(pk=packet_id).exclude(approved_by=None).prefetch_related("departments").first()
    if packet is None:
        raise Http404
    mine = packet.cut.filter(member=member).first()
    if mine is None and not packet.is_made_by(member) and not is_meant_for(packet, member):
        raise Http404
    figures = packet.cut.exclude(member=None).aggregate(grabbed=Count("pk"), last=Max("grabbed_at"), best=Max("points"))
    gone = figures["grabbed"] == packet.shares
    phase = _phase(packet, member, mine, gone=gone, now=now)
    finders = [] if phase in UNTOLD else _finders(packet, member, best=figures["best"] if gone and not packet.is_equal else None)
    return Met(
        packet=packet,
        phase=phase,
        grabbed=figures["grabbed"],
        mine=mine,
        is_fresh=mine is not None and mine.grabbed_at is not None and now - mine.grabbed_at < FRESH,
        gone_at=figures["last"] if gone else None,
        finders=finders,
        unseen=0 if phase in UNTOLD else figures["grabbed"] - len(finders),
    )


def next_for(member: Member, *, now: datetime) -> RedPacket | None:
    """The red packet that is open for the member, or opens within the hour, and has something left; the first to close."""
    packets: Any = _out_for.objects(member=member.pk, department=member.department_id or 0, now=now, soon=now + SOON)
    return next((packet for packet in packets if not packet.for_testers or has_right(member, TESTER)), None)


@prepared
def _out_for(member: Given, department: Given, now: Given, soon: Given) -> QuerySet[RedPacket]:
    shares = Share.objects.filter(packet=OuterRef("pk"))
    departments = RedPacket.departments.through.objects.filter(redpacket=OuterRef("pk"))
    out = RedPacket.objects.filter(state=State.PUBLISHED, opens_at__lte=soon, closes_at__gt=now)
    others = out.exclude(Q(made_by=member) | Q(approved_by=member))
    meant = ~Exists(departments) | Exists(departments.filter(department=department))
    found = others.filter(meant, Exists(shares.filter(member=None)), ~Exists(shares.filter(member=member)))
    return found.annotate(for_testers=~Exists(departments)).order_by("opens_at", "closes_at", "pk")


def watched() -> QuerySet[RedPacket]:
    """Every packet with how many shares are grabbed and how many points are left, the newest first."""
    counted = RedPacket.objects.annotate(
        grabbed=Count("cut", filter=Q(cut__member__isnull=False)),
        shares_left=Count("cut", filter=Q(cut__member=None)),
        points_left=Coalesce(Sum("cut__points", filter=Q(cut__member=None)), 0),
    )
    return counted.select_related("made_by", "approved_by").prefetch_related("departments").order_by("-opens_at", "-pk")


def _phase(packet: RedPacket, member: Member, mine: Share | None, *, gone: bool, now: datetime) -> Phase:
    if packet.state == State.CANCELLED:
        return Phase.WITHDRAWN
    if mine is not None:
        return Phase.MINE
    if gone:
        return Phase.GONE
    if packet.state == State.ENDED or packet.closes_at <= now:
        return Phase.OVER
    if packet.is_made_by(member):
        return Phase.MADE
    return Phase.SOON if now < packet.opens_at else Phase.OPEN


def _finders(packet: RedPacket, reader: Member, *, best: int | None) -> list[Finder]:
    """In the order they came; who has no place on the boards has none here."""
    on_boards = Q(member__is_active=True, member__left_at=None) & ~Q(member__board_name=Member.BoardName.HIDDEN)
    grabs = packet.cut.filter(Q(member=reader) | on_boards, member__isnull=False).select_related("member")
    found = [(share, share.member) for share in grabs.order_by("grabbed_at", "number")[:SHOWN] if share.member is not None]
    return [_finder(share, member, reader, best) for share, member in found]


def _finder(share: Share, found: Member, reader: Member, best: int | None) -> Finder:
    name, is_alias = name_on_boards(found, reader)
    return Finder(name, share.points, share.grabbed_at, is_me=found == reader, is_alias=is_alias, is_luckiest=share.points == best)
