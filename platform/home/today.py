"""What is worth a member's time today, in few queries."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, Subquery

from claims.models import Claim
from claims.selectors import live_tasks, unfinished
from feedback.models import Review
from home.streak import COUNTED, Streak, streak_of
from improvement.models import Action
from members.models import Member
from rewards.models import RedPacket
from rewards.red_packets import next_for
from tasks_catalog.selectors import Offer, at_the_door

SHOWN = 3
CHANGED = (Action.State.SHIPPED, Action.State.RE_EXPERIENCING, Action.State.VERIFIED)


@dataclass(frozen=True)
class Work:
    """Something begun: how far it is, or what came back with it."""

    claim: Claim
    step: int
    steps: int
    photos: int
    comment: str

    @property
    def returned(self) -> bool:
        return self.claim.state == Claim.State.RETURNED

    @property
    def held(self) -> bool:
        return self.claim.state == Claim.State.HELD


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
    last_words = Review.objects.filter(submission__claim=OuterRef("pk")).order_by("-revision").values("comment")[:1]
    claims = (
        unfinished(member)
        .select_related("task", "draft", "version")
        .annotate(photos=Count("evidence", filter=Q(evidence__taken_down_at=None)), comment=Subquery(last_words))
    )
    return sorted((_work(claim) for claim in claims), key=lambda begun: not begun.returned)


def because_of(member: Member) -> Action | None:
    """The newest change that grew from this member's pain points."""
    mine = Q(finding__theme__merges__pain_point__submission__claim__member=member)
    heard = Q(finding__theme__merges__pain_point__submission__state__in=COUNTED)
    return Action.objects.filter(mine & heard, state__in=CHANGED).order_by("-shipped_on", "-pk").first()


def changes_because_of(member: Member) -> int:
    """How many changes grew from this member's pain points."""
    mine = Q(finding__theme__merges__pain_point__submission__claim__member=member)
    heard = Q(finding__theme__merges__pain_point__submission__state__in=COUNTED)
    return Action.objects.filter(mine & heard, state__in=CHANGED).distinct().count()


def _work(claim: Claim) -> Work:
    draft = getattr(claim, "draft", None)
    steps = len(claim.version.definition.get("steps", []))
    step = min(draft.step + 1, steps) if draft else 0
    return Work(claim=claim, step=step, steps=steps, photos=getattr(claim, "photos", 0), comment=getattr(claim, "comment", None) or "")
