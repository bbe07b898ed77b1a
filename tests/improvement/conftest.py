from datetime import datetime

import pytest
from django.test import Client

from tests.improvement.factories import Loop
from tests.insights.factories import NOON


@pytest.fixture
def loop(db: None) -> Loop:
    return Loop()


@pytest.fixture
def now() -> datetime:
    return NOON


@pytest.fixture
def desk(client: Client, loop: Loop) -> Client:
    client.force_login(loop.manager)
    return client
