"""A campaign may call its points by a name of its own; its pages say it wherever they name the reward."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Member
from tasks_catalog.models import Task
from tests.claims.factories import ClaimFactory
from tests.tasks_catalog.factories import TaskFactory, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def task() -> Task:
    task: Task = TaskFactory()
    task.campaign.theme = {"wording": {"coin": texts("Planck coins")}}
    task.campaign.save()
    return task


def test_the_brief_and_the_door_name_the_coin(adas: Client, task: Task) -> None:
    for page in ("claims:brief", "claims:door"):
        assert "Planck coins" in adas.get(reverse(page, args=[task.slug]), follow=True).text


def test_what_was_claimed_names_the_coin(adas: Client, ada: Member, task: Task, noon: datetime) -> None:
    claim = ClaimFactory(task=task, member=ada, now=noon)

    assert "Planck coins" in adas.get(reverse("claims:claim", args=[claim.pk])).text


def test_without_a_name_of_their_own_they_are_points(adas: Client) -> None:
    page = adas.get(reverse("claims:brief", args=[TaskFactory().slug])).text

    assert '<span class="vh"> points</span>' in page
