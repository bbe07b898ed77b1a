"""Wagtail says that a page went live, or down; the house follows in the same transaction."""

from datetime import datetime
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from cms.briefs import publish_brief_page, publish_campaign_page
from cms.models import CampaignPage, NewsPage, TaskBriefPage
from cms.pages.base import MembersPage
from cms.pages.telling import tell_later
from cms.pages.words import forget_words, keep_words
from cms.programme_page import naming
from cms.services import close_brief
from members import audit
from notifications.services import tell
from shared.errors import RuleBroken


def page_published(sender: type[Page], instance: Page, revision: Revision | None = None, **_kwargs: Any) -> None:  # noqa: ARG001
    """Wagtail also sends this for pages that are only scheduled; those wait for their minute."""
    if not instance.live:
        return
    by = revision.user if revision else None
    if isinstance(instance, CampaignPage):
        publish_campaign_page(page=instance, by=by, now=timezone.now())
    elif isinstance(instance, TaskBriefPage):
        publish_brief_page(page=instance, by=by, now=timezone.now())
    elif isinstance(instance, MembersPage):
        keep_words(instance)
        if isinstance(instance, NewsPage):
            tell_later(instance, now=timezone.now())


def page_unpublished(sender: type[Page], instance: Page, **_kwargs: Any) -> None:  # noqa: ARG001
    """A brief that goes down closes its task; a campaign takes its briefs along."""
    if isinstance(instance, TaskBriefPage) and instance.task:
        close_brief(task=instance.task, by=None, now=timezone.now())
    elif isinstance(instance, CampaignPage):
        for brief in TaskBriefPage.objects.child_of(instance).live():
            brief.unpublish()
    elif isinstance(instance, MembersPage):
        forget_words(instance)


def publish_due(*, now: datetime) -> int:
    """Publish what was scheduled up to `now` and take down what expired; what a rule refuses is told to its author."""
    published = 0
    for revision in Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at"):
        try:
            with transaction.atomic():
                _refuse_expired(revision, now)
                revision.publish(log_action="wagtail.publish.scheduled")
            published += 1
        except RuleBroken as refusal:
            _give_back(revision, refusal, now)
    call_command("publish_scheduled")
    return published


class ScheduleExpired(RuleBroken):
    """The page would go live only to be taken down in the same minute."""


def _refuse_expired(revision: Revision, now: datetime) -> None:
    """A schedule that nobody served in time, because the house was down, is cleaned instead of flashing past."""
    expires = parse_datetime(revision.content.get("expire_at") or "")
    if expires and expires <= now:
        raise ScheduleExpired(_("Its last day was over before it could be published, so it stayed a draft. Give it new dates."))


@transaction.atomic
def _give_back(revision: Revision, refusal: RuleBroken, now: datetime) -> None:
    """Off the schedule, so that it is not tried every minute; its author hears why."""
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    page = revision.content_object
    audit.record(by=None, did="page.publish_refused", on=page, now=now, reason=str(refusal))
    if revision.user is not None:
        tell(
            member=revision.user,
            kind="approval",
            reference=f"schedule-refused:{revision.pk}",
            title=naming(page, _("“%(title)s” could not be published at its time")),
            body=str(refusal),
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            action=_("Mend it"),
            now=now,
        )
