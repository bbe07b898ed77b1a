"""What the answers say, and what the outside world says beside them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared.translated import TranslatedField


class PainTheme(models.Model):
    """Pain points that people merged into one."""

    campaign = models.ForeignKey("tasks_catalog.Campaign", on_delete=models.PROTECT, related_name="pain_themes")
    touchpoint = models.ForeignKey("tasks_catalog.Touchpoint", on_delete=models.PROTECT, related_name="pain_themes")
    title = TranslatedField()
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="theme_number_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id} #{self.number}"


class Merge(models.Model):
    """One tester's pain point belongs to one theme."""

    theme = models.ForeignKey(PainTheme, on_delete=models.CASCADE, related_name="merges")
    pain_point = models.OneToOneField("feedback.PainPoint", on_delete=models.CASCADE, related_name="merge")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pain_point_id} in {self.theme_id}"


class Measure(models.Model):
    """An operational figure that another system keeps, such as the delivery rate."""

    class Direction(models.TextChoices):
        UP = "up", _("More is better")
        DOWN = "down", _("Less is better")

    slug = models.SlugField(_("Short name"), unique=True)
    name = TranslatedField(_("Name"))
    touchpoint = models.ForeignKey(
        "tasks_catalog.Touchpoint",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="measures",
        verbose_name=_("Touchpoint"),
    )
    good = models.CharField(_("What is good"), max_length=4, choices=Direction, default=Direction.UP)
    target = models.DecimalField(
        _("Target"), max_digits=8, decimal_places=4, null=True, blank=True, help_text=_("A share, 0 to 1: 0.95 is 95%.")
    )

    class Meta:
        verbose_name = _("operational measure")
        verbose_name_plural = _("operational measures")

    def __str__(self) -> str:
        return self.slug


class SeriesPoint(models.Model):
    """One period of a measure: `hits` of `total`."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="points")
    period_start = models.DateField()
    hits = models.PositiveBigIntegerField()
    total = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "period_start"], name="period_once"),
            models.CheckConstraint(condition=Q(hits__lte=F("total")) & Q(total__gt=0), name="hits_within_total"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.period_start}"


class OutsideImport(models.Model):
    """One file of customers' words, how its columns were read, and what became of its rows."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        DONE = "done", _("Imported")
        UNDONE = "undone", _("Taken back")

    file = models.FileField(upload_to="outside/")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)  # see `insights.outside_mapping.Mapping`
    state = models.CharField(max_length=8, choices=State, default=State.UPLOADED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    rows_added = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    rows_left_out = models.PositiveIntegerField(default=0)  # of companies that nobody wanted to look at
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False) | (~Q(state="undone") & Q(undone_at=None)), name="undone_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class OutsideReview(models.Model):
    """What a customer wrote in public about a provider; never mixed into testers' figures."""

    source = models.ForeignKey(OutsideImport, on_delete=models.CASCADE, related_name="reviews")
    provider = models.ForeignKey("tasks_catalog.Provider", on_delete=models.PROTECT, related_name="outside_reviews")
    on = models.DateField()
    rating = models.PositiveSmallIntegerField()
    text = models.TextField()
    fingerprint = models.CharField(max_length=64, unique=True)  # sha256 of provider, date, rating, text and occurrence

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(rating__range=(1, 5)), name="rating_1_to_5")]
        indexes = [models.Index(fields=["provider", "on"])]

    def __str__(self) -> str:
        return self.text[:60]
