"""How much a finding weighs: the impact of its theme, as every page and report computes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from improvement.models import Finding
from insights.counted import counted
from insights.pains import pain_figures
from tasks_catalog.models import Campaign


@dataclass(frozen=True)
class Weight:
    """Who met a finding and how badly it hurts; `share` (value, low, high, n) is None under the small number of testers."""

    supporters: int
    testers: int
    severity: float
    impact: float
    share: dict[str, Any] | None


NOBODY = Weight(0, 0, 0, 0, None)


def weights(campaign: Campaign, *, as_of: datetime) -> dict[int, Weight]:
    """The weight of each theme of a campaign by the theme's id, from what was accepted and counts."""
    data = counted(campaign=campaign, as_of=as_of)
    return {theme["id"]: weight_of(theme, len(data.testers)) for theme in pain_figures(data)["themes"]}


def weight_of(theme: dict[str, Any], testers: int) -> Weight:
    """A theme's figures as a weight; the share is held back under the small number of testers."""
    share = theme["share"] if testers >= settings.SMALL_NUMBERS_FIGURES else None
    return Weight(theme["supporters"], testers, theme["severity"], theme["impact"]["value"], share)


def by_impact(findings: Iterable[Finding], campaign: Campaign, *, as_of: datetime) -> list[Finding]:
    """The heaviest finding first; equal ones by the number of their theme."""
    weigh = weights(campaign, as_of=as_of)
    return sorted(findings, key=lambda finding: (-weigh.get(finding.theme_id, NOBODY).impact, finding.theme.number))
