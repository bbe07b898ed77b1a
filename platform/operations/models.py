"""What the machinery itself must remember."""

from django.db import models


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
