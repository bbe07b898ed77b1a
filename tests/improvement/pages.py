"""What the tests of the desks share."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import Member


def at(name: str, *args: int) -> str:
    return reverse(f"improvement:{name}", args=args)


def as_(client: Client, member: Member) -> Client:
    client.force_login(member)
    return client


def in_a_month() -> str:
    return (timezone.localdate() + timedelta(days=30)).isoformat()
