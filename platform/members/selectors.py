"""Questions about people that other rooms ask."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from members.models import Agreement, Department, Invitation, Member


def may_join(email: str, *, now: datetime) -> bool:
    """Whether an address may make an account: by its domain, or by an invitation that is still open."""
    name, _at, domain = email.lower().rpartition("@")
    if name and domain in {allowed.lower() for allowed in settings.ALLOWED_EMAIL_DOMAINS}:
        return True
    return Invitation.objects.filter(email__iexact=email, used_at=None, expires_at__gt=now).exists()


def current_agreement(kind: str = Agreement.Kind.CONDUCT) -> Agreement | None:
    """The newest version of an agreement, if one was published."""
    return Agreement.objects.filter(kind=kind).order_by("-version").first()


def agreement_to_accept(member: Member, kind: str = Agreement.Kind.CONDUCT) -> Agreement | None:
    """The agreement that this member has still to accept, or None when nothing stands in the way."""
    newest = current_agreement(kind)
    if newest is None or newest.acceptances.filter(member=member).exists():
        return None
    return newest


def departments() -> QuerySet[Department]:
    return Department.objects.order_by("code")


def people(query: str = "") -> QuerySet[Member]:
    """Members by name, with what the list shows."""
    found = Member.objects.select_related("department").prefetch_related("groups")
    if query:
        found = found.filter(email__icontains=query) | found.filter(nickname__icontains=query)
    return found.order_by("nickname", "email")


def invitations() -> QuerySet[Invitation]:
    """Invitations that were not used, newest first."""
    return Invitation.objects.filter(used_at=None).select_related("department", "invited_by").order_by("-created_at")
