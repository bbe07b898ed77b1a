"""Negative controls: each guard of the database taken away, the harm that it keeps off happens; with it, it does not."""

# ruff: noqa: S608 - who does harm writes SQL

from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from members.models import Member
from rewards import ledger
from rewards.sealing import seal_the_books
from tests.rewards.factories import give

pytestmark = pytest.mark.django_db(transaction=True)

ACCOUNT = "INSERT INTO rewards_account (kind, reference, keeps_balance) VALUES ({}, false)"
COLUMNS = "debit_id, credit_id, amount, kind, code, purse, memo, at"
AGAIN = f"INSERT INTO rewards_transfer ({COLUMNS}, reference) SELECT {{}} FROM rewards_transfer WHERE reference = 'there'"
ENDING = f"INSERT INTO rewards_transfer ({COLUMNS}, reference, holds_id) SELECT {{}}, id FROM rewards_transfer WHERE reference = {{}}"


def row(reference: str = "'new'", **other: str) -> str:
    return ", ".join([*(other.get(column, column) for column in COLUMNS.split(", ")), reference])


def constraint(name: str, table: str = "rewards_transfer") -> str:
    return f"ALTER TABLE {table} DROP CONSTRAINT {name}"


def trigger(name: str, table: str = "rewards_transfer") -> str:
    return f"ALTER TABLE {table} DISABLE TRIGGER {name}"


GUARDS = [
    (constraint("transfer_reference_once"), AGAIN.format(row("reference"))),
    (constraint("transfer_moves_something"), AGAIN.format(row(amount="-amount"))),
    (constraint("transfer_between_two"), AGAIN.format(row(credit_id="debit_id"))),
    (constraint("only_endings_end_holds"), AGAIN.format(row(kind="'voids'"))),
    ("DROP INDEX hold_ends_once", ENDING.format(row("'ended twice'", kind="'settles'"), "'held'")),
    (trigger("transfer_ending_matches"), ENDING.format(row(kind="'voids'", amount="amount - 1"), "'open'")),
    (trigger("transfer_append_only"), "UPDATE rewards_transfer SET amount = amount + 1"),
    (trigger("transfer_append_only"), "DELETE FROM rewards_transfer"),
    (trigger("transfer_never_emptied"), "TRUNCATE rewards_transfer CASCADE"),
    (constraint("account_never_below_zero", "rewards_account"), "UPDATE rewards_account SET balance = -1 WHERE balance IS NOT NULL"),
    (constraint("floor_means_balance", "rewards_account"), "UPDATE rewards_account SET balance = NULL"),
    (constraint("account_reference_once", "rewards_account"), ACCOUNT.format("'issue', 'issue'")),
    (trigger("account_kind_is_sound", "rewards_account"), ACCOUNT.format("'gold', 'gold'")),
    (trigger("account_stays", "rewards_account"), "DELETE FROM rewards_account WHERE kind = 'purse'"),
    (trigger("account_keeps_its_number", "rewards_account"), "UPDATE rewards_account SET id = id + 1000000 WHERE kind = 'purse'"),
    (trigger("accounts_never_emptied", "rewards_account"), "TRUNCATE rewards_account CASCADE"),
    (trigger("seal_stays", "members_seal"), "UPDATE members_seal SET count = count + 1"),
    (trigger("seals_never_emptied", "members_seal"), "TRUNCATE members_seal"),
    (trigger("append_only", "members_auditevent"), "UPDATE members_auditevent SET did = 'nothing'"),
    (trigger("audit_never_emptied", "members_auditevent"), "TRUNCATE members_auditevent CASCADE"),
]  # fmt: skip


@pytest.fixture
def books(ada: Member, noon: datetime) -> None:
    give(ada, 100, noon)
    purse = ledger.purse(ada)
    ledger.transfer(debit="issue", credit=purse, amount=5, reference="there", code="test", now=noon)
    ledger.void(ledger.hold(debit=purse, credit="redemption", amount=5, reference="held", code="test", now=noon), now=noon)
    ledger.hold(debit=purse, credit="redemption", amount=5, reference="open", code="test", now=noon)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO members_auditevent (at, did, on_what, on_id, detail) VALUES (now(), 'test', 'x', '1', '{}')")
    seal_the_books(now=noon)


def done(*statements: str) -> int:
    """How many rows the last statement touched, all of it taken back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in statements:
            cursor.execute(statement)
        touched: int = cursor.rowcount
        transaction.set_rollback(True)
    return touched


def test_each_guard_keeps_its_harm_off_and_nothing_else_does(books: None) -> None:
    for off, harm in GUARDS:
        with pytest.raises(IntegrityError):
            done(harm)
        assert done(off, harm) != 0, off
