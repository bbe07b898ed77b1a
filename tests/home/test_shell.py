"""The frame around every page."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from home.context import Shell
from members.models import Member
from notifications.services import tell
from rewards.services import pay
from tests.feedback.factories import NOON, make_claim, make_task


def shell_of(user: Member | AnonymousUser) -> Shell:
    request = RequestFactory().get("/")
    request.user = user
    return Shell(request)


def test_it_knows_notes_points_and_what_came_back(ada: Member) -> None:
    make_claim(ada, state="returned", task=make_task())
    pay(member=ada, amount=80, reference="submission:1", from_reference=ada.claims.get().task.pool_reference, now=NOON)
    tell(member=ada, kind="own", reference="1", title="For Ada", now=NOON)
    tell(member=ada, kind="own", reference="2", title="For Ada", now=NOON)
    shell = shell_of(ada)

    assert shell.unread >= 2
    assert (shell.balance, shell.returned) == (80, True)


def test_nobody_gets_a_purse_by_looking(ada: Member) -> None:
    assert shell_of(ada).balance == 0
    assert not hasattr(Member.objects.get(pk=ada.pk), "purse")


def test_it_asks_two_questions_and_only_when_asked(ada: Member, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        shell = shell_of(ada)
    with django_assert_num_queries(2):
        _ = (shell.unread, shell.balance, shell.returned, shell.desks, shell.unread)


def test_a_guest_asks_nothing() -> None:
    shell = shell_of(AnonymousUser())

    assert (shell.unread, shell.balance, shell.returned, shell.desks) == (0, 0, False, [])


def test_a_members_page_runs_nothing_but_our_files(ada: Member, client: Client) -> None:
    """Wagtail's own policy is looser, and stays on Wagtail's path."""
    client.force_login(ada)
    ours, wagtails = (client.get(path).headers["Content-Security-Policy"] for path in ("/me/", settings.ADMIN_PATH))

    assert "unsafe" not in ours
    assert ours != wagtails


def test_no_proxy_keeps_a_members_page(ada: Member, client: Client) -> None:
    client.force_login(ada)

    assert client.get("/me/").headers["Cache-Control"] == "private, no-store"
