"""What a programme manager does at a task's door."""

import uuid
from datetime import datetime

from django.db import transaction

from claims.sweeping import sweep_pool
from members import audit
from members.models import AuditEvent, Member
from notifications.outbox import send_later
from rewards.services import reserve_points
from seats import services as seats
from seats.models import Pool
from seats.selectors import pool_of
from tasks_catalog.models import Task


@transaction.atomic
def pause_door(*, task: Task, by: Member, now: datetime) -> None:
    """Give no seats of the task for a while."""
    seats.pause(pool=pool_of(task.pool_reference), now=now)
    audit.record(by=by, did="task.pause", on=task, now=now)


@transaction.atomic
def resume_door(*, task: Task, by: Member, now: datetime) -> None:
    """Give seats again, first to those who wait."""
    pool = pool_of(task.pool_reference)
    seats.resume(pool=pool)
    audit.record(by=by, did="task.resume", on=task, now=now)
    sweep_pool(pool=pool, now=now)


@transaction.atomic
def close_door(*, task: Task, by: Member, now: datetime) -> None:
    """Give no seats of the task any more; what is taken stays taken, and those who wait are told. Closing twice tells nobody twice."""
    pool = Pool.objects.select_for_update().get(reference=task.pool_reference)
    if pool.closed_at is not None:
        return
    seats.close(pool=pool, now=now)
    audit.record(by=by, did="task.close_door", on=task, now=now)
    send_later(task="claims.tasks.tell_closed", arguments={"task_id": task.pk}, now=now)


@transaction.atomic
def reopen_door(*, task: Task, by: Member, now: datetime) -> None:
    """Take the closing back; free seats go to those who wait first."""
    pool = pool_of(task.pool_reference)
    seats.reopen(pool=pool)
    audit.record(by=by, did="task.reopen_door", on=task, now=now)
    sweep_pool(pool=pool, now=now)


@transaction.atomic
def add_door_seats(*, task: Task, count: int, key: uuid.UUID, by: Member, now: datetime) -> Pool:
    """Add seats, reserve their points in the campaign's budget, and hand them to who waits; once per key.

    Refuses when the budget does not hold count × points.
    """
    pool = Pool.objects.select_for_update().get(reference=task.pool_reference)
    if AuditEvent.objects.filter(did="task.add_seats", on_id=str(task.pk), detail__key=str(key)).exists():
        return pool
    if task.points:
        reserve_points(
            campaign_reference=f"campaign:{task.campaign_id}",
            task_reference=task.pool_reference,
            amount=count * task.points,
            reference=f"reserve:{task.pool_reference}:added:{key}",
            now=now,
        )
    pool = seats.add_seats(pool=pool, count=count)
    audit.record(by=by, did="task.add_seats", on=task, now=now, count=count, key=str(key))
    sweep_pool(pool=pool, now=now)
    return pool
