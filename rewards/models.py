"""What is earned and what it buys: a double-entry ledger of whole points."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shared.translated import TranslatedField


class Account(models.Model):
    """Somebody's or something's points."""

    class Kind(models.TextChoices):
        PURSE = "purse", _("Purse")
        BUDGET = "budget", _("Campaign budget")
        RESERVE = "reserve", _("Task reserve")
        ISSUE = "issue", pgettext_lazy("account", "Issue")
        REDEMPTION = "redemption", _("Redemption")
        EXPIRY = "expiry", _("Expiry")

    WITH_FLOOR = (Kind.PURSE, Kind.BUDGET, Kind.RESERVE)

    kind = models.CharField(max_length=10, choices=Kind)
    reference = models.CharField(max_length=80, unique=True)  # "purse:7", "budget:campaign:1", "issue"
    member = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="purse")
    # Only accounts with a floor keep a balance; the others are sums of transfers.
    balance = models.BigIntegerField(null=True, blank=True)  # what may be spent; holds are already taken off

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(balance=None) | Q(balance__gte=0), name="account_never_below_zero"),
            models.CheckConstraint(
                condition=Q(kind__in=["purse", "budget", "reserve"], balance__isnull=False)
                | Q(kind__in=["issue", "redemption", "expiry"], balance__isnull=True),
                name="floor_means_balance",
            ),
            models.CheckConstraint(
                condition=Q(kind="purse", member__isnull=False) | (~Q(kind="purse") & Q(member=None)), name="purse_is_somebodys"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def subject(self) -> str:
        """Whose it is, without the kind: "campaign:1" of "budget:campaign:1"."""
        return self.reference.partition(":")[2] or self.reference

    @property
    def has_floor(self) -> bool:
        return self.kind in self.WITH_FLOOR


class Transfer(models.Model):
    """One row is one movement from `debit` to `credit`; never updated, never deleted."""

    class Kind(models.TextChoices):
        POSTED = "posted", _("Posted")
        PENDING = "pending", _("Held")
        SETTLES = "settles", _("Settled")
        VOIDS = "voids", _("Given back")

    class Purse(models.TextChoices):
        ROUTINE = "routine", _("Routine")
        QUARTERLY = "quarterly", _("Quarterly")
        PROMOTION = "promotion", _("Promotion")

    # No index of their own: (account, at) below begins with the account.
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits", db_index=False)
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits", db_index=False)
    amount = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.POSTED)
    code = models.SlugField(max_length=40)  # "submission", "budget", "redemption", …
    purse = models.CharField(max_length=10, choices=Purse, blank=True)
    reference = models.CharField(max_length=120, unique=True)  # the business event; posts once
    memo = TranslatedField(blank=True)  # what it was for, in the reader's words
    holds = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="ended_by"
    )  # the pending transfer this one ends
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_moves_something"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_between_two"),
            models.CheckConstraint(
                condition=Q(kind__in=["posted", "pending"], holds=None) | Q(kind__in=["settles", "voids"], holds__isnull=False),
                name="only_endings_end_holds",
            ),
        ]
        indexes = [models.Index(fields=["credit", "at"]), models.Index(fields=["debit", "at"])]

    def __str__(self) -> str:
        return self.reference


class BooksCheck(models.Model):
    """What a check of the books found; nothing found is the only good result."""

    at = models.DateTimeField()
    transfers = models.PositiveBigIntegerField()
    issued = models.BigIntegerField()
    held = models.BigIntegerField()
    findings = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["-at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {len(self.findings)}"

    @property
    def is_right(self) -> bool:
        return not self.findings


class Benefit(models.Model):
    """Something points can buy; with a stock, its pieces are the seats of the pool `benefit:<id>`, else there is no end of it."""

    class Kind(models.TextChoices):
        TIME = "time", _("Time off")
        GIFT = "gift", _("Gifts")
        GOOD = "good", _("Good deeds")

    class Picture(models.TextChoices):
        """The illustrations that fit a benefit."""

        COFFEE = "coffee", _("Coffee")
        TICKET = "ticket", _("Ticket")
        BOOK = "book", _("Book")
        LUNCH = "lunch", _("Lunch")
        TREE = "tree", _("Tree")
        HALF_DAY = "half-day", _("Half a day")
        MEDAL = "medal", _("Medal")

    slug = models.SlugField(unique=True)
    title = TranslatedField()
    description = TranslatedField(blank=True)
    how_it_arrives = TranslatedField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    picture = models.CharField(max_length=40, choices=Picture, blank=True)
    price = models.PositiveIntegerField()
    priced_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shown = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(price__gt=0), name="benefit_costs_something")]

    def __str__(self) -> str:
        return self.slug

    @property
    def pool_reference(self) -> str:
        return f"benefit:{self.pk}"

    @property
    def illustration(self) -> str:
        """A picture that is there, whatever was written; the shop's tree is the small one."""
        picture = self.picture if self.picture in self.Picture.values else self.Picture.MEDAL
        return "sapling" if picture == self.Picture.TREE else picture


class Redemption(models.Model):
    """A benefit asked for: points are held until it is delivered, or come back."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        APPROVED = "approved", _("Approved")
        DELIVERED = "delivered", _("Delivered")
        DECLINED = "declined", _("Declined")
        CANCELLED = "cancelled", _("Cancelled")

    OPEN = (State.REQUESTED, State.APPROVED)

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="redemptions")
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="redemptions")
    price = models.PositiveIntegerField()
    priced_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hold = models.OneToOneField(Transfer, on_delete=models.PROTECT, related_name="redemption")
    seat = models.ForeignKey("seats.Seat", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    key = models.UUIDField(unique=True)
    state = models.CharField(max_length=9, choices=State, default=State.REQUESTED)
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    delivered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    voucher = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("member")), name="nobody_approves_own_redemption"),
            models.CheckConstraint(condition=Q(delivered_by=None) | ~Q(delivered_by=F("member")), name="nobody_delivers_to_oneself"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(priced_by=None) | ~Q(decided_by=F("priced_by")), name="who_sets_prices_approves_nothing"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "delivered", "declined"]) | Q(decided_by__isnull=False), name="decision_has_somebody"
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="declined_with_a_reason"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "approved"], ended_at=None)
                | Q(state__in=["delivered", "declined", "cancelled"], ended_at__isnull=False),
                name="redemption_ends_once",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-requested_at"]),
            models.Index(fields=["requested_at"], condition=Q(state__in=["requested", "approved"]), name="redemption_open"),
        ]

    def __str__(self) -> str:
        return f"redemption:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


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
