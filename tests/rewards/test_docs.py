"""The example on the ledger's page is run as it stands there."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from members.models import Member
from rewards import ledger
from tests.rewards.factories import give

PAGE = Path(__file__).resolve().parents[2] / "docs" / "ledger.md"


@pytest.mark.django_db
def test_something_new_that_costs_points_is_two_calls(ada: Member, noon: datetime) -> None:
    give(ada, 80, noon)
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)

    exec(example, {"ledger": ledger, "member": ada, "key": 7, "now": noon})  # noqa: S102 our own page

    assert (ledger.balance(ledger.purse_of(ada)), ledger.balance(ledger.redeemed())) == (30, 50)


@pytest.mark.django_db
def test_every_call_that_the_page_names_is_there(db: None) -> None:
    table = PAGE.read_text().partition("| call | does |")[2].partition("\n\n")[0]
    named = {word for row in table.splitlines() for word in re.findall(r"`(\w+)", row.split("|")[1] if "|" in row else "")}

    assert {"transfer", "hold", "close_account"} <= named
    assert named <= set(ledger.__all__)
