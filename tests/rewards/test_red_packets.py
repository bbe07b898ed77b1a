"""Red packets: two people put them out, each person grabs once, the rest goes back."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from members.models import AuditEvent, Department, Member
from members.rights import TESTER, grant
from notifications.models import Slot
from rewards import errors, ledger, services, standings
from rewards.books import check_books
from rewards.models import RedPacket, Share, Transfer
from rewards.tasks import end_the_red_packets
from seats.errors import KeyReused, NotOpenYet
from seats.models import Attempt, Waiting
from tests.members.factories import DepartmentFactory
from tests.rewards.factories import published, quick_people, red_packet

pytestmark = pytest.mark.django_db


@pytest.fixture
def makers(bea: Member, dan: Member) -> tuple[Member, Member]:
    return bea, dan


@pytest.fixture
def ada(ada: Member) -> Member:
    grant(member=ada, right=TESTER)
    return ada


def budget_of(packet: RedPacket) -> int:
    return ledger.balance(ledger.budget_of(packet.campaign_reference))


def reserve_of(packet: RedPacket) -> int:
    return ledger.balance(ledger.reserve_of(packet.reference))


# Putting it out ---------------------------------------------------------------


def test_a_proposal_reserves_nothing_and_cuts_nothing(bea: Member, noon: datetime) -> None:
    packet = red_packet(by=bea, noon=noon)

    assert (packet.state, budget_of(packet), packet.cut.count()) == ("proposed", 1000, 0)


def test_approving_reserves_the_whole_amount_and_cuts_it(makers: tuple[Member, Member], noon: datetime) -> None:
    packet = published(makers=makers, noon=noon)

    assert (budget_of(packet), reserve_of(packet)) == (940, 60)
    assert sorted(packet.cut.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert sum(packet.cut.values_list("points", flat=True)) == 60


def test_who_made_it_cannot_approve_it(bea: Member, noon: datetime) -> None:
    packet = red_packet(by=bea, noon=noon)

    with pytest.raises(errors.OwnRedPacket):
        services.approve_red_packet(packet=packet, by=bea, now=noon)

    assert budget_of(packet) == 1000


def test_approving_twice_answers_the_same_and_reserves_once(makers: tuple[Member, Member], noon: datetime) -> None:
    packet = published(makers=makers, noon=noon)

    assert services.approve_red_packet(packet=packet, by=makers[1], now=noon) == packet
    assert reserve_of(packet) == 60


def test_a_second_approver_hears_that_it_was_decided(makers: tuple[Member, Member], eve: Member, noon: datetime) -> None:
    packet = published(makers=makers, noon=noon)

    with pytest.raises(errors.RedPacketDecided):
        services.approve_red_packet(packet=packet, by=eve, now=noon)


def test_a_budget_that_is_short_refuses_and_leaves_the_proposal(bea: Member, dan: Member, noon: datetime) -> None:
    packet = red_packet(by=bea, noon=noon, points=1200, shares=100, campaign_reference="campaign:poor")

    with pytest.raises(ledger.NotEnoughPoints) as refusal:
        services.approve_red_packet(packet=packet, by=dan, now=noon)

    packet.refresh_from_db()
    assert (refusal.value.missing, packet.state, packet.cut.count()) == (200, "proposed", 0)


def test_one_that_would_be_closed_already_is_not_put_out(bea: Member, dan: Member, noon: datetime) -> None:
    packet = red_packet(by=bea, noon=noon)

    with pytest.raises(errors.OverBeforeItBegins):
        services.approve_red_packet(packet=packet, by=dan, now=noon + timedelta(hours=1))


@pytest.mark.parametrize("terms", [{"closes_at": -1}, {"opens_at": 2, "closes_at": 2}])
def test_it_closes_after_it_opens_and_in_the_future(bea: Member, noon: datetime, terms: dict[str, int]) -> None:
    with pytest.raises(errors.OverBeforeItBegins):
        red_packet(by=bea, noon=noon, **{name: noon + timedelta(hours=hours) for name, hours in terms.items()})


@pytest.mark.parametrize("terms", [{"least": 13}, {"most": 11}, {"points": 4, "least": None, "most": None}, {"least": 20, "most": 8}])
def test_shares_that_cannot_add_up_are_refused(bea: Member, noon: datetime, terms: dict[str, object]) -> None:
    with pytest.raises(errors.SharesDoNotFit):
        red_packet(by=bea, noon=noon, **terms)


def test_without_limits_a_share_has_half_to_one_and_a_half_of_the_average(bea: Member, noon: datetime) -> None:
    packet = red_packet(by=bea, noon=noon, least=None, most=None)

    assert (packet.least, packet.most) == (6, 18)


def test_the_same_key_proposes_once(bea: Member, noon: datetime) -> None:
    key, same = uuid4(), {"campaign_reference": "campaign:1"}
    first = red_packet(by=bea, noon=noon, key=key, **same)

    assert red_packet(by=bea, noon=noon, key=key, **same) == first
    with pytest.raises(errors.KeyTaken):
        red_packet(by=bea, noon=noon, key=key, points=70, **same)
    assert RedPacket.objects.get().points == 60


# Taking it back ---------------------------------------------------------------


def test_cancelled_before_opening_everything_returns(makers: tuple[Member, Member], ada: Member, noon: datetime) -> None:
    packet = published(makers=makers, noon=noon, opens_at=noon + timedelta(minutes=5))

    for _ in range(2):
        services.cancel_red_packet(packet=packet, by=makers[0], now=noon)

    packet.refresh_from_db()
    assert (packet.state, budget_of(packet), reserve_of(packet)) == ("cancelled", 1000, 0)
    with pytest.raises(errors.RedPacketOver):
        services.grab(packet=packet, member=ada, key=uuid4(), now=noon + timedelta(minutes=6))
    assert check_books(now=noon).is_right


def test_once_open_it_is_not_taken_back(makers: tuple[Member, Member], noon: datetime) -> None:
    packet = published(makers=makers, noon=noon)

    with pytest.raises(errors.AlreadyOpen):
        services.cancel_red_packet(packet=packet, by=makers[0], now=noon)

    assert reserve_of(packet) == 60


def test_a_proposal_is_cancelled_and_can_no_longer_be_approved(bea: Member, dan: Member, noon: datetime) -> None:
    packet = services.cancel_red_packet(packet=red_packet(by=bea, noon=noon), by=dan, now=noon)

    with pytest.raises(errors.RedPacketDecided):
        services.approve_red_packet(packet=packet, by=dan, now=noon)


# Grabbing ---------------------------------------------------------------------


def test_a_share_is_paid_the_moment_it_is_grabbed(makers: tuple[Member, Member], ada: Member, noon: datetime) -> None:
    packet = published(makers=makers, noon=noon)

    share = services.grab(packet=packet, member=ada, key=uuid4(), now=noon)

    assert ledger.balance(ledger.purse_of(ada)) == share.points
    assert reserve_of(packet) == 60 - share.points
    assert Transfer.objects.get(reference=f"red:{packet.pk}:{share.number}").memo == packet.title
    assert check_books(now=noon).is_right


@pytest.mark.parametrize("same_key", [True, False])
def test_asking_again_answers_with_the_same_share(makers: tuple[Member, Member], ada: Member, noon: datetime, same_key: bool) -> None:
    packet, key = published(makers=makers, noon=noon), uuid4()
    first = services.grab(packet=packet, member=ada, key=key, now=noon)

    again = services.grab(packet=packet, member=ada, key=key if same_key else uuid4(), now=noon + timedelta(hours=3))

    assert again == first
    assert ledger.balance(ledger.purse_of(ada)) == first.points


def test_a_key_used_elsewhere_is_refused(makers: tuple[Member, Member], ada: Member, noon: datetime) -> None:
    key = uuid4()
    services.grab(packet=published(makers=makers, noon=noon), member=ada, key=key, now=noon)

    with pytest.raises(KeyReused):
        services.grab(packet=published(makers=makers, noon=noon), member=ada, key=key, now=noon)


def test_all_shares_together_are_the_whole_packet(makers: tuple[Member, Member], noon: datetime) -> None:
    packet, people = published(makers=makers, noon=noon), quick_people(6)

    got = [services.grab(packet=packet, member=member, key=uuid4(), now=noon).points for member in people[:5]]

    assert (sum(got), reserve_of(packet)) == (60, 0)
    with pytest.raises(errors.NoneLeft):
        services.grab(packet=packet, member=people[5], key=uuid4(), now=noon)


def test_who_comes_too_late_is_on_no_wait_list(makers: tuple[Member, Member], noon: datetime) -> None:
    packet, (first, late) = published(makers=makers, noon=noon, points=10, shares=1, least=10, most=10), quick_people(2)
    services.grab(packet=packet, member=first, key=uuid4(), now=noon)

    with pytest.raises(errors.NoneLeft):
        services.grab(packet=packet, member=late, key=uuid4(), now=noon)

    assert not Waiting.objects.exists()
    assert not Attempt.objects.filter(member=late).exists()


def test_before_opening_nothing_is_given(makers: tuple[Member, Member], ada: Member, noon: datetime) -> None:
    packet = published(makers=makers, noon=noon, opens_at=noon + timedelta(seconds=1))

    with pytest.raises(NotOpenYet):
        services.grab(packet=packet, member=ada, key=uuid4(), now=noon)


def test_after_closing_nothing_is_given_even_before_the_sweep(makers: tuple[Member, Member], ada: Member, noon: datetime) -> None:
    packet = published(makers=makers, noon=noon)

    with pytest.raises(errors.RedPacketOver):
        services.grab(packet=packet, member=ada, key=uuid4(), now=packet.closes_at)


def test_neither_maker_nor_approver_grabs(makers: tuple[Member, Member], noon: datetime) -> None:
    packet = published(makers=makers, noon=noon)

    for maker in makers:
        grant(member=maker, right=TESTER)
        with pytest.raises(errors.NotForItsMakers):
            services.grab(packet=packet, member=maker, key=uuid4(), now=noon)


def test_a_proposal_has_nothing_to_grab(bea: Member, ada: Member, noon: datetime) -> None:
    with pytest.raises(errors.RedPacketOver):
        services.grab(packet=red_packet(by=bea, noon=noon), member=ada, key=uuid4(), now=noon)


def test_without_departments_it_is_for_testers_only(makers: tuple[Member, Member], ada: Member, eve: Member, noon: datetime) -> None:
    packet = published(makers=makers, noon=noon)

    services.grab(packet=packet, member=ada, key=uuid4(), now=noon)
    with pytest.raises(errors.NotForYou):
        services.grab(packet=packet, member=eve, key=uuid4(), now=noon)


def test_with_departments_it_is_for_everybody_there(makers: tuple[Member, Member], ada: Member, cy: Member, noon: datetime) -> None:
    packet = published(makers=makers, noon=noon, departments=[logistics()])

    services.grab(packet=packet, member=cy, key=uuid4(), now=noon)
    with pytest.raises(errors.NotForYou):
        services.grab(packet=packet, member=ada, key=uuid4(), now=noon)


def test_luck_moves_nobody_up_the_standings(makers: tuple[Member, Member], ada: Member, noon: datetime) -> None:
    services.grab(packet=published(makers=makers, noon=noon), member=ada, key=uuid4(), now=noon)

    assert standings.my_board(ada, now=noon).places == []


# The end ----------------------------------------------------------------------


def test_what_nobody_grabbed_returns_to_the_budget_once(makers: tuple[Member, Member], ada: Member, noon: datetime) -> None:
    packet = published(makers=makers, noon=noon)
    share = services.grab(packet=packet, member=ada, key=uuid4(), now=noon)

    assert [services.end_red_packets(now=packet.closes_at) for _ in range(2)] == [1, 0]

    packet.refresh_from_db()
    assert (packet.state, budget_of(packet), reserve_of(packet)) == ("ended", 1000 - share.points, 0)
    assert check_books(now=noon).is_right


def test_nothing_ends_before_its_time(makers: tuple[Member, Member], noon: datetime) -> None:
    packet = published(makers=makers, noon=noon)

    assert services.end_red_packets(now=packet.closes_at - timedelta(seconds=1)) == 0


def test_the_retry_after_the_end_still_hears_of_its_share(makers: tuple[Member, Member], ada: Member, noon: datetime) -> None:
    packet, key = published(makers=makers, noon=noon), uuid4()
    share = services.grab(packet=packet, member=ada, key=key, now=noon)
    services.end_red_packets(now=packet.closes_at)

    assert services.grab(packet=packet, member=ada, key=key, now=packet.closes_at) == share


def test_two_beats_end_it_once(makers: tuple[Member, Member], noon: datetime) -> None:
    packet = published(makers=makers, noon=noon)

    for _ in range(2):
        end_the_red_packets()
    Slot.objects.all().delete()
    end_the_red_packets()

    assert budget_of(packet) == 1000
    assert AuditEvent.objects.filter(did="red_packet.ended").count() == 1


# The books --------------------------------------------------------------------


def test_a_share_that_was_not_paid_is_found(makers: tuple[Member, Member], ada: Member, noon: datetime) -> None:
    packet = published(makers=makers, noon=noon)
    Share.objects.filter(packet=packet, number=1).update(member=ada, grabbed_at=noon)

    found = check_books(now=noon).findings

    points = Share.objects.get(packet=packet, number=1).points
    assert [(finding["account"], finding["stored"], finding["summed"]) for finding in found] == [
        (f"reserve:red:{packet.pk}", 60, 60 - points), (f"red:{packet.pk}:1", points, 0),
    ]  # fmt: skip


def test_a_packet_that_ended_without_giving_back_is_found(makers: tuple[Member, Member], noon: datetime) -> None:
    packet = published(makers=makers, noon=noon)
    RedPacket.objects.filter(pk=packet.pk).update(state="ended", ended_at=noon)

    found = check_books(now=noon).findings

    assert [(finding["account"], finding["stored"], finding["summed"]) for finding in found] == [(f"reserve:red:{packet.pk}", 60, 0)]


def logistics() -> Department:
    return DepartmentFactory(code="logistics")


def test_every_share_is_told_by_its_reference(makers: tuple[Member, Member], noon: datetime) -> None:
    packet = published(makers=makers, noon=noon)

    assert Share.objects.get(packet=packet, number=3).reference == f"red:{packet.pk}:3"
