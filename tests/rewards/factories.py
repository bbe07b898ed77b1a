from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

import factory
from django.test import Client
from factory.django import DjangoModelFactory

from members.models import Member
from members.rights import TESTER, grant
from rewards import services
from rewards.models import Benefit, Redemption, RedPacket
from tests.members.factories import MemberFactory

_events = count(1)


class BenefitFactory(DjangoModelFactory[Benefit]):
    class Meta:
        model = Benefit
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"benefit-{n}")
    title = factory.LazyAttribute(lambda made: {"en": made.slug.title(), "zh-hans": made.slug, "pl": made.slug})
    kind = Benefit.Kind.GIFT
    price = 300


def give(member: Member, points: int, now: datetime, **more: object) -> None:
    """Let the member earn points the ordinary way."""
    event = next(_events)
    task, campaign = f"task:give-{event}", f"campaign:give-{event}"
    services.fund_budget(campaign_reference=campaign, amount=points, now=now)
    services.reserve_points(campaign_reference=campaign, task_reference=task, amount=points, now=now)
    services.pay(member=member, amount=points, reference=f"submission:give-{event}", from_reference=task, now=now, **more)  # type: ignore[arg-type]


def asked_for(member: Member, now: datetime, benefit: Benefit | None = None) -> Redemption:
    """A request of a member who could pay for it."""
    wanted = benefit or BenefitFactory()
    give(member, wanted.price, now)
    return services.redeem(benefit=wanted, member=member, key=uuid4(), now=now)


def red_packet(*, by: Member, noon: datetime, **more: object) -> RedPacket:
    """A red packet that waits for approval, open from noon for an hour; its budget is there."""
    terms = {
        "title": {"en": "Delivery is up"}, "sender": "The card team", "campaign_reference": f"campaign:red-{next(_events)}", "points": 60,
        "shares": 5, "least": 8, "most": 20, "opens_at": noon, "closes_at": noon + timedelta(hours=1), "key": uuid4(), "now": noon,
    } | more  # fmt: skip
    services.fund_budget(campaign_reference=str(terms["campaign_reference"]), amount=1000, reference=f"{uuid4()}", now=noon)
    return services.make_red_packet(by=by, **terms)  # type: ignore[arg-type]


def published(*, makers: tuple[Member, Member], noon: datetime, **more: object) -> RedPacket:
    """A red packet that one made and the other approved."""
    maker, approver = makers
    return services.approve_red_packet(packet=red_packet(by=maker, noon=noon, **more), by=approver, now=noon)


def as_(member: Member) -> Client:
    """A browser in which the member is signed in."""
    client = Client()
    client.force_login(member)
    return client


def quick_people(count: int) -> list[Member]:
    people: list[Member] = [MemberFactory() for _ in range(count)]
    for member in people:
        grant(member=member, right=TESTER)
    return people
