"""The board is a pure function of the ledger, and respects who wants to be seen."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Member
from rewards import ledger
from rewards.models import Transfer
from rewards.services import Work, count_work, fund_budget, pay, reserve_points
from rewards.standings import my_board, quality_board, quarter_of, team_board
from tests.members.factories import DepartmentFactory, MemberFactory
from tests.rewards.factories import give

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def board(member: Member, now: datetime) -> list[tuple[int, str, int]]:
    return [(place.rank, place.name, place.points) for place in my_board(member, now=now).places]


@pytest.mark.parametrize(("month", "first", "following"), [(1, 1, 4), (3, 1, 4), (4, 4, 7), (12, 10, 1)])
def test_a_quarter_is_three_months_of_the_programmes_own_time(month: int, first: int, following: int) -> None:
    since, until = quarter_of(datetime(2026, month, 15, tzinfo=UTC))

    assert ((since.month, since.day, since.hour), (until.month, until.day)) == ((first, 1, 0), (following, 1))


def test_more_points_stand_first_and_equal_ones_by_who_had_them_first(ada: Member, bea: Member, cy: Member, noon: datetime) -> None:
    for member, points, at in ((ada, 50, noon), (bea, 80, noon + DAY), (cy, 80, noon)):
        give(member, points, at)

    assert board(ada, noon + 2 * DAY) == [(1, "Cy of the harbour", 80), (2, "Bea of the harbour", 80), (3, "Ada", 50)]
    assert my_board(ada, now=noon + 2 * DAY).to_next == 31


def test_names_are_shown_only_to_those_who_want_it(ada: Member, bea: Member, cy: Member, eve: Member, noon: datetime) -> None:
    for member, wish in ((bea, "name"), (cy, "alias"), (eve, "hidden")):
        Member.objects.filter(pk=member.pk).update(board_name=wish)
        give(member, 10, noon)
    give(ada, 5, noon)

    names = {name for _rank, name, _points in board(ada, noon)}

    assert names == {"Bea", "Cy of the harbour", "Ada"}


def test_a_reversal_takes_the_points_off_the_board(ada: Member, noon: datetime) -> None:
    give(ada, 50, noon)
    give(ada, 30, noon)
    ledger.reverse(Transfer.objects.get(amount=30, code="submission"), now=noon + DAY)

    assert board(ada, noon + DAY) == [(1, "Ada", 50)]


def test_what_came_out_of_a_red_packet_is_luck_and_no_rank(ada: Member, noon: datetime) -> None:
    give(ada, 50, noon)
    fund_budget(campaign_reference="campaign:red", amount=20, now=noon)
    reserve_points(campaign_reference="campaign:red", task_reference="task:red", amount=20, now=noon)
    pay(member=ada, amount=20, reference="red-packet:1", from_reference="task:red", now=noon)

    assert board(ada, noon) == [(1, "Ada", 50)]


def test_last_quarters_points_do_not_count(ada: Member, noon: datetime) -> None:
    give(ada, 50, noon)

    assert board(ada, noon + 60 * DAY) == []


def test_only_the_neighbourhood_is_shown(ada: Member, noon: datetime) -> None:
    for points in range(10, 200, 10):
        give(MemberFactory(), points, noon)
    give(ada, 95, noon)

    assert [points for _rank, _name, points in board(ada, noon)] == [120, 110, 100, 95, 90, 80, 70]


def test_teams_are_compared_by_their_average_and_small_ones_left_out(ada: Member, noon: datetime) -> None:
    risk = DepartmentFactory(code="risk")
    people: list[Member] = [ada, MemberFactory(), MemberFactory()]
    for member in people:
        give(member, 30, noon)
    give(MemberFactory(department=risk), 1000, noon)

    assert [(place.name, place.points, place.people, place.is_me) for place in team_board(ada, now=noon)] == [("Cards", 30, 3, True)]


@pytest.mark.parametrize("query", ["", "?board=teams"])
def test_the_page_has_its_empty_state(ada: Member, client: Client, query: str) -> None:
    assert client.get(reverse("rewards:standings")).status_code == 302
    client.force_login(ada)
    assert client.get(reverse("rewards:standings") + query).status_code == 200
    assert client.post(reverse("rewards:standings")).status_code == 405


def weighed(member: Member, points: int, quality: float, on: datetime, number: int = 1) -> None:
    count_work(member=member, work=Work(f"submission:{member.pk}.{number}", points, quality, "routine", on.date()), now=on)


def test_points_are_weighed_by_the_quality_of_the_work(ada: Member, bea: Member, cy: Member, noon: datetime) -> None:
    for member, points in ((ada, 100), (bea, 80), (cy, 70)):
        give(member, points, noon)
    weighed(ada, 100, 3.0, noon)
    weighed(bea, 80, 5.0, noon)

    found = my_board(ada, now=noon)

    assert [place.points for place in found.places] == [80, 70, 60]  # Cy has no marks: an award counts in full
    assert (found.mine, found.to_next) == (found.places[2], 11)


def test_the_weight_rolls_over_thirteen_weeks(ada: Member, noon: datetime) -> None:
    give(ada, 100, noon)
    weighed(ada, 100, 1.0, noon - 91 * DAY, 1)
    weighed(ada, 100, 4.0, noon - 90 * DAY, 2)

    assert [place.points for place in my_board(ada, now=noon).places] == [80]


def test_work_of_tomorrow_does_not_weigh_today(ada: Member, noon: datetime) -> None:
    give(ada, 100, noon)
    weighed(ada, 100, 1.0, noon + DAY)

    assert [place.points for place in my_board(ada, now=noon).places] == [100]


def test_the_board_of_quality_ranks_by_the_mean_mark_of_three_works_and_more(ada: Member, bea: Member, cy: Member, noon: datetime) -> None:
    for number in range(3):
        weighed(ada, 100, 4.0, noon, number)
        weighed(bea, 10, 4.5, noon, number)
    weighed(cy, 100, 5.0, noon, 1)
    weighed(cy, 100, 5.0, noon, 2)

    places = quality_board(ada, now=noon).places

    assert [(place.rank, place.is_me, float(place.quality or 0)) for place in places] == [(1, False, 4.5), (2, True, 4.0)]


def test_who_is_hidden_sees_their_own_numbers_without_a_place(ada: Member, bea: Member, noon: datetime) -> None:
    Member.objects.filter(pk=ada.pk).update(board_name="hidden")
    ada.refresh_from_db()
    for member in (ada, bea):
        give(member, 50, noon)
        for number in range(3):
            weighed(member, 50, 4.0, noon, number)

    for found, points in ((my_board(ada, now=noon), 40), (quality_board(ada, now=noon), 400)):
        assert [place.is_me for place in found.places] == [False]
        assert found.mine is not None
        assert (found.mine.rank, found.mine.points, found.people) == (0, points, 1)


def test_neighbours_show_the_quality_of_their_work(ada: Member, noon: datetime) -> None:
    give(ada, 50, noon)
    weighed(ada, 50, 4.5, noon)

    assert [float(place.quality or 0) for place in my_board(ada, now=noon).places] == [4.5]


@pytest.mark.parametrize("board", ["", "?board=teams", "?board=quality", "?board=nonsense"])
def test_each_board_has_its_page(ada: Member, client: Client, board: str, noon: datetime) -> None:
    give(ada, 50, noon)
    client.force_login(ada)

    assert client.get(reverse("rewards:standings") + board).status_code == 200
