from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from claims.models import Claim
from claims.services import claim_task, start_claim
from members.models import Member
from tasks_catalog.models import Task
from tests.members.factories import MemberFactory
from tests.tasks_catalog.factories import TaskFactory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def ClaimFactory(  # noqa: N802 - reads like the other factories; the service itself takes the seat
    *, member: Member | None = None, task: Task | None = None, now: datetime = NOON, started: bool = False, **task_fields: Any
) -> Claim:
    """A claim held, or started, at noon."""
    claim = claim_task(task=task or TaskFactory(**task_fields), member=member or MemberFactory(), key=uuid4(), now=now).claim
    assert claim is not None
    return start_claim(claim=claim, now=now) if started else claim
