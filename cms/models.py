"""Pages: where programme managers write campaigns and briefs. What testers see is always the published, frozen form."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from cms import panels, previews, whole
from cms.approval import CampaignApprovalTask
from cms.blocks import ArmsBlock, QuotaBlock, ScenarioBlock
from cms.choices import pictures
from cms.compiling import compile_questions
from cms.editing import CampaignPageForm, TaskBriefPageForm
from cms.library import QuestionSet
from cms.locks import CampaignLock
from cms.pages.kinds import (
    GuideIndexPage,
    GuidePage,
    HomePage,
    LegalIndexPage,
    LegalPage,
    NewsIndexPage,
    NewsPage,
    StoryIndexPage,
    StoryPage,
)
from cms.pages.records import GuidePass, PageWords
from cms.programme_page import ProgrammePage, address_in_app
from cms.quizzes import QuizQuestionBlock
from cms.themes import unreadable
from recruitment.models import Round
from seats.models import Pool
from shared.translated import TranslatedField
from tasks_catalog.models import Campaign, Task
from tasks_catalog.questionnaire import Definition
from tasks_catalog.themes import OURS

__all__ = [
    "CampaignApprovalTask",
    "CampaignIndexPage",
    "CampaignPage",
    "GuideIndexPage",
    "GuidePage",
    "GuidePass",
    "HomePage",
    "LegalIndexPage",
    "LegalPage",
    "NewsIndexPage",
    "NewsPage",
    "PageWords",
    "QuestionSet",
    "StoryIndexPage",
    "StoryPage",
    "TaskBriefPage",
]

COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", gettext_lazy("A colour looks like #0b6b63."))


class CampaignIndexPage(Page):
    """The root of the site: all campaigns lie under it."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["cms.CampaignPage"]
    preview_modes: ClassVar[list[tuple[str, str]]] = []

    class Meta:
        verbose_name = gettext_lazy("campaigns")
        verbose_name_plural = gettext_lazy("campaigns")

    def get_admin_display_title(self) -> str:
        return _("Campaigns")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:  # noqa: ARG002 - Wagtail's words
        return address_in_app(reverse("home:today"))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return redirect("home:today")


class CampaignPage(ProgrammePage):
    """A campaign as it is written, with all its briefs in each revision (`cms.whole`): approved, scheduled and published as one."""

    sponsor = models.ForeignKey(
        "members.Department", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("Sponsor department")
    )
    journey = models.ForeignKey(
        "tasks_catalog.Journey", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("Journey")
    )
    starts_on = models.DateField(null=True, verbose_name=gettext_lazy("First day"))
    ends_on = models.DateField(null=True, verbose_name=gettext_lazy("Last day"))
    points_budget = models.PositiveIntegerField(default=0, verbose_name=gettext_lazy("Points budget"))
    brand_light = models.CharField(max_length=7, default="#0b6b63", validators=[COLOUR], verbose_name=gettext_lazy("Colour by day"))
    on_brand_light = models.CharField(max_length=7, default="#ffffff", validators=[COLOUR], verbose_name=gettext_lazy("Text on it"))
    brand_dark = models.CharField(max_length=7, default="#56d3c5", validators=[COLOUR], verbose_name=gettext_lazy("Colour by night"))
    on_brand_dark = models.CharField(max_length=7, default="#06201d", validators=[COLOUR], verbose_name=gettext_lazy("Text on it"))
    flash_from = models.CharField(max_length=7, default="#b91c1c", validators=[COLOUR], verbose_name=gettext_lazy("Flash, from"))
    flash_to = models.CharField(max_length=7, default="#c2410c", validators=[COLOUR], verbose_name=gettext_lazy("Flash, to"))
    picture = models.CharField(max_length=40, blank=True, verbose_name=gettext_lazy("Picture"))
    coin_name = TranslatedField(
        blank=True, verbose_name=gettext_lazy("What a point is called"), help_text=gettext_lazy("Such as “Planck coins”. Empty: points.")
    )
    tester_title = TranslatedField(blank=True, verbose_name=gettext_lazy("What testers are called"))
    leader_title = TranslatedField(blank=True, verbose_name=gettext_lazy("What super-managers are called"))
    departments = ParentalManyToManyField(
        "members.Department",
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("Only for these departments"),
        help_text=gettext_lazy("None chosen: for everybody. A brief that names its own is for those."),
    )
    quiz = StreamField([("question", QuizQuestionBlock())], blank=True, verbose_name=gettext_lazy("Questions of the quiz"))
    quiz_right = models.CharField(
        max_length=13, choices=Round.Right, default=Round.Right.TESTER, verbose_name=gettext_lazy("What the best win")
    )
    quiz_seats = models.PositiveIntegerField(default=10, validators=[MinValueValidator(1)], verbose_name=gettext_lazy("How many win"))
    quiz_opens_at = models.DateTimeField(null=True, blank=True, verbose_name=gettext_lazy("Quiz opens"))
    quiz_closes_at = models.DateTimeField(null=True, blank=True, verbose_name=gettext_lazy("Quiz closes"))
    quiz_seconds = models.PositiveSmallIntegerField(
        default=120, validators=[MinValueValidator(10)], verbose_name=gettext_lazy("Seconds for all questions")
    )
    briefs = models.JSONField(default=list, editable=False)  # what its briefs said when this revision was made
    campaign = models.ForeignKey(Campaign, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    round = models.ForeignKey(Round, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")

    kept = ("campaign", "round")
    base_form_class = CampaignPageForm
    parent_page_types: ClassVar[list[str]] = ["cms.CampaignIndexPage"]
    subpage_types: ClassVar[list[str]] = ["cms.TaskBriefPage"]
    exclude_fields_in_copy: ClassVar[list[str]] = ["campaign", "round", "briefs"]
    preview_modes = previews.MODES_OF_CAMPAIGN
    edit_handler = panels.CAMPAIGN

    class Meta:
        verbose_name = gettext_lazy("campaign")
        verbose_name_plural = gettext_lazy("campaigns")

    THEME = tuple(OURS)
    TOO_FAINT: ClassVar[dict[str, Any]] = {
        "on": gettext_lazy("This text cannot be read on its colour: the contrast is %(ratio).1f, but 4.5 is the least."),
        "brand": gettext_lazy("Words in this colour cannot be read on the page: the contrast is %(ratio).1f, but 4.5 is the least."),
        "flash": gettext_lazy("White words cannot be read on this colour: the contrast is %(ratio).1f, but 4.5 is the least."),
    }

    @property
    def address(self) -> str | None:
        return reverse("cms:campaign", args=[self.campaign.slug]) if self.campaign else None

    @property
    def theme(self) -> dict[str, str]:
        return {name: getattr(self, name.replace("-", "_")) for name in self.THEME}

    @property
    def wording(self) -> dict[str, dict[str, str]]:
        return {"coin": self.coin_name, "tester": self.tester_title, "leader": self.leader_title}

    def save_revision(self, *args: Any, previous_revision: Revision | None = None, **kwargs: Any) -> Revision:
        """What the briefs say now goes into the revision; going back to an older one takes them along."""
        with transaction.atomic():
            if previous_revision:
                whole.bring_back(self, previous_revision, by=kwargs.get("user"))
            self.briefs = whole.briefs_now(self)
            revision: Revision = super().save_revision(*args, previous_revision=previous_revision, **kwargs)
        return revision

    def clean(self) -> None:
        super().clean()
        if self.picture and self.picture not in pictures():
            raise ValidationError({"picture": _("There is no such picture. Choose one of the list.")})
        for name, ratio in unreadable(self.theme):
            raise ValidationError({name.replace("-", "_"): self.TOO_FAINT[name.split("-")[0]] % {"ratio": ratio}})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return redirect(self.address or "home:today")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return previews.campaign(request, self, mode_name)


class TaskBriefPage(ProgrammePage):
    """A brief as it is written; publishing freezes its questions and opens the `Task` at its time."""

    kind = models.CharField(max_length=9, choices=Task.Kind, default=Task.Kind.ROUTINE, verbose_name=gettext_lazy("Kind"))
    persona = TranslatedField(blank=True, verbose_name=gettext_lazy("You play"))
    picture = models.CharField(max_length=40, blank=True, verbose_name=gettext_lazy("Picture"))
    city = TranslatedField(
        blank=True,
        db_default={},
        verbose_name=gettext_lazy("City"),
        help_text=gettext_lazy("Where testers have to go. Empty: it can be done from anywhere. They can sort by it."),
    )
    points = models.PositiveIntegerField(default=50, verbose_name=gettext_lazy("Points per tester"))
    minutes = models.PositiveSmallIntegerField(
        default=20, validators=[MinValueValidator(1)], verbose_name=gettext_lazy("Minutes, with the way there")
    )
    seats = models.PositiveIntegerField(default=10, validators=[MinValueValidator(1)], verbose_name=gettext_lazy("Seats"))
    quotas = StreamField([("quota", QuotaBlock())], blank=True, verbose_name=gettext_lazy("Seats reserved for departments"))
    opens_at = models.DateTimeField(null=True, verbose_name=gettext_lazy("Opens"))
    closes_at = models.DateTimeField(null=True, blank=True, verbose_name=gettext_lazy("Closes"))
    giving = models.CharField(
        max_length=7,
        choices=Pool.Mode,
        default=Pool.Mode.FLASH,
        verbose_name=gettext_lazy("How the seats are given"),
        help_text=gettext_lazy(
            "First come, first served: a rush at the second of the opening. Lottery: people put their names in whenever they like until "
            "the draw, all with the same chance; right for a thing that many want and not everybody can be online for."
        ),
    )
    draws_at = models.DateTimeField(
        null=True,
        blank=True,
        verbose_name=gettext_lazy("Draw"),
        help_text=gettext_lazy("For a lottery: requests are taken until then. Once somebody asked, the draw can only be put off."),
    )
    hold_hours = models.PositiveSmallIntegerField(
        default=24, validators=[MinValueValidator(1)], verbose_name=gettext_lazy("Hours a seat is held before the start")
    )
    days_to_submit = models.PositiveSmallIntegerField(
        default=7, validators=[MinValueValidator(1)], verbose_name=gettext_lazy("Days to submit after the claim")
    )
    touchpoints = ParentalManyToManyField(
        "tasks_catalog.Touchpoint", blank=True, related_name="+", verbose_name=gettext_lazy("Touchpoints")
    )
    providers = ParentalManyToManyField("tasks_catalog.Provider", blank=True, related_name="+", verbose_name=gettext_lazy("Companies"))
    departments = ParentalManyToManyField(
        "members.Department",
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("Only for these departments"),
        help_text=gettext_lazy("None chosen: for everybody."),
    )
    waived_duties = models.JSONField(default=list, blank=True)
    insiders_allowed = models.BooleanField(
        default=False,
        verbose_name=gettext_lazy("Insiders may take part"),
        help_text=gettext_lazy("People of the department that owns the touchpoint. Their answers are marked and counted apart."),
    )
    agreement = models.ForeignKey(
        "members.Agreement",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("Agreement needed"),
    )
    arms = StreamField(ArmsBlock(), blank=True, verbose_name=gettext_lazy("Scenarios"))
    questions = StreamField(ScenarioBlock(), blank=True, verbose_name=gettext_lazy("Steps and questions"))
    task = models.ForeignKey(Task, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")

    kept = ("task",)
    base_form_class = TaskBriefPageForm
    parent_page_types: ClassVar[list[str]] = ["cms.CampaignPage"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["task"]
    preview_modes = previews.MODES_OF_BRIEF
    edit_handler = panels.BRIEF

    class Meta:
        verbose_name = gettext_lazy("task brief")
        verbose_name_plural = gettext_lazy("task briefs")

    @property
    def address(self) -> str | None:
        return reverse("claims:brief", args=[self.task.slug]) if self.task else None

    @property
    def definition(self) -> Definition:
        return compile_questions(self.questions, self.arms)

    def get_lock(self) -> Any:
        """What waits for approval or for its hour is not written on, in no part of it."""
        return super().get_lock() or CampaignLock.around(self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return redirect(self.address or "home:today")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return previews.brief(request, self, mode_name)
