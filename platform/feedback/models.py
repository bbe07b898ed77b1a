"""What testers lived: drafts, submissions with the four duties, reviews."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    OWN = "own", _("Ours")
    RIVAL = "rival", _("Rival")


class Draft(models.Model):
    """The answers of one claim so far; the server's copy is the truth."""

    claim = models.OneToOneField("claims.Claim", on_delete=models.CASCADE, related_name="draft")
    step = models.PositiveSmallIntegerField(default=0)  # where the tester was last
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.claim_id}"

    @property
    def steps(self) -> int:
        """How many there are to go through."""
        return len(self.claim.version.definition["steps"])

    @property
    def at_step(self) -> int:
        """Where the tester was last, from 1."""
        return min(self.step + 1, self.steps)


class DraftAnswer(models.Model):
    """One cell of a draft. `revision` grows by one with each change; two devices notice each other by it."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=64)
    subject = models.CharField(max_length=5, choices=Subject, default=Subject.OWN)
    value = models.JSONField(null=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "question", "subject"], name="one_cell_per_question")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.question}.{self.subject}"


class Evidence(models.Model):
    """A photo, drawn anew: no metadata, no position; the original is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # made by the phone, so an upload may be repeated
    claim = models.ForeignKey("claims.Claim", on_delete=models.CASCADE, related_name="evidence")
    question = models.CharField(max_length=64)
    subject = models.CharField(max_length=5, choices=Subject, default=Subject.OWN)
    image = models.FileField(upload_to="evidence/")
    thumbnail = models.FileField(upload_to="evidence/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()  # bytes stored
    sent_sha256 = models.CharField(max_length=64)  # of the bytes the phone sent: the receipt
    sha256 = models.CharField(max_length=64)  # of the bytes stored
    perceptual_hash = models.CharField(max_length=16)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Submission(models.Model):
    """What was sent for a claim; a mended one is the next revision."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for review")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")
        EXCLUDED = "excluded", _("Accepted, not in figures")
        REJECTED = "rejected", _("Rejected")

    claim = models.OneToOneField("claims.Claim", on_delete=models.PROTECT, related_name="submission")
    revision = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    submitted_at = models.DateTimeField()
    review_due = models.DateTimeField()
    key = models.UUIDField(unique=True)

    class Meta:
        indexes = [models.Index(fields=["state", "review_due"])]

    def __str__(self) -> str:
        return f"submission:{self.pk}"


class SubmissionRevision(models.Model):
    """Every sending, whole, as it was."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField()  # {"question.subject": value}
    key = models.UUIDField(unique=True)  # of this sending; a retry of an old one must not send again
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.submission_id} r{self.number}"


class Answer(models.Model):
    """One typed row per question and provider: the raw material of every figure."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=64)
    type = models.CharField(max_length=16)
    scale = models.CharField(max_length=8, blank=True)  # nps, csat, ces, emotion, or none
    criterion = models.CharField(max_length=64, blank=True)
    touchpoint = models.ForeignKey("tasks_catalog.Touchpoint", null=True, on_delete=models.PROTECT, related_name="answers")
    provider = models.ForeignKey("tasks_catalog.Provider", on_delete=models.PROTECT, related_name="answers")
    subject = models.CharField(max_length=5, choices=Subject)
    number = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    text = models.TextField(blank=True)
    choices = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "question", "subject"], name="one_answer_per_subject")]
        indexes = [models.Index(fields=["scale", "touchpoint"])]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.question}.{self.subject}"


class PainPoint(models.Model):
    """What hurts, where and how badly; also what only a future customer would notice."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="pain_points")
    touchpoint = models.ForeignKey("tasks_catalog.Touchpoint", on_delete=models.PROTECT, related_name="pain_points")
    what = models.TextField()
    severity = models.PositiveSmallIntegerField()
    whom = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(severity__range=(1, 5)), name="severity_1_to_5")]

    def __str__(self) -> str:
        return self.what[:60]


class Idea(models.Model):
    """What another industry does better, and what would make a customer scream with delight."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="ideas")
    source = models.CharField(max_length=120)  # industry or company
    what_they_do = models.TextField(blank=True)
    what_here = models.TextField()
    delight = models.PositiveSmallIntegerField(default=3)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(delight__range=(1, 5)), name="delight_1_to_5")]

    def __str__(self) -> str:
        return self.what_here[:60]


class QualityFlag(models.Model):
    """Something a reviewer should look at; it informs, a person decides."""

    class Kind(models.TextChoices):
        SAME_PHOTO = "same_photo", _("The same photo was sent before")
        SAME_TEXT = "same_text", _("Nearly the same words were sent before")
        TOO_FAST = "too_fast", _("Answered very fast")
        STRAIGHT_LINE = "straight_line", _("The same mark everywhere")
        INSIDER = "insider", _("Works for the department that owns this")
        OUTSIDE = "outside", _("Was not seen at the place")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=13, choices=Kind)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "kind"], name="flagged_once")]

    def __str__(self) -> str:
        return self.kind


class Review(models.Model):
    """A decision on one revision, with 0-5 for each duty that the task asks for; append-only (a trigger refuses the rest)."""

    class Decision(models.TextChoices):
        ACCEPT = "accept", _("Accept")
        EXCLUDE = "exclude", _("Accept, leave out of figures")
        RETURN = "return", _("Return")
        REJECT = "reject", _("Reject")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reviews")
    revision = models.PositiveSmallIntegerField()
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=7, choices=Decision)
    compare = models.PositiveSmallIntegerField(null=True)
    voice = models.PositiveSmallIntegerField(null=True)
    pain = models.PositiveSmallIntegerField(null=True)
    think = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(blank=True)
    question_comments = models.JSONField(default=dict)  # question name → what to mend
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "revision"], name="one_decision_per_revision"),
            models.CheckConstraint(condition=Q(compare__lte=5, voice__lte=5, pain__lte=5, think__lte=5), name="rubric_0_to_5"),
            models.CheckConstraint(condition=Q(decision__in=["accept", "exclude"]) | ~Q(comment=""), name="no_without_a_comment"),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.submission_id}"

    @property
    def quality(self) -> float:
        """Mean of the marks given, 0-5."""
        given = [mark for mark in (self.compare, self.voice, self.pain, self.think) if mark is not None]
        return sum(given) / len(given) if given else 0.0
