"""What the database itself refuses."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from rewards import ledger, services
from rewards.models import Transfer

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def posted() -> Transfer:
    return services.fund_budget(campaign_reference="campaign:1", amount=500, now=NOON)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE rewards_transfer SET amount = 1",
        "DELETE FROM rewards_transfer",
        "TRUNCATE rewards_transfer CASCADE",
    ],
)
def test_a_transfer_is_never_changed(change: str, posted: Transfer) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)

    assert Transfer.objects.get().amount == 500
    assert ledger.balance(ledger.budget_of("campaign:1")) == 500
