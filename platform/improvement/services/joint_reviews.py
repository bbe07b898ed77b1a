"""The departments sit together: an agenda by impact, a way for each finding, minutes that stay as they were."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from improvement.agenda import by_impact
from improvement.models import Action, Decision, Finding, JointReview
from improvement.rights import may_decide
from improvement.services.actions import agree, propose_action
from improvement.services.findings import lazy_text, tell_supporters
from insights.models import Measure
from members import audit
from members.models import Department, Member
from shared.errors import RuleBroken
from shared.translated import Texts
from tasks_catalog.models import Campaign

State = JointReview.State


class ReviewRefused(RuleBroken):
    """The joint review cannot do that; its minutes stay as they are."""


@dataclass(frozen=True)
class NewAction:
    """What was decided to be done, by whom and by when, and what will prove it."""

    title: Mapping[str, str]
    department: Department
    owner: Member
    due: date
    question: str = ""
    choice: str = ""
    measure: Measure | None = None
    expected: Decimal | float | None = None
    needed: int = 5


@transaction.atomic
def open_joint_review(*, campaign: Campaign, held_on: date, title: Texts, by: Member | None = None, now: datetime) -> JointReview:
    """Call the departments together; what was carried over comes first, then every finding not decided yet, by impact."""
    findings = list(Finding.objects.filter(campaign=campaign, way="").select_related("theme__touchpoint"))
    if not findings:
        raise ReviewRefused(_("Nothing waits for a decision in this campaign. Make findings from the merged pain points first."))
    if JointReview.objects.filter(campaign=campaign).exclude(state=State.PUBLISHED).exists():
        raise ReviewRefused(_("A joint review of this campaign is open already. Publish its minutes first; nothing was changed."))
    review = JointReview.objects.create(campaign=campaign, held_on=held_on, title=dict(title))
    carried = set(Decision.objects.filter(finding__in=findings, carried_over=True).values_list("finding_id", flat=True))
    ranked = by_impact(findings, campaign, as_of=now)
    agenda = [f for f in ranked if f.pk in carried] + [f for f in ranked if f.pk not in carried]
    Decision.objects.bulk_create(Decision(joint_review=review, finding=finding, position=n) for n, finding in enumerate(agenda, start=1))
    audit.record(by=by, did="joint_review.open", on=review, now=now, findings=len(agenda))
    return review


@transaction.atomic
def begin_review(*, review: JointReview, by: Member, now: datetime) -> JointReview:
    """The session begins."""
    review = _open(review, by)
    if review.state == State.PLANNED:
        review.state = State.RUNNING
        review.save(update_fields=["state"])
        audit.record(by=by, did="joint_review.begin", on=review, now=now)
    return review


@transaction.atomic
def set_attendance(*, review: JointReview, members: Iterable[Member], by: Member, now: datetime) -> JointReview:
    """Who is there."""
    review = _open(review, by)
    review.attendance.set(members)
    audit.record(by=by, did="joint_review.attendance", on=review, now=now, number=review.attendance.count())
    return review


@transaction.atomic
def decide(*, decision: Decision, way: str, note: str = "", action: NewAction | None = None, by: Member, now: datetime) -> Decision:
    """Send a finding one of the three ways, with what will be done about it; what was proposed for it is agreed thereby.

    Deciding again before the minutes are published corrects way and note; it makes no second action of the same title.
    """
    if way not in Finding.Way.values:
        raise ReviewRefused(_("Choose one of the three ways. Nothing was recorded."))
    review = begin_review(review=decision.joint_review, by=by, now=now)
    decision = Decision.objects.select_for_update(of=["self"]).select_related("finding").get(pk=decision.pk)
    decision.joint_review = review
    decision.way, decision.note, decision.carried_over = way, note.strip(), False
    decision.decided_by, decision.decided_at = by, now
    decision.save()
    finding = decision.finding
    finding.way = way
    finding.save(update_fields=["way"])
    if action and not finding.actions.filter(title=dict(action.title)).exists():
        propose_action(finding=finding, **vars(action), by=by, now=now)
    for proposed in finding.actions.filter(state=Action.State.PROPOSED).order_by("pk"):
        agree(action=proposed, by=by, now=now)
    audit.record(by=by, did="joint_review.decide", on=decision, now=now, way=way, finding=finding.pk)
    return decision


@transaction.atomic
def carry_over(*, decision: Decision, note: str = "", by: Member, now: datetime) -> Decision:
    """Not decided today: the finding opens the next agenda."""
    review = begin_review(review=decision.joint_review, by=by, now=now)
    decision = Decision.objects.select_for_update(of=["self"]).select_related("finding").get(pk=decision.pk)
    if decision.way and decision.finding.actions.exclude(state=Action.State.DECLINED).exists():
        raise ReviewRefused(_("This is decided and has an action. Decline the action first if it is to be talked about again."))
    decision.joint_review = review
    decision.way, decision.decided_by, decision.decided_at = "", None, None
    decision.note, decision.carried_over = note.strip(), True
    decision.save()
    decision.finding.way = ""
    decision.finding.save(update_fields=["way"])
    audit.record(by=by, did="joint_review.carry_over", on=decision, now=now, finding=decision.finding_id)
    return decision


@transaction.atomic
def publish_minutes(*, review: JointReview, by: Member, now: datetime) -> JointReview:
    """Freeze what was decided; what was not is carried over. Everybody whose finding was decided hears the way it goes."""
    _may_hold(by)
    review = JointReview.objects.select_for_update().get(pk=review.pk)
    if review.state == State.PUBLISHED:
        return review
    if not review.decisions.exclude(way="").exists():
        raise ReviewRefused(_("Nothing is decided yet, so there are no minutes to publish. Decide on at least one finding."))
    review.decisions.filter(way="").update(carried_over=True)
    review.state, review.published_at = State.PUBLISHED, now
    review.save(update_fields=["state", "published_at"])
    audit.record(by=by, did="joint_review.publish", on=review, now=now)
    for decision in review.decisions.exclude(way="").select_related("finding"):
        tell_supporters(
            decision.finding,
            event=f"decided:{decision.pk}",
            title=format_lazy(_("Decided: {finding}"), finding=lazy_text(decision.finding.title)),
            body=Finding.Way(decision.way).label,
            now=now,
        )
    return review


def _open(review: JointReview, by: Member) -> JointReview:
    _may_hold(by)
    review = JointReview.objects.select_for_update().get(pk=review.pk)
    if review.state == State.PUBLISHED:
        raise ReviewRefused(_("The minutes are published, so nothing in them can change. Take it up in the next joint review."))
    return review


def _may_hold(by: Member) -> None:
    if not may_decide(by):
        raise ReviewRefused(_("Management or the programme manager record decisions. Nothing was changed."))
