import pytest
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from members.models import Member
from operations import health, views
from operations.mailbox import DemoMailbox

PERSON = {"role": "tester", "email": "ada@harbour.example", "password": "x", "what": "Her tasks."}


@pytest.fixture
def demo(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = True
    monkeypatch.setattr(views, "DEMO_SIGN_INS", [PERSON])
    monkeypatch.setattr(health, "is_finished", lambda: True)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/demo/"])
def test_elsewhere_there_is_no_demonstration(client: Client, settings: Settings, address: str) -> None:
    settings.DEMO = False
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_elsewhere_nobody_signs_in_by_a_tap(client: Client, ada: Member, settings: Settings) -> None:
    settings.DEMO = False
    assert client.post("/demo/sign-in/", {"email": ada.email}).status_code == 404


@pytest.mark.django_db
def test_the_page_offers_each_person(client: Client, ada: Member, demo: None) -> None:
    page = client.get("/demo/").content.decode()
    assert ada.email in page
    assert "<svg" in page


@pytest.mark.django_db
def test_one_tap_signs_in(client: Client, ada: Member, demo: None) -> None:
    answer = client.post("/demo/sign-in/", {"email": ada.email})
    assert answer.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(ada.pk)


@pytest.mark.django_db
def test_only_ready_made_people_can_be_become(client: Client, ada: Member, bea: Member, demo: None) -> None:
    assert client.post("/demo/sign-in/", {"email": bea.email}).status_code == 404
    assert client.get("/demo/sign-in/").status_code == 405


@pytest.mark.django_db
def test_mail_is_shown_instead_of_sent(client: Client) -> None:
    DemoMailbox().send_messages([EmailMessage(subject="Your code", body="ABC-123", to=["ada@harbour.example"])])
    assert "ABC-123" in client.get("/demo/mail/").content.decode()


@pytest.mark.django_db
def test_in_production_there_is_no_mail_to_read(client: Client, settings: Settings) -> None:
    settings.LOCAL = False
    assert client.get("/demo/mail/").status_code == 404
