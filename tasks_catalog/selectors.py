"""What is open to whom, and how its seats stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from members.models import Member
from members.rights import SUPER_MANAGER, TESTER, has_right
from seats.selectors import NOTHING, Standing, standings
from tasks_catalog.models import Task, Touchpoint

type Order = Literal["you", "new", "points", "soon"]

ORDERS: dict[Order, list[object]] = {
    "you": ["-meant", F("closes_at").asc(nulls_last=True), "-opens_at", "-pk"],
    "new": ["-opens_at", "-pk"],
    "points": ["-points", "-opens_at", "-pk"],
    "soon": [F("closes_at").asc(nulls_last=True), "-opens_at", "-pk"],
}
STILL_HOT = timedelta(minutes=15)  # so long after opening, a task with free seats is still the hot one


@dataclass(frozen=True)
class Offer:
    """A task and how its seats stand."""

    task: Task
    standing: Standing
    opens_later: bool = False


def open_tasks(*, member: Member, now: datetime, order: Order = "you", limit: int | None = None) -> list[Offer]:
    """Tasks that this member may take now, with their free seats; in two queries, however many there are."""
    tasks = _meant_for(_offered(now).filter(opens_at__lte=now), member)
    return _with_seats(_without_insiders(tasks, member).order_by(*ORDERS[order])[:limit], now)  # type: ignore[arg-type]


def count_open(*, member: Member, now: datetime) -> int:
    """How many tasks this member may take now, seats or not."""
    return _without_insiders(_meant_for(_offered(now).filter(opens_at__lte=now), member), member).count()


def kept_from_insiders(*, member: Member, now: datetime) -> int:
    """How many open tasks look at the member's own department, so that others do them."""
    tasks = _meant_for(_offered(now).filter(opens_at__lte=now, insiders_allowed=False), member)
    return tasks.filter(_is_insider(member)).count() if member.department_id else 0


def flash_for(*, member: Member, now: datetime) -> Offer | None:
    """The member's next task at the door: just opened and not all taken, else the one that opens next."""
    tasks = _without_insiders(_meant_for(_offered(now), member), member)
    just_opened = _with_seats(tasks.filter(opens_at__gt=now - STILL_HOT, opens_at__lte=now).order_by("opens_at", "pk"), now)
    for offer in just_opened:
        if offer.standing.free:
            return offer
    coming = _with_seats(tasks.filter(opens_at__gt=now).order_by("opens_at", "pk")[:1], now)
    return coming[0] if coming else None


def coming_tasks(*, member: Member, now: datetime) -> list[Offer]:
    """Every published task of this member that opens later, the next one first."""
    return _with_seats(
        _without_insiders(_meant_for(_offered(now).filter(opens_at__gt=now), member), member).order_by("opens_at", "pk"), now
    )


def next_best(*, member: Member, now: datetime, than: Task, taken: QuerySet[Any] | Iterable[int] = ()) -> Offer | None:
    """Another task with a free seat, the best paid first; `taken` are the ids of tasks the member has already."""
    tasks = _without_insiders(_meant_for(_offered(now).filter(opens_at__lte=now), member), member)
    others = tasks.exclude(pk=than.pk).exclude(pk__in=taken).order_by(*ORDERS["points"])[:50]  # type: ignore[arg-type]
    return next((offer for offer in _with_seats(others, now) if offer.standing.free), None)


def _offered(now: datetime) -> QuerySet[Task]:
    return Task.objects.filter(Q(closes_at=None) | Q(closes_at__gt=now), state=Task.State.OPEN)


def _meant_for(tasks: QuerySet[Task], member: Member) -> QuerySet[Task]:
    audience = Task.departments.through.objects.filter(task=OuterRef("pk"))
    mine = audience.filter(department=member.department_id)
    if not has_right(member, TESTER, SUPER_MANAGER):
        tasks = tasks.filter(kind=Task.Kind.ALL_HANDS)
    return tasks.annotate(meant=Exists(mine)).filter(Q(meant=True) | ~Exists(audience))


def _is_insider(member: Member) -> Exists:
    return Exists(Touchpoint.objects.filter(tasks=OuterRef("pk"), owner=member.department_id))


def _without_insiders(tasks: QuerySet[Task], member: Member) -> QuerySet[Task]:
    return tasks.filter(Q(insiders_allowed=True) | ~_is_insider(member)) if member.department_id else tasks


def _with_seats(tasks: Iterable[Task], now: datetime) -> list[Offer]:
    tasks = list(tasks)
    known = standings([task.pool_reference for task in tasks]) if tasks else {}
    return [Offer(task, known.get(task.pool_reference, NOTHING), opens_later=task.opens_at > now) for task in tasks]


def at_the_door(*, member: Member, now: datetime, limit: int = 12) -> tuple[Offer | None, list[Offer]]:
    """The hot task (as `flash_for`) and the best open ones (as `open_tasks`), together in three queries."""
    tasks = _without_insiders(_meant_for(_offered(now), member), member)
    coming = tasks.filter(opens_at__gt=now).order_by("opens_at", "pk")[:1]
    open_now = tasks.filter(opens_at__lte=now).order_by(*ORDERS["you"])[:limit]  # type: ignore[arg-type]
    offers = _with_seats([*open_now, *coming], now)
    open_offers = [offer for offer in offers if not offer.opens_later]
    just_opened = [offer for offer in open_offers if offer.task.opens_at > now - STILL_HOT and offer.standing.free]
    hot = min(just_opened, key=lambda offer: offer.task.opens_at, default=next((offer for offer in offers if offer.opens_later), None))
    return hot, open_offers
