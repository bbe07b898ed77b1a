"""Studies: a question about a journey, worked on by several methods in the four phases of the Double Diamond."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from tasks_catalog.questionnaire import SCALE_RANGES

MOST_MEGABYTES = 10
KINDS_OF_FILES = ["pdf", "png", "jpg", "jpeg", "csv", "xlsx", "docx", "pptx", "txt", "odt", "ods", "m4a", "mp3"]
SCALES = [
    ("nps", _("Recommendation (NPS)")),
    ("csat", _("Satisfaction (CSAT)")),
    ("ces", _("Effort (CES)")),
    ("emotion", _("Emotion")),
]


def of_a_size(file: FieldFile) -> None:
    """Files that everybody can open over a phone's network."""
    if file.size > MOST_MEGABYTES * 1024 * 1024:
        raise ValidationError(_now("The file is larger than %(most)s MB. Nothing was kept; make it smaller.") % {"most": MOST_MEGABYTES})


class Phase(models.TextChoices):
    DISCOVER = "discover", _("Discover")
    DEFINE = "define", _("Define")
    DEVELOP = "develop", _("Develop")
    DELIVER = "deliver", _("Deliver")


class Study(ClusterableModel):
    """What is to be found out, about which journey, and how far it is."""

    slug = models.SlugField(_("short name"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    question = models.TextField(_("what is to be found out"))
    journey = models.ForeignKey(
        "tasks_catalog.Journey", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("journey")
    )
    sponsor = models.ForeignKey("members.Department", on_delete=models.PROTECT, related_name="+", verbose_name=_("sponsor department"))
    phase = models.CharField(_("phase"), max_length=8, choices=Phase, default=Phase.DISCOVER)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    conclusion = models.TextField(_("what was found out"), blank=True)

    objects: ClassVar[models.Manager["Study"]] = models.Manager()

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="study_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.title


class Method(ClusterableModel):
    """One piece of work of a study, with the evidence that it brought."""

    class Kind(models.TextChoices):
        TALK = "talk", _("Stakeholder talk")
        DESK = "desk", _("Desk research")
        SAFARI = "safari", _("Service safari")
        INTERVIEW = "interview", _("Interview")
        SURVEY = "survey", _("Survey")
        WORKSHOP = "workshop", _("Workshop")
        PROTOTYPE = "prototype", _("Prototype test")

    study = ParentalKey(Study, on_delete=models.CASCADE, related_name="methods")
    kind = models.CharField(_("method"), max_length=9, choices=Kind)
    phase = models.CharField(_("phase"), max_length=8, choices=Phase, default=Phase.DISCOVER)
    what = models.CharField(_("with whom, about what"), max_length=200)
    planned_on = models.DateField(_("planned"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)
    people = models.PositiveIntegerField(_("how many took part"), null=True, blank=True)
    learnt = models.TextField(_("what was learnt"), blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    objects: ClassVar[models.Manager["Method"]] = models.Manager()
    sort_order_field = "sort_order"

    class Meta:
        ordering: ClassVar[list[str]] = ["sort_order"]  # the order in which the author put them; Wagtail's panels read it here

    def __str__(self) -> str:
        return self.what


class Evidence(models.Model):
    """What stands behind a method's word: a file, an address, or a task that testers lived."""

    method = ParentalKey(Method, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(_("title"), max_length=120)
    note = models.TextField(_("note"), blank=True)
    file = models.FileField(_("file"), upload_to="studies/", blank=True, validators=[FileExtensionValidator(KINDS_OF_FILES), of_a_size])
    link = models.URLField(_("address"), blank=True)
    task = models.ForeignKey(
        "tasks_catalog.Task", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("task that testers lived")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(file="") | ~Q(link="") | Q(task__isnull=False) | ~Q(note=""), name="evidence_is_something"),
        ]

    def __str__(self) -> str:
        return self.title


class Hypothesis(models.Model):
    """A sentence that a measure can prove wrong: a scale at a touchpoint, or an operational figure."""

    class Verdict(models.TextChoices):
        OPEN = "open", _("Open")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUTED = "refuted", _("Refuted")
        CANNOT_TELL = "cannot_tell", _("Cannot tell")

    study = ParentalKey(Study, on_delete=models.CASCADE, related_name="hypotheses")
    statement = models.CharField(_("hypothesis"), max_length=300)
    scale = models.CharField(_("measured on the scale"), max_length=8, choices=SCALES, blank=True)
    touchpoint = models.ForeignKey(
        "tasks_catalog.Touchpoint", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("at the touchpoint")
    )
    series = models.SlugField(_("or by the operational measure"), blank=True)  # the slug of an `insights.Measure`
    changed_on = models.DateField(_("what changed began on"), null=True, blank=True)  # before and after are compared
    verdict = models.CharField(_("verdict"), max_length=11, choices=Verdict, default=Verdict.OPEN)
    verdict_note = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name_plural = _("hypotheses")
        constraints = [
            models.CheckConstraint(
                condition=(Q(scale__in=list(SCALE_RANGES)) & Q(series="")) | (Q(scale="") & ~Q(series="")),
                name="hypothesis_points_at_a_measure",
            ),
            models.CheckConstraint(condition=Q(verdict="open") | ~Q(verdict_note=""), name="verdict_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.statement
