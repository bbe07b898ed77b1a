"""The audit trail: who did what to which thing. Written in the same transaction as the change; never rewritten."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from members.models import AuditEvent, Member
from shared import planned


def record(*, by: Member | None, did: str, on: Model, now: datetime, **detail: Any) -> AuditEvent:
    """Append one event, e.g. `did="claim.release"`; `by` is None when the clock did it. Detail holds references, not people's words."""
    return planned.create(AuditEvent(at=now, by=by, did=did, on_what=on._meta.label_lower, on_id=str(on.pk), detail=detail))
