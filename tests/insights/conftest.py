from datetime import datetime

import pytest

from tests.insights.factories import NOON, Programme


@pytest.fixture
def programme(db: None) -> Programme:
    return Programme()


@pytest.fixture
def now() -> datetime:
    return NOON
