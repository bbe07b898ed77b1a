"""A seat becomes a claim, by taking it or by waiting for it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from claims import news
from claims.arms import lot_for
from claims.models import Claim
from members import audit
from members.models import Member
from seats import services as seats
from seats.models import Seat
from shared import planned
from tasks_catalog.access import is_insider, refusal
from tasks_catalog.models import Task


def make_claim(*, task: Task, seat: Seat, member: Member, now: datetime) -> Claim:
    """The claim that goes with a seat just taken: it fixes version, scenario, rival, order and deadline."""
    if task.version_id is None or seat.held_until is None:
        raise ValueError(f"{task} has no questions to answer, or the seat is not held.")
    lot = lot_for(task=task, seat_number=seat.number, member=member)
    claim = planned.create(
        Claim(
            task=task,
            member=member,
            seat=seat,
            version_id=task.version_id,
            arm=lot.arm,
            rival=lot.rival,
            provider_order=lot.order,
            insider=is_insider(task=task, member=member),
            claimed_at=now,
            held_until=seat.held_until,
            deadline=now + timedelta(days=task.days_to_submit),
        )
    )
    audit.record(by=member, did="claim.take", on=claim, now=now, task=task.pk)
    return claim


def welcome(promotion: seats.Promotion | None, *, now: datetime, tell: Callable[..., None] = news.tell_promoted) -> Claim | None:
    """Give the promoted member the claim and tell them; who may not have it any more is passed over."""
    while promotion is not None:
        task = Task.objects.get(pk=int(promotion.seat.pool.reference.removeprefix("task:")))
        reason = refusal(task=task, member=promotion.member, now=now)
        if reason is None:
            claim = make_claim(task=task, seat=promotion.seat, member=promotion.member, now=now)
            tell(claim, now=now)
            return claim
        promotion = seats.give_back(seat=promotion.seat, now=now, reason=type(reason).__name__)
        tell = news.tell_promoted
    return None
