"""Points given away: an amount cut into shares beforehand, and whoever is quick gets one."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared.translated import TranslatedField


class RedPacket(models.Model):
    """One makes it, another approves it, and neither may grab; its shares are the seats of the pool `red:<id>`."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        PUBLISHED = "published", _("Published")
        ENDED = "ended", _("Ended")
        CANCELLED = "cancelled", _("Cancelled")

    MOST_SHARES = 1000
    MOST_POINTS = 1_000_000

    title = TranslatedField()  # what for
    sender = models.CharField(max_length=80)  # from whom, as the finders read it
    campaign_reference = models.CharField(max_length=80)  # whose budget pays
    points = models.PositiveIntegerField()
    shares = models.PositiveIntegerField()
    least = models.PositiveIntegerField()  # in one share; both limits are shown before the tap
    most = models.PositiveIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    departments = models.ManyToManyField("members.Department", blank=True, related_name="+")  # for whom; none: for all testers
    key = models.UUIDField(unique=True)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(shares__range=(1, 1000)), name="red_packet_has_shares"),
            models.CheckConstraint(condition=Q(points__lte=1_000_000), name="red_packet_is_not_absurd"),
            models.CheckConstraint(condition=Q(least__gte=1, most__lte=F("points")), name="red_packet_share_is_something"),
            models.CheckConstraint(
                condition=Q(points__gte=F("least") * F("shares"), points__lte=F("most") * F("shares")), name="red_packet_fits_its_limits"
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="red_packet_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(approved_by=None) | ~Q(approved_by=F("made_by")), name="nobody_approves_own_red_packet"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "cancelled"], approved_by=None, approved_at=None)
                | Q(state__in=["published", "ended", "cancelled"], approved_by__isnull=False, approved_at__isnull=False),
                name="red_packet_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "published"], ended_at=None)
                | Q(state__in=["ended", "cancelled"], ended_at__isnull=False),
                name="red_packet_ends_once",
            ),
        ]
        indexes = [models.Index(fields=["closes_at"], condition=Q(state="published"), name="red_packet_published")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Of its pool, and of its reserve."""
        return f"red:{self.pk}"

    @property
    def is_equal(self) -> bool:
        """Whether every share is the same, so that nobody depends on luck."""
        return self.least == self.most

    def is_open(self, now: datetime) -> bool:
        return self.state == self.State.PUBLISHED and self.opens_at <= now < self.closes_at

    def is_made_by(self, member: models.Model) -> bool:
        """Whether this member made or approved it, and so cannot grab from it."""
        return member.pk in {self.made_by_id, self.approved_by_id}


class Share(models.Model):
    """What is in the seat of that number: cut when the packet is published, and nobody's until grabbed.

    Triggers refuse a set of shares that does not add up, any later change, and a share for who made or approved the packet.
    """

    packet = models.ForeignKey(RedPacket, on_delete=models.PROTECT, related_name="cut")
    number = models.PositiveIntegerField()
    points = models.PositiveIntegerField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="red_packet_shares")
    grabbed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["packet", "number"], name="share_number_once"),
            models.UniqueConstraint(fields=["packet", "member"], name="one_share_per_person"),
            models.CheckConstraint(condition=Q(points__gte=1), name="share_is_something"),
            models.CheckConstraint(
                condition=Q(member=None, grabbed_at=None) | Q(member__isnull=False, grabbed_at__isnull=False),
                name="share_grabbed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"red:{self.packet_id}:{self.number}"

    @property
    def reference(self) -> str:
        """Of the transfer that pays it."""
        return f"red:{self.packet_id}:{self.number}"
