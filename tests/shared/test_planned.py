"""Rows written by a statement that the server has planned already are rows like any others."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from claims.models import Claim
from members.models import AuditEvent, Member
from shared import planned
from tests.claims.factories import ClaimFactory

pytestmark = pytest.mark.django_db


def test_a_row_is_what_save_would_have_written(ada: Member, noon: datetime) -> None:
    told = {"what": ["ü", 1, None], "when": noon}

    ours, theirs = (
        planned.create(AuditEvent(at=noon, by=ada, did="x", on_what="y", on_id="z", detail=told)),
        AuditEvent.objects.create(at=noon, by=ada, did="x", on_what="y", on_id="z", detail=told),
    )

    columns = ("at", "by", "did", "on_what", "on_id", "detail")
    assert AuditEvent.objects.values(*columns).get(pk=ours.pk) == AuditEvent.objects.values(*columns).get(pk=theirs.pk)


def test_lists_and_nothing_are_written_too(noon: datetime) -> None:
    like: Claim = ClaimFactory()
    columns = {field.attname: getattr(like, field.attname) for field in Claim._meta.concrete_fields if not field.primary_key}
    columns |= {"provider_order": ["rival", "own"], "rival_id": None}
    like.delete()

    claim = planned.create(Claim(**columns))

    assert Claim.objects.values(*columns).get(pk=claim.pk) == columns


def test_it_knows_afterwards_that_it_is_there(ada: Member, noon: datetime) -> None:
    event = planned.create(AuditEvent(at=noon, by=ada, did="x", on_what="y", on_id="z"))

    assert (event._state.adding, event == AuditEvent.objects.get()) == (False, True)


def test_what_the_database_refuses_is_refused_as_ever(noon: datetime) -> None:
    claim = ClaimFactory()
    again = Claim(**{field.attname: getattr(claim, field.attname) for field in Claim._meta.concrete_fields if not field.primary_key})

    with pytest.raises(IntegrityError, match="one_live_claim_per_task"), transaction.atomic():
        planned.create(again)
