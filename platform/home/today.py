"""What is worth a member's time today, in few queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.models import Claim
from claims.selectors import Todo, live_tasks, to_do
from feedback.models import Evidence, Review
from home.streak import COUNTED, Streak, streak_of
from improvement.models import Action
from members.models import Member
from rewards.models import RedPacket
from rewards.red_packets import next_for
from shared.prepared import Given, prepared
from tasks_catalog.selectors import Offer, at_the_door

SHOWN = 3
CHANGED = (Action.State.SHIPPED, Action.State.RE_EXPERIENCING, Action.State.VERIFIED)


@dataclass(frozen=True)
class Work(Todo):
    """Something begun: how far it is, and what came back with it."""

    draft_step: int | None
    steps: int
    photos: int
    comment: str | None

    @property
    def step(self) -> int:
        """From 1; 0: not begun."""
        return 0 if self.draft_step is None else min(self.draft_step + 1, self.steps)


@dataclass(frozen=True)
class Today:
    flash: Offer | None
    work: list[Work]
    offers: list[Offer]
    more: int
    streak: Streak
    because_of_you: Action | None
    red_packet: RedPacket | None = None

    @property
    def count(self) -> int:
        return len(self.work) + len(self.offers) + sum(1 for hot in (self.flash, self.red_packet) if hot)


def today_of(member: Member, *, now: datetime) -> Today:
    """Everything on the member's first page."""
    flash, offers, more = at_the_door(member=member, now=now, taken=live_tasks(member), shown=SHOWN)
    return Today(
        flash=flash,
        work=work_of(member),
        offers=offers,
        more=more,
        streak=streak_of(member, now=now),
        because_of_you=because_of(member),
        red_packet=next_for(member, now=now),
    )


def work_of(member: Member) -> list[Work]:
    """What the member has begun: returned work first, then by deadline."""
    return sorted((Work(*row) for row in _work.rows(member=member.pk)), key=lambda begun: not begun.returned)


@prepared
def _work(member: Given) -> QuerySet[Claim, Any]:
    photos = Evidence.objects.filter(claim=OuterRef("pk"), taken_down_at=None).order_by().values("claim").annotate(n=Count("pk"))
    last_words = Review.objects.filter(submission__claim=OuterRef("pk")).order_by("-revision").values("comment")[:1]
    steps = Func("version__definition__steps", function="jsonb_array_length", output_field=IntegerField())
    shown = (steps, Coalesce(Subquery(photos.values("n")), 0), Subquery(last_words))
    return to_do(member).values_list("pk", "state", "held_until", "deadline", "task__title", "draft__step", *shown)


def because_of(member: Member) -> Action | None:
    """The newest change that grew from this member's pain points."""
    return next(iter(_because_of.objects(member=member.pk)), None)


@prepared
def _because_of(member: Given) -> QuerySet[Action]:
    return grown_from(member).order_by("-shipped_on", "-pk")[:1]


def grown_from(member: int | Given) -> QuerySet[Action]:
    """The changes that grew from this member's pain points; one for each that it grew from."""
    mine = Q(finding__theme__merges__pain_point__submission__claim__member=member)
    heard = Q(finding__theme__merges__pain_point__submission__state__in=COUNTED)
    return Action.objects.filter(mine & heard, state__in=CHANGED)


def changes_because_of(member: Member) -> int:
    """How many changes grew from this member's pain points."""
    return grown_from(member.pk).distinct().count()
