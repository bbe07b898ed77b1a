"""What the pages of a round show."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.http import Http404

from members.models import Member
from recruitment.models import Entry, QuizAttempt, Round
from recruitment.quiz import ranked
from seats.selectors import NOTHING, Standing, standings


@dataclass(frozen=True)
class Door:
    """A round as one member sees it at one moment."""

    round: Round
    standing: Standing
    entry: Entry | None
    at: datetime

    @property
    def is_open(self) -> bool:
        return self.round.is_open(at=self.at)

    @property
    def is_ahead(self) -> bool:
        return self.round.closed_at is None and self.at < self.round.opens_at

    @property
    def is_over(self) -> bool:
        return not self.is_open and not self.is_ahead

    @property
    def seconds_until_open(self) -> int:
        return max(0, ceil((self.round.opens_at - self.at).total_seconds()))

    @property
    def is_mine(self) -> bool:
        return self.entry is not None and self.entry.state != Entry.State.WITHDRAWN


def doors_for(member: Member, *, now: datetime) -> list[Door]:
    """All rounds: what is open first, then what comes, then what is over."""
    rounds = list(Round.objects.order_by("-opens_at", "pk")[:60])
    entries = {entry.round_id: entry for entry in Entry.objects.filter(member=member, round__in=rounds)}
    pools = standings(found.pool_reference for found in rounds)
    doors = [Door(found, pools.get(found.pool_reference, NOTHING), entries.get(found.pk), now) for found in rounds]
    return sorted(doors, key=lambda door: (not door.is_open, not door.is_ahead))


def door_for(member: Member, slug: str, *, now: datetime) -> Door:
    """One round; 404 when there is none."""
    found = round_called(slug)
    entry = Entry.objects.select_related("attempt").filter(round=found, member=member).first()
    return Door(found, standings([found.pool_reference]).get(found.pool_reference, NOTHING), entry, now)


def round_called(slug: str) -> Round:
    found = Round.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def attempt_of(member: Member, slug: str) -> QuizAttempt | None:
    """The member's attempt in this round, if there is one."""
    return QuizAttempt.objects.select_related("entry__round").filter(entry__member=member, entry__round__slug=slug).first()


def entries_of(found: Round) -> list[Entry]:
    """Everybody in the round: a quiz by rank, a flash claim by arrival."""
    entries = list(found.entries.select_related("member__department", "attempt").order_by("entered_at", "pk"))
    first = ranked(entries)
    placed = {entry.pk for entry in first}
    return first + [entry for entry in entries if entry.pk not in placed]


def counts_of(entries: list[Entry]) -> list[tuple[str, int]]:
    """How many are in which state, in the order of the states."""
    counts = Counter(entry.state for entry in entries)
    return [(str(state.label), counts[state]) for state in Entry.State if counts[state]]
