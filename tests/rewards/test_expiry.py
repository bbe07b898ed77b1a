"""Points end N months after they were earned, first in first out; the formula against lots kept by hand."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import Settings

from members.models import Member
from notifications.models import Note
from rewards import ledger, services
from rewards.models import Transfer
from rewards.services.expiries import over_on
from rewards.tasks import expire_the_points
from tests.members.factories import MemberFactory
from tests.rewards.factories import as_, give
from tests.support import at_the_same_time

DAY = timedelta(days=1)


def spend(member: Member, points: int, now: datetime) -> Transfer:
    return ledger.transfer(debit=ledger.purse(member), credit="redemption", amount=points, reference=f"{uuid4()}", code="test", now=now)


def left(member: Member) -> int:
    return ledger.balance(ledger.purse_of(member))


@pytest.mark.django_db
def test_points_end_after_their_months_and_not_before(ada: Member) -> None:
    give(ada, 100, datetime(2024, 3, 2, 12, tzinfo=UTC))

    assert services.expire_points(now=datetime(2026, 3, 2, 1, tzinfo=UTC)) == 0
    assert services.expire_points(now=datetime(2026, 3, 2, 20, tzinfo=UTC)) == 100  # the third of March in Shanghai
    assert left(ada) == 0
    assert Transfer.objects.get(code="expiry").reference == f"expiry:{ada.pk}:2026-03-03"


@pytest.mark.django_db
def test_what_was_spent_was_the_oldest(ada: Member, noon: datetime) -> None:
    give(ada, 100, noon - 800 * DAY)
    give(ada, 50, noon - 10 * DAY)
    spend(ada, 70, noon - 5 * DAY)

    assert services.expire_points(now=noon) == 30
    assert left(ada) == 50


@pytest.mark.django_db
def test_a_second_run_ends_nothing_more(ada: Member, noon: datetime) -> None:
    give(ada, 100, noon - 800 * DAY)

    assert [services.expire_points(now=noon), services.expire_points(now=noon), services.expire_points(now=noon + DAY)] == [100, 0, 0]
    assert Note.objects.filter(member=ada, kind="expiry").count() == 1


@pytest.mark.django_db
def test_two_beats_end_points_once_a_night(db: None) -> None:
    assert [expire_the_points(), expire_the_points()] == [True, False]


@pytest.mark.django_db
def test_held_points_do_not_end_and_end_when_they_come_back(ada: Member, noon: datetime) -> None:
    give(ada, 100, noon - 800 * DAY)
    hold = ledger.hold(debit=ledger.purse(ada), credit="redemption", amount=60, reference="h", code="test", now=noon - 1 * DAY)
    assert services.expire_points(now=noon) == 40

    ledger.void(hold, now=noon + timedelta(hours=1))

    assert services.expire_points(now=noon + timedelta(hours=2)) == 0  # once a day
    assert services.expire_points(now=noon + DAY) == 60


@pytest.mark.django_db
def test_a_mistake_taken_back_was_never_earned(ada: Member, noon: datetime) -> None:
    give(ada, 100, noon - 800 * DAY)
    give(ada, 30, noon - 10 * DAY)
    ledger.reverse(Transfer.objects.get(credit=ledger.purse_of(ada), amount=30), now=noon - 9 * DAY)

    assert services.expire_points(now=noon) == 100  # not 70: the reversal took back the young ones


@pytest.mark.django_db
def test_zero_months_mean_for_ever(ada: Member, noon: datetime, settings: Settings) -> None:
    settings.POINTS_LIVE_MONTHS = 0
    give(ada, 100, noon - 8000 * DAY)

    assert services.expire_points(now=noon) == 0
    assert services.warn_of_expiry(now=noon) == 0


@pytest.mark.django_db
def test_the_member_is_told_a_month_before_once(ada: Member, settings: Settings) -> None:
    give(ada, 40, datetime(2024, 3, 20, 12, tzinfo=UTC))
    give(ada, 60, datetime(2024, 3, 25, 12, tzinfo=UTC))
    told = [services.warn_of_expiry(now=datetime(2026, 2, day, 17, tzinfo=UTC)) for day in (10, 24, 25)]

    assert told == [0, 1, 1]
    assert [note.title for note in Note.objects.filter(member=ada, kind="expiry")] == ["40 points expire on 21 March 2026"]


@pytest.mark.django_db
def test_the_wallet_says_what_ends_when_as_long_as_it_is_true(ada: Member) -> None:
    now = datetime.now(UTC)
    give(ada, 40, now - 720 * DAY)
    services.warn_of_expiry(now=now)
    page = as_(ada).get("/wallet/").content.decode()
    assert "40 points expire on" in page

    spend(ada, 40, now)

    assert "expire on" not in as_(ada).get("/wallet/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("earned", [date(2024, 2, 29), date(2024, 8, 30), date(2024, 12, 31), date(2025, 1, 1)])
@pytest.mark.parametrize("months", [1, 6, 24])
def test_the_day_that_was_told_is_the_day_on_which_points_end(ada: Member, settings: Settings, earned: date, months: int) -> None:
    settings.POINTS_LIVE_MONTHS = months
    give(ada, 10, datetime(earned.year, earned.month, earned.day, 4, tzinfo=UTC))
    over = over_on(earned)
    night = datetime(over.year, over.month, over.day, 4, tzinfo=UTC)

    assert [services.expire_points(now=night - DAY), services.expire_points(now=night)] == [0, 10]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_end_points_once(noon: datetime) -> None:
    people = [MemberFactory() for _ in range(5)]
    for member in people:
        give(member, 100, noon - 800 * DAY)

    answers = at_the_same_time(*(lambda: services.expire_points(now=noon) for _ in range(4)))

    assert sorted(answers, key=str) == sorted([500, 0, 0, 0], key=str)
    assert sum(left(member) for member in people) == 0


@pytest.mark.django_db(transaction=True)
def test_points_spent_while_they_end_are_not_taken_twice(ada: Member, noon: datetime) -> None:
    for n in range(4):
        give(ada, 100, noon - 800 * DAY)
        give(ada, 10, noon - 5 * DAY)
        at_the_same_time(lambda n=n: services.expire_points(now=noon + n * DAY), lambda n=n: spend(ada, 100, noon + n * DAY))  # type: ignore[misc]
        assert left(ada) in {0, 10 * (n + 1), 110 * (n + 1) - 100}
        if left(ada) < 10:
            return


# A naive first-in first-out of lots ------------------------------------------------

LIVES = timedelta(days=31)  # one month of settings, July and August: both have 31 days


class Lots:
    """Every earning is a lot; what goes takes the oldest first; a mistake takes back its own lot before others."""

    def __init__(self) -> None:
        self.lots: list[list[int]] = []  # [day, left], in order

    @property
    def left(self) -> int:
        return sum(rest for _day, rest in self.lots)

    def earn(self, day: int, points: int) -> list[int]:
        self.lots.append([day, points])
        return self.lots[-1]

    def take(self, points: int, lots: Iterator[list[int]] | None = None) -> None:
        for lot in lots or iter(self.lots):
            taken = min(points, lot[1])
            lot[1] -= taken
            points -= taken

    def end(self, day: int) -> int:
        over = sum(rest for earned, rest in self.lots if earned < day - LIVES.days)
        self.lots = [lot for lot in self.lots if lot[0] >= day - LIVES.days]
        return over


EVENTS = st.lists(
    st.tuples(st.sampled_from(["earn", "earn", "spend", "night", "night", "take back"]), st.integers(0, 9), st.integers(1, 40)), max_size=25
)


class TestFormula(TestCase):
    @settings(max_examples=40)
    @given(events=EVENTS)
    def test_the_formula_is_first_in_first_out(self, events: list[tuple[str, int, int]]) -> None:
        with self.settings(POINTS_LIVE_MONTHS=1):
            self.live(events)

    def live(self, events: list[tuple[str, int, int]]) -> None:
        member, lots, day = MemberFactory(), Lots(), 0
        start = datetime(2024, 7, 1, 4, tzinfo=UTC)
        earned: list[tuple[Transfer, list[int]]] = []
        for what, days, points in events:
            day = min(day + days, 61)  # until the end of August
            now = start + timedelta(days=day)
            if what == "earn":
                reference = f"{uuid4()}"
                made = ledger.transfer(debit="issue", credit=ledger.purse(member), amount=points, reference=reference, code="test", now=now)
                earned.append((made, lots.earn(day, points)))
            elif what == "spend" and lots.left >= points:
                spend(member, points, now)
                lots.take(points)
            elif what == "take back" and earned and lots.left >= earned[-1][0].amount:
                mistake, lot = earned.pop()
                ledger.reverse(mistake, now=now)
                lots.take(mistake.amount, iter([lot, *lots.lots]))
            elif what == "night":
                day += 1
                assert services.expire_points(now=start + timedelta(days=day)) == lots.end(day)
            assert left(member) == lots.left
