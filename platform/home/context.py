"""What the shell around every page shows. Nothing is asked of the database until a template asks, and then once."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from home.desks import Desk, desks_for
from members.models import Member
from members.rights import rights_of
from shared import planned
from shared.http import reader_key

# In SQL, because every page pays for it. Nobody gets a purse by looking: without one there are no points.
FACTS = """
    SELECT (SELECT count(*) FROM notifications_note WHERE member_id = %(member)s AND read_at IS NULL),
        (SELECT balance FROM rewards_account WHERE member_id = %(member)s),
        EXISTS (SELECT FROM claims_claim WHERE member_id = %(member)s AND state = 'returned')
"""


class Shell:
    """The facts of the frame: one member's unread notes, points, returned work and desks."""

    def __init__(self, request: HttpRequest) -> None:
        user = getattr(request, "user", None)
        self.member = user if isinstance(user, Member) else None
        self.messenger = getattr(request, "messenger", None)

    @cached_property
    def _facts(self) -> tuple[int, int, bool]:
        if self.member is None:
            return 0, 0, False
        unread, balance, returned = planned.rows(FACTS, {"member": self.member.pk})[0]
        return unread, balance or 0, returned

    @property
    def messenger_sdk(self) -> str:
        """The address of the messenger's script; empty outside of one."""
        return settings.MESSENGER_SDK if self.messenger else ""

    @property
    def reader(self) -> str:
        """Whose pages a phone keeps; empty for a guest."""
        return reader_key(self.member.pk) if self.member else ""

    @property
    def unread(self) -> int:
        return self._facts[0]

    @property
    def balance(self) -> int:
        return self._facts[1]

    @property
    def returned(self) -> bool:
        return self._facts[2]

    @cached_property
    def desks(self) -> list[Desk]:
        return desks_for(rights_of(self.member)) if self.member else []


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}
