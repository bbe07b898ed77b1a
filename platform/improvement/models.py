"""The loop: findings, actions, joint reviews, re-experience."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared.translated import TranslatedField


class Finding(models.Model):
    """Something to decide on, made from a merged pain point."""

    class Way(models.TextChoices):
        QUICK_WIN = "quick_win", _("Quick win")
        ISSUE = "issue", _("Issue")
        FOLLOW_UP = "follow_up", _("Follow-up")

    theme = models.OneToOneField("insights.PainTheme", on_delete=models.PROTECT, related_name="finding")
    campaign = models.ForeignKey("tasks_catalog.Campaign", on_delete=models.PROTECT, related_name="findings")
    title = TranslatedField()
    way = models.CharField(max_length=9, choices=Way, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"finding:{self.pk}"


class JointReview(models.Model):
    """The departments read a report and decide together."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("In session")
        PUBLISHED = "published", _("Minutes published")

    campaign = models.ForeignKey("tasks_catalog.Campaign", on_delete=models.PROTECT, related_name="joint_reviews")
    title = TranslatedField()
    held_on = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    attendance = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False) | (~Q(state="published") & Q(published_at=None)),
                name="minutes_published_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"joint review {self.held_on}"


class Decision(models.Model):
    """One agenda item and what was decided on it."""

    joint_review = models.ForeignKey(JointReview, on_delete=models.CASCADE, related_name="decisions")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="decisions")
    position = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=9, choices=Finding.Way, blank=True)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    carried_over = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["joint_review", "finding"], name="on_the_agenda_once"),
            models.UniqueConstraint(fields=["joint_review", "position"], name="agenda_position_once"),
            models.CheckConstraint(
                condition=Q(way="", decided_by=None, decided_at=None)
                | (~Q(way="") & Q(decided_by__isnull=False, decided_at__isnull=False, carried_over=False)),
                name="decided_by_somebody_or_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.joint_review_id}: {self.finding_id}"


class Action(models.Model):
    """What a department does about a finding, and what will prove that it helped."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        DOING = "doing", _("Doing")
        SHIPPED = "shipped", _("Shipped")
        RE_EXPERIENCING = "re_experiencing", _("Re-experiencing")
        VERIFIED = "verified", _("Verified")
        NOT_VERIFIED = "not_verified", _("Not verified")
        DECLINED = "declined", _("Declined")

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="actions")
    title = TranslatedField()
    department = models.ForeignKey("members.Department", on_delete=models.PROTECT, related_name="actions")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions")
    due = models.DateField()
    # What will prove it: a question of the re-experience (with its touchpoint), or an operational measure.
    scale = models.CharField(max_length=8, blank=True)
    question = models.CharField(max_length=64, blank=True)
    choice = models.CharField(max_length=64, blank=True)  # of a question with choices: the answer that should become more frequent
    measure = models.ForeignKey("insights.Measure", null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    # The change promised, in the measure's unit; for a plain number its sign says which way is better.
    expected = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    needed = models.PositiveSmallIntegerField(default=5)  # accepted re-experiences (or periods of a measure) before a verdict
    state = models.CharField(max_length=15, choices=State, default=State.PROPOSED)
    reason = models.CharField(max_length=300, blank=True)
    shipped_on = models.DateField(null=True, blank=True)
    re_experience = models.ForeignKey("tasks_catalog.Task", null=True, blank=True, on_delete=models.PROTECT, related_name="verifies")
    verdict = models.CharField(max_length=11, blank=True)  # better, worse, cannot tell
    verdict_figures = models.JSONField(default=dict)  # as `improvement.proof.Proof.as_json` writes them
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="verified") | Q(verdict="better"), name="verified_means_better"),
            models.CheckConstraint(
                condition=Q(state__in=["verified", "not_verified"], verdict__in=["better", "worse", "cannot tell"])
                | (~Q(state__in=["verified", "not_verified"]) & Q(verdict="")),
                name="verdict_when_it_is_known",
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="declined_says_why"),
            models.CheckConstraint(
                condition=(~Q(question="") & Q(measure=None)) | Q(question="", measure__isnull=False), name="proven_by_one_thing"
            ),
            models.CheckConstraint(condition=Q(choice="") | ~Q(question=""), name="choice_of_a_question"),
            models.CheckConstraint(condition=Q(needed__gte=2), name="one_answer_proves_nothing"),
            models.CheckConstraint(condition=~Q(state="re_experiencing") | Q(re_experience__isnull=False), name="re_experiences_something"),
            models.CheckConstraint(
                condition=~Q(state__in=["shipped", "re_experiencing", "verified", "not_verified"]) | Q(shipped_on__isnull=False),
                name="shipped_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "due"])]

    def __str__(self) -> str:
        return f"action:{self.pk}"

    @property
    def unit(self) -> str:
        """What the proof is counted in: `share` (0-1), `nps` (-100 to 100) or `number`."""
        if self.measure_id or self.choice or self.scale == "csat":
            return "share"
        return "nps" if self.scale == "nps" else "number"

    @property
    def is_live(self) -> bool:
        """Decided on or waiting for it, and not with customers yet: what can be late."""
        return self.state in {self.State.PROPOSED, self.State.AGREED, self.State.DOING}
