"""Signing up and in: by code, domain or invitation, without telling who is here."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from members.models import Invitation, Member
from members.selectors import may_join
from tests.members.factories import PASSWORD, DepartmentFactory, InvitationFactory, MemberFactory

pytestmark = pytest.mark.django_db
FORM = {"password1": "a long walk by the sea"}
REFUSED = "This address cannot make an account here"


@pytest.fixture(autouse=True)
def our_domain(settings: Settings) -> None:
    settings.ALLOWED_EMAIL_DOMAINS = ["Harbour.example"]
    settings.ACCOUNT_RATE_LIMITS = False


def sign_up(client: Client, email: str) -> str:
    answer = client.post("/accounts/signup/", FORM | {"email": email})
    return answer.headers.get("Location", "") or answer.content.decode()


def code_in_the_mail() -> str:
    found = re.search(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def verified(member: Member) -> Member:
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def test_an_address_of_the_company_may_join() -> None:
    assert may_join("Ola@HARBOUR.example", now=timezone.now())


@pytest.mark.parametrize(
    "email", ["ola@elsewhere.example", "ola@harbour.example.evil.example", "ola@sub.harbour.example", "@harbour.example", "harbour.example"]
)
def test_other_addresses_may_not(email: str) -> None:
    assert not may_join(email, now=timezone.now())


def test_an_invited_address_may_join_until_the_invitation_ends() -> None:
    invitation = InvitationFactory()

    assert may_join(invitation.email.upper(), now=invitation.created_at)
    assert not may_join(invitation.email, now=invitation.expires_at)


def test_an_invitation_works_once() -> None:
    invitation = InvitationFactory(used_at=timezone.now())

    assert not may_join(invitation.email, now=invitation.created_at)


def test_a_newcomer_proves_the_address_by_a_code_and_is_welcomed(client: Client) -> None:
    assert sign_up(client, "ola@harbour.example") == "/accounts/confirm-email/"
    assert client.get("/accounts/confirm-email/").status_code == 200

    answer = client.post("/accounts/confirm-email/", {"code": code_in_the_mail()})

    assert answer.headers["Location"] == "/welcome/"
    assert EmailAddress.objects.get(email="ola@harbour.example").verified


def test_nobody_is_in_before_the_code(client: Client) -> None:
    sign_up(client, "ola@harbour.example")

    assert client.get("/me/").status_code == 302


def test_an_address_from_outside_is_refused_and_nothing_is_kept(client: Client) -> None:
    assert REFUSED in sign_up(client, "ola@elsewhere.example")
    assert not Member.objects.filter(email="ola@elsewhere.example").exists()
    assert mail.outbox == []


def test_the_refusal_does_not_tell_who_is_here(client: Client) -> None:
    MemberFactory(email="known@elsewhere.example")
    known, unknown = sign_up(client, "known@elsewhere.example"), sign_up(client, "other@elsewhere.example")

    assert REFUSED in known
    assert known.replace("known@", "other@").count(REFUSED) == unknown.count(REFUSED)


def test_signing_up_twice_looks_like_signing_up_once(client: Client) -> None:
    verified(MemberFactory(email="ola@harbour.example"))

    assert sign_up(client, "ola@harbour.example") == "/accounts/confirm-email/"
    assert mail.outbox[-1].subject == "You already have an account"


def test_an_invitation_is_used_up_by_the_code_and_brings_the_department(client: Client) -> None:
    now = timezone.now()
    invitation = InvitationFactory(expires_at=now + timedelta(days=3), department=DepartmentFactory(code="risk"))
    sign_up(client, invitation.email)
    assert Invitation.objects.get().used_at is None

    client.post("/accounts/confirm-email/", {"code": code_in_the_mail()})

    assert Invitation.objects.get().used_at is not None
    assert Member.objects.get(email=invitation.email).department == invitation.department


def test_a_member_signs_in_by_code(client: Client) -> None:
    verified(MemberFactory(email="ola@harbour.example"))
    answer = client.post("/accounts/login/code/", {"email": "ola@harbour.example"})
    assert answer.headers["Location"] == "/accounts/login/code/confirm/"

    answer = client.post("/accounts/login/code/confirm/", {"code": code_in_the_mail()})

    assert answer.headers["Location"] == "/"


def test_asking_for_a_code_does_not_tell_who_is_here(client: Client) -> None:
    answer = client.post("/accounts/login/code/", {"email": "nobody@harbour.example"})

    assert answer.headers["Location"] == "/accounts/login/code/confirm/"
    assert mail.outbox[-1].subject == "There is no account with this address yet"


def test_a_wrong_code_lets_nobody_in(client: Client) -> None:
    verified(MemberFactory(email="ola@harbour.example"))
    client.post("/accounts/login/code/", {"email": "ola@harbour.example"})

    answer = client.post("/accounts/login/code/confirm/", {"code": "WRONG1"})

    assert answer.status_code == 200
    assert client.get("/me/").status_code == 302


def test_a_member_signs_in_with_a_password(client: Client) -> None:
    verified(MemberFactory(email="ola@harbour.example"))

    answer = client.post("/accounts/login/", {"login": "ola@harbour.example", "password": PASSWORD})

    assert answer.headers["Location"] == "/"


def test_a_newcomer_reads_in_the_language_in_which_they_signed_up(client: Client) -> None:
    client.cookies["django_language"] = "pl"
    sign_up(client, "ola@harbour.example")

    assert Member.objects.get().locale == "pl"


@pytest.mark.parametrize("path", ["login", "login/code", "signup", "password/reset"])
def test_each_door_opens(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}/").status_code == 200


@pytest.mark.parametrize("path", ["logout", "password/change", "2fa", "email"])
def test_each_page_of_the_account_is_in_our_shell(client: Client, ada: Member, path: str) -> None:
    verified(ada)
    client.force_login(ada)

    assert 'class="tab-bar"' in client.get(f"/accounts/{path}/", follow=True).content.decode()
