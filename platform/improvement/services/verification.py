"""Proven, or not: the verdict on a shipped action."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from claims.models import Claim
from improvement.models import Action
from improvement.proof import Proof, accepted_again, proof_of
from improvement.services.findings import lazy_text, tell_supporters
from members import audit
from members.models import Member
from notifications.services import tell
from seats.models import Pool
from shared.errors import RuleBroken
from shared.statistics import Verdict
from tasks_catalog.models import Task

State = Action.State
UNDER_WAY = (Claim.State.HELD, Claim.State.STARTED, Claim.State.SUBMITTED, Claim.State.RETURNED)
NEWS = {
    Verdict.BETTER: _("Proven better: {title}"),
    Verdict.WORSE: _("It became worse, so it is looked at again: {title}"),
    Verdict.CANNOT_TELL: _("Cannot tell yet whether it helped: {title}"),
}


class NotEnoughYet(RuleBroken):
    """Too few have lived it again for a verdict."""

    def __init__(self, *, have: int, needed: int, periods: bool) -> None:
        self.have, self.needed = have, needed
        if periods:
            text = ngettext("%(have)s of %(needed)s period so far.", "%(have)s of %(needed)s periods so far.", needed)
        else:
            text = ngettext(
                "%(have)s of %(needed)s accepted re-experience so far.", "%(have)s of %(needed)s accepted re-experiences so far.", needed
            )
        super().__init__(text % {"have": have, "needed": needed} + " " + str(_("The verdict waits; nothing was changed.")))


class NotShipped(RuleBroken):
    """There is nothing to verify yet."""


@transaction.atomic
def verify(*, action: Action, by: Member | None = None, now: datetime) -> Action:
    """Give the verdict, once: verified only when it is *better*, else not verified, with the figures either way.

    Raises `NotEnoughYet` below the accepted re-experiences (or periods) that were agreed on.
    """
    action = Action.objects.select_for_update(of=["self"]).select_related("finding", "measure", "re_experience", "owner").get(pk=action.pk)
    if action.verdict:
        return action
    if action.state not in {State.SHIPPED, State.RE_EXPERIENCING}:
        raise NotShipped(_("This action is not shipped, so there is nothing to verify. Nothing was changed."))
    proof = _settled_proof(action, now)
    action.verdict = proof.verdict
    action.verdict_figures = proof.as_json()
    action.state = State.VERIFIED if proof.verdict == Verdict.BETTER else State.NOT_VERIFIED
    action.save(update_fields=["verdict", "verdict_figures", "state"])
    audit.record(by=by, did=f"action.{action.state}", on=action, now=now, verdict=action.verdict, n=proof.difference.n_after)
    _tell_everybody(action, proof, now)
    return action


def _settled_proof(action: Action, now: datetime) -> Proof:
    have = accepted_again(action, as_of=now)
    if have < action.needed:
        raise NotEnoughYet(have=have, needed=action.needed, periods=action.measure is not None)
    try:
        return proof_of(action, as_of=now)
    except ValueError as too_little:
        raise RuleBroken(_("There is too little from before the change to compare with. Nothing was changed.")) from too_little


def _tell_everybody(action: Action, proof: Proof, now: datetime) -> None:
    title = format_lazy(NEWS[proof.verdict], title=lazy_text(action.title))
    tell_supporters(action.finding, event=f"verdict:{action.pk}", title=title, body=_("The figures stand beside it."), now=now)
    tell(
        member=action.owner,
        kind="action",
        reference=f"action:{action.pk}:verdict",
        title=title,
        url=reverse("improvement:action", args=[action.pk]),
        action=_("See the figures"),
        now=now,
    )


def verify_what_is_complete(*, now: datetime) -> int:
    """Give the verdict wherever the re-experience has come to its end; returns how many were given."""
    given = 0
    for action in Action.objects.filter(state__in=[State.SHIPPED, State.RE_EXPERIENCING]).select_related("re_experience").order_by("pk"):
        if not _is_complete(action, now):
            continue
        try:
            verify(action=action, now=now)
        except RuleBroken:
            continue
        given += 1
    return given


def _is_complete(action: Action, now: datetime) -> bool:
    """A verdict before everybody has sent would depend on who was fast; a measure's periods are whole by themselves."""
    task = action.re_experience
    if action.measure_id:
        return True
    if task is None or task.state == Task.State.DRAFT or task.claims.filter(state__in=UNDER_WAY).exists():
        return False
    pool = Pool.objects.filter(reference=task.pool_reference).first()
    is_full = pool is not None and task.claims.filter(state=Claim.State.ACCEPTED).count() >= pool.capacity
    return is_full or task.state == Task.State.CLOSED or (task.closes_at is not None and task.closes_at <= now)
