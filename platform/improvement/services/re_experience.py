"""The same scenario once more: what is asked again, of whom, and when it opens."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from improvement.models import Action, Finding
from improvement.rights import may_decide
from improvement.services.findings import HEARD, lazy_text, tell_supporters
from members import audit
from members.models import Member
from rewards.services import reserve_points
from seats.models import Pool
from shared.errors import RuleBroken
from tasks_catalog.models import Task
from tasks_catalog.publishing import publish_brief
from tasks_catalog.questionnaire import NUMERIC, Question, questions_of, subjects_of

HOLD_FOR = timedelta(hours=24)
PROVING = NUMERIC | {"select_one", "select_multiple"}  # types whose answers can be compared between two waves


class ReExperienceRefused(RuleBroken):
    """The same experience cannot be asked for once more as wanted; nothing was changed."""


def first_wave(finding: Finding, question: str = "") -> Task | None:
    """The task where most of a finding's pain points were met; with a question, among the tasks that ask it."""
    tasks = Task.objects.filter(campaign_id=finding.campaign_id, version__isnull=False, repeats=None).select_related("version")
    met = tasks.filter(claims__submission__pain_points__merge__theme_id=finding.theme_id, claims__submission__state__in=HEARD)
    by_pains = met.annotate(pains=Count("claims__submission__pain_points")).order_by("-pains", "pk")
    by_touchpoint = tasks.filter(touchpoints=finding.theme.touchpoint_id).order_by("pk")
    candidates = chain(by_pains, by_touchpoint, tasks.order_by("pk"))
    return next((task for task in candidates if not question or question_in(task, question)), None)


def question_in(task: Task, name: str) -> Question | None:
    """The frozen question of that name about our own company, if the task asks it."""
    if not task.version:
        return None
    return next((q for _step, q in questions_of(task.version.definition) if q["name"] == name and "own" in subjects_of(q)), None)


def provable_questions(task: Task) -> list[Question]:
    """The questions whose answers about our own company can be compared between two waves."""
    if not task.version:
        return []
    return [q for _step, q in questions_of(task.version.definition) if q["type"] in PROVING and "own" in subjects_of(q)]


def proving_question(finding: Finding, name: str, choice: str, expected: Decimal | float | None) -> Question:
    """The question that will prove an action, if it can. Raises `ReExperienceRefused`."""
    task = first_wave(finding, name)
    question = question_in(task, name) if task else None
    if not question or question["type"] not in PROVING:
        raise ReExperienceRefused(
            _("No task of this campaign asks that about our own company. Choose another question; nothing was recorded.")
        )
    if question["type"].startswith("select") and choice not in {each["name"] for each in question.get("choices", [])}:
        raise ReExperienceRefused(_("Choose the answer that should become more frequent. Nothing was recorded."))
    if question["type"] in NUMERIC and not question.get("scale") and not expected:
        raise ReExperienceRefused(
            _("Say what change you expect, with its sign: it tells whether more or less is better. Nothing was recorded.")
        )
    return question


def draft_re_experience(action: Action, *, now: datetime) -> Task | None:
    """A draft of the first wave's task: same frozen version, providers, persona and touchpoints. None if there was no task.

    Actions shipped while the draft waits share it: testers go once and prove several fixes.
    """
    source = first_wave(action.finding, action.question)
    if source is None:
        return None
    waiting = Task.objects.filter(repeats=source, state=Task.State.DRAFT).first()
    if waiting:
        return waiting
    again = Task.objects.create(
        campaign_id=source.campaign_id,
        slug=_next_slug(source),
        kind=source.kind,
        title=source.title,
        summary=source.summary,
        persona=source.persona,
        picture=source.picture,
        city=source.city,
        version=source.version,
        waived_duties=source.waived_duties,
        insiders_allowed=source.insiders_allowed,
        agreement=source.agreement,
        points=source.points,
        minutes=source.minutes,
        questions=source.questions,
        photos=source.photos,
        days_to_submit=source.days_to_submit,
        opens_at=now,
        repeats=source,
    )
    again.touchpoints.set(source.touchpoints.all())
    again.providers.set(source.providers.all())
    again.departments.set(source.departments.all())
    return again


@transaction.atomic
def open_re_experience(*, action: Action, seats: int, opens_at: datetime, closes_at: datetime | None, by: Member, now: datetime) -> Task:
    """Publish the drafted task for old and new testers and promise its points; all actions that share it are re-experiencing."""
    if not may_decide(by):
        raise ReExperienceRefused(_("Management or the programme manager open a re-experience. Nothing was changed."))
    action = Action.objects.select_for_update(of=["self"]).select_related("re_experience__repeats", "finding").get(pk=action.pk)
    task = action.re_experience
    if task and task.state != Task.State.DRAFT:
        return task
    if not task or action.state != Action.State.SHIPPED:
        raise ReExperienceRefused(_("Ship the action first: what customers do not have yet cannot be experienced. Nothing was changed."))
    if seats < action.needed:
        raise ReExperienceRefused(
            _("The verdict needs %(needed)s accepted re-experiences, so open at least as many seats. Nothing was changed.")
            % {"needed": action.needed}
        )
    task = publish_brief(**_as_before(task), seats=seats, opens_at=opens_at, closes_at=closes_at, by=by, now=now)
    if task.points:
        reserve_points(
            campaign_reference=f"campaign:{task.campaign_id}", task_reference=task.pool_reference, amount=seats * task.points, now=now
        )
    for shared in (
        Action.objects.select_for_update(of=["self"]).filter(re_experience=task, state=Action.State.SHIPPED).select_related("finding")
    ):
        _begin(shared, by=by, now=now)
    return task


def _begin(action: Action, *, by: Member, now: datetime) -> None:
    action.state = Action.State.RE_EXPERIENCING
    action.save(update_fields=["state"])
    audit.record(by=by, did="action.re_experiencing", on=action, now=now, task=action.re_experience_id)
    tell_supporters(
        action.finding,
        event=f"again:{action.pk}",
        title=_("Try it again: is it better now?"),
        body=lazy_text(action.title),
        now=now,
    )


def _as_before(task: Task) -> Mapping[str, Any]:
    """Everything about the task that the first wave had; only seats and times are new."""
    source = task.repeats or task
    hold_for = Pool.objects.filter(reference=source.pool_reference).values_list("hold_for", flat=True).first()
    return {
        "slug": task.slug,
        "campaign": task.campaign,
        "definition": task.version.definition if task.version else {},
        "title": task.title,
        "summary": task.summary,
        "persona": task.persona,
        "picture": task.picture,
        "city": task.city,
        "kind": task.kind,
        "points": task.points,
        "minutes": task.minutes,
        "days_to_submit": task.days_to_submit,
        "touchpoints": list(task.touchpoints.all()),
        "providers": list(task.providers.all()),
        "departments": list(task.departments.all()),
        "waived_duties": task.waived_duties,
        "insiders_allowed": task.insiders_allowed,
        "agreement": task.agreement,
        "repeats": source,
        "hold_for": hold_for or HOLD_FOR,
    }


def _next_slug(source: Task) -> str:
    """ "delivery" is repeated as "delivery-again-1", then "-2"."""
    number = Task.objects.filter(repeats=source).count() + 1
    return f"{source.slug[:36]}-again-{number}"
