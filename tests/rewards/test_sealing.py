"""What is sealed cannot be changed unseen, and nothing is left out of a seal."""

# ruff: noqa: S608 - who forges books writes SQL

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from threading import Event, Thread

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from pytest_django import Settings

from members import audit, sealing
from members.models import Member, Seal
from rewards import ledger
from rewards.books import check_books
from rewards.models import Transfer
from rewards.sealing import TRANSFERS, mail_the_seals, seal_the_books, verify_the_books
from rewards.tasks import seal_the_books as each_minute
from tests.rewards.factories import give

pytestmark = pytest.mark.django_db(transaction=True)


def by_the_back_door(*statements: str) -> None:
    """As the owner of the tables, who can switch every trigger off."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("rewards_transfer", "members_seal", "members_auditevent"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in statements:
            cursor.execute(statement)
        for table in ("rewards_transfer", "members_seal", "members_auditevent"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def said(*arguments: str) -> str:
    out = StringIO()
    try:
        call_command("verify_ledger", *arguments, stdout=out)
    except CommandError as wrong:
        return out.getvalue() + str(wrong)
    return out.getvalue()


@pytest.fixture
def sealed(ada: Member, noon: datetime) -> list[Transfer]:
    for n in range(3):
        give(ada, 10 + n, noon)
        seal_the_books(now=noon)
    return list(Transfer.objects.order_by("pk"))


def test_each_seal_answers_for_the_rows_after_the_last(sealed: list[Transfer]) -> None:
    seals = Seal.objects.filter(record="transfers").order_by("number")

    assert [(seal.number, seal.count) for seal in seals] == [(1, 3), (2, 3), (3, 3)]
    assert [seal.previous for seal in seals] == ["", seals[0].digest, seals[1].digest]
    assert seals[2].last >= sealed[-1].pk
    assert "Everything is as it was sealed." in said()


def test_nothing_new_is_no_new_seal(sealed: list[Transfer], noon: datetime) -> None:
    assert seal_the_books(now=noon) == []


def test_two_beats_seal_once_a_minute(db: None) -> None:
    assert [each_minute(), each_minute()] == [True, False]


def test_an_edited_row_is_named(sealed: list[Transfer]) -> None:
    by_the_back_door(f"UPDATE rewards_transfer SET amount = amount + 1 WHERE id = {sealed[4].pk}")

    assert f"row {sealed[4].pk} was changed after it was sealed" in said()


def test_a_deleted_row_is_named(sealed: list[Transfer]) -> None:
    by_the_back_door(f"DELETE FROM rewards_transfer WHERE id = {sealed[4].pk}")

    assert f"row {sealed[4].pk} was deleted" in said()


def test_a_row_put_in_between_is_named(sealed: list[Transfer], noon: datetime) -> None:
    free = sealed[4].pk
    by_the_back_door(f"DELETE FROM rewards_transfer WHERE id = {free}", "DELETE FROM members_seal")
    seal_the_books(now=noon)
    columns = "debit_id, credit_id, amount, kind, code, purse, memo, at"
    by_the_back_door(
        f"INSERT INTO rewards_transfer (id, reference, {columns}) SELECT {free}, 'in between', {columns} FROM rewards_transfer LIMIT 1"
    )

    assert f"row {free} was put in between" in said()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE members_seal SET at = at, count = count + 1 WHERE record = 'transfers' AND number = 2",
        "UPDATE members_seal SET root = repeat('0', 64) WHERE record = 'transfers' AND number = 2",
        "DELETE FROM members_seal WHERE record = 'transfers' AND number = 2",
    ],
)
def test_a_link_of_the_chain_that_was_touched_is_named(sealed: list[Transfer], change: str) -> None:
    by_the_back_door(change)

    assert "does not follow from the one before it" in said()


def test_only_a_digest_kept_outside_shows_a_cut_at_the_end(sealed: list[Transfer]) -> None:
    kept = Seal.objects.get(record="transfers", number=3).digest
    assert "Everything is as it was sealed." in said("--digest", kept)
    by_the_back_door(
        f"DELETE FROM rewards_transfer WHERE id >= {sealed[6].pk}", "DELETE FROM members_seal WHERE record = 'transfers' AND number = 3"
    )

    assert "Everything is as it was sealed." in said()
    assert "Seals were cut off at the end" in said("--digest", kept)


def test_a_chain_forged_anew_has_other_digests(sealed: list[Transfer], noon: datetime) -> None:
    kept = Seal.objects.get(record="transfers", number=1).digest
    by_the_back_door(f"UPDATE rewards_transfer SET amount = 1000000 WHERE id = {sealed[0].pk}", "DELETE FROM members_seal")
    seal_the_books(now=noon)

    assert "Everything is as it was sealed." in said()
    assert "forged anew" in said("--digest", kept)


def test_audit_events_are_sealed_too(ada: Member, noon: datetime) -> None:
    event = audit.record(by=ada, did="test", on=ada, now=noon, points=5)
    seal_the_books(now=noon)
    by_the_back_door(f"UPDATE members_auditevent SET detail = '{{}}' WHERE id = {event.pk}")

    assert f"row {event.pk} was changed" in said()


def test_the_nightly_check_writes_down_what_was_touched(sealed: list[Transfer], noon: datetime) -> None:
    by_the_back_door(f"UPDATE rewards_transfer SET code = 'other' WHERE id = {sealed[4].pk}")

    checked = check_books(now=noon)

    assert [found["account"] for found in checked.broken_seals] == [f"transfers {sealed[4].pk}"]
    assert checked.sealed == 9


def test_a_seal_itself_is_never_rewritten(sealed: list[Transfer]) -> None:
    for change in ("UPDATE members_seal SET count = 1", "DELETE FROM members_seal", "TRUNCATE members_seal", "TRUNCATE members_auditevent"):
        with pytest.raises(Exception, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_the_digests_leave_the_house_by_mail_when_somebody_keeps_them(sealed: list[Transfer], settings: Settings) -> None:
    assert not mail_the_seals()
    settings.SEAL_MAIL = "auditor@example.com"

    assert mail_the_seals()
    assert Seal.objects.get(record="transfers", number=3).digest in mail.outbox[0].body


# A lower id that commits later ------------------------------------------------------


def while_another_has_drawn_a_lower_id(ada: Member, noon: datetime, then: Callable[[], object], commit_after: float) -> None:
    """Somebody posts and does not commit yet; then another posts and commits, and `then` happens."""
    posted, go_on = Event(), Event()
    ledger.issue()

    def slow() -> None:
        try:
            with transaction.atomic():
                ledger.transfer(debit="issue", credit="budget:slow", amount=1, reference="slow", code="test", now=noon)
                posted.set()
                go_on.wait(timeout=commit_after)
        finally:
            connections.close_all()

    hand = Thread(target=slow, daemon=True)
    hand.start()
    assert posted.wait(timeout=30)
    ledger.transfer(debit="issue", credit="budget:quick", amount=1, reference="quick", code="test", now=noon)
    then()
    go_on.set()
    hand.join(timeout=30)


def test_a_row_that_commits_late_is_waited_for(ada: Member, noon: datetime) -> None:
    while_another_has_drawn_a_lower_id(ada, noon, lambda: seal_the_books(now=noon), commit_after=0.5)

    assert Seal.objects.get(record="transfers").count == 2
    assert all(verdict.is_right for verdict in verify_the_books().values())


def test_when_it_takes_too_long_the_next_turn_seals_them_all(ada: Member, noon: datetime) -> None:
    made: list[list[Seal]] = []
    while_another_has_drawn_a_lower_id(ada, noon, lambda: made.append(sealing.seal_new(TRANSFERS, now=noon, patience=0.1)), commit_after=30)
    made.append(sealing.seal_new(TRANSFERS, now=noon))

    assert [[seal.count for seal in seals] for seals in made] == [[], [2]]


def test_without_the_waiting_a_row_would_be_left_out(ada: Member, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_writers", lambda _record: set())

    while_another_has_drawn_a_lower_id(ada, noon, lambda: seal_the_books(now=noon), commit_after=30)

    late = Transfer.objects.get(reference="slow")
    assert [(found.what, found.number) for found in verify_the_books()["transfers"].findings] == [("inserted", late.pk)]


def test_what_is_issued_is_told_at_any_instant_from_days_and_the_rest(ada: Member, noon: datetime) -> None:
    hour = timedelta(hours=1)
    for n in range(60):
        ledger.transfer(debit="issue", credit="budget:x", amount=n + 1, reference=f"x{n}", code="test", now=noon + n * hour)
        if n in {20, 41}:
            seal_the_books(now=noon)

    told = [ledger.balance(ledger.issue(), at=noon + n * hour) for n in range(60)]

    assert told == [-(n + 1) * (n + 2) // 2 for n in range(60)]
    assert ledger.balance(ledger.issue()) == told[-1]
