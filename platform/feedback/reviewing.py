"""The reviewer's decision: once per revision, never on one's own work or one's own department's touchpoint."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.services import mark_accepted, mark_rejected, mark_returned
from feedback.duties import due_in
from feedback.models import Review, Submission
from members.audit import record
from members.models import Member
from members.rights import REVIEWER, SUPER_MANAGER, has_right
from notifications.services import tell
from recruitment.referrals import count_referrals_of
from rewards.services import ROUTINE, Work, count_work, pay
from shared.errors import RuleBroken
from tasks_catalog.models import Task
from tasks_catalog.questionnaire import DUTIES

Decision = Review.Decision

ACCEPTING = (Decision.ACCEPT, Decision.EXCLUDE)
_BECOMES = {
    Decision.ACCEPT: Submission.State.ACCEPTED,
    Decision.EXCLUDE: Submission.State.EXCLUDED,
    Decision.RETURN: Submission.State.RETURNED,
    Decision.REJECT: Submission.State.REJECTED,
}
_MARKS_CLAIM = {
    Decision.ACCEPT: mark_accepted,
    Decision.EXCLUDE: mark_accepted,
    Decision.RETURN: mark_returned,
    Decision.REJECT: mark_rejected,
}


class NotYoursToReview(RuleBroken):
    """Own work, an own department's touchpoint, or no right to review."""


class NotReviewable(RuleBroken):
    """Marks or words that the decision needs are missing."""


class AlreadyDecided(RuleBroken):
    """Somebody was faster; `review` is their decision, if it is on this revision."""

    def __init__(self, review: Review | None) -> None:
        self.review = review
        if review is None:
            super().__init__(_("This work is back with its tester. Nothing was changed; take the next one."))
            return
        when = date_format(localtime(review.decided_at), "TIME_FORMAT")
        super().__init__(
            _("%(who)s decided this at %(when)s: %(decision)s. Your marks were not saved; take the next one.")
            % {"who": review.reviewer.called, "when": when, "decision": review.get_decision_display()}
        )


@transaction.atomic
def review(
    *,
    submission: Submission,
    reviewer: Member,
    decision: str,
    marks: Mapping[str, int],
    comment: str = "",
    question_comments: Mapping[str, str] | None = None,
    now: datetime,
) -> Review:
    """Decide on the submission's present revision; the retry of one's own decision answers the same.

    Accepting pays the task's points, once per submission ever.
    """
    locked = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("claim__task", "claim__member", "claim__version")
        .get(pk=submission.pk)
    )
    refuse_reviewer(submission=locked, reviewer=reviewer)
    if decision not in Decision.values:
        raise NotReviewable(_("Choose what to do: accept, accept but leave out, return or reject. Your marks are kept."))
    if made_before := _same_decision(submission, reviewer, decision, marks, comment):
        return made_before
    if locked.state != Submission.State.WAITING or locked.revision != submission.revision:
        raise AlreadyDecided(_last_review(locked))
    made = _decide(locked, reviewer, Decision(decision), marks, comment.strip(), dict(question_comments or {}), now)
    locked.state = _BECOMES[Decision(decision)]
    locked.save(update_fields=["state"])
    _MARKS_CLAIM[Decision(decision)](claim=locked.claim, now=now)
    if decision in ACCEPTING:
        _pay(locked, now)
        count_work(member=locked.claim.member, work=work_done(locked, made), now=now)
        count_referrals_of(invited=locked.claim.member, now=now)
    record(by=reviewer, did=f"submission.{decision}", on=locked, now=now, revision=locked.revision)
    _tell_tester(made, locked, now)
    return made


def refuse_reviewer(*, submission: Submission, reviewer: Member) -> None:
    """Raise NotYoursToReview unless this person may decide on this work."""
    if not has_right(reviewer, REVIEWER, SUPER_MANAGER):
        raise NotYoursToReview(_("Reviewing is for reviewers and super-managers."))
    if submission.claim.member_id == reviewer.pk:
        raise NotYoursToReview(_("This is your own work. Somebody else reviews it."))
    if reviewer.department_id and submission.claim.task.touchpoints.filter(owner=reviewer.department_id).exists():
        raise NotYoursToReview(_("Your department answers for this touchpoint. Somebody from another department reviews it."))


def _same_decision(submission: Submission, reviewer: Member, decision: str, marks: Mapping[str, int], comment: str) -> Review | None:
    """What this reviewer said before, in the same words, on the same revision: the answer to it got lost."""
    made = submission.reviews.filter(revision=submission.revision, reviewer=reviewer, decision=decision, comment=comment.strip()).first()
    return made if made and all(getattr(made, duty) == mark for duty, mark in marks.items() if duty in DUTIES) else None


def _last_review(submission: Submission) -> Review | None:
    return submission.reviews.filter(revision=submission.revision).select_related("reviewer").first()


def _decide(
    submission: Submission,
    reviewer: Member,
    decision: Decision,
    marks: Mapping[str, int],
    comment: str,
    notes: dict[str, str],
    now: datetime,
) -> Review:
    if decision not in ACCEPTING and not comment:
        raise NotReviewable(_("Say in a sentence what is missing or why: the tester reads it. Your marks are kept."))
    return Review.objects.create(
        submission=submission,
        revision=submission.revision,
        reviewer=reviewer,
        decision=decision,
        comment=comment,
        question_comments={name: words.strip() for name, words in notes.items() if words.strip()},
        decided_at=now,
        **_checked_marks(submission, decision, marks),
    )


def _checked_marks(submission: Submission, decision: Decision, marks: Mapping[str, int]) -> dict[str, int]:
    """A mark for each duty that was asked for when accepting; what was given otherwise."""
    due = due_in(submission)
    if any(isinstance(mark, bool) or not 0 <= mark <= 5 for mark in marks.values()):
        raise NotReviewable(_("Marks go from 0 to 5."))
    if decision in ACCEPTING and any(duty not in marks for duty in due):
        raise NotReviewable(_("Give each duty a mark from 0 to 5 before you accept."))
    return {duty: marks[duty] for duty in due if duty in marks}


def _pay(submission: Submission, now: datetime) -> None:
    task: Task = submission.claim.task
    if task.points:
        pay(
            member=submission.claim.member,
            amount=task.points,
            reference=f"submission:{submission.pk}",
            from_reference=task.pool_reference,
            purse=ROUTINE,
            memo=task.title,
            now=now,
        )


def work_done(submission: Submission, accepted: Review) -> Work:
    """What accepted work counts for, beside its points."""
    task: Task = submission.claim.task
    return Work(f"submission:{submission.pk}", task.points, accepted.quality, task.kind, localtime(submission.submitted_at).date())


def _tell_tester(made: Review, submission: Submission, now: datetime) -> None:
    task = submission.claim.task
    titles: dict[str, str | Promise] = {
        Decision.ACCEPT: format_lazy(gettext_lazy("Accepted: +{points} points"), points=task.points),
        Decision.EXCLUDE: format_lazy(gettext_lazy("Accepted: +{points} points, left out of the figures"), points=task.points),
        Decision.RETURN: gettext_lazy("Nearly done: one thing to mend"),
        Decision.REJECT: gettext_lazy("Not accepted this time"),
    }
    returned = made.decision == Decision.RETURN
    tell(
        member=submission.claim.member,
        kind=f"review-{made.decision}",
        reference=f"review:{made.pk}",
        title=titles[made.decision],
        body=made.comment,
        url=reverse("feedback:returned" if returned else "feedback:sent", args=[submission.claim_id]),
        action=gettext_lazy("Mend it") if returned else "",
        now=now,
    )
