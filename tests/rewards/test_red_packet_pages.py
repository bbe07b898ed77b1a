"""Red packets in the browser's eyes: works, wrong verb, wrong person, already done."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from home.today import today_of
from members.models import Member
from members.rights import AUDITOR, FINANCE, PROGRAMME_MANAGER, TESTER, grant
from rewards import ledger, services
from rewards.models import RedPacket, Share
from rewards.red_packets import FRESH, met_by, next_for
from tests.members.factories import DepartmentFactory, MemberFactory
from tests.rewards.factories import as_, published, red_packet

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def makers(bea: Member, dan: Member) -> tuple[Member, Member]:
    grant(member=bea, right=PROGRAMME_MANAGER)
    grant(member=dan, right=FINANCE)
    return bea, dan


@pytest.fixture
def ada(ada: Member) -> Member:
    grant(member=ada, right=TESTER)
    return ada


@pytest.fixture
def packet(makers: tuple[Member, Member], now: datetime) -> RedPacket:
    return published(makers=makers, noon=now)


def page_of(packet: RedPacket) -> str:
    return reverse("rewards:red_packet", args=[packet.pk])


def press(client: Client, packet: RedPacket, key: object = None) -> object:
    return client.post(reverse("rewards:grab", args=[packet.pk]), {"key": key or uuid4()})


def quick_people(count: int) -> list[Member]:
    people: list[Member] = [MemberFactory(nickname=f"Tester {number}", board_name="name") for number in range(count)]
    for member in people:
        grant(member=member, right=TESTER)
    return people


def empty(packet: RedPacket, now: datetime) -> list[Member]:
    people = quick_people(packet.shares)
    for member in people:
        services.grab(packet=packet, member=member, key=uuid4(), now=now)
    return people


# The member's page ------------------------------------------------------------


def test_what_may_be_in_it_is_shown_before_the_tap_and_nothing_more(ada: Member, packet: RedPacket, now: datetime) -> None:
    services.grab(packet=packet, member=quick_people(1)[0], key=uuid4(), now=now)

    page = as_(ada).get(page_of(packet)).text

    assert "8 to 20 points in a share" in page
    assert "5 shares, 1 opened" in page
    assert "Who got how many" not in page


def test_one_tap_opens_it_and_a_reload_shows_the_same(ada: Member, packet: RedPacket) -> None:
    client = as_(ada)

    answer = press(client, packet)

    points = Share.objects.get(member=ada).points
    assert (answer.status_code, answer["Location"]) == (302, page_of(packet))  # type: ignore[attr-defined, index]
    assert all(f"{points} points are yours" in client.get(page_of(packet)).text for _ in range(2))
    assert ledger.balance(ledger.purse_of(ada)) == points


def test_pressed_twice_it_is_opened_once(ada: Member, packet: RedPacket) -> None:
    client, key = as_(ada), uuid4()

    answers = [press(client, packet, key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]  # type: ignore[attr-defined]
    assert Share.objects.filter(member=ada).count() == 1


def test_the_celebration_is_for_the_moment_only(ada: Member, packet: RedPacket, now: datetime) -> None:
    services.grab(packet=packet, member=ada, key=uuid4(), now=now)

    assert met_by(ada, packet.pk, now=now).is_fresh
    assert not met_by(ada, packet.pk, now=now + FRESH).is_fresh


def test_before_opening_it_counts_down_and_gives_nothing(ada: Member, makers: tuple[Member, Member], now: datetime) -> None:
    soon, client = published(makers=makers, noon=now, opens_at=now + timedelta(minutes=5)), as_(ada)

    assert "sharp" in client.get(page_of(soon)).text
    early = press(client, soon)
    assert (early.status_code, "not open yet" in early.text) == (409, True)  # type: ignore[attr-defined]
    assert not Share.objects.filter(member=ada).exists()


def test_a_page_without_a_key_is_refused_and_says_so(ada: Member, packet: RedPacket) -> None:
    answer = as_(ada).post(reverse("rewards:grab", args=[packet.pk]), {"key": "no", "points": 1000, "member": 1})

    assert (answer.status_code, "too old" in answer.text) == (409, True)
    assert not Share.objects.exclude(member=None).exists()


def test_who_comes_too_late_is_told_plainly_each_time(ada: Member, packet: RedPacket, now: datetime) -> None:
    empty(packet, now)
    client = as_(ada)

    assert press(client, packet).status_code == 409  # type: ignore[attr-defined]
    assert all("A moment too late" in client.get(page_of(packet)).text for _ in range(2))


def test_after_closing_it_says_until_when_it_was_open(ada: Member, packet: RedPacket) -> None:
    assert met_by(ada, packet.pk, now=packet.closes_at).phase == "over"
    services.end_red_packets(now=packet.closes_at)

    assert "This one is closed" in as_(ada).get(page_of(packet)).text


def test_taken_back_before_opening_it_says_so(ada: Member, makers: tuple[Member, Member], now: datetime) -> None:
    soon = published(makers=makers, noon=now, opens_at=now + timedelta(minutes=5))
    services.cancel_red_packet(packet=soon, by=makers[0], now=now)

    assert "taken back" in as_(ada).get(page_of(soon)).text


def test_for_who_made_it_there_is_nothing_to_press(makers: tuple[Member, Member], packet: RedPacket) -> None:
    for maker in makers:
        assert "for the others" in as_(maker).get(page_of(packet)).text
        assert press(as_(maker), packet).status_code == 409  # type: ignore[attr-defined]


def test_for_others_than_those_it_is_meant_for_it_does_not_exist(packet: RedPacket, eve: Member) -> None:
    assert as_(eve).get(page_of(packet)).status_code == 404
    assert press(as_(eve), packet).status_code == 404  # type: ignore[attr-defined]


def test_a_proposal_has_no_page(bea: Member, ada: Member, now: datetime) -> None:
    assert as_(ada).get(page_of(red_packet(by=bea, noon=now))).status_code == 404


def test_opening_needs_a_post_and_somebody_signed_in(ada: Member, packet: RedPacket) -> None:
    assert as_(ada).get(reverse("rewards:grab", args=[packet.pk])).status_code == 405
    assert "login" in press(Client(), packet)["Location"]  # type: ignore[index]
    assert not Share.objects.exclude(member=None).exists()


def test_who_got_how_many_keeps_to_the_boards_names(ada: Member, packet: RedPacket, now: datetime) -> None:
    people = empty(packet, now)
    Member.objects.filter(pk=people[0].pk).update(board_name="alias", alias="Grey heron")
    Member.objects.filter(pk=people[1].pk).update(board_name="hidden")

    page = as_(ada).get(page_of(packet)).text

    assert "Grey heron" in page
    assert "1 more is not shown" in page
    assert "Tester 0" not in page
    assert "Tester 1" not in page
    assert "Tester 2" in page


def test_who_is_hidden_still_sees_their_own_line(packet: RedPacket, now: datetime) -> None:
    hidden = empty(packet, now)[0]
    Member.objects.filter(pk=hidden.pk).update(board_name="hidden")
    hidden.refresh_from_db()

    met = met_by(hidden, packet.pk, now=now)

    assert ("Tester 0", True) in [(finder.name, finder.is_me) for finder in met.finders]


def test_the_page_asks_no_more_when_more_have_opened_it(
    ada: Member, makers: tuple[Member, Member], now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    large = published(makers=makers, noon=now, points=300, shares=30, least=5, most=20)
    empty(large, now)
    client = as_(ada)

    with django_assert_max_num_queries(12):
        client.get(page_of(large))


# Today ------------------------------------------------------------------------


def test_today_leads_to_the_one_that_is_open(ada: Member, packet: RedPacket, now: datetime) -> None:
    assert today_of(ada, now=now).red_packet == packet
    assert page_of(packet) in as_(ada).get(reverse("home:today")).text


def test_today_is_silent_once_mine_is_opened_or_all_are(ada: Member, eve: Member, packet: RedPacket, now: datetime) -> None:
    grant(member=eve, right=TESTER)
    services.grab(packet=packet, member=ada, key=uuid4(), now=now)
    assert (next_for(ada, now=now), next_for(eve, now=now)) == (None, packet)

    for member in quick_people(4):
        services.grab(packet=packet, member=member, key=uuid4(), now=now)
    assert next_for(eve, now=now) is None


def test_today_is_silent_for_makers_and_for_others(packet: RedPacket, makers: tuple[Member, Member], eve: Member, now: datetime) -> None:
    assert [next_for(member, now=now) for member in (*makers, eve)] == [None] * 3


def test_today_tells_a_department_of_its_own(cy: Member, ada: Member, makers: tuple[Member, Member], now: datetime) -> None:
    packet = published(makers=makers, noon=now, departments=[DepartmentFactory(code="logistics")])

    assert (next_for(cy, now=now), next_for(ada, now=now)) == (packet, None)


@pytest.mark.parametrize(("minutes", "told"), [(50, True), (90, False)])
def test_today_tells_of_it_an_hour_before(ada: Member, makers: tuple[Member, Member], now: datetime, minutes: int, told: bool) -> None:
    opens = now + timedelta(minutes=minutes)
    published(makers=makers, noon=now, opens_at=opens, closes_at=opens + timedelta(hours=1))

    assert (next_for(ada, now=now) is not None) == told


# The desk ---------------------------------------------------------------------


def terms(now: datetime, **other: object) -> dict[str, object]:
    opens = timezone.localtime(now) + timedelta(minutes=10)
    return {
        "title_en": "Delivery is up", "sender": "The card team", "campaign_reference": "campaign:1", "points": 60, "shares": 5,
        "opens_at": f"{opens:%Y-%m-%dT%H:%M}", "closes_at": f"{opens + timedelta(hours=1):%Y-%m-%dT%H:%M}", "key": uuid4(), **other,
    }  # fmt: skip


def test_one_makes_it_and_another_puts_it_out(makers: tuple[Member, Member], now: datetime) -> None:
    services.fund_budget(campaign_reference="campaign:1", amount=100, now=now)
    maker, approver = (as_(member) for member in makers)
    fields = terms(now)

    for _ in range(2):
        assert maker.post(reverse("rewards:make_red_packet"), fields).status_code == 302
    packet = RedPacket.objects.get()
    url = reverse("rewards:approve_red_packet", args=[packet.pk])
    own, other = (client.post(url).status_code for client in (maker, approver))

    packet.refresh_from_db()
    assert (own, other, packet.state, packet.least, packet.most) == (409, 302, "published", 6, 18)
    assert "Delivery is up" in maker.get(reverse("rewards:red_packets")).text


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"title_en": " "}, 422, "in one language at least"),
        ({"points": -5}, 422, "greater than or equal to 1"),
        ({"points": "1.5"}, 422, "whole number"),
        ({"shares": 1001}, 422, "less than or equal to 1000"),
        ({"shares": 61}, 409, "do not add up"),
        ({"least": 13}, 409, "do not add up"),
        ({"closes_at": "2020-01-01T10:00"}, 409, "closed already"),
        ({"campaign_reference": "campaign:2"}, 422, "valid choice"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason_and_nothing_typed_is_lost(
    makers: tuple[Member, Member], now: datetime, wrong: dict[str, object], status: int, said: str
) -> None:
    services.fund_budget(campaign_reference="campaign:1", amount=100, now=now)

    answer = as_(makers[0]).post(reverse("rewards:make_red_packet"), terms(now, **wrong))

    assert (answer.status_code, said in answer.text, "The card team" in answer.text) == (status, True, True)
    assert not RedPacket.objects.exists()


def test_a_budget_that_is_short_is_said_at_the_packet(makers: tuple[Member, Member], now: datetime) -> None:
    packet = red_packet(by=makers[0], noon=now, points=1200, shares=100)

    answer = as_(makers[1]).post(reverse("rewards:approve_red_packet", args=[packet.pk]))

    assert (answer.status_code, "200 points are missing" in answer.text) == (409, True)


def test_before_opening_it_is_cancelled_at_the_desk_and_not_after(makers: tuple[Member, Member], packet: RedPacket, now: datetime) -> None:
    soon, desk = published(makers=makers, noon=now, opens_at=now + timedelta(minutes=5)), as_(makers[0])

    assert [desk.post(reverse("rewards:cancel_red_packet", args=[which.pk])).status_code for which in (soon, packet)] == [302, 409]
    assert [RedPacket.objects.get(pk=which.pk).state for which in (soon, packet)] == ["cancelled", "published"]


def test_the_desk_shows_how_many_are_opened_and_what_is_left(
    makers: tuple[Member, Member], ada: Member, packet: RedPacket, now: datetime
) -> None:
    left = 60 - services.grab(packet=packet, member=ada, key=uuid4(), now=now).points
    desk = as_(makers[0])

    live = desk.get(reverse("rewards:red_packets"), headers={"HX-Request": "true"}).text

    assert "<html" not in live
    assert "1 of 5" in live
    assert f'<td class="num">{left}</td>' in live
    assert live.strip()[:60] in desk.get(reverse("rewards:red_packets")).text


def test_an_auditor_sees_the_desk_and_changes_nothing(makers: tuple[Member, Member], eve: Member, now: datetime) -> None:
    grant(member=eve, right=AUDITOR)
    packet, desk = red_packet(by=makers[0], noon=now), as_(eve)

    page = desk.get(reverse("rewards:red_packets"))

    assert (page.status_code, "Approve and reserve" in page.text, "Propose" in page.text) == (200, False, False)
    assert desk.post(reverse("rewards:make_red_packet"), terms(now)).status_code == 403
    for action in ("approve", "cancel"):
        assert desk.post(reverse(f"rewards:{action}_red_packet", args=[packet.pk])).status_code == 403


def test_the_desk_is_closed_to_testers_and_deciding_needs_a_post(ada: Member, makers: tuple[Member, Member], packet: RedPacket) -> None:
    assert as_(ada).get(reverse("rewards:red_packets")).status_code == 403
    for action in ("approve", "cancel"):
        url = reverse(f"rewards:{action}_red_packet", args=[packet.pk])
        assert as_(ada).post(url).status_code == 403
        assert as_(makers[0]).get(url).status_code == 405
        assert as_(makers[0]).post(reverse(f"rewards:{action}_red_packet", args=[0])).status_code == 404
