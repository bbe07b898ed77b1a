"""What is remembered of pages and of their readers."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class GuidePass(models.Model):
    """Somebody answered every question of a guide's check rightly; in whatever language, so it names what all translations share."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    guide = models.UUIDField()  # Page.translation_key
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "guide"], name="guide_passed_once")]

    def __str__(self) -> str:
        return f"{self.member_id} passed {self.guide}"


class PageWords(models.Model):
    """The words of a page as it was last published, for the members' search (`cms.pages.words`)."""

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="+", primary_key=True)
    title_words = ArrayField(models.TextField())
    words = ArrayField(models.TextField())  # with those of the title
    text = models.TextField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="page_words")]

    def __str__(self) -> str:
        return f"words of {self.page_id}"
