"""Whether a campaign may be submitted: its own fields, its quiz, and every brief in it, in the words of each brief's editor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import costs, whole
from cms.briefs import problems_of_form
from cms.editing import missing_languages
from cms.quizzes import quiz_problems
from shared.translated import in_language

if TYPE_CHECKING:
    from cms.models import CampaignPage, TaskBriefPage

PUBLISHED_WITHIN = timedelta(minutes=1)  # the beat brings scheduled pages live each minute
TEXTS = ("headline", "lead", "persona", "city")
FRAME = (
    "kind",
    "points",
    "minutes",
    "seats",
    "opens_at",
    "closes_at",
    "giving",
    "draws_at",
    "quotas",
    "questions",
    "arms",
    "waived_duties",
)


@dataclass(frozen=True)
class BriefState:
    """A brief of a campaign as last saved, and what stands between it and its publication."""

    brief: "TaskBriefPage"
    problems: list[str]


def states_of(campaign: "CampaignPage") -> list[BriefState]:
    """Every brief of the campaign with its problems."""
    return [BriefState(brief, problems_of_brief(brief, campaign)) for brief in whole.briefs_of(campaign)]


def problems_of_brief(brief: "TaskBriefPage", campaign: "CampaignPage") -> list[str]:
    """The sentences that the brief's own editor would show, without their places; points are judged for the campaign as a whole."""
    cleaned: dict[str, Any] = {name: getattr(brief, name) for name in FRAME}
    cleaned |= {"touchpoints": list(brief.touchpoints.all()), "providers": list(brief.providers.all())}
    found = list(_missing_texts(brief))
    if brief.opens_at is None:
        found.append(_("Say when the task opens."))
    for field, problem in problems_of_form(page=brief, parent=campaign, cleaned=cleaned):
        if field != "points":
            found += _sentences(problem)
    return found


def _missing_texts(brief: "TaskBriefPage") -> Iterator[str]:
    for name in TEXTS:
        texts = getattr(brief, name) or {}
        missing = missing_languages(texts)
        if missing and (texts or name == "headline"):
            label = str(brief._meta.get_field(name).verbose_name)
            yield _("“%(field)s” is missing in: %(languages)s.") % {"field": label, "languages": ", ".join(missing)}


def _sentences(problem: str | ValidationError) -> list[str]:
    """The words of an error, however deep in the blocks they stand."""
    if isinstance(problem, str):
        return [problem]
    inner = getattr(problem, "block_errors", None)
    if inner is None:
        return list(problem.messages)
    below = inner.values() if isinstance(inner, dict) else inner
    beside = [ValidationError(error) for error in getattr(problem, "non_block_errors", None) or []]
    return [sentence for error in (*beside, *below) if error for sentence in _sentences(error)]


def problems_of_campaign(*, page: "CampaignPage", cleaned: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What stands between the whole campaign and its approval, by form field."""
    starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        yield "ends_on", _("The campaign would end before it starts.")
    if (cleaned.get("points_budget") or 0) < 1:
        yield "points_budget", _("A campaign needs a budget of points to promise.")
    yield from quiz_problems(quiz=cleaned.get("quiz"), opens_at=cleaned.get("quiz_opens_at"), closes_at=cleaned.get("quiz_closes_at"))
    states = states_of(page)
    if not states:
        yield "__all__", _("This campaign has no brief yet: save it as a draft, then add the first one under “Briefs”.")
        return
    yield from _problems_of_briefs(states, cleaned.get("go_live_at"))
    cost = sum(costs.cost_of(state.brief) for state in states)
    if cost > (cleaned.get("points_budget") or 0) > 0:
        yield "points_budget", costs.too_dear(cost=cost, budget=cleaned["points_budget"])


def _problems_of_briefs(states: list[BriefState], go_live_at: datetime | None) -> Iterator[tuple[str, str]]:
    for state in states:
        name = in_language(state.brief.headline) or str(_("Untitled"))
        if state.problems:
            more = ngettext("%(n)s problem", "%(n)s problems", len(state.problems)) % {"n": len(state.problems)}
            yield "__all__", _("“%(brief)s” is not ready, %(more)s: %(first)s") % {"brief": name, "more": more, "first": state.problems[0]}
        opens_at = state.brief.opens_at
        if go_live_at and opens_at and opens_at < go_live_at + PUBLISHED_WITHIN:
            yield (
                "go_live_at",
                _("“%(brief)s” would open before the campaign is published. Publish at least a minute earlier.") % {"brief": name},
            )
