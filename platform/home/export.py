"""Everything the programme keeps about one person, for that person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model

from claims.models import Claim
from feedback.models import DraftAnswer, Evidence, SubmissionRevision
from members.models import Acceptance, Member
from notifications.models import Note
from rewards.models import Redemption, Transfer

OWN_FIELDS = ["email", "staff_number", "nickname", "alias", "board_name", "locale", "theme"]


def data_of(member: Member, *, now: datetime) -> dict[str, Any]:
    """A member's own data as plain JSON; reviewers' names and other people's words are not theirs and stay out."""
    submissions = SubmissionRevision.objects.filter(submission__claim__member=member).order_by("submission_id", "number")
    moved = Transfer.objects.filter(debit__member=member) | Transfer.objects.filter(credit__member=member)
    return {
        "written_at": now,
        "member": {
            **{field: getattr(member, field) for field in OWN_FIELDS},
            "department": member.department.code if member.department else None,
            "joined_at": member.date_joined,
            "rights": sorted(member.groups.values_list("name", flat=True)),
        },
        "agreements": [
            {"kind": accepted.agreement.kind, "version": accepted.agreement.version, "accepted_at": accepted.at}
            for accepted in Acceptance.objects.filter(member=member).select_related("agreement").order_by("at")
        ],
        "claims": [
            {"task": claim.task.slug, **_fields(claim, "state", "claimed_at", "started_at", "deadline", "ended_at", "provider_order")}
            for claim in Claim.objects.filter(member=member).select_related("task").order_by("claimed_at")
        ],
        "draft_answers": _rows(DraftAnswer.objects.filter(draft__claim__member=member), "question", "subject", "value", "saved_at"),
        "submissions": _rows(submissions, "submission_id", "number", "answers", "sent_at"),
        "photos": _rows(Evidence.objects.filter(claim__member=member), "id", "question", "subject", "sha256", "uploaded_at"),
        "points": _rows(moved.order_by("at"), "reference", "amount", "kind", "code", "purse", "at"),
        "redemptions": _rows(Redemption.objects.filter(member=member), "benefit_id", "price", "state", "requested_at", "ended_at"),
        "inbox": _rows(Note.objects.filter(member=member).order_by("at"), "kind", "title", "body", "at", "read_at"),
    }


def _rows(things: Iterable[Model], *fields: str) -> list[dict[str, Any]]:
    return [_fields(thing, *fields) for thing in things]


def _fields(thing: Model, *fields: str) -> dict[str, Any]:
    return {field: getattr(thing, field) for field in fields}
