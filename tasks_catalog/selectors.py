"""What is open to whom, and how its seats stand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args

from django.db.models import Q, QuerySet

from members.models import Member
from members.rights import SUPER_MANAGER, TESTER, has_right
from seats.selectors import NOTHING, Standing, standings
from shared.prepared import Given, among, prepared
from shared.translated import Texts, in_language
from tasks_catalog.models import Task
from tasks_catalog.offering import (
    FOR_ALL,
    INSIDER,
    MEANT,
    NEWEST,
    NO_WISH,
    OFFERED,
    OPENED,
    PUBLISHED,
    SORTED,
    Order,
    Walk,
    Wish,
    find,
    walks,
)  # fmt: skip

ORDERS: tuple[Order, ...] = get_args(Order.__value__)
STILL_HOT = timedelta(minutes=15)  # so long after opening, a task with free seats is still the hot one
SHOWN = 12  # tasks on one page of the list
WINDOW = 24  # so many are looked at together: among them, what can be had comes first
GLANCE = 12  # so many are looked at to find the few that the first page shows
LATER = 12  # shown of those that open later
MOST_COUNTED = 21  # who has as many reads "more than 20"


@dataclass(frozen=True)
class Offer:
    """A task and how its seats stand."""

    task: Task
    standing: Standing
    opens_later: bool = False


@dataclass(frozen=True)
class Page:
    """A page of the list, and where the next one begins: with `ids`, then behind the task `after`."""

    offers: list[Offer]
    ids: list[int]
    after: int | None

    @property
    def more(self) -> bool:
        return bool(self.ids or self.after)

    @property
    def next(self) -> str:
        """How an address says where the next page begins."""
        behind = f"&after={self.after}" if self.after else ""
        return f"&next={'.'.join(map(str, self.ids))}{behind}" if self.ids else behind

    @property
    def count(self) -> int:
        """How many are known of, whether shown or not."""
        return len(self.offers) + len(self.ids)


@dataclass(frozen=True)
class Board:
    """The hot task, the first page of the open ones, those that open later, and how many are kept from insiders."""

    hot: Offer | None
    page: Page
    later: list[Offer]
    kept: int
    more_later: bool = False

    @property
    def kept_many(self) -> bool:
        return self.kept >= MOST_COUNTED


def board_of(*, member: Member, now: datetime, order: Order = "you", taken: Collection[int] = (), wish: Wish = NO_WISH) -> Board:
    """What the list begins with, without the tasks `taken`; in three queries, however many tasks there are."""
    open_now = walks(order, limit=WINDOW + 1, after=None, department=member.department_id, here=wish.here)
    just, later, kept, *opened = find([JUST, _later(LATER + 2), KEPT, *open_now], member=member, now=now, but=taken, wish=wish)
    window, after = _window(opened)
    stands = standings(map(reference, [*just, *window, *later[:1]]))
    hot = _hot(just, later, stands)
    ids = _free_first([pk for pk in window if pk != hot], stands)
    later = [pk for pk in later if pk != hot]
    offers = _offers([hot, *ids[:SHOWN], *later[:LATER]], stands, now)
    return Board(
        hot=offers.get(hot),
        page=Page([offers[pk] for pk in ids[:SHOWN] if pk in offers], ids[SHOWN:], after),
        later=[offers[pk] for pk in later[:LATER] if pk in offers],
        more_later=len(later) > LATER,
        kept=len(kept),
    )


def page_of(
    *,
    member: Member,
    now: datetime,
    order: Order = "you",
    taken: Collection[int] = (),
    wish: Wish = NO_WISH,
    ids: Collection[int] = (),
    after: int | None = None,
) -> Page:
    """The page that begins with the tasks `ids`, as far as they are still offered, and goes on behind the task `after`."""
    if ids:
        (still,) = find([STILL], member=member, now=now, but=taken, only=ids)
        window = [pk for pk in ids if pk in still]
    else:
        behind = Task.objects.filter(pk=after).first() if after else None
        open_now = walks(order, limit=WINDOW + 1, after=behind, department=member.department_id, here=wish.here)
        window, after = _window(find(open_now, member=member, now=now, but=taken, after=behind, wish=wish))
    stands = standings(map(reference, window))
    window = window if ids else _free_first(window, stands)
    offers = _offers(window[:SHOWN], stands, now)
    return Page([offers[pk] for pk in window[:SHOWN] if pk in offers], window[SHOWN:], after)


def at_the_door(*, member: Member, now: datetime, taken: Collection[int] = (), shown: int = 3) -> tuple[Offer | None, list[Offer], int]:
    """The hot task, the best open ones that can be had, and how many more of those there are in sight; in three queries."""
    open_now = walks("you", limit=GLANCE, after=None, department=member.department_id)
    just, later, *opened = find([JUST, _later(1), *open_now], member=member, now=now, but=taken)
    window = [pk for pks in opened for pk in pks][:GLANCE]
    stands = standings(map(reference, [*just, *window, *later]))
    hot = _hot(just, later, stands)
    free = [pk for pk in window if pk != hot and _stand(pk, stands).free]
    offers = _offers([hot, *free[:shown]], stands, now)
    return offers.get(hot), [offers[pk] for pk in free[:shown] if pk in offers], max(0, len(free) - shown)


def next_best(*, member: Member, now: datetime, than: Task, taken: Collection[int] = ()) -> Offer | None:
    """Another task with a free seat, the best paid first; `taken` are the ids of tasks the member has already."""
    others = Walk(f"{OFFERED} AND {OPENED}", SORTED["points"], 50)
    (found,) = find([others], member=member, now=now, but=[*taken, than.pk])
    stands = standings(map(reference, found))
    best = next((pk for pk in found if _stand(pk, stands).free), 0)
    return _offers([best], stands, now).get(best) if best else None


JUST = Walk(f"{OFFERED} AND {OPENED} AND t.opens_at > %(now)s - interval '{STILL_HOT.seconds} seconds'", "t.opens_at, t.id", SHOWN)
STILL = Walk(f"{OFFERED} AND {OPENED} AND t.id = ANY(%(only)s)", NEWEST, WINDOW)
KEPT = Walk(f"{PUBLISHED} AND ({FOR_ALL} OR {MEANT}) AND {INSIDER} AND {OPENED}", "", MOST_COUNTED)


def _later(limit: int) -> Walk:
    return Walk(f"{OFFERED} AND t.opens_at > %(now)s", "t.opens_at, t.id", limit)


def reference(task: int) -> str:
    return f"task:{task}"


def _window(opened: list[list[int]]) -> tuple[list[int], int | None]:
    """The tasks looked at together, and the last of them if more come behind it."""
    window = [pk for pks in opened for pk in pks]
    return window[:WINDOW], window[WINDOW - 1] if len(window) > WINDOW else None


def _stand(pk: int, stands: Mapping[str, Standing]) -> Standing:
    return stands.get(reference(pk), NOTHING)


def _free_first(window: list[int], stands: Mapping[str, Standing]) -> list[int]:
    return sorted(window, key=lambda pk: not _stand(pk, stands).free)


def _hot(just: list[int], later: list[int], stands: Mapping[str, Standing]) -> int:
    """What just opened and is not all taken, else what opens next; 0: nothing."""
    return next((pk for pk in [*(one for one in just if _stand(one, stands).free), *later]), 0)


def _offers(ids: list[int], stands: Mapping[str, Standing], now: datetime) -> dict[int, Offer]:
    return {task.pk: Offer(task, _stand(task.pk, stands), opens_later=task.opens_at > now) for task in _tasks.objects(ids=ids)}


@prepared
def _tasks(ids: Given) -> QuerySet[Task]:
    return Task.objects.filter(among("pk", ids))


def cities_of(member: Member, *, now: datetime) -> list[Texts]:
    """The cities that open tasks lead this member to, each once, in the order of the reader's alphabet."""
    open_now = Task.objects.filter(state=Task.State.OPEN, opens_at__lte=now).exclude(city={})
    mine = [member.department_id or 0]
    open_now = open_now.filter(Q(audience=[]) | Q(audience__contains=mine)).exclude(closes_at__lte=now)
    open_now = open_now.exclude(insiders_allowed=False, owners__contains=mine)
    if not has_right(member, TESTER, SUPER_MANAGER):
        open_now = open_now.filter(kind=Task.Kind.ALL_HANDS)
    found = {city.get("en") or in_language(city): city for city in open_now.order_by().values_list("city", flat=True).distinct()}
    return sorted(found.values(), key=in_language)
