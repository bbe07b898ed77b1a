"""What the machinery itself must remember."""

from django.db import models


class Slot(models.Model):
    """A periodic job's turn; the second beat that tries the same turn does nothing."""

    job = models.CharField(max_length=80)
    slot = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="one_turn_per_job")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"


class Mail(models.Model):
    """A mail kept instead of sent, where the copy runs on somebody's own machine."""

    to = models.TextField()
    subject = models.CharField(max_length=300)
    body = models.TextField()
    sent_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.subject


class DemoStep(models.Model):
    """How far the demonstration programme has been played."""

    name = models.CharField(max_length=60, unique=True)
    done_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
