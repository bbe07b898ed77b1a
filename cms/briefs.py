"""A brief's page on its way to the rest of the house: what is wrong with it, and what it publishes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms import costs, services, whole
from cms.compiling import compile_questions, errors_at_blocks
from cms.quizzes import publish_quiz
from cms.references import told_to_whom_picked
from members.models import Department, Member
from seats.models import Pool
from tasks_catalog.models import Campaign, Task
from tasks_catalog.publishing import brief_problems

if TYPE_CHECKING:
    from cms.models import CampaignPage, TaskBriefPage

type FieldError = tuple[str, str | ValidationError]


def publish_campaign_page(*, page: "CampaignPage", by: Member | None, now: datetime) -> Campaign:
    """Make the page's campaign run, with its briefs and its quiz; called in the transaction that makes the page live."""
    before = page.campaign.points_budget if page.campaign else 0
    campaign = _open(page, points_budget=max(before, page.points_budget), by=by, now=now)
    whole.publish_briefs(page, by=by)
    if page.points_budget < before:  # only now are the points free that the briefs gave back
        campaign = _open(page, points_budget=page.points_budget, by=by, now=now)
    page.round = publish_quiz(page=page, by=by, now=now)
    type(page).objects.filter(pk=page.pk).update(round=page.round)
    return campaign


def _open(page: "CampaignPage", *, points_budget: int, by: Member | None, now: datetime) -> Campaign:
    campaign = services.publish_campaign(
        slug=page.campaign.slug if page.campaign else page.slug,
        title=page.headline,
        summary=page.lead,
        sponsor=page.sponsor,
        journey=page.journey,
        starts_on=page.starts_on,
        ends_on=page.ends_on,
        points_budget=points_budget,
        theme={**page.theme, "picture": page.picture, "wording": page.wording},
        by=by,
        now=now,
    )
    type(page).objects.filter(pk=page.pk).update(campaign=campaign)
    page.campaign = campaign
    return campaign


def publish_brief_page(*, page: "TaskBriefPage", by: Member | None, now: datetime) -> Task:
    """Freeze the page's questions and open its task; called in the transaction that makes the page live."""
    campaign = campaign_around(page)
    if campaign is None:
        raise services.CampaignNotPublished(
            _("Publish the campaign first: a brief opens inside a running campaign. Nothing was published.")
        )
    task = services.publish_task_brief(
        slug=page.task.slug if page.task else _free_slug(page, campaign),
        campaign=campaign,
        definition=page.definition,
        title=page.headline,
        summary=page.lead,
        persona=page.persona,
        kind=page.kind,
        picture=page.picture,
        city=page.city,
        points=page.points,
        minutes=page.minutes,
        seats=page.seats,
        quotas=quotas_of(page.quotas),
        opens_at=page.opens_at,
        closes_at=page.closes_at,
        draws_at=page.draws_at if page.giving == Pool.Mode.LOTTERY else None,
        hold_for=timedelta(hours=page.hold_hours),
        days_to_submit=page.days_to_submit,
        touchpoints=list(page.touchpoints.all()),
        providers=list(page.providers.all()),
        departments=_audience(page),
        waived_duties=page.waived_duties,
        insiders_allowed=page.insiders_allowed,
        agreement=page.agreement,
        repeats=page.task.repeats if page.task else None,
        by=by,
        now=now,
    )
    type(page).objects.filter(pk=page.pk).update(task=task)
    page.task = task
    return task


def _audience(page: "TaskBriefPage") -> list[Department]:
    """The brief's own departments, else its campaign's."""
    own = list(page.departments.all())
    return own or list(page.get_parent().specific.departments.all())


def promised_change(page: "TaskBriefPage") -> int:
    """How many points more the brief would promise than its task does now."""
    return page.seats * page.points - (services.promised_points(page.task) if page.task else 0)


def campaign_around(page: "TaskBriefPage", parent: Any = None) -> Campaign | None:
    """The running campaign that the brief lies in, if it was published."""
    above = (parent or page.get_parent()).specific
    campaign: Campaign | None = getattr(above, "campaign", None)
    return campaign if campaign and campaign.state == Campaign.State.RUNNING else None


def quotas_of(quotas: Any) -> dict[Department, int]:
    seats = {child.value["department"]: child.value["seats"] for child in quotas}
    return {department: seats[department.code] for department in Department.objects.filter(code__in=seats)}


def problems_of_form(*, page: "TaskBriefPage", parent: Any, cleaned: dict[str, Any]) -> Iterator[FieldError]:
    """What stands between the brief in the editor and its publication, by form field; questions' problems at their blocks."""
    definition = compile_questions(cleaned["questions"], cleaned.get("arms") or [])
    found = brief_problems(
        definition=definition,
        touchpoints=list(cleaned.get("touchpoints") or []),
        providers=list(cleaned.get("providers") or []),
        waived_duties=cleaned.get("waived_duties") or [],
    )
    problems = told_to_whom_picked(found, definition)
    at_fields = [problem for problem in problems if problem.place[0] in {"touchpoints", "providers"}]
    at_arms = [problem for problem in problems if problem.place[0] == "arms"]
    at_blocks = [problem for problem in problems if problem not in at_fields and problem not in at_arms]
    yield from ((str(problem.place[0]), problem.message) for problem in at_fields)
    if at_arms and cleaned.get("arms"):
        yield "arms", errors_at_blocks(cleaned["arms"], at_arms, of="arms")
    if at_blocks:
        yield "questions", errors_at_blocks(cleaned["questions"], at_blocks)
    yield from _problems_of_frame(cleaned)
    yield from _problems_of_points(page, parent, cleaned)


def _problems_of_frame(cleaned: dict[str, Any]) -> Iterator[FieldError]:
    opens_at, closes_at, seats = cleaned.get("opens_at"), cleaned.get("closes_at"), cleaned.get("seats") or 0
    if opens_at and closes_at and closes_at <= opens_at:
        yield "closes_at", _("The task would close before it opens.")
    yield from _problems_of_draw(cleaned)
    quotas = [child.value for child in cleaned.get("quotas") or []]
    if sum(quota["seats"] for quota in quotas) > seats:
        yield "quotas", _("More seats are reserved for departments than there are.")
    if len({quota["department"] for quota in quotas}) < len(quotas):
        yield "quotas", _("A department is named twice.")


def _problems_of_draw(cleaned: dict[str, Any]) -> Iterator[FieldError]:
    opens_at, closes_at, draws_at = cleaned.get("opens_at"), cleaned.get("closes_at"), cleaned.get("draws_at")
    if cleaned.get("giving") != Pool.Mode.LOTTERY:
        return
    if draws_at is None:
        yield "draws_at", _("Say when the lottery is drawn.")
    elif (opens_at and draws_at <= opens_at) or (closes_at and closes_at <= draws_at):
        yield "draws_at", _("The draw must be after the opening and before the closing.")


def _problems_of_points(page: "TaskBriefPage", parent: Any, cleaned: dict[str, Any]) -> Iterator[FieldError]:
    """Whether the campaign's budget, as last written, bears this brief beside the others."""
    campaign = (parent or page.get_parent()).specific.get_latest_revision_as_object()
    others = sum(costs.cost_of(brief) for brief in whole.briefs_of(campaign) if brief.pk != page.pk)
    own = (cleaned.get("seats") or 0) * (cleaned.get("points") or 0)
    if own + others > campaign.points_budget:
        yield "points", costs.too_dear(cost=own + others, budget=campaign.points_budget)


def _free_slug(page: "TaskBriefPage", campaign: Campaign) -> str:
    """The page's own address, or one with the campaign before it where another campaign has the same."""
    return f"{campaign.slug}-{page.slug}"[:50] if Task.objects.filter(slug=page.slug).exists() else page.slug
