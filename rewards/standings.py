"""Who earned how much this quarter, and how good it was: the ledger's points, so that board and books cannot differ, weighed by quality."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Avg, Count, Max, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Department, Member
from rewards.badges import FULL
from rewards.models import Account, Merit, Transfer
from shared.translated import in_language

AROUND = 3  # places shown above and below one's own
NOT_EARNED = ("reversal", "red-packet")  # luck is no merit
WINDOW = timedelta(weeks=13)  # over which quality is taken: it rolls
ENOUGH = 3  # accepted works for the board of quality
TEAM_OF = 3  # a team with fewer earners would show single persons


@dataclass(frozen=True)
class Place:
    """One line of a board."""

    rank: int
    name: str
    points: int
    is_me: bool = False
    is_alias: bool = False
    people: int = 1
    quality: Decimal | None = None  # mean of the marks, rolling

    @property
    def initials(self) -> str:
        return self.name[:2].upper()


@dataclass(frozen=True)
class Board:
    places: list[Place]  # my neighbourhood
    mine: Place | None  # none: nothing earned yet; who is hidden has rank 0
    to_next: int  # points to the place before mine
    people: int


def quarter_of(now: datetime) -> tuple[datetime, datetime]:
    """The first moment of this quarter and of the next, in the programme's own time."""
    today = timezone.localdate(now)
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    following = (first + timedelta(days=100)).replace(day=1)
    zone = timezone.get_current_timezone()
    return datetime.combine(first, time.min, zone), datetime.combine(following, time.min, zone)


def my_board(member: Member, *, now: datetime) -> Board:
    """My place this quarter among all who are shown, and my neighbours; equal points go to who had them first."""
    return _around(member, *_weighed(now))


def quality_board(member: Member, *, now: datetime) -> Board:
    """My place by the mean mark of the last thirteen weeks, among all with enough accepted work."""
    rows = _recent(now).values_list("member").annotate(mark=Avg("quality"), last=Max("at"), works=Count("pk"))
    marks = {pk: (mark, last) for pk, mark, last, works in rows if works >= ENOUGH}
    scores = {pk: (round(100 * mark), last) for pk, (mark, last) in marks.items()}
    return _around(member, scores, {pk: mark for pk, (mark, _last) in marks.items()})


def _around(member: Member, scores: Mapping[int, tuple[int, datetime]], marks: Mapping[int, Decimal]) -> Board:
    """The neighbourhood of a member among these scores; who is hidden sees their own numbers and has no place."""
    people = Member.objects.filter(is_active=True, left_at=None).in_bulk([*scores, member.pk])
    shown = [pk for pk in scores if pk in people and people[pk].board_name != Member.BoardName.HIDDEN and scores[pk][0] > 0]
    order = sorted(shown, key=lambda pk: (-scores[pk][0], scores[pk][1], pk))
    at = order.index(member.pk) if member.pk in shown else None
    first = 0 if at is None else max(0, min(at - AROUND, len(order) - 2 * AROUND - 1))
    near = list(enumerate(order, start=1))[first : first + 2 * AROUND + 1]
    places = [_place(rank, people[pk], scores[pk][0], member, marks.get(pk)) for rank, pk in near]
    if at is None:
        own = _place(0, member, scores[member.pk][0], member, marks.get(member.pk)) if member.pk in scores else None
        return Board(places, own, 0, len(order))
    to_next = scores[order[at - 1]][0] - scores[member.pk][0] + 1 if at else 0
    return Board(places, places[at - first], to_next, len(order))


def _recent(now: datetime) -> QuerySet[Merit]:
    today = timezone.localdate(now)
    return Merit.objects.filter(kind=Merit.Kind.WORK, on__gt=today - WINDOW, on__lte=today)


def _weighed(now: datetime) -> tuple[dict[int, tuple[int, datetime]], dict[int, Decimal]]:
    """This quarter's points by the mean mark of the last thirteen weeks, and the marks; what has no mark counts in full."""
    earned = _earned(now)
    marks: dict[int, Decimal] = dict(_recent(now).filter(member__in=list(earned)).values_list("member").annotate(Avg("quality")))
    scores = {pk: (round(points * marks.get(pk, FULL) / FULL), last) for pk, (points, last) in earned.items()}
    return scores, marks


def team_board(member: Member, *, now: datetime) -> list[Place]:
    """Departments by what their people earned on average, weighed as on the other board; small ones are left out."""
    earned, teams = _weighed(now)[0], defaultdict(list)
    rows: Iterable[tuple[int, int | None]] = Member.objects.filter(pk__in=earned, is_active=True).values_list("pk", "department")
    for pk, department in rows:
        if department is not None and earned[pk][0] > 0:
            teams[department].append(earned[pk][0])
    names = Department.objects.in_bulk([team for team, points in teams.items() if len(points) >= TEAM_OF])
    means = sorted(((round(sum(teams[pk]) / len(teams[pk])), pk) for pk in names), key=lambda pair: (-pair[0], pair[1]))
    return [
        Place(rank, in_language(names[pk].name) or names[pk].code, points, is_me=pk == member.department_id, people=len(teams[pk]))
        for rank, (points, pk) in enumerate(means, start=1)
    ]


def _earned(now: datetime) -> dict[int, tuple[int, datetime]]:
    """Points by member in this quarter, mistakes taken off, and when the last of them came."""
    since, until = quarter_of(now)
    moved = Transfer.objects.filter(kind=Transfer.Kind.POSTED, at__gte=since, at__lt=min(until, now + timedelta(seconds=1)))
    came = moved.filter(credit__kind=Account.Kind.PURSE).exclude(code__in=NOT_EARNED)
    back = dict(moved.filter(debit__kind=Account.Kind.PURSE, code="reversal").values_list("debit__member").annotate(Sum("amount")))
    rows = came.values_list("credit__member").annotate(Sum("amount"), Max("at"))
    return {pk: (points - back.get(pk, 0), last) for pk, points, last in rows}


def board_differences(*, now: datetime) -> Iterator[tuple[int, int, int]]:
    """Where a board would say something else than the transfers one after the other: member, points on the board, points earned."""
    since, _until = quarter_of(now)
    shown = {member: points for member, (points, _last) in _earned(now).items()}
    earned: dict[int, int] = defaultdict(int)
    moved = Transfer.objects.filter(kind=Transfer.Kind.POSTED, at__gte=since, at__lte=now).order_by()
    rows = moved.values_list("code", "amount", "credit__member", "debit__member")
    for code, amount, to, taken_from in rows.iterator(chunk_size=5000):
        if to is not None and code not in NOT_EARNED:
            earned[to] += amount
        if taken_from is not None and code == "reversal":
            earned[taken_from] -= amount
    for member in sorted(shown.keys() | earned.keys()):
        if member in shown and shown[member] != earned[member]:
            yield member, shown[member], earned[member]


def name_on_boards(found: Member, reader: Member) -> tuple[str, bool]:
    """What the reader sees of somebody who is not hidden, and whether it is an alias; their own name of themselves."""
    alias = found != reader and found.board_name != Member.BoardName.NAME
    return ((found.alias or _("Somebody")) if alias else found.called), alias


def _place(rank: int, found: Member, points: int, reader: Member, quality: Decimal | None = None) -> Place:
    name, is_alias = name_on_boards(found, reader)
    return Place(rank, name, points, is_me=found == reader, is_alias=is_alias, quality=quality)
