"""Who may do what: deny by default."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from members.models import Member
from members.rights import FINANCE, REVIEWER, RIGHTS, TESTER, grant, has_right, member_required, public, revoke, rights_required


def _page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


def _asks(member: Member | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/desk/")
    request.user = member
    return request


def test_somebody_without_groups_has_no_right(ada: Member) -> None:
    assert not has_right(ada, *RIGHTS)


def test_a_guest_has_no_right() -> None:
    assert not has_right(AnonymousUser(), *RIGHTS)


def test_one_of_several_rights_is_enough(ada: Member) -> None:
    grant(member=ada, right=TESTER)

    assert has_right(ada, REVIEWER, TESTER)
    assert not has_right(ada, REVIEWER)


def test_a_right_granted_twice_is_held_once(ada: Member) -> None:
    grant(member=ada, right=TESTER)
    grant(member=ada, right=TESTER)

    assert ada.groups.count() == 1


def test_a_right_that_was_taken_away_is_gone(ada: Member) -> None:
    grant(member=ada, right=TESTER)
    revoke(member=ada, right=TESTER)

    assert not has_right(ada, TESTER)


def test_a_right_that_does_not_exist_cannot_be_granted(ada: Member) -> None:
    with pytest.raises(ValueError, match="no right"):
        grant(member=ada, right="emperor")


def test_a_group_of_another_name_gives_nothing(ada: Member) -> None:
    ada.groups.add(Group.objects.create(name="emperor"))

    assert not has_right(ada, "emperor")


def test_somebody_who_left_has_no_right(ada: Member) -> None:
    grant(member=ada, right=REVIEWER)
    ada.is_active = False

    assert not has_right(ada, REVIEWER)


def test_rights_are_asked_of_the_database_once(ada: Member, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        has_right(ada, REVIEWER)
        has_right(ada, FINANCE)


@pytest.mark.django_db
def test_every_right_is_a_group_from_the_first_migration() -> None:
    assert set(Group.objects.values_list("name", flat=True)) >= set(RIGHTS)


def test_a_view_says_who_may_see_it() -> None:
    assert getattr(public(_page), "policy") == "public"  # noqa: B009
    assert getattr(member_required(_page), "policy") == "member"  # noqa: B009
    assert getattr(rights_required(REVIEWER, FINANCE)(_page), "policy") == "reviewer, finance"  # noqa: B009


def test_a_view_cannot_ask_for_a_right_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="emperor"):
        rights_required("emperor")
    with pytest.raises(ValueError, match="Not rights"):
        rights_required()


def test_the_holder_comes_in(dan: Member) -> None:
    grant(member=dan, right=REVIEWER)

    assert rights_required(REVIEWER)(_page)(_asks(dan)).status_code == 200


def test_others_are_refused(ada: Member) -> None:
    with pytest.raises(PermissionDenied):
        rights_required(REVIEWER)(_page)(_asks(ada))


def test_where_existence_is_private_others_find_nothing(ada: Member) -> None:
    with pytest.raises(Http404):
        rights_required(REVIEWER, hidden=True)(_page)(_asks(ada))


def test_a_guest_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/desk/").headers["Location"] == "/accounts/login/?next=/desk/"


@pytest.mark.django_db
def test_a_guests_fragment_sends_the_whole_page_to_sign_in(client: Client) -> None:
    assert client.get("/desk/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/accounts/login/"


def test_a_strong_right_asks_for_a_second_factor_where_that_is_the_rule(dan: Member, client: Client, settings: Settings) -> None:
    settings.RIGHTS_REQUIRE_MFA = True
    grant(member=dan, right=REVIEWER)
    client.force_login(dan)

    assert client.get("/desk/").headers["Location"] == "/accounts/2fa/"


def test_the_wrong_person_reads_why(ada: Member, client: Client) -> None:
    client.force_login(ada)
    answer = client.get("/desk/")

    assert answer.status_code == 403
    assert "This desk is not yours" in answer.content.decode()
