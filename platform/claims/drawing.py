"""The lottery of a task: drawn once its window is over, winners welcomed, everybody told."""

import logging
from datetime import datetime

from django.db import transaction

from claims import news
from claims.giving import welcome
from members.models import Member
from seats.errors import SeedLost
from seats.lottery import draw, due_draws
from seats.models import Pool, Waiting
from tasks_catalog.models import Task

logger = logging.getLogger(__name__)


def draw_lotteries(*, now: datetime) -> int:
    """Draw every task's lottery that is due; tells how many seats went. One that cannot be drawn does not stop the others."""
    given = 0
    for pool in due_draws(prefix="task:", now=now):
        try:
            given += draw_task(pool=pool, now=now)
        except SeedLost as lost:
            logger.error("lottery %s: %s", pool.reference, lost)
    return given


@transaction.atomic
def draw_task(*, pool: Pool, now: datetime) -> int:
    """Draw; make the winners' claims and tell everybody how it ended. Drawn already, it does nothing."""
    promotions = draw(pool=pool, now=now)
    claims = [welcome(promotion, now=now, tell=news.tell_drawn) for promotion in promotions]
    _tell_the_others(pool, now)
    return sum(claim is not None for claim in claims)


def _tell_the_others(pool: Pool, now: datetime) -> None:
    order = pool.waiting.exclude(drawn=None).order_by(*Waiting.ORDER).values_list("member_id", flat=True)
    places = {member: place for place, member in enumerate(order, start=1)}
    if not places:
        return
    task = Task.objects.get(pk=int(pool.reference.removeprefix("task:")))
    members = Member.objects.in_bulk(places)
    news.tell_not_drawn(task, {members[pk]: place for pk, place in places.items()}, now=now)
