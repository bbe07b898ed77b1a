"""The inbox, four ways."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from members.models import Member
from notifications.models import Note
from notifications.services import tell


def told(member: Member, reference: str = "1", **more: str) -> Note:
    at = timezone.now() - timedelta(days=int(reference))
    return tell(member=member, kind="seat", reference=reference, title=f"Seat {reference} came free", now=at, **more)


def test_an_empty_inbox_says_what_will_come(ada: Member, client: Client) -> None:
    client.force_login(ada)

    assert "Nothing yet" in client.get("/inbox/").content.decode()


def test_it_shows_own_notes_only(ada: Member, bea: Member, client: Client) -> None:
    told(ada)
    told(bea, "2")
    client.force_login(ada)
    page = client.get("/inbox/").content.decode()

    assert "Seat 1 came free" in page
    assert "Seat 2 came free" not in page


def test_a_note_leads_to_its_page_and_is_read(ada: Member, client: Client) -> None:
    note = told(ada, url="/tasks/")
    client.force_login(ada)

    assert client.get(f"/inbox/{note.pk}/").headers["Location"] == "/tasks/"
    note.refresh_from_db()
    assert note.read_at is not None


def test_other_peoples_notes_do_not_exist(ada: Member, bea: Member, client: Client) -> None:
    note = told(bea)
    client.force_login(ada)

    assert client.get(f"/inbox/{note.pk}/").status_code == 404


def test_marking_all_read_twice_is_harmless(ada: Member, client: Client) -> None:
    told(ada)
    client.force_login(ada)

    for _again in range(2):
        assert client.post("/inbox/read/").status_code == 302
    assert not ada.notes.filter(read_at=None).exists()


def test_wrong_verbs_are_refused(ada: Member, client: Client) -> None:
    client.force_login(ada)

    assert client.post("/inbox/").status_code == 405
    assert client.get("/inbox/read/").status_code == 405


def test_a_guest_signs_in_first(client: Client) -> None:
    assert client.get("/inbox/").status_code == 302


def test_a_full_inbox_asks_little(ada: Member, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(1, 40):
        told(ada, str(number))
    client.force_login(ada)

    with django_assert_max_num_queries(6):
        client.get("/inbox/")
