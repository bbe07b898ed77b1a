"""What a campaign would cost if every seat were taken, before anything is published."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms import whole

if TYPE_CHECKING:
    from cms.models import CampaignPage, TaskBriefPage


@dataclass(frozen=True)
class BriefCost:
    """One brief as last saved: its seats, and what they cost when all are taken and accepted."""

    brief: "TaskBriefPage"

    @property
    def points(self) -> int:
        return cost_of(self.brief)


@dataclass(frozen=True)
class Cost:
    """All briefs of a campaign as last saved, against its budget."""

    briefs: list[BriefCost]
    budget: int

    @property
    def seats(self) -> int:
        return sum(line.brief.seats for line in self.briefs)

    @property
    def points(self) -> int:
        return sum(line.points for line in self.briefs)

    @property
    def left(self) -> int:
        return self.budget - self.points


def cost_of(brief: "TaskBriefPage") -> int:
    return (brief.seats or 0) * (brief.points or 0)


def costs_of(campaign: "CampaignPage", *, briefs: "list[TaskBriefPage] | None" = None) -> Cost:
    """The campaign's cost if every seat were taken; `briefs` when they are at hand."""
    found = whole.briefs_of(campaign) if briefs is None else briefs
    return Cost([BriefCost(brief) for brief in found], campaign.points_budget or 0)


def too_dear(*, cost: int, budget: int) -> str:
    return _(
        "If every seat were taken, the campaign would cost %(cost)s points, but its budget is %(budget)s. Nothing was published. "
        "Ask for fewer seats or points, or raise the campaign's budget."
    ) % {"cost": cost, "budget": budget}
