"""What a department does about a finding, step by step."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from improvement.models import Action, Finding
from improvement.rights import may_carry_out, may_decide
from improvement.services.findings import lazy_text, supporters, tell_supporters
from improvement.services.re_experience import draft_re_experience, proving_question
from insights.models import Measure
from members import audit
from members.models import Department, Member
from notifications.services import tell
from rewards import ledger
from rewards.services import count_fix
from shared.errors import RuleBroken
from shared.translated import in_language

State = Action.State
VESTED_POINTS = 20  # each supporter's part when a fix is shipped


class ActionRefused(RuleBroken):
    """The action cannot be moved as asked; it stays as it was."""


class ActionNotYours(RuleBroken):
    """Somebody else decides on this."""


@transaction.atomic
def propose_action(
    *,
    finding: Finding,
    title: Mapping[str, str],
    department: Department,
    owner: Member,
    due: date,
    question: str = "",
    choice: str = "",
    measure: Measure | None = None,
    expected: Decimal | float | None = None,
    needed: int = 5,
    by: Member | None = None,
    now: datetime,
) -> Action:
    """What could be done about a finding, by whom, by when, and the one thing that will prove it: a question or a measure."""
    if not in_language(title).strip():
        raise ActionRefused(_("Say in a few words what will be done. Nothing was recorded."))
    if due < timezone.localdate(now):
        raise ActionRefused(_("The day by which it is done lies in the past. Choose another; nothing was recorded."))
    if owner.left_at or not owner.is_active:
        raise ActionRefused(_("The owner has left. Choose somebody else; nothing was recorded."))
    if bool(question) == bool(measure):
        raise ActionRefused(_("Choose one thing that will prove it: a question of the re-experience or an operational figure."))
    proof = proving_question(finding, question, choice, expected) if question else None
    action = Action.objects.create(
        finding=finding,
        title=dict(title),
        department=department,
        owner=owner,
        due=due,
        question=question,
        choice=choice,
        scale=proof.get("scale", "") if proof else "",
        measure=measure,
        expected=None if expected is None else Decimal(str(expected)),
        needed=needed,
        created_at=now,
    )
    audit.record(by=by, did="action.propose", on=action, now=now, finding=finding.pk, department=department.pk)
    _tell_owner(action, event="proposed", title=_("An action is proposed with you as its owner"), now=now)
    return action


@transaction.atomic
def agree(*, action: Action, by: Member, now: datetime) -> Action:
    """The action is going to be done. Repeating it changes nothing."""
    _decided_by(by)
    action = _locked(action)
    if action.state == State.AGREED:
        return action
    _move(action, to=State.AGREED, of=[State.PROPOSED], by=by, now=now)
    _tell_owner(action, event="agreed", title=_("Your action is agreed"), now=now)
    tell_supporters(
        action.finding,
        event=f"agreed:{action.pk}",
        title=_("Something will be done about what you found"),
        body=format_lazy(_("“{title}”, due {due}."), title=lazy_text(action.title), due=action.due.isoformat()),
        now=now,
    )
    return action


@transaction.atomic
def start_action(*, action: Action, by: Member, now: datetime) -> Action:
    """The department has begun."""
    _carried_out_by(by, action)
    action = _locked(action)
    if action.state != State.DOING:
        _move(action, to=State.DOING, of=[State.AGREED], by=by, now=now)
    return action


@transaction.atomic
def ship(*, action: Action, by: Member, on: date | None = None, now: datetime) -> Action:
    """Customers have it since `on`. Drafts the re-experience, pays the supporters their part and tells everybody."""
    _carried_out_by(by, action)
    action = _locked(action)
    if action.shipped_on:
        return action
    action.shipped_on = on or timezone.localdate(now)
    if action.shipped_on > timezone.localdate(now):
        raise ActionRefused(_("That day is still to come. Ship it on the day when customers have it; nothing was changed."))
    action.re_experience = draft_re_experience(action, now=now)
    _move(action, to=State.SHIPPED, of=[State.AGREED, State.DOING], by=by, now=now)
    _pay_supporters(action, now=now)
    _tell_owner(action, event="shipped", title=_("Shipped. Now testers try it again"), now=now)
    tell_supporters(
        action.finding,
        event=f"shipped:{action.pk}",
        title=format_lazy(_("Shipped because of you: {title}"), title=lazy_text(action.title)),
        body=format_lazy(_("Your part of the outcome: {points} points. Testers will now try it again."), points=VESTED_POINTS),
        now=now,
    )
    count_fix(members=supporters(action.finding), reference=f"action:{action.pk}", on=action.shipped_on, now=now)
    return action


@transaction.atomic
def decline(*, action: Action, reason: str, by: Member, now: datetime) -> Action:
    """It will not be done; the reason is what the testers read."""
    _decided_by(by)
    action = _locked(action)
    if action.state == State.DECLINED:
        return action
    action.reason = reason.strip()[:300]
    if not action.reason:
        raise ActionRefused(_("Give the reason: the testers who found this will read it. Nothing was changed."))
    _move(action, to=State.DECLINED, of=[State.PROPOSED, State.AGREED, State.DOING], by=by, now=now)
    _tell_owner(action, event="declined", title=_("An action of yours was declined"), body=action.reason, now=now)
    tell_supporters(
        action.finding,
        event=f"declined:{action.pk}",
        title=format_lazy(_("Not now: {title}"), title=lazy_text(action.title)),
        body=action.reason,
        now=now,
    )
    return action


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=["self"]).select_related("finding", "department", "owner").get(pk=action.pk)


def _move(action: Action, *, to: Action.State, of: Collection[Action.State], by: Member, now: datetime) -> None:
    """Save a locked action in its next state; a step that is not open to it is refused."""
    if action.state not in of:
        raise ActionRefused(
            _("This action is “%(state)s” by now, so it was left as it is. Load the page again to see what can be done.")
            % {"state": action.get_state_display()}
        )
    before, action.state = action.state, to
    action.save(update_fields=["state", "shipped_on", "re_experience", "reason"])
    audit.record(by=by, did=f"action.{to}", on=action, now=now, before=before)


def _decided_by(by: Member) -> None:
    if not may_decide(by):
        raise ActionNotYours(_("Management or the programme manager decide this. Nothing was changed."))


def _carried_out_by(by: Member, action: Action) -> None:
    if not may_carry_out(by, action):
        raise ActionNotYours(_("Only the owner, the department's owner or the programme manager can do this. Nothing was changed."))


def _pay_supporters(action: Action, *, now: datetime) -> None:
    """Everybody whose finding it was gets their part out of the campaign's budget, once per finding."""
    finding = action.finding
    budget = ledger.budget_of(f"campaign:{finding.campaign_id}")
    for member in supporters(finding):
        ledger.transfer(
            debit=budget,
            credit=ledger.purse_of(member),
            amount=VESTED_POINTS,
            reference=f"finding:{finding.pk}:{member.pk}",
            code="finding",
            purse=ledger.ROUTINE,
            now=now,
        )


def _tell_owner(action: Action, *, event: str, title: str | Promise, body: str | Promise = "", now: datetime) -> None:
    tell(
        member=action.owner,
        kind="action",
        reference=f"action:{action.pk}:{event}",
        title=title,
        body=body or lazy_text(action.title),
        url=reverse("improvement:action", args=[action.pk]),
        action=_("Open the action"),
        now=now,
    )
