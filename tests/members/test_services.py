"""What people decide about themselves, and who lets them in."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from members.models import AuditEvent, Invitation, Member
from members.selectors import agreement_to_accept, current_agreement
from members.services import (
    AlreadyAMember,
    DepartmentSettled,
    InvitationUsed,
    accept_agreement,
    introduce,
    invite,
    prefer,
    use_invitation,
    withdraw_invitation,
)
from tests.members.factories import AgreementFactory, DepartmentFactory, InvitationFactory, MemberFactory

pytestmark = pytest.mark.django_db


def test_the_newest_version_is_the_one_to_accept(ada: Member, noon: datetime) -> None:
    first = AgreementFactory(version=1)
    accept_agreement(member=ada, agreement=first, now=noon)
    assert agreement_to_accept(ada) is None

    second = AgreementFactory(version=2)

    assert current_agreement() == second
    assert agreement_to_accept(ada) == second


def test_without_an_agreement_nothing_stands_in_the_way(ada: Member) -> None:
    assert agreement_to_accept(ada) is None


def test_accepting_twice_is_accepting_once(ada: Member, noon: datetime) -> None:
    agreement = AgreementFactory()
    accept_agreement(member=ada, agreement=agreement, now=noon)
    again = accept_agreement(member=ada, agreement=agreement, now=noon + timedelta(days=1))

    assert again.at == noon
    assert AuditEvent.objects.filter(did="agreement.accept").count() == 1


def test_a_version_is_published_once() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementFactory.create_batch(2, version=1)


def test_where_a_newcomer_works_is_written_down(noon: datetime) -> None:
    ada = MemberFactory(department=None)

    introduce(member=ada, nickname="Ada", department=DepartmentFactory(code="risk"), locale="pl", now=noon)

    assert (ada.department and ada.department.code, ada.locale) == ("risk", "pl")
    assert AuditEvent.objects.get().did == "member.department"


@pytest.mark.parametrize("code", ["risk", ""])
def test_nobody_moves_to_another_department_by_themselves(ada: Member, noon: datetime, code: str) -> None:
    """Else whoever is an insider of a task would move away, take it, and come back."""
    elsewhere = DepartmentFactory(code=code) if code else None

    with pytest.raises(DepartmentSettled):
        introduce(member=ada, nickname="Ada", department=elsewhere, locale="pl", now=noon)

    ada = Member.objects.get(pk=ada.pk)
    assert (ada.department and ada.department.code, AuditEvent.objects.count()) == ("cards", 0)


def test_what_is_not_said_stays(ada: Member) -> None:
    prefer(member=ada, locale="pl")
    prefer(member=ada, theme="dark")

    assert (ada.locale, ada.theme) == ("pl", "dark")


def test_an_invitation_lasts_two_weeks(bea: Member, noon: datetime) -> None:
    invitation = invite(email="Guest@outside.example", department=None, by=bea, now=noon)

    assert (invitation.email, invitation.expires_at) == ("guest@outside.example", noon + timedelta(days=14))


def test_inviting_again_starts_anew(bea: Member, noon: datetime) -> None:
    invite(email="guest@outside.example", department=None, by=bea, now=noon)
    invite(email="GUEST@outside.example", department=None, by=bea, now=noon + timedelta(days=20))

    assert Invitation.objects.get().expires_at == noon + timedelta(days=34)


def test_a_member_is_not_invited(ada: Member, bea: Member, noon: datetime) -> None:
    with pytest.raises(AlreadyAMember):
        invite(email=ada.email.upper(), department=None, by=bea, now=noon)


def test_an_invitation_taken_back_ends_now(bea: Member, noon: datetime) -> None:
    invitation = invite(email="guest@outside.example", department=None, by=bea, now=noon)

    assert withdraw_invitation(invitation=invitation, by=bea, now=noon).expires_at == noon


def test_a_used_invitation_cannot_be_taken_back(bea: Member, noon: datetime) -> None:
    invitation = InvitationFactory()
    use_invitation(member=MemberFactory(email=invitation.email), now=noon)

    with pytest.raises(InvitationUsed):
        withdraw_invitation(invitation=invitation, by=bea, now=noon)


def test_one_address_has_one_invitation() -> None:
    InvitationFactory(email="guest@outside.example")

    with pytest.raises(IntegrityError), transaction.atomic():
        InvitationFactory(email="GUEST@outside.example")


def test_one_address_is_one_member_in_any_case(ada: Member) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(email=ada.email.upper())


def test_an_invitation_is_used_once(noon: datetime) -> None:
    invitation = InvitationFactory()
    newcomer = MemberFactory(email=invitation.email)

    assert [use_invitation(member=newcomer, now=noon), use_invitation(member=newcomer, now=noon)] == [invitation, None]


def test_an_invitation_moves_nobody_out_of_their_department(noon: datetime) -> None:
    invitation = InvitationFactory(department=DepartmentFactory(code="risk"))
    member = MemberFactory(email=invitation.email)

    use_invitation(member=member, now=noon)

    assert Member.objects.get(pk=member.pk).department == DepartmentFactory(code="cards")
