"""The draft of a claim: every answer is kept on the server as it is given, and two devices notice each other."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.services import start_claim
from feedback.models import Draft, DraftAnswer, Evidence
from feedback.values import BadValue, Value, checked
from shared.clock import moment
from shared.days import moment_of
from shared.errors import RuleBroken
from shared.prepared import Given, prepared
from shared.translated import Texts
from tasks_catalog.models import Task, Touchpoint
from tasks_catalog.questionnaire import Definition, Question, SubjectName, questions_of, subjects_of

WRITABLE = (Claim.State.STARTED, Claim.State.RETURNED)


class NotYours(RuleBroken):
    """The claim takes no answers now: it was sent, ended, or its time is over."""


class DraftConflict(RuleBroken):
    """Another device has written this cell since; `cell` is what the server has."""

    def __init__(self, cell: DraftAnswer) -> None:
        self.cell = cell
        super().__init__(_("This answer was changed on another device. Nothing is lost: choose which one to keep."))


def open_draft(*, claim: Claim, now: datetime) -> Draft:
    """The claim's draft; a held claim is started by it."""
    if claim.state == Claim.State.HELD:
        start_claim(claim=claim, now=now)
        claim.refresh_from_db()
    draft = next(iter(_draft.objects(claim=claim.pk)), None) or Draft.objects.get_or_create(claim=claim, defaults={"updated_at": now})[0]
    draft.claim = claim  # with what the caller has loaded
    return draft


@prepared
def _draft(claim: Given) -> QuerySet[Draft]:
    return Draft.objects.filter(claim=claim)


def lock_writable(*, claim_id: int, now: datetime) -> Claim:
    """Lock the claim against sending, expiry and other devices; refuse if nothing may be written to it."""
    claims = Claim.objects.select_for_update(of=("self",), no_key=True).select_related("version", "task__campaign", "rival")
    claim = claims.annotate(in_time=ExpressionWrapper(Q(deadline__gte=moment(now)), BooleanField())).get(pk=claim_id)
    if claim.state not in WRITABLE:
        raise NotYours(
            _("This task takes no answers now: it is “%(state)s”. What you had saved is kept.") % {"state": claim.get_state_display()}
        )
    if not claim.in_time:
        when = moment_of(claim.deadline, now)
        raise NotYours(_("The time for this task ended on %(when)s. What you had saved is kept; take the task again.") % {"when": when})
    return claim


def find_question(definition: Definition, name: str, subject: str, *, with_rival: bool) -> tuple[Question, SubjectName]:
    """The question that owns the cell, or BadValue."""
    for _step, question in questions_of(definition):
        if question["name"] == name:
            for asked in subjects_of(question):
                if asked == subject and (asked == "own" or with_rival):
                    return question, asked
    raise BadValue(_("This question is not part of your task."))


@transaction.atomic
def save_answer(
    *, draft: Draft, question: str, subject: str, value: object, base_revision: int | None = None, now: datetime
) -> DraftAnswer:
    """Write one cell. The same value again is a success that changes nothing.

    `base_revision` is the revision the writer last saw (0: none); if the server has another one, DraftConflict carries it.
    Without it the cell is overwritten whatever it holds.
    """
    claim = lock_writable(claim_id=draft.claim_id, now=now)
    asked, whose = find_question(claim.version.definition, question, subject, with_rival=claim.rival_id is not None)
    fit = checked(asked, value)
    _check_references(claim, asked, whose, fit)
    cell = DraftAnswer.objects.filter(draft=draft, question=question, subject=whose).first()
    if cell is None:
        cell = DraftAnswer.objects.create(draft=draft, question=question, subject=whose, value=fit, saved_at=now)
    elif cell.value != fit:
        if base_revision is not None and base_revision != cell.revision:
            raise DraftConflict(cell)
        cell.value, cell.revision, cell.saved_at = fit, cell.revision + 1, now
        cell.save(update_fields=["value", "revision", "saved_at"])
    Draft.objects.filter(pk=draft.pk).update(updated_at=now)
    return cell


def save_step(*, draft: Draft, step: int, now: datetime) -> None:
    """Remember the screen the tester is on, so that another device opens there."""
    Draft.objects.filter(pk=draft.pk).update(step=max(0, min(step, 999)), updated_at=now)


def places_of(claim: Claim) -> list[tuple[str, Texts]]:
    """Where a pain point may have happened, by slug and name: the task's touchpoints first, then the rest of the journey."""
    return [(slug, name) for slug, name, *_order in _places.rows(task=claim.task_id, campaign=claim.task.campaign_id)]


@prepared
def _places(task: Given, campaign: Given) -> QuerySet[Touchpoint, Any]:
    of_task = Exists(Task.touchpoints.through.objects.filter(touchpoint=OuterRef("pk"), task=task))
    journey = Touchpoint.objects.filter(stage__journey__campaigns=campaign).annotate(of_task=of_task)
    return journey.order_by("-of_task", "stage__position", "position").values_list("slug", "name", "of_task")


def _check_references(claim: Claim, question: Question, subject: SubjectName, value: Value) -> None:
    """Photos must have arrived for this cell; pain points must be somewhere on the journey."""
    if question["type"] == "photo" and isinstance(value, list):
        known = Evidence.objects.filter(claim=claim, question=question["name"], subject=subject, taken_down_at=None)
        if known.filter(pk__in=[str(item) for item in value]).count() != len(value):
            raise BadValue(_("A photo has not arrived yet. Keep this page open until it has."))
    if question["type"] == "pain" and isinstance(value, list):
        slugs = {card["touchpoint"] for card in value if isinstance(card, dict) and card["touchpoint"]}
        if slugs - {slug for slug, _name in places_of(claim)}:
            raise BadValue(_("This place is not part of the journey. Choose one of the list."))
