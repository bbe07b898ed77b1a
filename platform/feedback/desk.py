"""The review desk: the queue, one submission side by side, the decision."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from feedback.models import Submission
from feedback.reading import read, rubric
from feedback.reviewing import AlreadyDecided, NotYoursToReview, review
from feedback.selectors import review_queue, reviewable
from members.rights import REVIEWER, SUPER_MANAGER, rights_required
from shared.errors import RuleBroken
from shared.http import MemberRequest
from tasks_catalog.questionnaire import DUTIES

SHOWN = 60  # of the queue; the filters find the rest


@dataclass(frozen=True)
class Filled:
    """What the reviewer has put into the form; kept when a decision is refused."""

    decision: str = ""
    marks: dict[str, int] = field(default_factory=dict)
    comment: str = ""
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Filter:
    """The part of the queue that is shown; travels in the address."""

    task: str = ""
    only: str = ""

    @property
    def query(self) -> str:
        chosen = {name: value for name, value in {"task": self.task, "only": self.only}.items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""


@require_GET
@rights_required(REVIEWER, SUPER_MANAGER)
def queue(request: MemberRequest) -> HttpResponse:
    """What waits, with the most urgent one open."""
    return _desk(request, None, Filled())


@require_GET
@rights_required(REVIEWER, SUPER_MANAGER)
def submission(request: MemberRequest, submission_id: int) -> HttpResponse:
    """One submission; own work and one's own department's do not exist here."""
    return _desk(request, submission_id, Filled())


@require_POST
@rights_required(REVIEWER, SUPER_MANAGER)
def decide(request: MemberRequest, submission_id: int) -> HttpResponse:
    """Decide and go on to the next; a refusal keeps what was written."""
    chosen = _reviewable(request, submission_id)
    filled = _filled(request.POST)
    chosen.revision = _number(request.POST.get("revision", "")) or chosen.revision
    try:
        made = review(
            submission=chosen,
            reviewer=request.user,
            decision=filled.decision,
            marks=filled.marks,
            comment=filled.comment,
            question_comments=filled.notes,
            now=timezone.now(),
        )
    except AlreadyDecided as late:
        return _desk(request, submission_id, filled, refusal=late, status=HTTPStatus.CONFLICT)
    except NotYoursToReview as refusal:
        return _desk(request, None, Filled(), refusal=refusal, status=HTTPStatus.FORBIDDEN)
    except RuleBroken as refusal:
        return _desk(request, submission_id, filled, refusal=refusal, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("#%(number)04d: %(decision)s") % {"number": chosen.pk, "decision": made.get_decision_display()})
    return _to_next(request, chosen)


def _to_next(request: MemberRequest, done: Submission) -> HttpResponse:
    """The one that waited behind it, else the first of the queue."""
    chosen = _filter(request)
    waiting = _filtered(review_queue(request.user), chosen)
    after = waiting.filter(Q(review_due__gt=done.review_due) | Q(review_due=done.review_due, pk__gt=done.pk)).first() or waiting.first()
    address = redirect("feedback:submission", after.pk).url if after else redirect("feedback:queue").url
    return redirect(f"{address}{chosen.query}")


def _desk(
    request: MemberRequest, submission_id: int | None, filled: Filled, *, refusal: RuleBroken | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    chosen = _filter(request)
    everything = list(review_queue(request.user))
    waiting = [item for item in everything if _passes(item, chosen)][:SHOWN]
    current = _current(request, submission_id, waiting)
    context: dict[str, Any] = {
        "now": timezone.now(),
        "waiting": waiting,
        "count": len(everything),
        "tasks": {item.claim.task.slug: item.claim.task for item in everything}.values(),
        "filter": chosen,
        "current": current,
        "filled": filled,
        "refusal": refusal,
        **_neighbours(waiting, current),
    }
    if current is not None:
        sheet = read(current, filled.notes)
        open_ = current.state == Submission.State.WAITING
        context |= {"sheet": sheet, "open": open_, "rubric": rubric(sheet.duties, filled.marks)}
    return render(request, "feedback/review_desk.html", context, status=status)


def _current(request: MemberRequest, submission_id: int | None, waiting: list[Submission]) -> Submission | None:
    """The one asked for, else the most urgent; one of the queue is loaded already."""
    if submission_id is None:
        return waiting[0] if waiting else None
    return next((item for item in waiting if item.pk == submission_id), None) or _reviewable(request, submission_id)


def _neighbours(waiting: list[Submission], current: Submission | None) -> dict[str, Submission | None]:
    """Who is next and who was before, for J and K."""
    places = [place for place, item in enumerate(waiting) if current and item.pk == current.pk]
    if not places:
        return {"next": waiting[0] if waiting else None, "previous": None}
    place = places[0]
    return {"next": waiting[place + 1] if place + 1 < len(waiting) else None, "previous": waiting[place - 1] if place else None}


def _reviewable(request: MemberRequest, submission_id: int) -> Submission:
    submissions = reviewable(request.user).select_related("claim__task", "claim__version", "claim__rival").prefetch_related("flags")
    return get_object_or_404(submissions, pk=submission_id)


def _filter(request: MemberRequest) -> Filter:
    return Filter(task=request.GET.get("task", ""), only=request.GET.get("only", ""))


def _filtered(submissions: QuerySet[Submission], chosen: Filter) -> QuerySet[Submission]:
    if chosen.task:
        submissions = submissions.filter(claim__task__slug=chosen.task)
    only = {"flagged": Q(flags__isnull=False), "again": Q(revision__gt=1), "late": Q(review_due__lt=timezone.now())}
    return submissions.filter(only.get(chosen.only, Q())).distinct()


def _passes(item: Submission, chosen: Filter) -> bool:
    if chosen.task and item.claim.task.slug != chosen.task:
        return False
    if chosen.only == "flagged":
        return bool(item.flags.all())
    if chosen.only == "again":
        return item.revision > 1
    return chosen.only != "late" or item.review_due < timezone.now()


def _filled(sent: QueryDict) -> Filled:
    marks: dict[str, int] = {duty: mark for duty in DUTIES if (mark := _number(sent.get(f"mark-{duty}", ""))) is not None}
    notes = {name.removeprefix("note-"): str(sent[name])[:1000] for name in sent if name.startswith("note-") and sent[name]}
    return Filled(sent.get("decision", ""), marks, sent.get("comment", "")[:4000], notes)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
