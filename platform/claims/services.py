"""A claim's life: held → started → submitted → accepted; aside returned, rejected, expired, released."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from claims.errors import ClaimElsewhere, ClaimNotHeld
from claims.giving import make_claim, welcome
from claims.models import Claim
from claims.selectors import live_claim
from claims.sweeping import expire_claims
from members import audit
from members.models import Member
from seats import services as seats
from seats.errors import AlreadySeated, SeatGone
from seats.models import Attempt, Seat
from seats.selectors import pool_of
from shared.clock import database_time, moment
from tasks_catalog.access import refusal
from tasks_catalog.models import Task

__all__ = [
    "ClaimResult",
    "claim_task",
    "expire_claims",
    "leave_wait_list",
    "mark_accepted",
    "mark_rejected",
    "mark_returned",
    "mark_submitted",
    "release_claim",
    "start_claim",
]

MEND_WITHIN = timedelta(days=3)  # a returned claim has at least so long

type State = Claim.State
type Outcome = Attempt.Outcome


@dataclass(frozen=True)
class ClaimResult:
    """What a request for a task was answered: the claim, or the place in the wait list (from 1)."""

    outcome: Outcome
    claim: Claim | None = None
    place: int | None = None


@transaction.atomic
def claim_task(*, task: Task, member: Member, key: uuid.UUID, now: datetime) -> ClaimResult:
    """Take a seat of the task, or a place in its wait list; asking again gives the same answer.

    Refuses with the reason when the task is not for this member (see tasks_catalog.access) or gives no seats now.
    """
    if (claim := live_claim(task=task, member=member)) is not None:
        return ClaimResult(Attempt.Outcome.SEATED, claim=claim)
    now = database_time(now)
    if (reason := refusal(task=task, member=member, now=now)) is not None:
        raise reason
    try:
        taken = seats.take(pool=pool_of(task.pool_reference), member=member, key=key, now=now)
    except AlreadySeated:
        if (claim := live_claim(task=task, member=member)) is None:
            raise
        return ClaimResult(Attempt.Outcome.SEATED, claim=claim)  # by a request that was faster
    if taken.outcome != Attempt.Outcome.SEATED:
        return ClaimResult(taken.outcome, place=taken.place)
    claim = live_claim(task=task, member=member)
    if claim is None and taken.seat is not None:
        claim = make_claim(task=task, seat=taken.seat, member=member, now=now)
    return ClaimResult(taken.outcome, claim=claim or Claim.objects.filter(task=task, member=member).order_by("-pk").first())


@transaction.atomic
def start_claim(*, claim: Claim, now: datetime) -> Claim:
    """Begin: the seat is kept and the time to submit runs. Starting again changes nothing; refuses with ClaimNotHeld."""
    claim.refresh_from_db()
    if claim.state == Claim.State.STARTED:
        return claim
    seat = _seat_of(claim)
    try:
        seats.keep(seat=seat, now=now)
    except SeatGone as gone:
        raise ClaimNotHeld from gone
    now = database_time(now)
    claim.started_at, claim.deadline = now, now + timedelta(days=claim.task.days_to_submit)
    held = Claim.objects.filter(pk=claim.pk, state=Claim.State.HELD)
    if not held.update(state=Claim.State.STARTED, started_at=claim.started_at, deadline=claim.deadline):
        raise ClaimNotHeld
    claim.refresh_from_db()
    audit.record(by=claim.member, did="claim.start", on=claim, now=now)
    return claim


@transaction.atomic
def release_claim(*, claim: Claim, by: Member, now: datetime) -> Claim:
    """Give the seat back before starting, at no cost; the first who waits gets it. Refuses with ClaimNotHeld."""
    claim.refresh_from_db()
    if claim.state != Claim.State.HELD:
        raise ClaimNotHeld
    try:
        promotion = seats.give_back(seat=_seat_of(claim), now=now, reason="released")
    except SeatGone as gone:
        raise ClaimNotHeld from gone
    if not Claim.objects.filter(pk=claim.pk, state=Claim.State.HELD).update(state=Claim.State.RELEASED, ended_at=now):
        raise ClaimNotHeld
    claim.refresh_from_db()
    audit.record(by=by, did="claim.release", on=claim, now=now)
    welcome(promotion, now=now)
    return claim


def _seat_of(claim: Claim) -> Seat:
    seat = Seat.objects.select_related("pool").filter(claims=claim, member=claim.member_id).first()
    if seat is None:
        raise ClaimNotHeld
    return seat


def leave_wait_list(*, task: Task, member: Member, now: datetime) -> None:
    """Leave the task's wait list; refuses with NotInList."""
    seats.leave_list(pool=pool_of(task.pool_reference), member=member, now=now)


# What feedback reports about the work ---------------------------------------------


def mark_submitted(*, claim: Claim, now: datetime) -> Claim:
    """The work was sent. Refuses with ClaimElsewhere after the deadline or when it is not being worked on."""
    return _move(claim, to=Claim.State.SUBMITTED, from_=[Claim.State.STARTED, Claim.State.RETURNED], now=now, only_before_deadline=True)


def mark_returned(*, claim: Claim, now: datetime) -> Claim:
    """The reviewer asks to mend something; the deadline leaves at least three days for it."""
    return _move(claim, to=Claim.State.RETURNED, from_=[Claim.State.SUBMITTED], now=now, deadline=max(claim.deadline, now + MEND_WITHIN))


def mark_accepted(*, claim: Claim, now: datetime) -> Claim:
    """The work counts."""
    return _move(claim, to=Claim.State.ACCEPTED, from_=[Claim.State.SUBMITTED], now=now, ended_at=now)


def mark_rejected(*, claim: Claim, now: datetime) -> Claim:
    """The work does not count; the seat stays used, so that the task is not taken a second time by the same person."""
    return _move(claim, to=Claim.State.REJECTED, from_=[Claim.State.SUBMITTED], now=now, ended_at=now)


def _move(claim: Claim, *, to: State, from_: list[State], now: datetime, only_before_deadline: bool = False, **also: datetime) -> Claim:
    allowed = Claim.objects.filter(pk=claim.pk, state__in=from_)
    if only_before_deadline:
        allowed = allowed.filter(deadline__gt=moment(now))
    if not allowed.update(state=to, **also):
        raise ClaimElsewhere
    claim.refresh_from_db()
    audit.record(by=None, did=f"claim.{to}", on=claim, now=now)
    return claim
