"""What a member's own page says about them."""

from dataclasses import dataclass
from datetime import datetime

from feedback.models import Review
from home.streak import streak_of
from home.today import changes_because_of
from members.models import Member
from rewards.badges import Level
from rewards.collection import Shown, level_and_medals

ACCEPTED = (Review.Decision.ACCEPT, Review.Decision.EXCLUDE)


@dataclass(frozen=True)
class Standing:
    visits: int  # accepted submissions
    quality: float | None  # mean of the reviewers' marks, 0-5
    weeks: int  # in a row
    changes: int  # that grew from own pain points
    level: Level
    medals: list[Shown]  # newest first


def standing_of(member: Member, *, now: datetime) -> Standing:
    """A member's four numbers, level and medals."""
    reviews = list(Review.objects.filter(submission__claim__member=member, decision__in=ACCEPTED))
    quality = sum(review.quality for review in reviews) / len(reviews) if reviews else None
    return Standing(len(reviews), quality, streak_of(member, now=now).length, changes_because_of(member), *level_and_medals(member))
