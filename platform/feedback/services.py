"""Sending: a draft becomes a submission once, whole, and with everything it was asked for."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Claim
from claims.services import mark_submitted
from feedback.drafts import NotYours, lock_writable
from feedback.duties import Problem, asked_subjects, judge
from feedback.models import Answer, Draft, Idea, PainPoint, Submission, SubmissionRevision
from feedback.photos import drop_hidden_photos
from feedback.quality import flag
from notifications.services import tell
from shared.errors import RuleBroken
from tasks_catalog.conditions import Answers, Path
from tasks_catalog.models import Provider, Touchpoint
from tasks_catalog.questionnaire import Duty, Question, Step, SubjectName, cell, questions_of, touchpoint_of

REVIEW_WITHIN = timedelta(days=2)
FOUR_PLACES, TOO_LARGE = Decimal("0.0001"), 10**10  # of a number in an answer; only a calculation can be larger

DUTY_NAMES = {
    "compare": gettext_lazy("compare: every pair answered for both"),
    "voice": gettext_lazy("voice: the marks and some words"),
    "pain": gettext_lazy("pain points: at least one"),
    "think": gettext_lazy("think: at least one idea"),
}


class NotComplete(RuleBroken):
    """Something is missing; `problems` and `duties` name it."""

    def __init__(self, found: list[Problem], duties: list[Duty]) -> None:
        self.problems, self.duties = found, duties
        lacks = [str(DUTY_NAMES[duty]) for duty in duties] + [f"{problem.label}: {problem.message}" for problem in found]
        super().__init__(_("Not sent yet; your answers are safe. Still missing: %(lacks)s") % {"lacks": " · ".join(lacks)})


@transaction.atomic
def submit(*, claim: Claim, key: UUID, now: datetime) -> Submission:
    """Send the draft for review; the retry of one's own sending answers the same submission.

    Refuses with NotComplete what lacks a duty, a required answer or a photo, and with NotYours what is late or was sent.
    """
    if sent := _sent_with(key, claim):
        return sent
    locked = _lock(claim, key, now)
    if isinstance(locked, Submission):
        return locked
    draft = Draft.objects.filter(claim=locked).first() or Draft(claim=locked)
    draft.claim = locked
    path = _whole(draft)
    _forget_hidden(draft, path, now)
    submission = _next_revision(locked, key, path.effective, now)
    _write_rows(submission, path.effective)
    mark_submitted(claim=locked, now=now)
    flag(submission=submission, now=now)
    _tell_tester(submission, now)
    return submission


def _lock(claim: Claim, key: UUID, now: datetime) -> Claim | Submission:
    """The claim, or what a twin of this request made of it while we waited."""
    try:
        return lock_writable(claim_id=claim.pk, now=now)
    except NotYours:
        if sent := _sent_with(key, claim):
            return sent
        raise


def _sent_with(key: UUID, claim: Claim) -> Submission | None:
    revision = SubmissionRevision.objects.filter(key=key).select_related("submission").first()
    if revision and revision.submission.claim_id != claim.pk:
        raise RuleBroken(_("This was already sent for another task. Load the page again."))
    return revision.submission if revision else None


def _whole(draft: Draft) -> Path:
    """Where the draft's answers lead, if nothing is missing on the way."""
    if draft.pk is None:
        raise RuleBroken(_("There are no answers yet. Begin with the first step."))
    judged = judge(draft)
    if judged.problems or judged.missing:
        raise NotComplete(judged.problems, judged.missing)
    return judged.path


def _forget_hidden(draft: Draft, path: Path, now: datetime) -> None:
    """Answers and photos of questions that are no longer asked are not kept once the rest is sent."""
    stale = [answer.pk for answer in draft.answers.all() if cell(answer.question, answer.subject) not in path.visible]
    if stale:
        draft.answers.filter(pk__in=stale).delete()
        drop_hidden_photos(claim=draft.claim, visible=path.visible, now=now)


def _next_revision(claim: Claim, key: UUID, answers: Answers, now: datetime) -> Submission:
    submission = Submission.objects.filter(claim=claim).first() or Submission(claim=claim, revision=0)
    submission.claim = claim
    submission.revision += 1
    submission.state = Submission.State.WAITING
    submission.key, submission.submitted_at, submission.review_due = key, now, now + REVIEW_WITHIN
    submission.save()
    SubmissionRevision.objects.create(submission=submission, number=submission.revision, answers=answers, key=key, sent_at=now)
    return submission


def _write_rows(submission: Submission, known: Answers) -> None:
    """The typed rows show the latest revision; earlier ones stay whole in SubmissionRevision."""
    claim = submission.claim
    for rows in (submission.answers, submission.pain_points, submission.ideas):
        rows.all().delete()
    touchpoints = {
        touchpoint.slug: touchpoint for touchpoint in Touchpoint.objects.filter(stage__journey__campaigns=claim.task.campaign_id)
    }
    providers = {"own": Provider.objects.get(kind=Provider.Kind.OWN), "rival": claim.rival}
    answers, pains, ideas = [], [], []
    for step, question, subject in _asked(claim):
        value = known.get(cell(question["name"], subject))
        if value is None or question["type"] == "photo":
            continue
        if question["type"] == "pain":
            pains += [_pain_of(submission, card, touchpoints) for card in cast("list[dict[str, str]]", value)]
        elif question["type"] == "idea":
            ideas += [Idea(submission=submission, **card) for card in cast("list[dict[str, str]]", value)]
        else:
            touchpoint = touchpoints.get(touchpoint_of(step, question))
            answers.append(
                _answer(submission, question, subject, value, touchpoint=touchpoint, provider=cast("Provider", providers[subject]))
            )
    Answer.objects.bulk_create(answers)
    PainPoint.objects.bulk_create(pains)
    Idea.objects.bulk_create(ideas)


def _asked(claim: Claim) -> Iterator[tuple[Step, Question, SubjectName]]:
    for step, question in questions_of(claim.version.definition):
        for subject in asked_subjects(question, has_rival=claim.rival_id is not None):
            yield step, question, subject


def _pain_of(submission: Submission, card: dict[str, str], touchpoints: dict[str, Touchpoint]) -> PainPoint:
    return PainPoint(
        submission=submission,
        touchpoint=touchpoints[card["touchpoint"]],
        what=card["what"].strip(),
        severity=card["severity"],
        whom=card["whom"].strip(),
    )


def _answer(
    submission: Submission, question: Question, subject: SubjectName, value: object, *, touchpoint: Touchpoint | None, provider: Provider
) -> Answer:
    return Answer(
        submission=submission,
        question=question["name"],
        type=question["type"],
        scale=question.get("scale", ""),
        criterion=question.get("criterion", ""),
        touchpoint=touchpoint,
        provider=provider,
        subject=subject,
        **_typed(question, value),
    )


def _typed(question: Question, value: object) -> dict[str, Any]:
    """Which columns of an answer the value fills."""
    if question["type"] == "promise" and isinstance(value, dict):
        return {"number": value["seconds"], "choices": ["kept" if value["kept"] else "broken"]}
    if question["type"] == "select_one":
        return {"choices": [value]}
    if isinstance(value, int | float):
        number = Decimal(str(value)).quantize(FOUR_PLACES)
        return {"number": number} if abs(number) < TOO_LARGE else {"text": f"{number.normalize():f}"}
    return {"text": value.strip()} if isinstance(value, str) else {"choices": value}


def _tell_tester(submission: Submission, now: datetime) -> None:
    claim = submission.claim
    tell(
        member=claim.member,
        kind="submitted",
        reference=f"submission:{submission.pk}:sent:{submission.revision}",
        title=gettext_lazy("Everything has arrived"),
        body=format_lazy(
            gettext_lazy("A reviewer reads it within {days} days; then come your {points} points."), days=2, points=claim.task.points
        ),
        url=reverse("feedback:sent", args=[claim.pk]),
        now=now,
    )
