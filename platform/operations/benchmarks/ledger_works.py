"""What the ledger does, through its public services; loaded by `crowd.py`."""

import itertools
import os
import random
from collections.abc import Callable

import django

SPREAD = 100  # tasks whose reserves pay, or accounts that issue
REGULARS = 100  # the first members, who have a hundred transfers each
BATCH = 100
chance = random.Random()  # noqa: S311 - spreads the load; no secret
MEMBERS: list["Member"] = []  # type: ignore[name-defined]  # noqa: F821 - models are there once Django is set up


def prepare() -> None:
    django.setup()
    from members.models import Member

    MEMBERS[:] = Member.objects.order_by("pk")


def finish() -> None:
    from django.db import connections

    connections.close_all()


def _new_references(client: int) -> Callable[[], str]:
    """Business events that nobody had before."""
    run, number = f"{os.getpid()}-{chance.getrandbits(64):x}-{client}", itertools.count()
    return lambda: f"submission:{run}-{next(number)}"


def _award(client: int, _clients: int) -> Callable[[], int]:
    from django.utils import timezone

    from rewards.services.budgets import pay

    reference = _new_references(client)

    def award() -> int:
        task = f"task:bench-{chance.randrange(SPREAD)}"
        pay(member=chance.choice(MEMBERS), amount=10, reference=reference(), from_reference=task, now=timezone.now())
        return 1

    return award


def _balance(_client: int, _clients: int) -> Callable[[], int]:
    from rewards.ledger import balance, purse_of

    purses = [purse_of(member) for member in MEMBERS[:REGULARS]]

    def read() -> int:
        balance(chance.choice(purses))
        return 1

    return read


def _batch(client: int, clients: int) -> Callable[[], int]:
    """A season's awards: each client has a campaign and members of its own."""
    from django.utils import timezone

    from rewards.ledger import Move, budget, purse, transfer_many

    reference, theirs = _new_references(client), MEMBERS[client::clients]

    def award_many() -> int:
        source = budget(f"campaign:bench-{client}")
        moves = [
            Move(debit=source, credit=purse(member), amount=10, reference=reference(), code="season", purse="quarterly")
            for member in chance.sample(theirs, BATCH)
        ]
        transfer_many(moves, now=timezone.now())
        return BATCH

    return award_many


def _issue(spread: int) -> Callable[[int, int], Callable[[], int]]:
    """Straight from where points come from: one account for all, or many."""

    def make(client: int, _clients: int) -> Callable[[], int]:
        from django.utils import timezone

        from rewards.ledger import ISSUE, purse, transfer

        reference = _new_references(client)

        def issue() -> int:
            source = ISSUE if spread == 1 else f"{ISSUE}:bench-{chance.randrange(spread)}"
            transfer(
                debit=source, credit=purse(chance.choice(MEMBERS)), amount=10, reference=reference(), code="submission", now=timezone.now()
            )
            return 1

        return issue

    return make


def _hold_and_settle(client: int, _clients: int) -> Callable[[], int]:
    from django.utils import timezone

    from rewards.ledger import REDEMPTION, hold, purse, settle

    reference = _new_references(client)

    def redeem() -> int:
        now = timezone.now()
        held = hold(
            debit=purse(chance.choice(MEMBERS[:REGULARS])), credit=REDEMPTION, amount=1, reference=reference(), code="redemption", now=now
        )
        settle(held, now=now)
        return 1

    return redeem


WORKS = {
    "award": _award,
    "balance": _balance,
    "batch": _batch,
    "one issuing account": _issue(1),
    "spread accounts": _issue(SPREAD),
    "hold and settle": _hold_and_settle,
}
