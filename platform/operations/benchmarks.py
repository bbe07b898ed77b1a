"""Speed as ratios measured in one run, so that the machine does not matter: ours against the least it could be."""

import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from statistics import median

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.utils import timezone

from members.models import Member
from members.rights import member_required
from rewards.services.budgets import fund_budget, pay, reserve_points
from seats.services import make_pool
from seats.taking import take

ROUND = 200
WARM_UP = 5
OPENED_MOST = ("/", "/tasks/", "/wallet/", "/shop/", "/inbox/", "/me/")


type Work = Callable[[int], object]


@dataclass(frozen=True)
class Measured:
    """`ratio` is ours by the least; `goal` is what it may be at most."""

    name: str
    ours_ms: float
    least_ms: float
    goal: float

    @property
    def ratio(self) -> float:
        return self.ours_ms / self.least_ms

    @property
    def verdict(self) -> str:
        return "good" if self.ratio <= self.goal else "too slow"

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"ratio": round(self.ratio, 2), "verdict": self.verdict}


@member_required
def trivial(_request: HttpRequest) -> HttpResponse:
    """The least a page can be: who asks is looked up, and a word is answered."""
    return HttpResponse("ok")


urlpatterns = [path("bench/", trivial), path("", include("config.urls"))]


def _in_turn(ours: Work, least: Work, times: int = ROUND) -> tuple[float, float]:
    """The medians of both in milliseconds, run in turn, so that what else the machine does meets both alike."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(-WARM_UP, times):
        for mine, work in zip(taken, (ours, least), strict=True):
            started = time.perf_counter()
            work(number)
            if number >= 0:
                mine.append((time.perf_counter() - started) * 1000)
    return median(taken[0]), median(taken[1])


def _bare_insert() -> Work:
    """One committed row under a unique index."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_bare (pool bigint, member bigint, PRIMARY KEY (pool, member))")
        cursor.execute("TRUNCATE bench_bare")

    def insert(number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_bare VALUES (1, %s)", [number])

    return insert


def _members(count: int) -> list[Member]:
    stem = uuid.uuid4().hex[:8]
    return Member.objects.bulk_create([Member(email=f"{stem}-{number}@bench.example") for number in range(count)])


def seats() -> list[Measured]:
    """Taking a seat: conditional, unique, told apart by key, noted for fairness."""
    now = timezone.now()
    people = _members(ROUND + WARM_UP)
    pool = make_pool(
        reference=f"bench:{uuid.uuid4().hex[:8]}",
        capacity=ROUND + WARM_UP,
        opens_at=now - timedelta(hours=1),
        hold_for=timedelta(hours=1),
        take_up_for=timedelta(minutes=5),
    )
    pair = _in_turn(lambda number: take(pool=pool, member=people[number], key=uuid.uuid4(), now=now), _bare_insert())
    return [Measured("take a seat ÷ bare unique insert", *pair, goal=12)]


def awards() -> list[Measured]:
    """Paying points: two balances, one transfer that cannot be changed, once per reference."""
    now = timezone.now()
    stem = uuid.uuid4().hex[:8]
    member = _members(1)[0]
    fund_budget(campaign_reference=f"campaign:{stem}", amount=1_000_000, now=now)
    reserve_points(campaign_reference=f"campaign:{stem}", task_reference=f"task:{stem}", amount=1_000_000, now=now)

    def award(number: int) -> None:
        pay(member=member, amount=10, reference=f"submission:{stem}{number}", from_reference=f"task:{stem}", now=now)

    return [Measured("pay points ÷ bare unique insert", *_in_turn(award, _bare_insert()), goal=12)]


def pages() -> list[Measured]:
    """What a member opens most, against a page that says one word."""
    client = Client()
    client.force_login(_members(1)[0], backend=settings.AUTHENTICATION_BACKENDS[0])
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]):
        return [Measured(f"page {address} ÷ trivial signed-in page", *_page(client, address), goal=12) for address in OPENED_MOST]


def _page(client: Client, address: str) -> tuple[float, float]:
    return _in_turn(lambda _number: client.get(address), lambda _number: client.get("/bench/"), times=60)


BENCHMARKS = {"seats": seats, "awards": awards, "pages": pages}


def measure(only: str = "") -> list[Measured]:
    """Run all, or those named in `only`, separated by commas."""
    wanted = [name for name in only.split(",") if name] or list(BENCHMARKS)
    if unknown := set(wanted) - set(BENCHMARKS):
        raise ValueError(f"No such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join(BENCHMARKS)}.")
    return [result for name in wanted for result in BENCHMARKS[name]()]
