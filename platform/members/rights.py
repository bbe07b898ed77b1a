"""Who may do what. Rights are Django groups; a view that does not say who may see it is a mistake that a test finds."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from members.models import Member
from shared.prepared import Given, prepared

TESTER = "tester"
SUPER_MANAGER = "super-manager"
REVIEWER = "reviewer"
PROGRAMME_MANAGER = "programme manager"
DEPARTMENT_OWNER = "department owner"
MANAGEMENT = "management"
FINANCE = "finance"
AUDITOR = "auditor"
ADMINISTRATOR = "administrator"

RIGHTS = {
    TESTER: _("Tester"),
    SUPER_MANAGER: _("Super-manager"),
    REVIEWER: _("Reviewer"),
    PROGRAMME_MANAGER: _("Programme manager"),
    DEPARTMENT_OWNER: _("Department owner"),
    MANAGEMENT: _("Management"),
    FINANCE: _("Finance"),
    AUDITOR: _("Auditor"),
    ADMINISTRATOR: _("Administrator"),
}
# Rights over other people's work or points ask for a second factor where the installation says so.
STRONG = frozenset(RIGHTS) - {TESTER}


type AnyView = Callable[..., HttpResponseBase]


@prepared
def _group_names(member: Given) -> QuerySet[Group, str]:
    return Group.objects.filter(user=member).values_list("name", flat=True)


def rights_of(member: Member | AnonymousUser) -> frozenset[str]:
    """The names of a member's rights, asked of the database once per instance."""
    if not isinstance(member, Member) or not member.is_active:
        return frozenset()
    held: frozenset[str] | None = member.__dict__.get("_rights")
    if held is None:
        held = frozenset(RIGHTS) if member.is_superuser else frozenset(_group_names.column(member=member.pk)) & frozenset(RIGHTS)
        member.__dict__["_rights"] = held
    return held


def has_right(member: Member | AnonymousUser, *rights: str) -> bool:
    """Whether the member holds one of these rights; nobody holds a right that does not exist."""
    return not rights_of(member).isdisjoint(rights)


def grant(*, member: Member, right: str) -> None:
    """Give a right; granting twice changes nothing."""
    if right not in RIGHTS:
        raise ValueError(f"There is no right {right!r}.")
    member.groups.add(Group.objects.get_or_create(name=right)[0])
    member.__dict__.pop("_rights", None)


def revoke(*, member: Member, right: str) -> None:
    """Take a right away; a member who never had it stays as they were."""
    member.groups.remove(*Group.objects.filter(name=right))
    member.__dict__.pop("_rights", None)


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(resolve_url(settings.LOGIN_URL))
    return redirect_to_login(request.get_full_path())


def public(view: AnyView) -> AnyView:
    """Anybody may see this, signed in or not."""

    @wraps(view)
    def open_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    open_to_all.policy = "public"  # type: ignore[attr-defined]
    return open_to_all


def member_required(view: AnyView) -> AnyView:
    """Anybody who is signed in may see this; others are asked to sign in first."""

    @wraps(view)
    def for_members(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    for_members.policy = "member"  # type: ignore[attr-defined]
    return for_members


def rights_required(*rights: str, hidden: bool = False) -> Callable[[AnyView], AnyView]:
    """Only holders of one of these rights; others get 403, or 404 where even the existence is private (`hidden`)."""
    unknown = set(rights) - set(RIGHTS)
    if unknown or not rights:
        raise ValueError(f"Not rights: {sorted(unknown)}.")

    def guard(view: AnyView) -> AnyView:
        @wraps(view)
        def for_holders(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if not has_right(request.user, *rights):
                if hidden:
                    raise Http404
                raise PermissionDenied
            if _lacks_second_factor(request.user, rights):
                messages.warning(request, _("This desk asks for a second step at sign-in. Set it up here, then come back."))
                return redirect("mfa_index")
            return view(request, *args, **kwargs)

        for_holders.policy = ", ".join(rights)  # type: ignore[attr-defined]
        return for_holders

    return guard


def _lacks_second_factor(member: Member, rights: tuple[str, ...]) -> bool:
    return settings.RIGHTS_REQUIRE_MFA and not STRONG.isdisjoint(rights) and not is_mfa_enabled(member)
