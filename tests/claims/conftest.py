"""Ada in her browser, and a task that has been open since yesterday."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from members.models import Member
from tasks_catalog.models import Task
from tests.tasks_catalog.factories import TaskFactory, texts

type Counting = Callable[[int], object]


@pytest.fixture
def adas(client: Client, ada: Member) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def task(db: None, now: datetime) -> Task:
    return TaskFactory(slug="where-is-my-card", opens_at=now - timedelta(days=1), title=texts("Where is my new card?"))
