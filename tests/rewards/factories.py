from datetime import datetime
from itertools import count
from uuid import uuid4

import factory
from django.test import Client
from factory.django import DjangoModelFactory

from members.models import Member
from rewards import services
from rewards.models import Benefit, Redemption

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


def as_(member: Member) -> Client:
    """A browser in which the member is signed in."""
    client = Client()
    client.force_login(member)
    return client
