"""The customer-experience report: built, published, frozen."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared.translated import TranslatedField


class Report(models.Model):
    """One edition for one campaign. Once published, its data and hash never change (a trigger refuses it)."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting to be built")
        BUILDING = "building", _("Being built")
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        FAILED = "failed", _("Failed")

    campaign = models.ForeignKey("tasks_catalog.Campaign", on_delete=models.PROTECT, related_name="reports")
    edition = models.PositiveSmallIntegerField()
    title = TranslatedField(blank=True)
    headline = TranslatedField(blank=True)  # the answer in one sentence, written by a person
    answer = TranslatedField(blank=True)  # two or three sentences under it
    as_of = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    progress = models.PositiveSmallIntegerField(default=0)  # 0-100
    stage = models.CharField(max_length=60, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)  # a second worker keeps its hands off until then
    failure = models.TextField(blank=True)
    data = models.JSONField(null=True, blank=True)  # every figure, as shown
    digest = models.CharField(max_length=64, blank=True)  # sha256 of the canonical data
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "edition"], name="edition_once"),
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(data__isnull=False, published_at__isnull=False) & ~Q(digest="")),
                name="published_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"report:{self.pk}"
