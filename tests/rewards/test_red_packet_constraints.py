"""What the database refuses of a red packet, whoever writes."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from members.models import Member
from rewards.models import RedPacket, Share
from tests.rewards.factories import published, red_packet

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(bea: Member, noon: datetime) -> RedPacket:
    return red_packet(by=bea, noon=noon)


@pytest.fixture
def packet(bea: Member, dan: Member, noon: datetime) -> RedPacket:
    return published(makers=(bea, dan), noon=noon)


def refused(name: str, write: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write()


def copy(packet: RedPacket, **other: object) -> RedPacket:
    """An unsaved packet like this one but for something."""
    fields = {field.attname: getattr(packet, field.attname) for field in RedPacket._meta.concrete_fields}
    return RedPacket(**{**fields, "id": None, "key": "00000000-0000-4000-8000-000000000001", **other})


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("red_packet_has_shares", {"shares": 0, "points": 0}),
        ("red_packet_has_shares", {"shares": 1001, "points": 10_000}),
        ("red_packet_is_not_absurd", {"points": 1_000_001, "shares": 1, "most": 1_000_001}),
        ("red_packet_share_is_something", {"least": 0}),
        ("red_packet_share_is_something", {"most": 61}),
        ("red_packet_fits_its_limits", {"least": 13}),
        ("red_packet_fits_its_limits", {"most": 11}),
        ("red_packet_approved_by_somebody", {"state": "published"}),
        ("red_packet_ends_once", {"state": "cancelled"}),
    ],
)
def test_a_packet_that_makes_no_sense_is_refused(proposal: RedPacket, name: str, other: dict[str, object]) -> None:
    refused(name, copy(proposal, **other).save)


def test_a_packet_closes_after_it_opens(proposal: RedPacket) -> None:
    refused("red_packet_closes_after_it_opens", copy(proposal, closes_at=proposal.opens_at).save)


def test_nobody_approves_their_own(proposal: RedPacket, noon: datetime) -> None:
    own = copy(proposal, state="published", approved_by_id=proposal.made_by_id, approved_at=noon)

    refused("nobody_approves_own_red_packet", own.save)


@pytest.mark.parametrize("terms", [{"points": 61}, {"shares": 4}, {"least": 9}, {"most": 19}, {"campaign_reference": "campaign:x"}])
def test_the_terms_do_not_change_afterwards(packet: RedPacket, terms: dict[str, object]) -> None:
    refused("does not change afterwards", lambda: RedPacket.objects.filter(pk=packet.pk).update(**terms))


def test_the_times_and_the_people_do_not_change_afterwards(packet: RedPacket, eve: Member) -> None:
    rows = RedPacket.objects.filter(pk=packet.pk)

    refused("does not change afterwards", lambda: rows.update(closes_at=packet.closes_at + timedelta(hours=1)))
    refused("does not change afterwards", lambda: rows.update(made_by=eve))
    refused("does not change afterwards", lambda: rows.update(approved_by=eve))


def test_what_ended_does_not_begin_again(packet: RedPacket, noon: datetime) -> None:
    rows = RedPacket.objects.filter(pk=packet.pk)
    rows.update(state="ended", ended_at=noon)

    refused("does not change afterwards", lambda: rows.update(state="published", ended_at=None))


@pytest.mark.parametrize("cuts", [[12] * 4, [12] * 6, [13, 12, 12, 12, 12], [7, 13, 13, 13, 14], [21, 10, 10, 10, 9]])
def test_shares_that_do_not_add_up_are_refused(proposal: RedPacket, cuts: list[int]) -> None:
    rows = [Share(packet=proposal, number=number, points=points) for number, points in enumerate(cuts, start=1)]

    refused("add up", lambda: Share.objects.bulk_create(rows))


def test_shares_are_cut_at_once(proposal: RedPacket) -> None:
    refused("add up", lambda: Share.objects.create(packet=proposal, number=1, points=12))


def test_no_share_is_somebodys_before_it_is_grabbed(proposal: RedPacket, ada: Member, noon: datetime) -> None:
    rows = [Share(packet=proposal, number=number, points=12, member=ada if number == 1 else None) for number in range(1, 6)]
    rows[0].grabbed_at = noon

    refused("add up", lambda: Share.objects.bulk_create(rows))


def test_a_share_is_never_cut_again(packet: RedPacket) -> None:
    shares = Share.objects.filter(packet=packet)

    refused("cut once", lambda: shares.update(points=F("points") + 1))
    refused("cut once", lambda: shares.update(number=F("number") + 10))
    refused("never deleted", lambda: shares._raw_delete("default"))


def test_shares_are_never_emptied(db: None) -> None:
    with connection.cursor() as cursor:
        refused("never deleted", lambda: cursor.execute("TRUNCATE rewards_share"))


def test_a_grabbed_share_stays_whose_it_is(packet: RedPacket, ada: Member, eve: Member, noon: datetime) -> None:
    share = Share.objects.filter(packet=packet, number=1)
    share.update(member=ada, grabbed_at=noon)

    refused("grabbed once", lambda: share.update(member=eve))
    refused("grabbed once", lambda: share.update(member=None, grabbed_at=None))


def test_nobody_has_two_shares(packet: RedPacket, ada: Member, noon: datetime) -> None:
    refused("one_share_per_person", lambda: Share.objects.filter(packet=packet, number__lte=2).update(member=ada, grabbed_at=noon))


def test_who_grabbed_and_when_belong_together(packet: RedPacket, ada: Member) -> None:
    refused("share_grabbed_by_somebody", lambda: Share.objects.filter(packet=packet, number=1).update(member=ada))


def test_no_share_goes_to_who_made_or_approved_it(packet: RedPacket, noon: datetime) -> None:
    for maker in (packet.made_by, packet.approved_by):
        refused("made or approved", lambda maker=maker: Share.objects.filter(packet=packet, number=1).update(member=maker, grabbed_at=noon))  # type: ignore[misc]


def test_nothing_is_grabbed_from_what_is_over(packet: RedPacket, ada: Member, noon: datetime) -> None:
    RedPacket.objects.filter(pk=packet.pk).update(state="ended", ended_at=noon)

    refused("not out", lambda: Share.objects.filter(packet=packet, number=1).update(member=ada, grabbed_at=noon))


def test_a_number_and_a_key_are_there_once(proposal: RedPacket, packet: RedPacket) -> None:
    refused("key", copy(proposal, key=packet.key).save)
    refused("share_number_once", lambda: Share.objects.create(packet=packet, number=1, points=12))
