"""Who has points: accounts are known by their names, and opened when they are first used."""

from datetime import datetime

from django.db import connection

from members.models import Member
from rewards.ledger import refusals
from rewards.models import Account
from shared import planned

ISSUE = "issue"
REDEMPTION = "redemption"
EXPIRY = "expiry"
PURSE = "purse:"

type Named = Account | str  # an account, or its name: a name costs no query

_COLUMNS = [field.attname for field in Account._meta.concrete_fields]
_OPEN = f"SELECT {', '.join(_COLUMNS)} FROM ledger_account(%s)"  # noqa: S608 - the model's own columns


def account_named(name: str) -> Account:
    """The account of that name, opened with nothing in it if there is none yet."""
    row = planned.row(_OPEN, (name,))
    if row is None:
        raise Account.DoesNotExist(f"{name} was not opened.")
    return Account.from_db(connection.alias, _COLUMNS, row)


def name_of(account: Named) -> str:
    return account if isinstance(account, str) else account.reference


def purse(member: Member) -> str:
    """The name of the member's own points."""
    return f"{PURSE}{member.pk}"


def budget(reference: str) -> str:
    """The name of what may still be promised; `reference` is e.g. "campaign:1"."""
    return f"budget:{reference}"


def reserve(reference: str) -> str:
    """The name of what is promised and not yet paid; `reference` is e.g. "task:9"."""
    return f"reserve:{reference}"


def purse_of(member: Member) -> Account:
    """The member's own points."""
    return account_named(purse(member))


def budget_of(reference: str) -> Account:
    """What may still be promised; `reference` is e.g. "campaign:1"."""
    return account_named(budget(reference))


def reserve_of(reference: str) -> Account:
    """What is promised and not yet paid; `reference` is e.g. "task:9"."""
    return account_named(reserve(reference))


def issue() -> Account:
    """Where points come from; its balance is minus all that were ever issued."""
    return account_named(ISSUE)


def redeemed() -> Account:
    """Where points go that bought something."""
    return account_named(REDEMPTION)


def expired() -> Account:
    """Where points go that were not spent in time."""
    return account_named(EXPIRY)


def close_account(account: Named, *, now: datetime) -> None:
    """Nothing moves on it from now on; refused while there is something in it, or on its way out of or into it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT outcome, points FROM ledger_close(%s, %s)", [name_of(account), now])
        outcome, points = cursor.fetchone()
    if outcome == "full":
        raise refusals.AccountNotEmpty(points)
    if outcome == "held":
        raise refusals.HoldsOpen
    if outcome == "open":
        raise refusals.AccountStaysOpen
