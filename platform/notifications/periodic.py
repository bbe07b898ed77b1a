"""Periodic work that two beats, or a beat started twice, do only once a turn; a turn that fails is not lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps

from celery import Task, shared_task
from django.utils import timezone

from notifications.models import Slot

_KEPT = timedelta(days=1)
_A_NIGHT = 24 * 60 * 60.0  # seconds


def nightly(work: Callable[[], None]) -> Task[[], bool]:
    """A task that is done once a night.

    Its beat does not come again before tomorrow, so what fails is tried again after 15, 30 and 45 minutes.
    """
    again = shared_task(autoretry_for=(Exception,), default_retry_delay=15 * 60, max_retries=3)
    return again(once_per_slot(every=_A_NIGHT)(work))


def once_per_slot(*, every: float, job: str = "") -> Callable[[Callable[[], None]], Callable[[], bool]]:
    """Wrap a task's function so that it is done once in each `every` seconds, however often it is called.

    The wrapped function answers whether this call was the one that ran. What raises was not done: the next call tries it again.
    """

    def wrap(work: Callable[[], None]) -> Callable[[], bool]:
        name = job or f"{work.__module__}.{work.__name__}"

        @wraps(work)
        def turn() -> bool:
            now = timezone.now()
            if not take_slot(job=name, every=every, now=now):
                return False
            try:
                work()
            except Exception:
                give_back_slot(job=name, every=every, now=now)
                raise
            return True

        return turn

    return wrap


def take_slot(*, job: str, every: float, now: datetime) -> bool:
    """Whether this caller is the first to take the job's turn at `now`; `every` is in seconds."""
    start = _start_of(every, now)
    _, first = Slot.objects.get_or_create(job=job, slot=start)
    if first:
        Slot.objects.filter(job=job, slot__lt=start - _KEPT).delete()
    return first


def give_back_slot(*, job: str, every: float, now: datetime) -> None:
    """The turn that was taken at `now` came to nothing: whoever asks next may have it."""
    Slot.objects.filter(job=job, slot=_start_of(every, now)).delete()


def _start_of(every: float, now: datetime) -> datetime:
    return datetime.fromtimestamp(now.timestamp() // every * every, tz=UTC)
