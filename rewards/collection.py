"""A member's medals and level as their page shows them: what is theirs, and how far the next ones are."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.functional import Promise

from members.models import Member
from rewards.badges import BADGE_CALLED, BADGES, LEVEL_CALLED, Badge, Facts, Level, level_after, level_of
from rewards.models import Medal
from rewards.services.merits import merits_of

TICKS = 24  # around a medal


@dataclass(frozen=True)
class Shown:
    """One medal: earned, or with how far it is."""

    slug: str
    title: str | Promise
    how: str | Promise
    icon: str
    needed: int
    value: int = 0
    at: datetime | None = None  # none: not yet

    @property
    def dashes(self) -> str:
        """The lit ticks of its rim, as an SVG pattern: one unit for each of the 24."""
        lit = TICKS if self.at else min(TICKS - 1, TICKS * self.value // self.needed)
        return " ".join([".3 .7"] * (lit - 1) + [f".3 {TICKS}"]) if lit else ""


@dataclass(frozen=True)
class Collection:
    """A member's level, medals and numbers."""

    level: Level
    following: Level | None
    facts: Facts
    earned: list[Shown]  # newest first
    ahead: list[Shown]  # the next of each family, nearest first

    @property
    def to_next(self) -> int:
        """Experience that is missing for the next level."""
        return max(0, self.following.needed - self.facts.experience) if self.following else 0

    @property
    def climbed(self) -> int:
        """Experience since this level was reached."""
        return max(0, self.facts.experience - self.level.needed)

    @property
    def step(self) -> int:
        """Experience from this level to the next."""
        return self.following.needed - self.level.needed if self.following else 0


def collection_of(member: Member) -> Collection:
    """Everything on the page of medals, in two queries."""
    medals = dict(Medal.objects.filter(member=member).order_by("-at", "-pk").values_list("badge", "at"))
    facts, level = merits_of(member), level_of(medals)
    earned = [_shown(BADGE_CALLED[slug], facts, at) for slug, at in medals.items() if slug in BADGE_CALLED]
    following: dict[str, Badge] = {}
    for badge in BADGES:
        if badge.slug not in medals:
            following.setdefault(badge.measure, badge)
    ahead = sorted((_shown(badge, facts) for badge in following.values()), key=lambda shown: -shown.value / shown.needed)
    return Collection(level, level_after(level), facts, earned, ahead)


def level_and_medals(member: Member) -> tuple[Level, list[Shown]]:
    """A member's level and newest medals, in one query: for pages that show a glimpse."""
    medals = dict(Medal.objects.filter(member=member).order_by("-at", "-pk").values_list("badge", "at"))
    return level_of(medals), [_shown(BADGE_CALLED[slug], Facts(), at) for slug, at in medals.items() if slug in BADGE_CALLED]


def medal_of(member: Member, slug: str) -> Shown:
    """One of the member's own medals; what they have not earned does not exist here."""
    medal = Medal.objects.filter(member=member, badge=slug).first()
    if medal is None:
        raise Http404
    if badge := BADGE_CALLED.get(slug):
        return _shown(badge, Facts(), medal.at)
    if level := LEVEL_CALLED.get(slug):
        return Shown(slug, level.title, "", "medal", level.needed, level.needed, medal.at)
    raise Http404


def _shown(badge: Badge, facts: Facts, at: datetime | None = None) -> Shown:
    return Shown(badge.slug, badge.title, badge.how, badge.icon, badge.needed, min(badge.value(facts), badge.needed), at)
