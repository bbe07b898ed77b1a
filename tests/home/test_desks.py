"""The overview of the desks, and the desk where people are asked in."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from home.desks import DESKS, Desk, desks_for
from home.tasks import send_invitation
from home.waiting import piles_for
from members.models import Invitation, Member
from members.rights import ADMINISTRATOR, DEPARTMENT_OWNER, PROGRAMME_MANAGER, REVIEWER, RIGHTS, TESTER, grant, has_right
from notifications.models import Note, OutboxMessage
from tests.feedback.factories import sent
from tests.members.factories import InvitationFactory


@pytest.fixture
def manager(bea: Member, client: Client) -> Client:
    grant(member=bea, right=PROGRAMME_MANAGER)
    client.force_login(bea)
    return client


def test_a_tester_sits_at_no_desk() -> None:
    assert desks_for(frozenset({TESTER})) == []


def test_each_desk_is_somebodys_and_exists_once() -> None:
    assert all(desk.rights and desk.rights <= set(RIGHTS) for desk in DESKS)
    assert len({desk.key for desk in DESKS}) == len(DESKS)


def test_reviews_wait_for_the_reviewer_but_not_own_work(dan: Member, ada: Member, noon: datetime) -> None:
    grant(member=dan, right=REVIEWER)
    sent(ada)
    pile = next(pile for pile in piles_for(dan, now=noon) if pile.desk.key == "review")
    assert pile.number == 1

    grant(member=ada, right=REVIEWER)
    pile = next(pile for pile in piles_for(ada, now=noon) if pile.desk.key == "review")
    assert pile.number == 0


def test_a_late_review_is_urgent(dan: Member, ada: Member, noon: datetime) -> None:
    grant(member=dan, right=REVIEWER)
    sent(ada)
    pile = next(pile for pile in piles_for(dan, now=noon + timedelta(days=30)) if pile.desk.key == "review")

    assert pile.urgent == "1 is over its time"


def test_an_owner_sees_own_actions_only(cy: Member, noon: datetime) -> None:
    grant(member=cy, right=DEPARTMENT_OWNER)

    assert [pile.number for pile in piles_for(cy, now=noon) if pile.desk.key == "actions"] in ([0], [])


def test_the_overview_asks_little(manager: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(12):
        assert manager.get("/desk/").status_code == 200


def test_somebody_is_invited_and_the_letter_waits_in_the_outbox(manager: Client) -> None:
    assert manager.post("/desk/people/invite/", {"email": "guest@outside.example"}).status_code == 302

    message = OutboxMessage.objects.get()
    send_invitation(**message.arguments)

    assert mail.outbox[-1].to == ["guest@outside.example"]
    assert "/accounts/signup/" in str(mail.outbox[-1].body)


def test_a_letter_to_somebody_who_came_meanwhile_is_not_sent(db: None) -> None:
    send_invitation(invitation_id=InvitationFactory(used_at=timezone.now()).pk, locale="en")

    assert mail.outbox == []


def test_a_member_is_not_invited_and_the_form_keeps_what_was_typed(manager: Client, ada: Member) -> None:
    answer = manager.post("/desk/people/invite/", {"email": ada.email})

    assert answer.status_code == 409
    assert f'value="{ada.email}"' in answer.content.decode()
    assert not Invitation.objects.exists()


def test_what_is_no_address_is_refused(manager: Client) -> None:
    assert manager.post("/desk/people/invite/", {"email": "guest"}).status_code == 422


def test_an_invitation_is_taken_back_once(manager: Client) -> None:
    invitation = InvitationFactory(expires_at=timezone.now() + timedelta(days=3))

    for _again in range(2):
        assert manager.post(f"/desk/people/{invitation.pk}/withdraw/").status_code == 302
    invitation.refresh_from_db()
    assert invitation.expires_at <= timezone.now()


def test_people_are_found_by_name(manager: Client, ada: Member, cy: Member) -> None:
    page = manager.get("/desk/people/?q=ada@").content.decode()

    assert ada.email in page
    assert cy.email not in page


@pytest.fixture
def administrator(dan: Member, client: Client) -> Client:
    grant(member=dan, right=ADMINISTRATOR)
    client.force_login(dan)
    return client


def test_an_administrator_gives_a_role_and_the_person_hears_of_it(administrator: Client, ada: Member) -> None:
    assert f"/desk/people/{ada.pk}/" in administrator.get("/desk/people/").text

    answer = administrator.post(f"/desk/people/{ada.pk}/", {"rights": [REVIEWER], "department": ""})

    assert answer.status_code == 302
    assert has_right(Member.objects.get(pk=ada.pk), REVIEWER)
    assert Note.objects.get(member=ada).title == "You have a new role: Reviewer"


def test_a_role_that_is_kept_is_not_told_again(administrator: Client, ada: Member) -> None:
    grant(member=ada, right=REVIEWER)

    administrator.post(f"/desk/people/{ada.pk}/", {"rights": [REVIEWER], "department": ""})

    assert not Note.objects.exists()


def test_own_rights_are_refused_and_the_form_says_why(administrator: Client, dan: Member) -> None:
    answer = administrator.post(f"/desk/people/{dan.pk}/", {"rights": [], "department": ""})

    assert answer.status_code == 409
    assert "Another administrator" in answer.text


def test_what_is_no_right_is_refused(administrator: Client, ada: Member) -> None:
    assert administrator.post(f"/desk/people/{ada.pk}/", {"rights": ["king"]}).status_code == 422


def test_a_programme_manager_sees_people_but_gives_no_rights(manager: Client, ada: Member) -> None:
    assert f"/desk/people/{ada.pk}/" not in manager.get("/desk/people/").text
    assert manager.post(f"/desk/people/{ada.pk}/", {"rights": [REVIEWER]}).status_code == 403


def test_wrong_verbs_are_refused(manager: Client) -> None:
    assert manager.post("/desk/people/").status_code == 405
    assert manager.get("/desk/people/invite/").status_code == 405


@pytest.mark.parametrize("path", ["/desk/", "/desk/people/", "/styleguide/", "/styleguide/cards/", "/styleguide/cards/states.css"])
def test_others_are_refused(client: Client, ada: Member, path: str) -> None:
    client.force_login(ada)

    assert client.get(path).status_code == 403


def test_the_style_guide_stands(manager: Client) -> None:
    assert manager.get("/styleguide/").status_code == 200


def test_a_page_that_is_not_there_speaks_kindly(client: Client, ada: Member) -> None:
    client.force_login(ada)

    assert "Nothing of yours is lost" in client.get("/no/such/page/").content.decode()


@pytest.mark.parametrize("desk", [desk for desk in DESKS if desk.key != "manage"], ids=lambda desk: desk.key)
def test_the_menu_shows_a_desk_to_exactly_those_who_may_sit_there(desk: Desk) -> None:
    policy = getattr(resolve(desk.url).func, "policy")  # noqa: B009

    assert set(policy.split(", ")) == desk.rights


def test_who_may_give_no_role_is_offered_none(manager: Client) -> None:
    assert 'name="right"' not in manager.get("/desk/people/").text


def test_an_administrator_is_offered_the_roles(administrator: Client) -> None:
    assert 'name="right"' in administrator.get("/desk/people/").text
