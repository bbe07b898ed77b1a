"""What members are told about their claims."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims.models import Claim
from members.models import Member
from notifications.services import tell, tell_many
from seats.selectors import pool_of
from shared.days import moment_of
from tasks_catalog.models import Task


def tell_promoted(claim: Claim, *, now: datetime) -> None:
    """A seat came free for somebody who waited."""
    tell(
        member=claim.member,
        kind="seat",
        reference=f"claim:{claim.pk}:promoted",
        title=_("A seat came free: it is yours"),
        body=format_lazy(
            _("It is held for you until {until}. Start by then, or it goes to the next person; that costs you nothing."),
            until=moment_of(claim.held_until, now),
        ),
        url=reverse("claims:claim", args=[claim.pk]),
        action=_("See the task"),
        now=now,
    )


def tell_drawn(claim: Claim, *, now: datetime) -> None:
    """The lottery was drawn, and this one has a seat."""
    tell(
        member=claim.member,
        kind="seat",
        reference=f"task:{claim.task_id}:drawn",
        title=_("You were drawn: the seat is yours"),
        body=format_lazy(
            _("It is held for you until {until}. Start by then, or it goes to the next in the drawn order; that costs you nothing."),
            until=moment_of(claim.held_until, now),
        ),
        url=reverse("claims:claim", args=[claim.pk]),
        action=_("See the task"),
        now=now,
    )


def tell_not_drawn(task: Task, places: Mapping[Member, int], *, now: datetime) -> None:
    """The lottery was drawn, and these have a place in its order."""
    words = _("The draw put you on place {place} of the wait list. A seat that comes back goes down that list, and you hear of it at once.")
    tell_many(
        bodies={member: format_lazy(words, place=place) for member, place in places.items()},
        kind="seat",
        reference=f"task:{task.pk}:drawn",
        title=_("The lottery was drawn: no seat this time"),
        url=reverse("claims:door", args=[task.slug]),
        action=_("See the draw"),
        now=now,
    )


def tell_expired(claim: Claim, *, started: bool, now: datetime) -> None:
    """The time ran out."""
    tell(
        member=claim.member,
        kind="seat",
        reference=f"claim:{claim.pk}:expired",
        title=_("Your time for a task ran out"),
        body=(
            _("It was not sent by its deadline, so the seat went to the next person. Your points are safe.")
            if started
            else _("It was not started in time, so the seat went to the next person. That costs you nothing.")
        ),
        url=reverse("claims:tasks"),
        action=_("See what is open"),
        now=now,
    )


def tell_closed(task: Task, *, now: datetime) -> None:
    """The door was closed while people waited; nobody hears it when it has been opened again meanwhile."""
    pool = pool_of(task.pool_reference)
    if pool.closed_at is None:
        return
    sentence = _("No more seats are given. Waiting cost you nothing; there is more to do.")
    tell_many(
        bodies={row.member: sentence for row in pool.waiting.select_related("member")},
        kind="seat",
        reference=f"{task.pool_reference}:closed:{pool.closed_at:%Y%m%d%H%M%S}",
        title=_("A task you waited for was closed"),
        url=reverse("claims:tasks"),
        action=_("See what is open"),
        now=now,
    )
