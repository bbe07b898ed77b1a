from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from members.models import Agreement, Department, Invitation, Member

PASSWORD = "correct horse battery"


class DepartmentFactory(DjangoModelFactory[Department]):
    class Meta:
        model = Department
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"department-{n}")
    name = factory.LazyAttribute(lambda made: {"en": made.code.title(), "zh-hans": made.code, "pl": made.code})


class MemberFactory(DjangoModelFactory[Member]):
    class Meta:
        model = Member
        skip_postgeneration_save = True

    first_name = factory.Sequence(lambda n: f"Member{n}")
    email = factory.LazyAttribute(lambda made: f"{made.first_name.lower()}@harbour.example")
    nickname = factory.SelfAttribute("first_name")
    alias = factory.LazyAttribute(lambda made: f"{made.first_name} of the harbour")
    department = factory.SubFactory(DepartmentFactory, code="cards")
    password = factory.django.Password(PASSWORD)


class AgreementFactory(DjangoModelFactory[Agreement]):
    class Meta:
        model = Agreement

    kind = Agreement.Kind.CONDUCT
    version = factory.Sequence(lambda n: n + 1)
    text = {"en": "Never reveal that you test."}
    published_at = datetime(2026, 1, 1, tzinfo=UTC)


class InvitationFactory(DjangoModelFactory[Invitation]):
    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"guest{n}@outside.example")
    invited_by = factory.SubFactory(MemberFactory)
    created_at = datetime(2026, 3, 1, tzinfo=UTC)
    expires_at = datetime(2026, 3, 15, tzinfo=UTC)
