"""Accounts, the transfers between them, and what checking them found."""

from typing import Any

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
    reference = models.CharField(max_length=80)  # "purse:7", "budget:campaign:1", "issue"
    member = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="purse")
    # Only accounts with a floor keep a balance; the others are sums of transfers.
    balance = models.BigIntegerField(null=True, blank=True)  # what may be spent; holds are already taken off
    keeps_balance = models.BooleanField(default=False, editable=False)  # by its kind: the trigger `account_kind_is_sound` sets it
    moved_at = models.DateTimeField(null=True, blank=True)  # of its last transfer: the next one is not dated before it
    closed_at = models.DateTimeField(null=True, blank=True)  # nothing moves any more

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="account_reference_once"),
            # Read again for every movement, so each is as short as can be; what depends on the kind alone is the trigger's.
            models.CheckConstraint(condition=Q(balance__gte=0), name="account_never_below_zero"),
            models.CheckConstraint(
                condition=Q(keeps_balance=True, balance__isnull=False) | Q(keeps_balance=False, balance=None), name="floor_means_balance"
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

    # No index of their own: (account, at) below begins with the account. No foreign keys: each would lock the issuing account's row
    # for every award; accounts are never deleted (trigger `account_stays`), and `ledger_post` has looked them up.
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits", db_index=False, db_constraint=False)
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits", db_index=False, db_constraint=False)
    amount = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.POSTED)
    code = models.SlugField(max_length=40, db_index=False)  # "submission", "budget", "redemption", …
    purse = models.CharField(max_length=10, choices=Purse, blank=True)
    reference = models.CharField(max_length=120)  # the business event; posts once
    memo = TranslatedField(blank=True)  # what it was for, in the reader's words
    holds = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="ended_by", db_index=False, db_constraint=False
    )  # the pending transfer this one ends, looked up by the trigger `transfer_ending_matches`
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="transfer_reference_once"),
            models.UniqueConstraint(fields=["holds"], condition=Q(holds__isnull=False), name="hold_ends_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_moves_something"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_between_two"),
            # What ends a hold is looked at by the trigger `transfer_ending_matches`.
            models.CheckConstraint(condition=Q(holds__isnull=False) | Q(kind__in=["posted", "pending"]), name="only_endings_end_holds"),
        ]
        indexes = [
            # With what a wallet adds up, so that it need not fetch ten thousand rows from all over the table.
            models.Index(fields=["credit", "at"], include=["amount", "kind", "purse"], name="transfer_by_credit"),
            models.Index(fields=["debit", "at"]),
        ]

    def __str__(self) -> str:
        return self.reference


class Day(models.Model):
    """What one day's sealed transfers moved on an account without a stored balance: nobody sums millions to know what was issued."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()  # in UTC
    points = models.BigIntegerField()  # signed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "day"], name="account_has_one_such_day")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.day}"


class Expiring(models.Model):
    """Points of a purse that end within the month if nothing is spent, as of last night."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    points = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.points}"


class BooksCheck(models.Model):
    """What a check of the books found; nothing found is the only good result."""

    at = models.DateTimeField()
    sealed = models.PositiveBigIntegerField(default=0)  # transfers and audit events compared with their seals
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

    @property
    def broken_seals(self) -> list[dict[str, Any]]:
        """Findings about rows and seals, not about sums."""
        return [found for found in self.findings if found["what"] in {"edited", "inserted", "deleted", "seal"}]
