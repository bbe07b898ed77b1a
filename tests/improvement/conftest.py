from datetime import datetime

import pytest

from tests.improvement.factories import Loop
from tests.insights.factories import NOON


@pytest.fixture
def loop(db: None) -> Loop:
    return Loop()


@pytest.fixture
def now() -> datetime:
    return NOON
