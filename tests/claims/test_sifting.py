"""The list of tasks, narrowed and put in order by where one is."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Member
from members.rights import TESTER, grant
from tasks_catalog.models import Task
from tasks_catalog.offering import Wish
from tasks_catalog.selectors import SHOWN, WINDOW, board_of, cities_of, page_of
from tests.members.factories import DepartmentFactory
from tests.tasks_catalog.factories import TaskFactory, TouchpointFactory, texts

LIST = reverse("claims:tasks")
SHANGHAI = {"en": "Shanghai", "zh-hans": "上海", "pl": "Szanghaj"}


@pytest.fixture
def yesterday(now: datetime) -> datetime:
    return now - timedelta(days=1)


def shown(client: Client, **asked: str) -> set[str]:
    return {offer.task.slug for offer in client.get(LIST, asked).context["page"].offers}


@pytest.fixture
def three(ada: Member, yesterday: datetime) -> None:
    grant(member=ada, right=TESTER)
    TaskFactory(slug="branch", kind=Task.Kind.ROUTINE, minutes=30, city=SHANGHAI, opens_at=yesterday)
    TaskFactory(slug="app", kind=Task.Kind.ROUTINE, minutes=10, opens_at=yesterday)
    TaskFactory(slug="call", minutes=10, opens_at=yesterday)


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"kind": "routine"}, {"branch", "app"}),
        ({"minutes": "10"}, {"app", "call"}),
        ({"where": "there"}, {"branch"}),
        ({"where": "anywhere"}, {"app", "call"}),
        ({"kind": "routine", "minutes": "10"}, {"app"}),
        ({"kind": "' OR 1=1 --", "minutes": "-1", "where": "nowhere"}, {"branch", "app", "call"}),
    ],
)
def test_the_list_shows_only_what_was_asked_for(adas: Client, three: None, asked: dict[str, str], left: set[str]) -> None:
    assert shown(adas, **asked) == left


def test_what_opens_later_is_narrowed_too(adas: Client, now: datetime) -> None:
    for slug, minutes in (("first", 10), ("short", 10), ("long", 90)):
        TaskFactory(slug=slug, minutes=minutes, opens_at=now + timedelta(hours=1))

    board = adas.get(LIST, {"minutes": "10"}).context["board"]

    assert {board.hot.task.slug, *(offer.task.slug for offer in board.later)} == {"first", "short"}


def test_nothing_that_fits_is_said_with_a_way_back(adas: Client, three: None) -> None:
    page = adas.get(LIST, {"by": "new", "kind": "dynamic"})

    assert "Nothing like that is open" in page.text
    assert 'href="?by=new"' in page.text


def test_a_chosen_filter_is_taken_back_by_pressing_it_again(adas: Client, three: None) -> None:
    page = adas.get(LIST, {"minutes": "10", "where": "there"}).text

    assert '<a class="chip" href="?by=you&amp;where=there" aria-current="true">up to 10 minutes</a>' in page


def test_who_is_offered_one_kind_only_is_not_asked_for_kinds(adas: Client, yesterday: datetime) -> None:
    TaskFactory(opens_at=yesterday)

    assert "kind=" not in adas.get(LIST).text


def test_a_later_page_keeps_what_was_asked_for(adas: Client, yesterday: datetime) -> None:
    for _ in range(SHOWN + 1):
        TaskFactory(minutes=10, opens_at=yesterday)
    TaskFactory(slug="long", minutes=90, opens_at=yesterday)

    first = adas.get(LIST, {"minutes": "10"})
    address = f"?by=you&minutes=10{first.context['page'].next}"

    assert f'href="{address.replace("&", "&amp;")}"' in first.text
    assert len(adas.get(LIST + address).context["page"].offers) == 1


# Near ---------------------------------------------------------------------------------


def test_near_is_ones_own_city_then_anywhere_then_elsewhere(adas: Client, ada: Member, yesterday: datetime, now: datetime) -> None:
    TaskFactory(slug="warsaw", city=texts("Warsaw"), opens_at=yesterday)
    TaskFactory(slug="anywhere", opens_at=yesterday)
    TaskFactory(slug="shanghai", city=SHANGHAI, opens_at=yesterday)

    board = board_of(member=ada, now=now, order="near", wish=Wish(here="Shanghai"))

    assert [offer.task.slug for offer in board.page.offers] == ["shanghai", "anywhere", "warsaw"]


@pytest.mark.parametrize("in_city", [3, WINDOW, WINDOW + 2])
def test_a_long_list_of_what_is_near_shows_everything_once(ada: Member, yesterday: datetime, now: datetime, in_city: int) -> None:
    for number in range(WINDOW + 4):
        TaskFactory(slug=f"near-{number}", city=SHANGHAI if number < in_city else {}, opens_at=yesterday)
    TaskFactory(slug="near-warsaw", city=texts("Warsaw"), opens_at=yesterday)
    wish = Wish(here="Shanghai")

    page = board_of(member=ada, now=now, order="near", wish=wish).page
    seen = [offer.task.slug for offer in page.offers]
    while page.more:
        page = page_of(member=ada, now=now, order="near", wish=wish, ids=page.ids, after=page.after)
        seen += [offer.task.slug for offer in page.offers]

    assert sorted(seen) == sorted(Task.objects.values_list("slug", flat=True))


def test_the_city_is_asked_once_and_kept_while_signed_in(adas: Client, yesterday: datetime) -> None:
    TaskFactory(slug="shanghai", city=SHANGHAI, opens_at=yesterday)
    adas.get(LIST, {"by": "near", "here": "Shanghai"})

    assert adas.get(LIST, {"by": "near"}).context["wish"].here == "Shanghai"


def test_no_city_that_an_address_names_breaks_the_list(adas: Client) -> None:
    assert adas.get(LIST, {"by": "near", "here": "Shang\0hai"}).context["wish"].here == "Shanghai"
    assert adas.get(LIST, {"by": "near", "here": "x" * 500}).status_code == 200
    assert adas.get(LIST, {"by": "near"}).status_code == 200


def test_cities_are_those_of_open_tasks_each_once(ada: Member, yesterday: datetime, now: datetime) -> None:
    for slug, city, opens_at in (("a", SHANGHAI, yesterday), ("b", SHANGHAI, yesterday), ("c", texts("Warsaw"), now + timedelta(days=1))):
        TaskFactory(slug=slug, city=city, opens_at=opens_at)
    TaskFactory(slug="d", city=texts("Gdynia"), opens_at=yesterday - timedelta(days=2), closes_at=yesterday)
    TaskFactory(slug="e", city=texts("Krakow"), kind=Task.Kind.ROUTINE, opens_at=yesterday)

    assert cities_of(ada, now=now) == [SHANGHAI]


def test_a_city_where_nothing_is_for_me_is_not_named(ada: Member, yesterday: datetime, now: datetime) -> None:
    mine, theirs = DepartmentFactory(code="mine"), DepartmentFactory(code="theirs")
    ada.department = mine
    for slug, city, audience in (("a", SHANGHAI, mine), ("b", texts("Warsaw"), theirs)):
        TaskFactory(slug=slug, city=city, opens_at=yesterday).departments.set([audience])
    ours = TaskFactory(slug="c", city=texts("Gdynia"), opens_at=yesterday, insiders_allowed=False)
    ours.touchpoints.set([TouchpointFactory(slug="ours", owner=mine)])

    assert cities_of(ada, now=now) == [SHANGHAI]


# What it takes --------------------------------------------------------------------------


def test_a_task_says_what_it_takes_before_it_is_taken(adas: Client, task: Task) -> None:
    assert "25 min · 7 questions · 2 photos" in adas.get(LIST).text
    assert "25 min · 7 questions · 2 photos" in adas.get(reverse("claims:brief", args=[task.slug])).text


def test_a_task_says_where_one_goes(adas: Client, task: Task) -> None:
    Task.objects.update(city=SHANGHAI)

    assert "Shanghai" in adas.get(LIST).text
    assert "Shanghai" in adas.get(reverse("claims:brief", args=[task.slug])).text
