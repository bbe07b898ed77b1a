"""What is earned besides points: merits, and the medals that follow from them."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Merit(models.Model):
    """One thing well done, as another room reports it: accepted work with its quality, a change that grew from it, a colleague brought."""

    class Kind(models.TextChoices):
        WORK = "work"
        FIX = "fix"
        REFERRAL = "referral"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="merits")
    kind = models.CharField(max_length=8, choices=Kind)
    reference = models.CharField(max_length=60)  # the event; it counts once for a member
    points = models.PositiveIntegerField(default=0)  # that the work was worth
    quality = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)  # mean of the reviewer's marks, 0-5
    module = models.CharField(max_length=12, blank=True)  # routine, dynamic, all-hands
    on = models.DateField()  # when it was done, not when it was reviewed
    at = models.DateTimeField()  # when it was recorded

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "reference"], name="merit_counts_once"),
            models.CheckConstraint(condition=Q(quality=None) | Q(quality__gte=0, quality__lte=5), name="merit_quality_is_a_mark"),
            models.CheckConstraint(
                condition=Q(kind="work", quality__isnull=False) | ~Q(kind="work") & Q(quality=None), name="work_has_quality"
            ),
        ]
        indexes = [models.Index(fields=["on", "member"], condition=Q(kind="work"), name="merit_on_boards")]

    def __str__(self) -> str:
        return self.reference


class Medal(models.Model):
    """A badge or a level that somebody reached; it is never taken away."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="medals")
    badge = models.SlugField(max_length=30)  # of rewards.badges
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "badge"], name="medal_once")]

    def __str__(self) -> str:
        return f"{self.badge} of {self.member_id}"
