"""What points can buy, and what was asked for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rewards.models.ledger import Transfer
from shared.translated import TranslatedField


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

    slug = models.SlugField(_("Short name"), unique=True)
    title = TranslatedField(_("Title"))
    description = TranslatedField(_("Description"), blank=True)
    how_it_arrives = TranslatedField(_("How it arrives"), blank=True)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    picture = models.CharField(_("Picture"), max_length=40, choices=Picture, blank=True)
    price = models.PositiveIntegerField(_("Price in points"))
    priced_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shown = models.BooleanField(_("In the shop"), default=True)

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
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
