"""Red packets: made by one, approved by another, grabbed by the quick; what nobody grabs goes back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from members import audit
from members.models import Department, Member
from members.rights import TESTER, has_right
from rewards import errors, ledger
from rewards.cutting import cut
from rewards.models import RedPacket, Share
from rewards.services.budgets import release_reserve, reserve_points
from seats import services as seats
from seats.errors import AllTaken, AlreadySeated, PoolClosed
from seats.selectors import pool_of
from shared.translated import Texts

State = RedPacket.State

CODE = "red-packet"  # of the transfers that pay shares
TAKEN_WITHIN = timedelta(minutes=10)  # a share is kept in the transaction that takes it; the hold only bounds a crash


@transaction.atomic
def make_red_packet(
    *,
    title: Texts,
    sender: str,
    campaign_reference: str,
    points: int,
    shares: int,
    least: int | None = None,
    most: int | None = None,
    opens_at: datetime,
    closes_at: datetime,
    departments: Iterable[Department] = (),
    by: Member,
    key: UUID,
    now: datetime,
) -> RedPacket:
    """Propose a red packet, once per key; nothing is reserved before somebody else approves it.

    Without limits a share has from half to one and a half of the average. No departments: it is for all testers.
    """
    least = least or max(1, points // (2 * shares))
    most = most or min(points, -(-3 * points // (2 * shares)))
    if not 1 <= least <= most <= points or not least * shares <= points <= most * shares:
        raise errors.SharesDoNotFit
    if closes_at <= max(opens_at, now):
        raise errors.OverBeforeItBegins
    content = {
        "title": dict(title), "sender": sender, "campaign_reference": campaign_reference, "points": points, "shares": shares,
        "least": least, "most": most, "opens_at": opens_at, "closes_at": closes_at, "made_by": by,
    }  # fmt: skip
    packet, new = RedPacket.objects.get_or_create(key=key, defaults={**content, "made_at": now})
    if not new and any(getattr(packet, name) != value for name, value in content.items()):
        raise errors.KeyTaken
    if new:
        packet.departments.set(departments)
        audit.record(by=by, did="red_packet.propose", on=packet, now=now, points=points)
    return packet


@transaction.atomic
def approve_red_packet(*, packet: RedPacket, by: Member, now: datetime) -> RedPacket:
    """Publish it: the whole amount is reserved from the campaign's budget and cut into shares. Never by who made it."""
    packet = _locked(packet)
    if packet.made_by_id == by.pk:
        raise errors.OwnRedPacket
    if packet.state == State.PUBLISHED and packet.approved_by_id == by.pk:
        return packet
    if packet.state != State.PROPOSED:
        raise errors.RedPacketDecided
    if packet.closes_at <= now:
        raise errors.OverBeforeItBegins
    reserve_points(campaign_reference=packet.campaign_reference, task_reference=packet.reference, amount=packet.points, now=now)
    cuts = cut(packet.points, shares=packet.shares, least=packet.least, most=packet.most)
    Share.objects.bulk_create([Share(packet=packet, number=number, points=points) for number, points in enumerate(cuts, start=1)])
    seats.make_pool(
        reference=packet.reference, capacity=packet.shares, opens_at=packet.opens_at, closes_at=packet.closes_at,
        hold_for=TAKEN_WITHIN, take_up_for=TAKEN_WITHIN,
    )  # fmt: skip
    packet.state, packet.approved_by, packet.approved_at = State.PUBLISHED, by, now
    packet.save(update_fields=["state", "approved_by", "approved_at"])
    audit.record(by=by, did="red_packet.approve", on=packet, now=now, points=packet.points)
    return packet


@transaction.atomic
def cancel_red_packet(*, packet: RedPacket, by: Member, now: datetime) -> RedPacket:
    """Take it back before it opens; what was reserved returns to the budget."""
    packet = _locked(packet)
    if packet.state == State.CANCELLED:
        return packet
    if packet.state == State.ENDED or (packet.state == State.PUBLISHED and packet.opens_at <= now):
        raise errors.AlreadyOpen
    if packet.state == State.PUBLISHED:
        _give_rest_back(packet, now)
        if packet.cut.exclude(member=None).exists():  # looked at after the reserve is locked: a grab was faster
            raise errors.AlreadyOpen
    _end(packet, State.CANCELLED, by, now)
    return packet


@transaction.atomic
def grab(*, packet: RedPacket, member: Member, key: UUID, now: datetime) -> Share:
    """Give the member a share and pay it, once per person: asking again answers with the same share.

    Refuses with NotOpenYet, NoneLeft, RedPacketOver, NotForItsMakers, NotForYou or KeyReused.
    """
    packet = RedPacket.objects.get(pk=packet.pk)
    if mine := Share.objects.filter(packet=packet, member=member).first():
        return mine
    _refuse_strangers(packet, member)
    try:
        taken = seats.take(pool=pool_of(packet.reference), member=member, key=key, wait=False, now=now)
    except AlreadySeated:  # the member's other request was faster
        return Share.objects.get(packet=packet, member=member)
    except AllTaken as none_left:
        raise errors.NoneLeft from none_left
    except PoolClosed as over:
        raise errors.RedPacketOver from over
    if taken.seat is None:
        raise errors.NoneLeft
    seat = seats.keep(seat=taken.seat, now=now)
    return _pay(packet, seat.number, member, seat.taken_at or now)  # by the clock that decided


def end_red_packets(*, now: datetime) -> int:
    """Close those whose time is over and return what nobody grabbed; may run twice, also at once. Answers how many ended."""
    due = RedPacket.objects.filter(state=State.PUBLISHED, closes_at__lte=now).order_by("pk")
    return sum(_end_if_due(packet, now) for packet in due)


def is_meant_for(packet: RedPacket, member: Member) -> bool:
    """Whether the member is one of those it is for: of its departments, or, when it has none, a tester."""
    departments = {department.pk for department in packet.departments.all()}
    return member.department_id in departments if departments else has_right(member, TESTER)


def _refuse_strangers(packet: RedPacket, member: Member) -> None:
    if packet.is_made_by(member):
        raise errors.NotForItsMakers
    if not is_meant_for(packet, member):
        raise errors.NotForYou
    if packet.state != State.PUBLISHED:
        raise errors.RedPacketOver


def _pay(packet: RedPacket, number: int, member: Member, now: datetime) -> Share:
    share = Share.objects.select_for_update().get(Q(member=None) | Q(member=member), packet=packet, number=number)
    if share.member_id == member.pk:  # the same request came twice at once
        return share
    # Paid first: from then on the reserve is locked, and the packet cannot end before this share is somebody's.
    try:
        ledger.transfer(
            debit=ledger.reserve(packet.reference), credit=ledger.purse(member), amount=share.points, code=CODE,
            purse=ledger.QUARTERLY, reference=share.reference, memo=packet.title, now=now,
        )  # fmt: skip
    except ledger.NotEnoughPoints as returned:  # ended in this very moment: the reserve went back to the budget
        raise errors.RedPacketOver from returned
    share.member, share.grabbed_at = member, now
    share.save(update_fields=["member", "grabbed_at"])
    return share


@transaction.atomic
def _end_if_due(packet: RedPacket, now: datetime) -> bool:
    packet = _locked(packet)
    if packet.state != State.PUBLISHED:
        return False
    _give_rest_back(packet, now)
    _end(packet, State.ENDED, None, now)
    return True


def _give_rest_back(packet: RedPacket, now: datetime) -> None:
    seats.close(pool=pool_of(packet.reference), now=now)
    release_reserve(campaign_reference=packet.campaign_reference, task_reference=packet.reference, now=now)


def _end(packet: RedPacket, state: RedPacket.State, by: Member | None, now: datetime) -> None:
    packet.state, packet.ended_at = state, now
    packet.save(update_fields=["state", "ended_at"])
    audit.record(by=by, did=f"red_packet.{state}", on=packet, now=now)


def _locked(packet: RedPacket) -> RedPacket:
    return RedPacket.objects.select_for_update().get(pk=packet.pk)
