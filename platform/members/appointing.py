"""Who gives people their rights and their place in the company; see `members.rights` for what a right opens."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members import audit
from members.models import Department, Member
from members.rights import ADMINISTRATOR, RIGHTS, grant, has_right, revoke, rights_of
from shared.errors import RuleBroken


class NotToAppoint(RuleBroken):
    """Rights are given by an administrator, and never to oneself."""


def may_appoint(by: Member) -> bool:
    return has_right(by, ADMINISTRATOR)


@transaction.atomic
def appoint(
    *, member: Member, rights: Collection[str], department: Department | None, by: Member, now: datetime
) -> tuple[frozenset[str], frozenset[str]]:
    """Give the member exactly these rights and this department; returns what is new and what is gone. Twice changes nothing."""
    if not may_appoint(by):
        raise NotToAppoint(_("Only an administrator gives rights. Nothing was changed."))
    if unknown := set(rights) - set(RIGHTS):
        raise ValueError(f"Not rights: {sorted(unknown)}.")
    member = Member.objects.select_for_update().get(pk=member.pk)
    held = rights_of(member) if not member.is_superuser else frozenset(rights)  # who may everything is not changed by a list
    given, taken = frozenset(rights) - held, held - frozenset(rights)
    if member == by and (given or taken):
        raise NotToAppoint(_("Another administrator changes your own rights. Nothing was changed."))
    for right in sorted(given):
        grant(member=member, right=right)
    for right in sorted(taken):
        revoke(member=member, right=right)
    if given or taken:
        audit.record(by=by, did="member.rights", on=member, now=now, given=sorted(given), taken=sorted(taken))
    _place(member, department, by=by, now=now)
    return given, taken


def _place(member: Member, department: Department | None, *, by: Member, now: datetime) -> None:
    if member.department_id == (department.pk if department else None):
        return
    member.department = department
    member.save(update_fields=["department"])
    audit.record(by=by, did="member.department", on=member, now=now, department=member.department_id)
