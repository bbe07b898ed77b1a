"""From writing to doing: campaigns open, questionnaires freeze, tasks get their seats."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from members import audit
from members.models import Agreement, Department, Member
from seats.models import Pool
from seats.selectors import standing
from seats.services import close, make_pool
from shared.errors import RuleBroken
from shared.translated import Texts
from tasks_catalog.effort import effort_of
from tasks_catalog.models import Campaign, Journey, Provider, Questionnaire, QuestionnaireVersion, Task, Touchpoint
from tasks_catalog.questionnaire import Definition, digest_of, questions_of, subjects_of
from tasks_catalog.validation import Problem, validate_definition

TAKE_UP_FOR = timedelta(hours=12)  # somebody promoted from the wait list may sleep on it, but no longer than a hold


class BriefRefused(RuleBroken):
    """The brief cannot be published; `problems` says what is wrong and where."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(_("This brief cannot be published yet. Nothing was changed.") + " " + " ".join(p.message for p in problems))


class SeatsTaken(RuleBroken):
    """What people hold cannot be taken away by editing."""


class CampaignClosed(RuleBroken):
    """A closed campaign takes no more."""


@transaction.atomic
def open_campaign(
    *,
    slug: str,
    title: Texts,
    summary: Texts,
    sponsor: Department,
    journey: Journey,
    starts_on: date,
    ends_on: date,
    points_budget: int,
    theme: Mapping[str, object],
    by: Member | None,
    now: datetime,
) -> Campaign:
    """Make the campaign run, or carry later edits over; the caller funds its budget."""
    campaign = Campaign.objects.select_for_update().filter(slug=slug).first() or Campaign(slug=slug, state=Campaign.State.RUNNING)
    if campaign.state == Campaign.State.CLOSED:
        raise CampaignClosed(_("This campaign is closed, so it was left as it is. Copy it to run it again."))
    campaign.title, campaign.summary, campaign.theme = dict(title), dict(summary), dict(theme)
    campaign.sponsor, campaign.journey = sponsor, journey
    campaign.starts_on, campaign.ends_on, campaign.points_budget = starts_on, ends_on, points_budget
    campaign.state = Campaign.State.RUNNING
    campaign.save()
    audit.record(by=by, did="campaign.publish", on=campaign, now=now, points_budget=points_budget)
    return campaign


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: Member | None, now: datetime) -> bool:
    """It takes no more; whether this call ended it. Its tasks are the caller's to close."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.state == Campaign.State.CLOSED:
        return False
    campaign.state = Campaign.State.CLOSED
    campaign.save(update_fields=["state"])
    audit.record(by=by, did="campaign.close", on=campaign, now=now)
    return True


@transaction.atomic
def publish_brief(
    *,
    slug: str,
    campaign: Campaign,
    definition: Definition,
    title: Texts,
    kind: str,
    points: int,
    minutes: int,
    seats: int,
    opens_at: datetime,
    touchpoints: Collection[Touchpoint],
    providers: Collection[Provider],
    hold_for: timedelta,
    by: Member | None,
    now: datetime,
    summary: Texts | None = None,
    persona: Texts | None = None,
    picture: str = "",
    city: Texts | None = None,
    closes_at: datetime | None = None,
    draws_at: datetime | None = None,
    days_to_submit: int = 7,
    quotas: Mapping[Department, int] | None = None,
    waived_duties: Collection[str] = (),
    insiders_allowed: bool = False,
    agreement: Agreement | None = None,
    repeats: Task | None = None,
    departments: Iterable[Department] = (),
) -> Task:
    """Freeze the questions, make or update the task and give it its seats; the caller reserves seats × points.

    With `draws_at` the seats are drawn by lot among those who asked until then.
    The same questions are the same version; changed ones are the next, and running claims keep theirs.
    """
    problems = brief_problems(definition=definition, touchpoints=touchpoints, providers=providers, waived_duties=waived_duties)
    problems += _frame_problems(
        seats=seats, minutes=minutes, opens_at=opens_at, closes_at=closes_at, draws_at=draws_at, quotas=quotas or {}
    )
    if problems:
        raise BriefRefused(problems)
    task = Task.objects.select_for_update().filter(slug=slug).first() or Task(slug=slug)
    _refuse_edits_that_take_away(task, campaign=campaign, points=points)
    task.campaign, task.kind = campaign, kind
    task.title, task.summary, task.persona, task.picture = dict(title), dict(summary or {}), dict(persona or {}), picture
    task.city = dict(city or {})
    task.version = freeze(slug=_questionnaire_slug(slug, repeats), definition=definition, now=now)
    effort = effort_of(definition)
    task.questions, task.photos = effort.questions, effort.photos
    task.points, task.minutes, task.days_to_submit = points, minutes, days_to_submit
    task.waived_duties, task.insiders_allowed = sorted(waived_duties), insiders_allowed
    task.agreement, task.repeats = agreement, repeats
    task.opens_at, task.closes_at, task.draws_at = opens_at, closes_at, draws_at
    task.state = Task.State.OPEN
    task.save()
    task.touchpoints.set(touchpoints)
    task.providers.set(providers)
    task.departments.set(departments)
    _give_seats(task, capacity=seats, hold_for=hold_for, quotas=quotas or {})
    audit.record(by=by, did="task.publish", on=task, now=now, version=task.version.number, seats=seats, points=points)
    return task


@transaction.atomic
def freeze(*, slug: str, definition: Definition, now: datetime) -> QuestionnaireVersion:
    """The version of this content: the one that exists, else the next number."""
    Questionnaire.objects.get_or_create(slug=slug)
    questionnaire = Questionnaire.objects.select_for_update().get(slug=slug)
    digest = digest_of(definition)
    known = questionnaire.versions.filter(digest=digest).first()
    if known:
        return known
    number = questionnaire.versions.count() + 1
    return questionnaire.versions.create(number=number, definition=definition, digest=digest, published_at=now)


@transaction.atomic
def close_task(*, task: Task, by: Member | None, now: datetime) -> Task:
    """Nobody can claim it any more; running claims may be finished."""
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.state == Task.State.CLOSED:
        return task
    task.state, task.closes_at = Task.State.CLOSED, now
    task.save(update_fields=["state", "closes_at"])
    close(pool=Pool.objects.get(reference=task.pool_reference), now=now)
    audit.record(by=by, did="task.close", on=task, now=now)
    return task


def brief_problems(
    *, definition: Definition, touchpoints: Collection[Touchpoint], providers: Collection[Provider], waived_duties: Collection[str] = ()
) -> list[Problem]:
    """What stands between this brief and its publication."""
    slugs = {touchpoint.slug for touchpoint in touchpoints}
    there = {provider.kind for provider in providers}
    alone = not there - {Provider.Kind.OWN}
    waived = {*waived_duties, "compare"} if alone else waived_duties  # without a rival there is nothing to compare
    problems = validate_definition(definition, touchpoints=slugs, waived_duties=waived)
    if not touchpoints:
        problems.append(Problem(("touchpoints",), _("Choose at least one touchpoint that this task is about.")))
    if problems:
        return problems
    asked = {subject for _step, question in questions_of(definition) for subject in subjects_of(question)}
    if "own" in asked and Provider.Kind.OWN not in there:
        problems.append(Problem(("providers",), _("Questions are about our own company, but it is not among the providers.")))
    if "rival" in asked and alone:
        problems.append(Problem(("providers",), _("Questions are about a rival, but no rival is among the providers.")))
    return problems


def _frame_problems(
    *,
    seats: int,
    minutes: int,
    opens_at: datetime,
    closes_at: datetime | None,
    draws_at: datetime | None,
    quotas: Mapping[Department, int],
) -> list[Problem]:
    problems = []
    if seats < 1:
        problems.append(Problem(("seats",), _("A task needs at least one seat.")))
    if minutes < 1:
        problems.append(Problem(("minutes",), _("Say how many minutes the task takes.")))
    if closes_at and closes_at <= opens_at:
        problems.append(Problem(("closes_at",), _("The task would close before it opens.")))
    if draws_at and (draws_at <= opens_at or (closes_at and closes_at <= draws_at)):
        problems.append(Problem(("draws_at",), _("The draw must be after the opening and before the closing.")))
    if sum(quotas.values()) > seats:
        problems.append(Problem(("quotas",), _("More seats are reserved for departments than there are.")))
    return problems


def _questionnaire_slug(slug: str, repeats: Task | None) -> str:
    """A re-experience asks what its first task asked, so it shares that questionnaire."""
    return repeats.version.questionnaire.slug if repeats and repeats.version else slug


def _refuse_edits_that_take_away(task: Task, *, campaign: Campaign, points: int) -> None:
    if task.pk is None:
        return
    if task.campaign_id != campaign.pk:
        raise RuleBroken(_("This task belongs to another campaign, so nothing was changed. Give the brief another address."))
    pool = Pool.objects.filter(reference=task.pool_reference).first()
    if pool and points < task.points and standing(pool).taken:
        raise SeatsTaken(
            _("People took seats for %(points)s points each, so the reward can only rise. Nothing was changed.") % {"points": task.points}
        )


def _give_seats(task: Task, *, capacity: int, hold_for: timedelta, quotas: Mapping[Department, int]) -> None:
    pool = Pool.objects.select_for_update().filter(reference=task.pool_reference).first()
    if pool and dict(pool.quotas.values_list("department_id", "seats")) != {department.pk: n for department, n in quotas.items()}:
        _drop_untouched(pool)
    pool = make_pool(
        reference=task.pool_reference,
        capacity=capacity,
        opens_at=task.opens_at,
        closes_at=task.closes_at,
        draws_at=task.draws_at,
        hold_for=hold_for,
        take_up_for=min(hold_for, TAKE_UP_FOR),
        quotas=quotas,
    )
    Pool.objects.filter(pk=pool.pk).update(closed_at=None)  # publishing a closed task opens it again


def _drop_untouched(pool: Pool) -> None:
    """Quotas number the seats anew, which is only fair as long as nobody has reached for one."""
    if pool.attempts.exists():
        raise SeatsTaken(_("Seats were already claimed, so the departments' shares stay as they are. Nothing was changed."))
    pool.delete()
