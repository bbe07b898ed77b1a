"""The desks of reviewers, managers, department owners and management, and who sits at which."""

from dataclasses import dataclass

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.rights import (
    ADMINISTRATOR,
    AUDITOR,
    DEPARTMENT_OWNER,
    FINANCE,
    MANAGEMENT,
    PROGRAMME_MANAGER,
    REVIEWER,
    SUPER_MANAGER,
)


@dataclass(frozen=True)
class Desk:
    key: str  # the part of the address after /desk/
    url: str
    label: Promise
    rights: frozenset[str]


def _desk(key: str, label: Promise, *rights: str, url: str = "") -> Desk:
    return Desk(key, url or f"/desk/{key}/", label, frozenset(rights))


DESKS = [
    _desk("review", _("Review"), REVIEWER, SUPER_MANAGER),
    _desk("manage", _("Campaigns"), PROGRAMME_MANAGER, ADMINISTRATOR, url="/manage/"),
    _desk("flash", _("Flash monitor"), PROGRAMME_MANAGER, AUDITOR),
    _desk("redemptions", _("Redemptions"), PROGRAMME_MANAGER, FINANCE, AUDITOR),
    _desk("awards", _("Awards"), PROGRAMME_MANAGER, FINANCE, AUDITOR),
    _desk("red-packets", _("Red packets"), PROGRAMME_MANAGER, FINANCE, AUDITOR),
    _desk("books", _("Books"), FINANCE, AUDITOR),
    _desk("rounds", _("Rounds"), PROGRAMME_MANAGER, SUPER_MANAGER, AUDITOR),
    _desk("figures", _("Figures"), PROGRAMME_MANAGER, DEPARTMENT_OWNER, MANAGEMENT, REVIEWER),
    _desk("pains", _("Pain points"), PROGRAMME_MANAGER, REVIEWER),
    _desk("actions", pgettext_lazy("improvement", "Actions"), PROGRAMME_MANAGER, DEPARTMENT_OWNER, MANAGEMENT),
    _desk("joint-reviews", _("Joint reviews"), PROGRAMME_MANAGER, DEPARTMENT_OWNER, MANAGEMENT),
    _desk("reports", _("Reports"), PROGRAMME_MANAGER, DEPARTMENT_OWNER, MANAGEMENT, REVIEWER),
    _desk("answers", _("Answers"), PROGRAMME_MANAGER, MANAGEMENT),
    _desk("outside", _("Outside voice"), PROGRAMME_MANAGER, MANAGEMENT),
    _desk("series", _("Series"), PROGRAMME_MANAGER, MANAGEMENT),
    _desk("people", _("People"), PROGRAMME_MANAGER, ADMINISTRATOR),
]
ANY_DESK = (REVIEWER, SUPER_MANAGER, PROGRAMME_MANAGER, DEPARTMENT_OWNER, MANAGEMENT, FINANCE, AUDITOR, ADMINISTRATOR)


def desks_for(rights: frozenset[str]) -> list[Desk]:
    """The desks that these rights open, in the order of the menu."""
    return [desk for desk in DESKS if not rights.isdisjoint(desk.rights) and _is_served(desk.url)]


def _is_served(url: str) -> bool:
    try:
        resolve(url)
    except Resolver404:
        return False
    return True
