"""Queries that are put into SQL once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Exists, OuterRef, Q, QuerySet
from pytest_django import DjangoAssertNumQueries

from members.models import Department, Member
from shared.prepared import Given, among, prepared
from tests.members.factories import DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db
built: list[int] = []


@prepared
def of_department(department: Given, since: Given) -> QuerySet[Member]:
    built.append(1)
    return Member.objects.filter(Q(department=department) | Q(date_joined__gt=since)).order_by("email")


@prepared
def named(department: Given) -> QuerySet[Department, Any]:
    return Department.objects.filter(pk=department).values_list("name", "code")


@prepared
def peopled(language: Given) -> QuerySet[Department]:
    here = Member.objects.filter(department=OuterRef("pk"), locale=language)
    return Department.objects.annotate(here=Exists(here)).order_by("code")


def test_the_values_of_each_call_count_and_the_sql_is_written_once(ada: Member, dan: Member) -> None:
    long_ago, soon = datetime(2020, 1, 1).astimezone(), datetime.now().astimezone() + timedelta(days=1)

    answers = [
        list(of_department.objects(department=ada.department_id, since=soon)),
        list(of_department.objects(department=dan.department_id, since=soon)),
        list(of_department.objects(department=0, since=long_ago)),
    ]

    assert answers == [[ada], [dan], [ada, dan]]
    assert len(built) == 1


def test_it_asks_once(ada: Member, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        (found,) = of_department.objects(department=ada.department_id, since=datetime.now().astimezone())
        assert found.email == ada.email


def test_rows_hold_values_as_the_fields_say() -> None:
    department = DepartmentFactory(code="cards")

    assert named.rows(department=department.pk) == [({"en": "Cards", "zh-hans": "cards", "pl": "cards"}, "cards")]
    assert named.column(department=0) == []


def test_annotations_come_along(ada: Member) -> None:
    MemberFactory(department=DepartmentFactory(code="service"), locale="pl")

    assert [(found.code, found.here) for found in peopled.objects(language="pl")] == [("cards", False), ("service", True)]  # type: ignore[attr-defined]


def test_a_value_that_is_missing_is_an_error_and_no_answer(ada: Member) -> None:
    with pytest.raises(KeyError):
        named.rows()


@prepared
def chosen(departments: Given) -> QuerySet[Department]:
    return Department.objects.filter(among("pk", departments)).order_by("code")


@pytest.mark.parametrize("wanted", [[], ["cards"], ["cards", "risk"]])
def test_a_list_may_have_any_length(wanted: list[str]) -> None:
    made = {code: DepartmentFactory(code=code) for code in ("cards", "risk", "service")}

    assert chosen.objects(departments=[made[code].pk for code in wanted]) == [made[code] for code in wanted]


@prepared
def only_names(department: Given) -> QuerySet[Department, Any]:
    return Department.objects.filter(pk=department).only("code")


def test_half_an_instance_is_refused() -> None:
    department = DepartmentFactory(code="cards")

    with pytest.raises(TypeError, match="whole instances"):
        only_names.objects(department=department.pk)
