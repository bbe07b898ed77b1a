"""Who gives rights, to whom, and what is written down."""

from datetime import datetime

import pytest

from members.appointing import NotToAppoint, appoint
from members.models import AuditEvent, Department, Invitation, Member
from members.rights import ADMINISTRATOR, FINANCE, PROGRAMME_MANAGER, REVIEWER, grant, rights_of
from members.services import INVITATION_LASTS, invite, use_invitation, withdraw_invitation
from tests.members.factories import DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(dan: Member) -> Member:
    grant(member=dan, right=ADMINISTRATOR)
    return dan


def held(member: Member) -> set[str]:
    return set(rights_of(Member.objects.get(pk=member.pk)))


def test_a_member_gets_exactly_the_rights_that_are_listed(administrator: Member, bea: Member, noon: datetime) -> None:
    grant(member=bea, right=FINANCE)

    given, taken = appoint(member=bea, rights=[PROGRAMME_MANAGER, REVIEWER], department=bea.department, by=administrator, now=noon)

    assert held(bea) == {PROGRAMME_MANAGER, REVIEWER}
    assert (set(given), set(taken)) == ({PROGRAMME_MANAGER, REVIEWER}, {FINANCE})


def test_who_gave_what_is_written_down_once(administrator: Member, bea: Member, noon: datetime) -> None:
    for _again in range(2):
        appoint(member=bea, rights=[REVIEWER], department=bea.department, by=administrator, now=noon)

    event = AuditEvent.objects.get(did="member.rights")
    assert (event.by, event.on_id, event.detail) == (administrator, str(bea.pk), {"given": [REVIEWER], "taken": []})


def test_only_an_administrator_gives_rights(bea: Member, ada: Member, noon: datetime) -> None:
    grant(member=bea, right=PROGRAMME_MANAGER)

    with pytest.raises(NotToAppoint):
        appoint(member=ada, rights=[REVIEWER], department=None, by=bea, now=noon)
    assert held(ada) == set()


@pytest.mark.parametrize("rights", [[], [ADMINISTRATOR, FINANCE]])
def test_nobody_changes_their_own_rights(administrator: Member, noon: datetime, rights: list[str]) -> None:
    with pytest.raises(NotToAppoint):
        appoint(member=administrator, rights=rights, department=None, by=administrator, now=noon)
    assert held(administrator) == {ADMINISTRATOR}


def test_a_new_department_is_kept_and_written_down(administrator: Member, bea: Member, noon: datetime) -> None:
    sales: Department = DepartmentFactory(code="sales")

    appoint(member=bea, rights=[], department=sales, by=administrator, now=noon)

    bea.refresh_from_db()
    assert bea.department == sales
    assert AuditEvent.objects.get(did="member.department").detail == {"department": sales.pk}


def test_a_right_that_does_not_exist_is_a_mistake(administrator: Member, bea: Member, noon: datetime) -> None:
    with pytest.raises(ValueError, match="king"):
        appoint(member=bea, rights=["king"], department=None, by=administrator, now=noon)


def test_an_invitation_brings_its_role_along_once_it_is_used(administrator: Member, noon: datetime) -> None:
    invite(email="new@outside.example", department=None, rights=[REVIEWER], by=administrator, now=noon)
    newcomer = MemberFactory(email="new@outside.example")
    assert held(newcomer) == set()

    use_invitation(member=newcomer, now=noon)

    assert held(newcomer) == {REVIEWER}
    assert AuditEvent.objects.get(did="member.rights").by == administrator


@pytest.mark.parametrize("end", ["taken back", "too old"])
def test_an_invitation_that_ended_brings_no_role(administrator: Member, noon: datetime, end: str) -> None:
    """An address of the house may join without one, so its role must not wait there for whoever comes late."""
    invitation = invite(email="late@harbour.example", department=None, rights=[ADMINISTRATOR], by=administrator, now=noon)
    if end == "taken back":
        withdraw_invitation(invitation=invitation, by=administrator, now=noon)
    newcomer = MemberFactory(email="late@harbour.example")

    assert use_invitation(member=newcomer, now=noon if end == "taken back" else noon + INVITATION_LASTS) is None
    assert held(newcomer) == set()


def test_only_an_administrator_invites_into_a_role(bea: Member, noon: datetime) -> None:
    grant(member=bea, right=PROGRAMME_MANAGER)

    with pytest.raises(NotToAppoint):
        invite(email="new@outside.example", department=None, rights=[REVIEWER], by=bea, now=noon)
    assert not Invitation.objects.exists()


def test_a_list_of_rights_changes_nothing_for_who_may_everything(administrator: Member, bea: Member, noon: datetime) -> None:
    bea.is_superuser = True
    bea.save()

    assert appoint(member=bea, rights=[REVIEWER], department=bea.department, by=administrator, now=noon) == (frozenset(), frozenset())
    assert not AuditEvent.objects.filter(did="member.rights").exists()
