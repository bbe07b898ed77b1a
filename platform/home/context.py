"""What the shell around every page shows. Nothing is asked of the database until a template asks, and then once."""

from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import HttpRequest

from claims.models import Claim
from home.desks import Desk, desks_for
from members.models import Member
from members.rights import rights_of
from rewards.models import Account


class Shell:
    """The facts of the frame: one member's unread notes, points, returned work and desks."""

    def __init__(self, request: HttpRequest) -> None:
        user = getattr(request, "user", None)
        self.member = user if isinstance(user, Member) else None

    @cached_property
    def _facts(self) -> dict[str, Any]:
        if self.member is None:
            return {}
        returned = Claim.objects.filter(member=OuterRef("pk"), state=Claim.State.RETURNED)
        # Nobody gets a purse by looking: without one there are no points.
        purse = Account.objects.filter(member=OuterRef("pk")).values("balance")
        facts = Member.objects.filter(pk=self.member.pk).values(
            unread=Count("notes", filter=Q(notes__read_at=None)), balance=Subquery(purse), returned=Exists(returned)
        )
        return dict(facts.first() or {})

    @property
    def unread(self) -> int:
        return self._facts.get("unread") or 0

    @property
    def balance(self) -> int:
        return self._facts.get("balance") or 0

    @property
    def returned(self) -> bool:
        return bool(self._facts.get("returned"))

    @cached_property
    def desks(self) -> list[Desk]:
        return desks_for(rights_of(self.member)) if self.member else []


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}
