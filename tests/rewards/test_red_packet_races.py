"""A red packet under many hands, on real PostgreSQL; and what happens without its guards."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from members.models import Member
from rewards import ledger, services
from rewards.books import check_books
from rewards.models import RedPacket, Share
from seats.models import Seat, Waiting
from tests.members.factories import MemberFactory
from tests.rewards.factories import published, quick_people, red_packet
from tests.support import at_the_same_time

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def makers(bea: Member, dan: Member) -> tuple[Member, Member]:
    return bea, dan


def kinds(answers: Sequence[object]) -> Counter[str]:
    return Counter(type(answer).__name__ for answer in answers)


def test_twenty_people_grab_five_shares(makers: tuple[Member, Member], noon: datetime) -> None:
    packet, people = published(makers=makers, noon=noon), quick_people(20)

    answers = at_the_same_time(*(lambda who=who: services.grab(packet=packet, member=who, key=uuid4(), now=noon) for who in people))

    assert kinds(answers) == {"Share": 5, "NoneLeft": 15}
    won = {answer.member_id: answer.points for answer in answers if isinstance(answer, Share)}
    assert (len(won), sum(won.values())) == (5, 60)
    assert {who.pk: points for who in people if (points := ledger.balance(ledger.purse_of(who)))} == won
    assert ledger.balance(ledger.reserve_of(packet.reference)) == 0
    assert not Waiting.objects.exists()
    assert check_books(now=noon).is_right


@pytest.mark.parametrize("same_key", [True, False])
def test_one_person_pressing_ten_times_has_one_share(makers: tuple[Member, Member], noon: datetime, same_key: bool) -> None:
    packet, (ada,), key = published(makers=makers, noon=noon), quick_people(1), uuid4()

    answers = at_the_same_time(
        *(lambda: services.grab(packet=packet, member=ada, key=key if same_key else uuid4(), now=noon) for _ in range(10))
    )

    assert kinds(answers) == {"Share": 10}
    assert len({answer.pk for answer in answers if isinstance(answer, Share)}) == 1
    assert ledger.balance(ledger.purse_of(ada)) == Share.objects.get(member=ada).points
    assert Seat.objects.exclude(member=None).count() == 1


def test_two_approvers_at_once_reserve_once(bea: Member, noon: datetime) -> None:
    packet = red_packet(by=bea, noon=noon)

    answers = at_the_same_time(
        *(lambda who=who: services.approve_red_packet(packet=packet, by=who, now=noon) for who in (MemberFactory() for _ in range(4)))
    )

    assert kinds(answers) == {"RedPacket": 1, "RedPacketDecided": 3}
    assert (ledger.balance(ledger.reserve_of(packet.reference)), packet.cut.count()) == (60, 5)


def test_grabbing_while_it_ends_loses_and_doubles_nothing(makers: tuple[Member, Member], noon: datetime) -> None:
    for _ in range(3):
        packet, people = published(makers=makers, noon=noon), quick_people(8)

        answers = at_the_same_time(
            *(lambda who=who, packet=packet: services.grab(packet=packet, member=who, key=uuid4(), now=noon) for who in people),
            lambda packet=packet: services.end_red_packets(now=packet.closes_at),  # type: ignore[misc]
            lambda packet=packet: services.end_red_packets(now=packet.closes_at),  # type: ignore[misc]
        )

        assert kinds(answers).keys() <= {"Share", "NoneLeft", "RedPacketOver", "int"}
        paid = sum(answer.points for answer in answers if isinstance(answer, Share))
        assert ledger.balance(ledger.budget_of(packet.campaign_reference)) == 1000 - paid
        assert ledger.balance(ledger.reserve_of(packet.reference)) == 0
        assert RedPacket.objects.get(pk=packet.pk).state == "ended"
    assert check_books(now=noon).is_right


def test_a_grab_that_fails_leaves_its_share_to_the_next(
    makers: tuple[Member, Member], noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    packet, (first, second) = published(makers=makers, noon=noon, points=10, shares=1, least=10, most=10), quick_people(2)
    with monkeypatch.context() as broken:
        broken.setattr("rewards.services.red_packets.ledger.transfer", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.grab(packet=packet, member=first, key=uuid4(), now=noon)

    assert services.grab(packet=packet, member=second, key=uuid4(), now=noon).points == 10


# Negative controls: the guard taken away, the harm is seen ------------------------


def look_then_write(packet: RedPacket, member: Member, now: datetime) -> None:
    """Grabbing as one would without seats: the first share that looks free."""
    with transaction.atomic():
        share = Share.objects.filter(packet=packet, member=None).order_by("number")[0]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
        ledger.transfer(
            debit=ledger.reserve_of(packet.reference), credit=ledger.purse_of(member), amount=share.points, code="red-packet",
            reference=f"{share.reference}:{member.pk}", now=now,
        )  # fmt: skip
        Share.objects.filter(pk=share.pk).update(member=member, grabbed_at=now)


@pytest.fixture
def without_trigger(db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE rewards_share DISABLE TRIGGER red_packet_share_frozen")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE rewards_share ENABLE TRIGGER red_packet_share_frozen")


def test_without_seats_the_database_still_gives_a_share_once(makers: tuple[Member, Member], noon: datetime) -> None:
    packet, people = published(makers=makers, noon=noon), quick_people(4)

    answers = at_the_same_time(*(lambda who=who: look_then_write(packet, who, noon) for who in people))

    assert kinds(answers) == {"NoneType": 1, IntegrityError.__name__: 3}
    assert sum(ledger.balance(ledger.purse_of(who)) for who in people) == Share.objects.get(packet=packet, number=1).points


def test_without_seats_and_trigger_one_share_is_paid_again_and_again(
    makers: tuple[Member, Member], noon: datetime, without_trigger: None
) -> None:
    packet, people = published(makers=makers, noon=noon), quick_people(4)

    at_the_same_time(*(lambda who=who: look_then_write(packet, who, noon) for who in people))

    assert sum(ledger.balance(ledger.purse_of(who)) for who in people) > Share.objects.get(packet=packet, number=1).points
