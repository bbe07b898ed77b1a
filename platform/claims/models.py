"""A member's claim on a task."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Claim(models.Model):
    """It fixes the questionnaire version, the scenario arm, the rival, the order of providers and the deadline."""

    class State(models.TextChoices):
        HELD = "held", _("Held")
        STARTED = "started", _("Started")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")
        EXPIRED = "expired", _("Expired")
        RELEASED = "released", _("Released")

    LIVE = (State.HELD, State.STARTED, State.SUBMITTED, State.RETURNED, State.ACCEPTED)

    task = models.ForeignKey("tasks_catalog.Task", on_delete=models.PROTECT, related_name="claims")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims")
    seat = models.ForeignKey("seats.Seat", null=True, on_delete=models.PROTECT, related_name="claims")
    version = models.ForeignKey("tasks_catalog.QuestionnaireVersion", on_delete=models.PROTECT, related_name="claims")
    arm = models.CharField(max_length=64, blank=True, default="", db_default="")  # name of the scenario; empty: the only one
    rival = models.ForeignKey("tasks_catalog.Provider", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    provider_order = ArrayField(models.CharField(max_length=5), default=list)  # ["rival", "own"]: whom to live first
    insider = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State, default=State.HELD)
    claimed_at = models.DateTimeField()
    held_until = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "member"],
                condition=Q(state__in=["held", "started", "submitted", "returned", "accepted"]),
                name="one_live_claim_per_task",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["expired", "released", "rejected", "held"]) | Q(started_at__isnull=False),
                name="started_claim_has_a_start",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "state"]),
            models.Index(fields=["state", "held_until"]),
            models.Index(fields=["state", "deadline"]),
        ]

    def __str__(self) -> str:
        return f"claim:{self.pk}"
