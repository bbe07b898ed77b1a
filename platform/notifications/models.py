"""The post office's boxes: what a person was told, and what still has to leave the house."""

from django.conf import settings
from django.db import models

from notifications.topics import icon_of


class Note(models.Model):
    """One message in a member's inbox, written in their language when it was sent."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes")
    kind = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=60, blank=True)
    reference = models.CharField(max_length=120)  # the event; one event tells one member once
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    post_at = models.DateTimeField(null=True, blank=True)  # when it may leave the house; none: it left, or never shall
    post_tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    posted = models.JSONField(default=list, db_default=models.Value([], models.JSONField()), blank=True)  # the channels by which it left

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "reference"], name="told_once")]
        indexes = [
            models.Index(fields=["member", "-at"]),
            models.Index(fields=["member"], condition=models.Q(read_at=None), name="note_unread"),
            models.Index(fields=["post_at"], condition=models.Q(post_at__isnull=False), name="note_to_post"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def icon(self) -> str:
        """The picture beside it."""
        return icon_of(self.kind)

    @property
    def is_worth_points(self) -> bool:
        return self.kind in {"award", "review-accept", "review-exclude"}


class Wishes(models.Model):
    """Which notes a member also wants outside the inbox, and when they want quiet; without a row the usual is done."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="wishes")
    mail = models.JSONField(default=list)  # slugs of notifications.topics
    push = models.JSONField(default=list)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~models.Q(quiet_from=models.F("quiet_until")),
                name="quiet_has_two_ends",
            )
        ]

    def __str__(self) -> str:
        return f"wishes of {self.member_id}"


class PushSubscription(models.Model):
    """A browser that shows a member's messages while the app is closed."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.URLField(max_length=1000, unique=True)  # an address at the browser's own push service
    p256dh = models.CharField(max_length=88)  # the browser's public key, and
    auth = models.CharField(max_length=24)  # its secret, both base64url: only it can read what we send
    made_at = models.DateTimeField()
    last_ok_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["member", "made_at"])]

    def __str__(self) -> str:
        return f"push:{self.pk}"


class OutboxMessage(models.Model):
    """Work that must not be lost between commit and broker; a beat task drains it."""

    task = models.CharField(max_length=120)  # dotted name of a Celery task
    arguments = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["created_at"], condition=models.Q(sent_at=None), name="outbox_unsent")]

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"


class Slot(models.Model):
    """A periodic job's turn; the second beat that tries the same turn does nothing."""

    job = models.CharField(max_length=80)
    slot = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="one_turn_per_slot")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"
