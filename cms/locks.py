"""A brief is locked with its campaign: what is approved and scheduled is what was submitted."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock, ScheduledForPublishLock

from members.models import Member


class CampaignLock(BaseLock):
    """The lock of the campaign around a brief, as it stands for the brief."""

    def __init__(self, brief: Any, lock: BaseLock) -> None:
        super().__init__(brief)
        self.lock = lock

    @classmethod
    def around(cls, brief: Any) -> "CampaignLock | None":
        if brief.depth is None or not brief.path:
            return None  # not in the tree yet
        lock = brief.get_parent().specific.get_lock()
        return cls(brief, lock) if lock else None

    def for_user(self, user: Member) -> bool:
        return bool(self.lock.for_user(user))

    def get_message(self, user: Member) -> str | None:
        if not self.for_user(user):
            return None
        if isinstance(self.lock, ScheduledForPublishLock):
            reason = _("The campaign around this brief is scheduled; take it off the schedule to change it.")
        else:
            reason = _("The campaign around this brief waits for approval, so the brief rests as it was submitted.")
        return format_html("{}", reason)

    def get_locked_by(self, user: Member) -> str:  # noqa: ARG002 - Wagtail's signature
        return _("Locked with its campaign")

    def get_description(self, user: Member) -> str:  # noqa: ARG002 - Wagtail's signature
        return _("A brief is approved and scheduled as part of its campaign.")
