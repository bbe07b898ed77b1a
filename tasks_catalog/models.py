"""What can be done: journeys, providers, campaigns, tasks and the questionnaires they freeze."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from shared.translated import TranslatedField
from tasks_catalog.studies import Evidence, Hypothesis, Method, Study

__all__ = [
    "Campaign", "Evidence", "Hypothesis", "Journey", "Method", "Provider", "Questionnaire", "QuestionnaireVersion", "Stage", "Study",
    "Task", "Touchpoint",
]  # fmt: skip

# When a task closes; one that never does comes after all that do.
CLOSING = Coalesce("closes_at", Cast(models.Value("infinity"), models.DateTimeField()))


class Journey(models.Model):
    """What a customer lives through with one product, stage by stage: as it is, or as it is to be."""

    class Kind(models.TextChoices):
        AS_IS = "as_is", _("As it is")
        TO_BE = "to_be", _("As it is to be")

    slug = models.SlugField(_("Short name"), unique=True)
    name = TranslatedField(_("Name"))
    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.AS_IS)
    product = TranslatedField(_("product"), blank=True)  # such as: mortgage
    context = TranslatedField(_("context"), blank=True)  # such as: the customer decides to leave
    improves = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="improved_by", verbose_name=_("improves the journey")
    )

    class Meta:
        verbose_name = _("journey")
        verbose_name_plural = _("journeys")
        constraints = [models.CheckConstraint(condition=Q(kind="to_be") | Q(improves=None), name="only_a_journey_to_be_improves_one")]

    def __str__(self) -> str:
        return self.slug


class Stage(models.Model):
    """A key moment of a journey, such as delivery."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="stages")
    slug = models.SlugField()
    name = TranslatedField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journey", "slug"], name="stage_once_in_journey"),
            models.UniqueConstraint(fields=["journey", "position"], name="stage_position_once", deferrable=models.Deferrable.DEFERRED),
        ]

    def __str__(self) -> str:
        return self.slug


class Touchpoint(models.Model):
    """Where customer and company meet; one department answers for it."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="touchpoints")
    slug = models.SlugField(unique=True)
    name = TranslatedField()
    position = models.PositiveSmallIntegerField()
    owner = models.ForeignKey("members.Department", on_delete=models.PROTECT, related_name="touchpoints")
    moment_of_truth = models.BooleanField(default=False)
    promise = TranslatedField(blank=True)  # what is promised
    promise_within = models.DurationField(null=True, blank=True)
    instead_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by")  # of the AS-IS

    def __str__(self) -> str:
        return self.slug


class Provider(models.Model):
    """A company whose experience is lived: ours, a competitor, another industry."""

    class Kind(models.TextChoices):
        OWN = "own", _("Own company")
        RIVAL = "rival", _("Competitor")
        OTHER = "other", _("Other industry")

    slug = models.SlugField(_("Short name"), unique=True)
    name = models.CharField(_("Name"), max_length=80)
    kind = models.CharField(_("Kind"), max_length=5, choices=Kind)

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints = [models.UniqueConstraint(fields=["kind"], condition=Q(kind="own"), name="one_own_company")]

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """A season of tasks with a theme, a sponsor and a points budget."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        RUNNING = "running", _("Running")
        CLOSED = "closed", _("Closed")

    slug = models.SlugField(unique=True)
    title = TranslatedField()
    summary = TranslatedField(blank=True)
    sponsor = models.ForeignKey("members.Department", on_delete=models.PROTECT, related_name="campaigns")
    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="campaigns")
    starts_on = models.DateField()
    ends_on = models.DateField()
    points_budget = models.PositiveIntegerField()
    theme = models.JSONField(default=dict, blank=True)  # the six brand variables and the wording for the coin
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="campaign_ends_after_it_starts")]

    def __str__(self) -> str:
        return self.slug


class Questionnaire(models.Model):
    """One brief's questions through all their versions."""

    slug = models.SlugField(unique=True)

    def __str__(self) -> str:
        return self.slug


class QuestionnaireVersion(models.Model):
    """A frozen definition (see `docs/questionnaire.md`); a trigger refuses any change."""

    is_frozen = True  # so pages may remember what is drawn from it

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    digest = models.CharField(max_length=64)  # sha256 of the canonical definition
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["questionnaire", "digest"], name="version_content_once"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} v{self.number}"


class Task(models.Model):
    """Something to experience; its seats are the pool `task:<id>`."""

    class Kind(models.TextChoices):
        ROUTINE = "routine", _("Routine")
        DYNAMIC = "dynamic", _("Dynamic")
        ALL_HANDS = "all_hands", _("All hands")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Published")
        CLOSED = "closed", _("Closed")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="tasks")
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=9, choices=Kind)
    title = TranslatedField()
    summary = TranslatedField(blank=True)
    persona = TranslatedField(blank=True)  # "You play: …"
    picture = models.CharField(max_length=40, blank=True)  # name of an illustration
    city = TranslatedField(_("city"), blank=True, db_default={})  # where one goes; empty: it is done from anywhere
    version = models.ForeignKey(QuestionnaireVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    touchpoints = models.ManyToManyField(Touchpoint, related_name="tasks")
    providers = models.ManyToManyField(Provider, related_name="tasks")  # the own company and its rivals
    departments = models.ManyToManyField("members.Department", blank=True, related_name="+")  # audience; empty: everybody
    # Whom it is for and who answers for its touchpoints, as ids: kept by the database (migration 0004), so that thousands of
    # tasks are filtered without looking into the tables beside. Writing them has no effect.
    audience = ArrayField(models.BigIntegerField(), default=list, editable=False)
    owners = ArrayField(models.BigIntegerField(), default=list, editable=False)
    waived_duties = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    insiders_allowed = models.BooleanField(default=False)
    agreement = models.ForeignKey("members.Agreement", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveIntegerField()
    # Effort shown before claiming; what the version asks for is counted when it is published, so that a list need not read it.
    minutes = models.PositiveSmallIntegerField()
    questions = models.PositiveSmallIntegerField(default=0, db_default=0)
    photos = models.PositiveSmallIntegerField(default=0, db_default=0)
    days_to_submit = models.PositiveSmallIntegerField(default=7)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)
    draws_at = models.DateTimeField(null=True, blank=True)  # a lottery: requests come in until then
    repeats = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="repeated_by")  # re-experience of
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state="draft") | Q(version__isnull=False), name="published_task_has_a_version"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="task_takes_time"),
            models.CheckConstraint(condition=Q(draws_at=None) | Q(draws_at__gt=models.F("opens_at")), name="task_draws_after_it_opens"),
        ]
        indexes = [
            # One for each order of the list: a page of it is read from where the last one ended.
            models.Index(F("opens_at").desc(), F("id").desc(), condition=Q(state="open"), name="task_by_newest"),
            models.Index(F("points").desc(), F("opens_at").desc(), F("id").desc(), condition=Q(state="open"), name="task_by_points"),
            models.Index(CLOSING, F("opens_at").desc(), F("id").desc(), condition=Q(state="open"), name="task_by_closing"),
            models.Index(
                CLOSING, F("opens_at").desc(), F("id").desc(), condition=Q(state="open") & ~Q(audience=[]), name="task_for_some_by_closing"
            ),
            GinIndex(fields=["audience"], condition=Q(state="open"), name="task_audience"),
            GinIndex(fields=["owners"], condition=Q(state="open"), name="task_owners"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def pool_reference(self) -> str:
        return f"task:{self.pk}"
