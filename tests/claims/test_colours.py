"""A campaign with colours of its own wears them on the pages of its tasks."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Member
from tasks_catalog.models import Campaign, Task
from tests.claims.factories import ClaimFactory
from tests.feedback.factories import make_claim, sent
from tests.tasks_catalog.factories import TaskFactory

PLUM = {"brand-light": "#7a1f5c", "brand-dark": "#f0a6d8", "on-brand-dark": "#2a0a1e"}


@pytest.fixture
def plum(task: Task) -> Task:
    Campaign.objects.update(theme=PLUM)
    return task


def sheets(client: Client, name: str, *args: object) -> int:
    return client.get(reverse(name, args=args)).text.count("/theme.css?v=")


def test_the_brief_wears_its_campaigns_colours(adas: Client, plum: Task) -> None:
    assert sheets(adas, "claims:brief", plum.slug) == 1


def test_a_brief_of_a_campaign_without_its_own_colours_loads_no_sheet(adas: Client, task: Task) -> None:
    assert sheets(adas, "claims:brief", task.slug) == 0


def test_the_door_wears_its_campaigns_colours(adas: Client, plum: Task, now: datetime) -> None:
    later = TaskFactory(opens_at=now + timedelta(hours=1))

    assert sheets(adas, "claims:door", later.slug) == 1


def test_a_seat_just_won_wears_its_campaigns_colours(adas: Client, ada: Member, plum: Task, now: datetime) -> None:
    assert sheets(adas, "claims:claim", ClaimFactory(member=ada, task=plum, now=now).pk) == 1


def test_the_runner_wears_its_campaigns_colours(adas: Client, ada: Member, now: datetime) -> None:
    claim = make_claim(ada, now=now)
    Campaign.objects.update(theme=PLUM)

    assert sheets(adas, "feedback:runner", claim.pk) == 1


def test_what_was_sent_wears_its_campaigns_colours(adas: Client, ada: Member, now: datetime) -> None:
    claim = sent(ada, now=now).claim
    Campaign.objects.update(theme=PLUM)

    assert sheets(adas, "feedback:sent", claim.pk) == 1


def test_the_sheet_that_a_brief_names_is_there(adas: Client, plum: Task) -> None:
    page = adas.get(reverse("claims:brief", args=[plum.slug])).text
    address = page.partition("/theme.css?v=")[0].rpartition('"')[2] + "/theme.css"

    assert "--brand-light: #7a1f5c;" in adas.get(address).text
