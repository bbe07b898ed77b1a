"""What people decide about themselves, and who lets them in."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members import audit
from members.appointing import NotToAppoint, may_appoint
from members.models import Acceptance, Agreement, Department, Invitation, Member
from members.rights import grant
from shared.errors import RuleBroken

INVITATION_LASTS = timedelta(days=14)


class AlreadyAMember(RuleBroken):
    """The address signs in already."""


class InvitationUsed(RuleBroken):
    """Too late to take back."""


class DepartmentSettled(RuleBroken):
    """Where somebody works is asked once; after that they cannot step out of the insider rule by themselves."""


@transaction.atomic
def accept_agreement(*, member: Member, agreement: Agreement, now: datetime) -> Acceptance:
    """The member agrees to this version; agreeing again changes nothing."""
    acceptance, first = Acceptance.objects.get_or_create(agreement=agreement, member=member, defaults={"at": now})
    if first:
        audit.record(by=member, did="agreement.accept", on=agreement, now=now)
    return acceptance


@transaction.atomic
def introduce(*, member: Member, nickname: str, department: Department | None, locale: str, now: datetime) -> Member:
    """A newcomer says what to call them, where they work and which language they read; a department that is known stays."""
    moved = member.department_id != (department.pk if department else None)
    if moved and member.department_id is not None:
        raise DepartmentSettled(_("Your department is known already, and an administrator changes it when you move. Nothing was changed."))
    member.nickname, member.department, member.locale = nickname, department, locale
    member.save(update_fields=["nickname", "department", "locale"])
    if moved:
        audit.record(by=member, did="member.department", on=member, now=now, department=member.department_id)
    return member


def be_known_as(*, member: Member, nickname: str, alias: str, board_name: str) -> Member:
    """How colleagues and boards see the member."""
    member.nickname, member.alias, member.board_name = nickname, alias, board_name
    member.save(update_fields=["nickname", "alias", "board_name"])
    return member


def prefer(*, member: Member, locale: str = "", theme: str = "", text_size: int | None = None) -> Member:
    """Set language, theme and text size; what is not given stays."""
    member.locale, member.theme = locale or member.locale, theme or member.theme
    member.text_size = text_size or member.text_size
    member.save(update_fields=["locale", "theme", "text_size"])
    return member


@transaction.atomic
def invite(*, email: str, department: Department | None, by: Member, now: datetime, rights: Collection[str] = ()) -> Invitation:
    """Let one address in for two weeks, with these rights from the first day; inviting again starts the two weeks anew."""
    if rights and not may_appoint(by):
        raise NotToAppoint(_("Only an administrator gives rights. Nothing was sent."))
    if Member.objects.filter(email__iexact=email).exists():
        raise AlreadyAMember(_("This person is with us already; nothing was sent. They can simply sign in."))
    terms = {
        "department": department,
        "rights": sorted(rights),
        "invited_by": by,
        "created_at": now,
        "expires_at": now + INVITATION_LASTS,
    }
    invitation, _created = Invitation.objects.update_or_create(
        email__iexact=email, defaults=terms | {"used_at": None}, create_defaults=terms | {"email": email.lower()}
    )
    audit.record(by=by, did="invitation.send", on=invitation, now=now)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Member, now: datetime) -> Invitation:
    """End an invitation now; one that was used stays used."""
    taken_back = Invitation.objects.filter(pk=invitation.pk, used_at=None).update(expires_at=now)
    if not taken_back:
        raise InvitationUsed(_("This person has joined in the meantime; the invitation cannot be taken back. Their account is untouched."))
    invitation.refresh_from_db()
    audit.record(by=by, did="invitation.withdraw", on=invitation, now=now)
    return invitation


@transaction.atomic
def use_invitation(*, member: Member, now: datetime) -> Invitation | None:
    """The invited address is proven: an invitation that is still open is used, its department and its rights become the member's."""
    invitation = Invitation.objects.select_for_update().filter(email__iexact=member.email, used_at=None, expires_at__gt=now).first()
    if invitation is None:
        return None
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    if invitation.department_id and member.department_id is None:
        member.department_id = invitation.department_id
        member.save(update_fields=["department"])
    for right in invitation.rights:
        grant(member=member, right=right)
    if invitation.rights:
        audit.record(by=invitation.invited_by, did="member.rights", on=member, now=now, given=invitation.rights, taken=[])
    audit.record(by=member, did="invitation.use", on=invitation, now=now)
    return invitation
