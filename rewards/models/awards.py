"""Points that somebody gives by hand."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rewards.models.ledger import Transfer


class Award(models.Model):
    """Points that come from no accepted submission: somebody proposes them, and above a limit somebody else approves."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    FOUR_EYES_ABOVE = 100  # points

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="awards")
    amount = models.PositiveIntegerField()
    purse = models.CharField(max_length=10, choices=Transfer.Purse)
    campaign_reference = models.CharField(max_length=80)  # whose budget pays
    reason = models.CharField(max_length=300)
    key = models.UUIDField(unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="award_is_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="award_has_a_reason"),
            models.CheckConstraint(condition=~Q(proposed_by=F("member")), name="nobody_awards_oneself"),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("member")), name="nobody_approves_own_award"),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(amount__lte=100) | ~Q(decided_by=F("proposed_by")), name="large_award_needs_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | Q(state__in=["approved", "refused"], decided_by__isnull=False, decided_at__isnull=False),
                name="award_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"award:{self.pk}"
