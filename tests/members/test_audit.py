"""The audit trail."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from members import audit
from members.models import AuditEvent, Member


def test_it_says_who_did_what_to_which_thing(ada: Member, noon: datetime) -> None:
    event = audit.record(by=ada, did="member.wave", on=ada, now=noon, at_sea=Decimal("1.5"))
    event.refresh_from_db()

    assert (event.by, event.did, event.on_what, event.on_id, event.at) == (ada, "member.wave", "members.member", str(ada.pk), noon)
    assert event.detail == {"at_sea": "1.5"}


def test_the_clock_may_have_done_it(ada: Member, noon: datetime) -> None:
    assert audit.record(by=None, did="claim.expire", on=ada, now=noon).by is None


def test_it_cannot_be_rewritten(ada: Member, noon: datetime) -> None:
    audit.record(by=ada, did="member.wave", on=ada, now=noon)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEvent.objects.update(did="member.smile")


def test_it_cannot_be_torn_out(ada: Member, noon: datetime) -> None:
    audit.record(by=ada, did="member.wave", on=ada, now=noon)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEvent.objects.all().delete()
