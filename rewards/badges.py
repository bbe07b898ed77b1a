"""Which badges and levels there are, and what earns them: pure functions of a member's merits."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from shared.rhythm import longest_run

FULL = 5  # the best mark
SHARP = Decimal("4.5")  # from here work counts as outstanding


class Done(NamedTuple):
    """One accepted piece of work."""

    points: int
    quality: Decimal
    module: str
    on: date


@dataclass(frozen=True)
class Facts:
    """What badges are earned by, all of it only ever growing."""

    visits: int = 0
    sharp: int = 0
    weeks: int = 0  # in the longest run
    modules: int = 0
    fixes: int = 0
    brought: int = 0
    experience: int = 0  # points of a life, weighed by quality; spending takes nothing away


@dataclass(frozen=True)
class Badge:
    """One badge or level."""

    slug: str
    measure: str  # a field of Facts
    needed: int
    icon: str
    title: str | Promise
    words: Callable[[int], str]

    @property
    def how(self) -> str:
        """What earns it, in the reader's language."""
        return self.words(self.needed)

    def reached(self, facts: Facts) -> bool:
        return self.value(facts) >= self.needed

    def value(self, facts: Facts) -> int:
        return int(getattr(facts, self.measure))


def _family(measure: str, icon: str, words: Callable[[int], str], *steps: tuple[str, int, str | Promise]) -> list[Badge]:
    return [Badge(slug, measure, needed, icon, title, words) for slug, needed, title in steps]


def _visits(n: int) -> str:
    return ngettext("%(n)d accepted visit", "%(n)d accepted visits", n) % {"n": n}


def _weeks(n: int) -> str:
    return ngettext("%(n)d week in a row with accepted work", "%(n)d weeks in a row with accepted work", n) % {"n": n}


def _sharp(n: int) -> str:
    return ngettext("%(n)d visit marked 4.5 or better", "%(n)d visits marked 4.5 or better", n) % {"n": n}


def _fixes(n: int) -> str:
    words = ngettext("%(n)d change for customers grew from what you found", "%(n)d changes for customers grew from what you found", n)
    return words % {"n": n}


def _brought(n: int) -> str:
    return ngettext("%(n)d colleague brought, with accepted work", "%(n)d colleagues brought, with accepted work", n) % {"n": n}


def _modules(n: int) -> str:  # noqa: ARG001 - there are three
    return gettext("Accepted work in a routine, a dynamic and an all-hands task")


BADGES: tuple[Badge, ...] = (
    *_family(
        "visits", "lens", _visits,
        ("visits-1", 1, _("First print")), ("visits-5", 5, _("Warmed up")), ("visits-10", 10, _("Ten doors")),
        ("visits-25", 25, _("Old hand")), ("visits-50", 50, _("Half a hundred")), ("visits-100", 100, _("The hundred")),
    ),
    *_family(
        "sharp", "star", _sharp,
        ("sharp-1", 1, _("Sharp eye")), ("sharp-5", 5, _("Sharper eye")), ("sharp-15", 15, _("Eagle")),
        ("sharp-40", 40, _("Nothing escapes")),
    ),
    *_family(
        "weeks", "cal", _weeks,
        ("weeks-4", 4, _("A month of prints")), ("weeks-8", 8, _("In rhythm")), ("weeks-13", 13, _("A whole quarter")),
        ("weeks-26", 26, _("Clockwork")),
    ),
    *_family(
        "fixes", "leaf", _fixes,
        ("fixes-1", 1, _("First leaf")), ("fixes-3", 3, _("Three fixes")), ("fixes-5", 5, _("Five fixes")),
        ("fixes-10", 10, _("A tree of ten")),
    ),
    *_family("brought", "share", _brought, ("brought-1", 1, _("Good company")), ("brought-5", 5, _("Open door"))),
    *_family("modules", "users", _modules, ("modules-3", 3, _("All-rounder"))),
)  # fmt: skip


@dataclass(frozen=True)
class Level:
    """A step of the ladder; the first is everybody's."""

    number: int
    needed: int  # experience
    title: str | Promise

    @property
    def slug(self) -> str:
        return f"level-{self.number}"


LEVELS: tuple[Level, ...] = (
    Level(1, 0, _("Newcomer")),
    Level(2, 100, _("Observer")),
    Level(3, 300, _("Pathfinder")),
    Level(4, 700, _("Scout")),
    Level(5, 1_500, _("Investigator")),
    Level(6, 3_000, _("Detective")),
    Level(7, 6_000, _("Master detective")),
    Level(8, 12_000, _("Legend of the house")),
)

BADGE_CALLED = {badge.slug: badge for badge in BADGES}
LEVEL_CALLED = {level.slug: level for level in LEVELS}


def facts_of(done: Sequence[Done], *, fixes: int = 0, brought: int = 0) -> Facts:
    """What a life of accepted work amounts to."""
    return Facts(
        visits=len(done),
        sharp=sum(work.quality >= SHARP for work in done),
        weeks=longest_run(work.on for work in done),
        modules=len({work.module for work in done if work.module}),
        fixes=fixes,
        brought=brought,
        experience=sum(weighed(work.points, work.quality) for work in done),
    )


def weighed(points: int, quality: Decimal) -> int:
    """Points by quality: the best mark counts in full, half the marks count half."""
    return int((points * quality / FULL).to_integral_value())


def reached(facts: Facts) -> list[str]:
    """Every badge and level that these facts earn."""
    levels = [level.slug for level in LEVELS[1:] if facts.experience >= level.needed]
    return [badge.slug for badge in BADGES if badge.reached(facts)] + levels


def level_of(slugs: Iterable[str]) -> Level:
    """The highest level among somebody's medals."""
    return max((LEVEL_CALLED[slug] for slug in slugs if slug in LEVEL_CALLED), key=lambda level: level.number, default=LEVELS[0])


def level_after(level: Level) -> Level | None:
    return next((following for following in LEVELS if following.number == level.number + 1), None)


def name_of(slug: str) -> str | Promise:
    """What a medal is called; a badge that no longer exists keeps its slug."""
    found = BADGE_CALLED.get(slug) or LEVEL_CALLED.get(slug)
    return found.title if found else slug
