"""Everything the programme keeps about one person, for that person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.db.models import Model

from claims.models import Claim
from feedback.models import DraftAnswer, Evidence, Review, SubmissionRevision
from members.models import Acceptance, Member
from notifications.models import Note, PushSubscription
from notifications.post import wishes_of
from recruitment.models import Entry, Referral, Term
from rewards.models import Award, Medal, Merit, Redemption, Share, Transfer

OWN_FIELDS = ["email", "staff_number", "nickname", "alias", "board_name", "locale", "theme", "text_size"]
MARKS = ["compare", "voice", "pain", "think"]


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
        "reviews": _rows(
            Review.objects.filter(submission__claim__member=member).order_by("decided_at"),
            "submission_id",
            "revision",
            "decision",
            *MARKS,
            "comment",
            "question_comments",
            "decided_at",
        ),
        "photos": _rows(Evidence.objects.filter(claim__member=member), "id", "question", "subject", "sha256", "uploaded_at"),
        "points": _rows(moved.order_by("at"), "reference", "amount", "kind", "code", "purse", "at"),
        "redemptions": _rows(Redemption.objects.filter(member=member), "benefit_id", "price", "state", "requested_at", "ended_at"),
        **_earned(member),
        **_recruited(member),
        # The room beside this one, which this one may not import
        "guides": _rows(apps.get_model("cms", "GuidePass").objects.filter(member=member).order_by("at"), "guide", "at"),
        "connected": _rows(SocialAccount.objects.filter(user=member), "provider", "uid", "date_joined"),
        "phones": _rows(PushSubscription.objects.filter(member=member), "endpoint", "made_at", "last_ok_at"),
        "wishes": _fields(wishes_of(member.pk), "mail", "push", "quiet_from", "quiet_until"),
        "inbox": _rows(Note.objects.filter(member=member).order_by("at"), "kind", "title", "body", "at", "read_at"),
    }


def _earned(member: Member) -> dict[str, Any]:
    return {
        "merits": _rows(Merit.objects.filter(member=member).order_by("on", "pk"), "kind", "reference", "points", "quality", "module", "on"),
        "medals": _rows(Medal.objects.filter(member=member).order_by("at", "pk"), "badge", "at"),
        "awards": _rows(Award.objects.filter(member=member).order_by("proposed_at"), "amount", "purse", "reason", "state", "proposed_at"),
        "red_packets": _rows(Share.objects.filter(member=member).order_by("grabbed_at"), "packet_id", "points", "grabbed_at"),
    }


def _recruited(member: Member) -> dict[str, Any]:
    entries = Entry.objects.filter(member=member).order_by("entered_at")
    terms = Term.objects.filter(member=member).order_by("from_day")
    return {
        "rounds": _rows(entries, "round_id", "state", "right_answers", "seconds", "entered_at"),
        "terms": _rows(terms, "right", "from_day", "until_day", "granted_at", "ended_at", "ended_how"),
        "brought": _rows(Referral.objects.filter(by=member).order_by("at"), "round_id", "at", "counted_at"),
        "brought_by_somebody": _rows(Referral.objects.filter(invited=member).order_by("at"), "round_id", "at", "counted_at"),
    }


def _rows(things: Iterable[Model], *fields: str) -> list[dict[str, Any]]:
    return [_fields(thing, *fields) for thing in things]


def _fields(thing: Model, *fields: str) -> dict[str, Any]:
    return {field: getattr(thing, field) for field in fields}
