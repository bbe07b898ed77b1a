"""Rounds in which employees become testers or super-managers, for a term."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from shared.translated import TranslatedField


class Round(models.Model):
    """A limited number of terms, won by flash claim or by quiz; its seats are the pool `round:<id>`."""

    class Right(models.TextChoices):
        TESTER = "tester", _("Tester")
        SUPER_MANAGER = "super-manager", _("Super-manager")

    class Contest(models.TextChoices):
        FLASH = "flash", _("Flash claim")
        QUIZ = "quiz", _("Speed quiz")

    slug = models.SlugField(unique=True)
    title = TranslatedField()
    invitation = TranslatedField(blank=True)
    right = models.CharField(max_length=13, choices=Right)
    contest = models.CharField(max_length=5, choices=Contest)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    seats = models.PositiveIntegerField()
    quiz_questions = models.PositiveSmallIntegerField(default=10)  # drawn for each attempt
    quiz_seconds = models.PositiveSmallIntegerField(default=180)  # for all of them
    term_from = models.DateField()
    term_until = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)  # when terms were given

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(term_until__gt=F("term_from")), name="term_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(seats__gt=0), name="round_has_seats"),
            models.CheckConstraint(condition=Q(quiz_questions__gt=0, quiz_seconds__gt=0), name="quiz_asks_something"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def pool_reference(self) -> str:
        return f"round:{self.pk}"

    def is_open(self, *, at: datetime) -> bool:
        return self.closed_at is None and self.opens_at <= at < self.closes_at


class Entry(models.Model):
    """Somebody's try in a round."""

    class State(models.TextChoices):
        ENTERED = "entered", _("Entered")
        SEATED = "seated", _("Seated")
        WAITING = "waiting", _("On the wait list")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="entries")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entries")
    state = models.CharField(max_length=9, choices=State, default=State.ENTERED)
    right_answers = models.PositiveSmallIntegerField(null=True, blank=True)
    seconds = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "member"], name="one_entry_per_round"),
            models.CheckConstraint(
                condition=Q(right_answers=None, seconds=None) | Q(right_answers__isnull=False, seconds__isnull=False, seconds__gte=0),
                name="score_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.member_id}"


class QuizQuestion(models.Model):
    """A question of a round's quiz; which choice is right never leaves the server."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    text = TranslatedField()
    choices = models.JSONField()  # [{"en": …, "zh-hans": …, "pl": …}, …]
    right = models.PositiveSmallIntegerField()  # index into choices

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(right__lt=Func("choices", function="jsonb_array_length", output_field=models.IntegerField())),
                name="right_choice_is_one_of_them",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} q{self.pk}"


class QuizAttempt(models.Model):
    """The one attempt: the questions drawn, the answers given, the server's times."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="attempt")
    drawn = models.JSONField()  # [{"question": id, "order": [2, 0, 1]}, …]: the order in which its choices are shown
    answers = models.JSONField(default=list)  # [{"choice": index into choices, "right": bool, "seconds": float}, …]
    started_at = models.DateTimeField()
    shown_at = models.DateTimeField()  # when the current question was shown
    ends_at = models.DateTimeField()  # when time is up
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("started_at")), name="attempt_has_time"),
            models.CheckConstraint(condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at")), name="attempt_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"attempt of {self.entry_id}"

    @property
    def number(self) -> int:
        """Which question is next, from 0."""
        return len(self.answers)

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None or self.number >= len(self.drawn)


class Referral(models.Model):
    """Who brought whom into a round; it counts once the invited person has accepted work."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="referrals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="referrals")
    invited = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="referred")
    at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "invited"], name="brought_once"),
            models.CheckConstraint(condition=~Q(by=F("invited")), name="nobody_refers_themselves"),
        ]
        indexes = [models.Index(fields=["invited"], condition=Q(counted_at=None), name="referral_waiting")]

    def __str__(self) -> str:
        return f"{self.by_id} brought {self.invited_id}"


class Term(models.Model):
    """A right held from a day to a day."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="terms")
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="terms")
    right = models.CharField(max_length=13, choices=Round.Right)
    from_day = models.DateField()
    until_day = models.DateField()
    granted_at = models.DateTimeField(null=True, blank=True)  # when the right began
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_day__gt=F("from_day")), name="term_has_length"),
            models.UniqueConstraint(fields=["member", "round"], name="one_term_per_round"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_how="") | (Q(ended_at__isnull=False) & ~Q(ended_how="")), name="end_has_a_word"
            ),
        ]
        indexes = [models.Index(fields=["until_day"], condition=Q(ended_at=None), name="term_running")]

    def __str__(self) -> str:
        return f"{self.right} {self.member_id}"
