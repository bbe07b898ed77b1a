"""How campaign and briefs are written: as Wagtail pages, published by their manager."""

from datetime import date, datetime, timedelta
from typing import Any

from cms.briefs import publish_brief_page, publish_campaign_page
from cms.compiling import arms_from, blocks_from
from cms.models import CampaignPage, TaskBriefPage
from cms.site import set_up_site
from members.rights import ADMINISTRATOR, PROGRAMME_MANAGER
from operations.simulation.briefs import Brief
from operations.simulation.stage import CAMPAIGN, Stage
from operations.simulation.words import Texts

HOLD_HOURS = 18


def write_campaign_page(
    stage: Stage, *, title: Texts, summary: Texts, sponsor: str, journey: Any, starts_on: date, ends_on: date, budget: int, now: datetime
) -> None:
    page = CampaignPage(
        slug=CAMPAIGN,
        headline=title,
        lead=summary,
        sponsor=stage.departments[sponsor],
        journey=journey,
        starts_on=starts_on,
        ends_on=ends_on,
        points_budget=budget,
    )
    _publish(stage, set_up_site(), page, publish_campaign_page, now=now)


def write_brief_page(
    stage: Stage,
    brief: Brief,
    *,
    seats: int,
    opens_at: datetime,
    days_open: int,
    now: datetime,
    days_to_submit: int = 7,
    draws_at: datetime | None = None,
) -> None:
    page = TaskBriefPage(
        slug=brief.slug,
        headline=brief.title,
        lead=brief.summary,
        persona=brief.persona,
        kind=brief.kind,
        picture=brief.picture,
        city=brief.city or {},
        points=brief.points,
        minutes=brief.minutes,
        seats=seats,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=days_open),
        giving="lottery" if draws_at else "flash",
        draws_at=draws_at,
        hold_hours=HOLD_HOURS,
        days_to_submit=days_to_submit,
        touchpoints=[stage.touchpoints[slug] for slug in brief.touchpoints],
        providers=list(stage.providers.values()),
        arms=arms_from(brief.definition),
        questions=blocks_from(brief.definition),
    )
    _publish(stage, CampaignPage.objects.get(slug=CAMPAIGN), page, publish_brief_page, now=now)


def _publish(stage: Stage, parent: Any, page: Any, go_live: Any, *, now: datetime) -> None:
    """A draft; its publication at the play's time; then the campaign's approval by two others, which finds all done."""
    author = stage.cast(right=PROGRAMME_MANAGER)
    page.live, page.owner = False, author
    parent.add_child(instance=page)
    page.save_revision(user=author, log_action=True)
    go_live(page=page, by=author, now=now)
    campaign = CampaignPage.objects.get(pk=(page if isinstance(page, CampaignPage) else parent).pk)
    campaign.get_latest_revision_as_object().save_revision(user=author, log_action=True)  # so that its history shows what changed
    state = campaign.get_workflow().start(campaign, author)
    for approver in (stage.who("Li", "Fang"), stage.cast(right=ADMINISTRATOR)):
        state.refresh_from_db()
        waiting = state.current_task_state
        waiting.task.specific.on_action(waiting, user=approver, action_name="approve")
