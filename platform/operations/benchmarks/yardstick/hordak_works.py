"""What the ledger does, by django-hordak's own interface; loaded by the yardstick's Python, from this folder."""

import random
from collections.abc import Callable
from typing import Any

import django

chance = random.Random()  # noqa: S311 - spreads the load; no secret
ACCOUNTS: dict[str, list[Any]] = {}


def prepare() -> None:
    django.setup()
    from hordak.models import Account

    for kind in ("task", "member"):
        ACCOUNTS[kind] = list(Account.objects.filter(name__startswith=f"{kind} ").order_by("pk"))


def finish() -> None:
    from django.db import connections

    connections.close_all()


def _award(_client: int, _clients: int) -> Callable[[], int]:
    from moneyed import Money

    points = Money(10, "EUR")

    def award() -> int:
        chance.choice(ACCOUNTS["task"]).transfer_to(chance.choice(ACCOUNTS["member"]), points)
        return 1

    return award


def _balance(_client: int, _clients: int) -> Callable[[], int]:
    """The quicker of its two ways, for one account."""
    regulars = ACCOUNTS["member"][:100]

    def read() -> int:
        chance.choice(regulars).get_balance()
        return 1

    return read


def _balance2(_client: int, _clients: int) -> Callable[[], int]:
    from hordak.models import Account

    regulars = ACCOUNTS["member"][:100]

    def read() -> int:
        str(Account.objects.with_balances().get(pk=chance.choice(regulars).pk).balance)
        return 1

    return read


WORKS = {"award": _award, "balance": _balance, "balance2": _balance2}
