"""Giving somebody a role: the rights, what each of them opens, and the note that tells the person."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from members import appointing
from members.models import Department, Member
from members.rights import (
    ADMINISTRATOR,
    AUDITOR,
    DEPARTMENT_OWNER,
    FINANCE,
    MANAGEMENT,
    PROGRAMME_MANAGER,
    REVIEWER,
    RIGHTS,
    SUPER_MANAGER,
    TESTER,
)
from notifications.services import tell

OPENS: dict[str, Promise] = {
    TESTER: _("Takes routine tasks and tasks before a launch. All-hands tasks are open to everybody without it."),
    SUPER_MANAGER: _("Leads testers and reviews their work."),
    REVIEWER: _("Reads what testers send, accepts it or asks for more."),
    PROGRAMME_MANAGER: _("Writes campaigns and briefs, runs rounds and flash claims, asks for reports."),
    DEPARTMENT_OWNER: _(
        "Approves campaigns that the department sponsors, owns its actions. Name the department's owner in the catalogue too."
    ),
    MANAGEMENT: _("Reads reports and decides on findings."),
    FINANCE: _("Approves what points buy."),
    AUDITOR: _("Sees the books, and changes nothing."),
    ADMINISTRATOR: _("Gives rights, and may publish and approve what others wrote."),
}


@transaction.atomic
def appoint(*, member: Member, rights: Collection[str], department: Department | None, by: Member, now: datetime) -> None:
    """Give these rights and tell the person which are new."""
    given, _taken = appointing.appoint(member=member, rights=rights, department=department, by=by, now=now)
    for right in sorted(given):
        event = f"right:{right}:{now.isoformat()}"
        title = format_lazy(_("You have a new role: {role}"), role=RIGHTS[right])
        tell(member=member, kind="role", reference=event, title=title, body=OPENS[right], url="/desk/", action=_("To my desks"), now=now)
