"""A campaign ends by itself: its doors close when its last day is over, and what nobody can earn any more goes back.

Between the two lies a while in which the points stay: findings are decided on after the last day, and their finders and the
re-experiences are paid out of the same budget.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_str
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.models import Claim
from cms import services
from cms.models import CampaignPage
from cms.selectors import budget_left
from improvement.models import Action
from members.models import Member
from notifications.outbox import send_later
from notifications.services import tell
from shared.translated import in_language
from tasks_catalog import publishing
from tasks_catalog.models import Campaign, Task

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=90)
UNDER_WAY = (Action.State.AGREED, Action.State.DOING, Action.State.SHIPPED, Action.State.RE_EXPERIENCING)


def end_campaigns(*, now: datetime) -> int:
    """End every campaign whose last day is over; how many that were. Running twice ends once."""
    over = Campaign.objects.filter(state=Campaign.State.RUNNING, ends_on__lt=timezone.localdate(now))
    return _one_by_one(over, end_campaign, now)


@transaction.atomic
def end_campaign(*, campaign: Campaign, now: datetime) -> bool:
    """Nobody takes a seat of it any more, except to live a thing again; who started may finish and is paid."""
    if not publishing.close_campaign(campaign=campaign, by=None, now=now):
        return False
    for task in campaign.tasks.filter(state=Task.State.OPEN, repeats=None):
        services.close_brief(task=task, by=None, now=now)
        send_later(task="claims.tasks.tell_closed", arguments={"task_id": task.pk}, now=now)
    told = _("%(left)s points of its budget are not promised. They stay for findings and re-experiences until %(day)s, then they go back.")
    until = campaign.ends_on + KEPT_FOR
    _tell_authors(campaign, "ended", _("“%(title)s” has ended"), told, left=budget_left(campaign), until=until, now=now)
    return True


def settle_campaigns(*, now: datetime) -> int:
    """What ended campaigns hold and nobody can earn any more goes back; how many points left the budgets."""
    return _one_by_one(Campaign.objects.filter(state=Campaign.State.CLOSED), settle_campaign, now)


def _one_by_one(campaigns: Iterable[Campaign], deed: Callable[..., int], now: datetime) -> int:
    """The sum of what the deed answers; a campaign with which it fails does not stop the others, and the next beat tries it again."""
    done = 0
    for campaign in campaigns:
        try:
            done += deed(campaign=campaign, now=now)
        except Exception:
            log.exception("%s failed with the campaign %s", deed.__name__, campaign.slug)
    return done


@transaction.atomic
def settle_campaign(*, campaign: Campaign, now: datetime) -> int:
    """Unearned promises go back to the budget at once; the budget itself when its while is over and nothing draws on it."""
    for task in campaign.tasks.filter(state=Task.State.OPEN, closes_at__lte=now):
        services.close_brief(task=task, by=None, now=now)
    for task in campaign.tasks.filter(state=Task.State.CLOSED):
        services.free_promises(task=task, now=now)
    if timezone.localdate(now) <= campaign.ends_on + KEPT_FOR or _is_drawn_on(campaign):
        return 0
    left = services.return_budget(campaign=campaign, now=now)
    if left:
        told = _("%(left)s points that the campaign never promised went back. The books show it.")
        _tell_authors(campaign, "settled", _("The budget of “%(title)s” is closed"), told, left=left, until=now.date(), now=now)
    return left


def _is_drawn_on(campaign: Campaign) -> bool:
    return (
        campaign.tasks.filter(state=Task.State.OPEN).exists()
        or Claim.objects.filter(task__campaign=campaign, state__in=services.UNPAID).exists()
        or Action.objects.filter(finding__campaign=campaign, state__in=UNDER_WAY).exists()
    )


def _tell_authors(campaign: Campaign, event: str, title: Promise, body: Promise, *, left: int, until: date, now: datetime) -> None:
    """Whoever owns the campaign's page, or wrote in it last."""
    page = CampaignPage.objects.filter(campaign=campaign).select_related("owner", "latest_revision__user").first()
    if page is None:
        return
    authors: set[Member] = {who for who in (page.owner, page.latest_revision and page.latest_revision.user) if who is not None}
    for author in authors:
        with translation.override(author.locale):
            words = {
                "title": in_language(campaign.title),
                "left": number_format(left, force_grouping=True),
                "day": date_format(until, "SHORT_DATE_FORMAT"),
            }
            tell(
                member=author,
                kind="approval",
                reference=f"campaign:{campaign.pk}:{event}:{until}",
                title=force_str(title) % words,
                body=force_str(body) % words,
                url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                action=_("Open the campaign"),
                now=now,
            )
