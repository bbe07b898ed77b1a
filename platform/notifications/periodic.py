"""Periodic work that two beats, or a beat started twice, do only once a turn."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps

from django.utils import timezone

from notifications.models import Slot

_KEPT = timedelta(days=1)


def once_per_slot(*, every: float, job: str = "") -> Callable[[Callable[[], None]], Callable[[], bool]]:
    """Wrap a task's function so that it runs once in each `every` seconds, however often it is called.

    The wrapped function answers whether this call was the one that ran.
    """

    def wrap(work: Callable[[], None]) -> Callable[[], bool]:
        name = job or f"{work.__module__}.{work.__name__}"

        @wraps(work)
        def turn() -> bool:
            if not take_slot(job=name, every=every, now=timezone.now()):
                return False
            work()
            return True

        return turn

    return wrap


def take_slot(*, job: str, every: float, now: datetime) -> bool:
    """Whether this caller is the first to take the job's turn at `now`; `every` is in seconds."""
    start = datetime.fromtimestamp(now.timestamp() // every * every, tz=UTC)
    _, first = Slot.objects.get_or_create(job=job, slot=start)
    if first:
        Slot.objects.filter(job=job, slot__lt=start - _KEPT).delete()
    return first
