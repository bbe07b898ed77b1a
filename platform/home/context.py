"""What the shell around every page shows. Nothing is asked of the database until a template asks."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from home.desks import Desk, desks_for
from members.models import Member
from members.rights import rights_of
from notifications.selectors import unread_count
from rewards.models import Account


class Shell:
    """The facts of the frame: one member's unread notes, points and desks."""

    def __init__(self, request: HttpRequest) -> None:
        user = getattr(request, "user", None)
        self.member = user if isinstance(user, Member) else None

    @cached_property
    def unread(self) -> int:
        return unread_count(self.member) if self.member else 0

    @cached_property
    def balance(self) -> int:
        return spendable(self.member) if self.member else 0

    @cached_property
    def desks(self) -> list[Desk]:
        return desks_for(rights_of(self.member)) if self.member else []


def spendable(member: Member) -> int:
    """Points that may be spent now; nobody gets a purse by looking."""
    return Account.objects.filter(member=member).values_list("balance", flat=True).first() or 0


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}
