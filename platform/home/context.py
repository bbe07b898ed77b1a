"""What the shell around every page shows. Nothing is asked of the database until a template asks."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from home.desks import Desk, desks_for
from members.models import Member
from members.rights import rights_of
from notifications.selectors import unread_count


class Shell:
    """The facts of the frame: unread notes and desks of one member."""

    def __init__(self, request: HttpRequest) -> None:
        user = getattr(request, "user", None)
        self.member = user if isinstance(user, Member) else None

    @cached_property
    def unread(self) -> int:
        return unread_count(self.member) if self.member else 0

    @cached_property
    def desks(self) -> list[Desk]:
        return desks_for(rights_of(self.member)) if self.member else []


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}
