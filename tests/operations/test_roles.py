"""The application's own role, on a connection of its own, against what the database refuses it."""

from collections.abc import Iterator
from datetime import datetime

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from members import audit
from members.models import Member
from operations.roles import SEEN_AND_ADDED_TO
from rewards import ledger
from rewards.sealing import seal_the_books
from tests.rewards.factories import give

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "for this test only"
COLUMNS = "debit_id, credit_id, amount, kind, code, purse, memo, at"
PAST = ["rewards_transfer", "members_seal", "members_auditevent", "seats_attempt", "seats_lot"]


def connect(user: str | None = None) -> psycopg.Connection:
    at = connection.settings_dict
    known = {"host": at["HOST"], "port": at["PORT"], "dbname": at["NAME"], "user": user or at["USER"]}
    known["password"] = PASSWORD if user else at["PASSWORD"]
    return psycopg.connect(**{key: value for key, value in known.items() if value}, autocommit=True)


@pytest.fixture
def role(db: None) -> Iterator[str]:
    name = f"{connection.settings_dict['NAME']}_app"[:63]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(name), PASSWORD).as_string(connection.connection))
    call_command("grant_app", name, verbosity=0)
    yield name
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(name)).as_string(connection.connection))


@pytest.fixture
def app(role: str) -> Iterator[psycopg.Connection]:
    with connect(role) as mine:
        yield mine


@pytest.fixture
def books(ada: Member, noon: datetime) -> None:
    give(ada, 100, noon)
    audit.record(by=ada, did="test", on=ada, now=noon)
    seal_the_books(now=noon)


def first_column(table: str) -> str:
    with connection.cursor() as cursor:
        return str(connection.introspection.get_table_description(cursor, table)[0].name)


@pytest.mark.parametrize("table", PAST)
@pytest.mark.parametrize("verb", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"])
def test_the_application_cannot_rewrite_the_past(books: None, app: psycopg.Connection, table: str, verb: str) -> None:
    with pytest.raises(InsufficientPrivilege) as refused:
        app.execute(sql.SQL(verb).format(table=sql.Identifier(table), column=sql.Identifier(first_column(table))))

    assert refused.value.sqlstate == "42501"


def test_the_application_cannot_set_a_balance_or_post_past_the_ledger(books: None, app: psycopg.Connection, ada: Member) -> None:
    for change in (
        "UPDATE rewards_account SET balance = 1000000",
        "INSERT INTO rewards_account (kind, reference, balance) VALUES ('budget', 'budget:mine', 1000000)",
        "DELETE FROM rewards_account",
        f"INSERT INTO rewards_transfer ({COLUMNS}, reference) SELECT {COLUMNS}, 'mine' FROM rewards_transfer LIMIT 1",  # noqa: S608
        "ALTER TABLE rewards_transfer DISABLE TRIGGER USER",
        "CREATE TABLE public.mine (id int)",
        "DROP TABLE rewards_transfer",
    ):
        with pytest.raises(InsufficientPrivilege):
            app.execute(change)

    assert ledger.balance(ledger.purse_of(ada)) == 100


def test_the_application_posts_holds_and_ends_through_the_ledger(books: None, app: psycopg.Connection, ada: Member) -> None:
    name = ledger.purse(ada)
    posted = app.execute("SELECT (ledger_post(%s, 'redemption', 40, 'pending', 'test', '', 'h', '{}', now())).*", [name]).fetchone()
    assert posted is not None
    ended = app.execute("SELECT outcome FROM ledger_end(%s, 'voids', now())", [posted[1]]).fetchone()

    assert (posted[0], ended) == ("posted", ("posted",))
    assert ledger.balance(ledger.purse_of(ada)) == 100


def test_a_search_path_of_ones_own_does_not_mislead_the_ledger(books: None, app: psycopg.Connection, ada: Member) -> None:
    app.execute(
        "CREATE TEMP TABLE rewards_account (id bigint, reference text, balance bigint, moved_at timestamptz, closed_at timestamptz)"
    )
    app.execute("SET search_path = pg_temp, public")

    app.execute("SELECT ledger_post('issue', %s, 1, 'posted', 'test', '', 'bent', '{}', now())", [ledger.purse(ada)])

    assert ledger.balance(ledger.purse_of(ada)) == 101


def test_without_the_grants_only_the_triggers_stand_between(books: None) -> None:
    """The negative control: the owner is not refused by privileges, and can switch the triggers off."""
    with connect() as owner, owner.transaction(force_rollback=True):
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        owner.execute("ALTER TABLE rewards_transfer DISABLE TRIGGER USER")

        assert owner.execute("UPDATE rewards_transfer SET amount = amount + 1").rowcount == 3


def test_every_table_that_refuses_changes_of_rows_is_kept_from_the_application(db: None) -> None:
    """A new append-only table goes into the list, or says here why its rows do change."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgtype & 32 <> 0")
        never_emptied = {table for (table,) in cursor.fetchall()}

    # Balances move, by the ledger's functions alone; shares are grabbed once and versions are published once, by triggers.
    assert never_emptied - set(SEEN_AND_ADDED_TO) == {"rewards_account", "rewards_share", "tasks_catalog_questionnaireversion"}


def test_a_role_that_is_not_there_is_named_and_the_owner_is_no_application(db: None) -> None:
    with pytest.raises(CommandError, match="There is no role nobody_here"):
        call_command("grant_app", "nobody_here")
    with pytest.raises(CommandError, match="powers of the tables' owner"):
        call_command("grant_app", connection.settings_dict["USER"])
