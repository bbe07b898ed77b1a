"""Pain points become themes: people merge, similarity only suggests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from feedback.models import PainPoint, Submission
from insights.models import Merge, PainTheme
from insights.similarity import Similarity, Suggestion
from members import audit
from members.models import Member
from shared.errors import RuleBroken
from shared.translated import Texts
from tasks_catalog.models import Campaign, Touchpoint


class MergeRefused(RuleBroken):
    """These pain points cannot become one theme; nothing changed."""


@dataclass(frozen=True)
class Unmerged:
    pain_point: PainPoint
    suggestions: tuple[tuple[PainTheme, int], ...]  # theme, likeness in per cent
    alike: tuple[PainPoint, ...]


def accepted_pain_points(campaign: Campaign) -> QuerySet[PainPoint]:
    """Pain points of accepted submissions; what is left out of figures is left out here."""
    return PainPoint.objects.filter(submission__claim__task__campaign=campaign, submission__state=Submission.State.ACCEPTED)


def unmerged(campaign: Campaign, *, most: int = 40) -> tuple[list[Unmerged], int]:
    """What nobody has merged yet with the likeliest themes and the likest others, oldest first; and how many there are in all."""
    waiting = list(
        accepted_pain_points(campaign).filter(merge=None).select_related("touchpoint").order_by("submission__submitted_at", "pk")
    )
    merged = list(Merge.objects.filter(theme__campaign=campaign).select_related("pain_point"))
    themes = {theme.pk: theme for theme in PainTheme.objects.filter(campaign=campaign).select_related("touchpoint")}
    texts = {point.pk: point.what for point in waiting} | {merge.pain_point_id: merge.pain_point.what for merge in merged}
    similarity = Similarity(texts)
    groups: dict[int, list[int]] = {}
    for merge in merged:
        groups.setdefault(merge.theme_id, []).append(merge.pain_point_id)
    by_id = {point.pk: point for point in waiting}
    found = []
    for point in waiting[:most]:
        themed = similarity.nearest(point.pk, groups)
        others = similarity.nearest(point.pk, {other: [other] for other in by_id if other != point.pk})
        suggestions = tuple((themes[each.key], percent(each)) for each in themed)
        found.append(Unmerged(point, suggestions, tuple(by_id[each.key] for each in others)))
    return found, len(waiting)


def percent(suggestion: Suggestion) -> int:
    return round(100 * suggestion.score)


@transaction.atomic
def merge(
    *,
    pain_points: Iterable[PainPoint],
    theme: PainTheme | None = None,
    title: Texts | None = None,
    touchpoint: Touchpoint | None = None,
    by: Member,
    now: datetime,
) -> PainTheme:
    """Put pain points into a theme, or into a new one with this title; one already in another theme moves."""
    chosen = sorted(pain_points, key=attrgetter("pk"))
    if not chosen:
        raise MergeRefused(_("Nothing is chosen; nothing was changed. Tick the pain points that say the same."))
    campaigns = {point.submission.claim.task.campaign_id for point in chosen}
    if len(campaigns) > 1 or (theme and theme.campaign_id not in campaigns):
        raise MergeRefused(_("These come from different campaigns; nothing was changed. Merge within one campaign."))
    if Submission.State.ACCEPTED not in {point.submission.state for point in chosen}:
        raise MergeRefused(_("None of these comes from accepted work; nothing was changed. Review it first."))
    theme = theme or _new_theme(campaigns.pop(), title or {}, touchpoint or chosen[0].touchpoint)
    for point in chosen:
        Merge.objects.update_or_create(pain_point=point, defaults={"theme": theme, "by": by, "at": now})
    audit.record(by=by, did="pains.merge", on=theme, now=now, pain_points=[point.pk for point in chosen])
    return theme


def _new_theme(campaign: int, title: Texts, touchpoint: Touchpoint) -> PainTheme:
    if not any(text.strip() for text in title.values()):
        raise MergeRefused(_("A new theme needs a name; nothing was changed. Write what hurts in one line."))
    Campaign.objects.select_for_update().get(pk=campaign)  # two new themes at once get two numbers
    number = (PainTheme.objects.filter(campaign=campaign).aggregate(highest=Max("number"))["highest"] or 0) + 1
    return PainTheme.objects.create(campaign_id=campaign, touchpoint=touchpoint, title=dict(title), number=number)


@transaction.atomic
def rename(*, theme: PainTheme, title: Texts, by: Member, now: datetime) -> PainTheme:
    """Give a theme other words; its number stays."""
    if not any(text.strip() for text in title.values()):
        raise MergeRefused(_("A theme needs a name; the old one stays."))
    audit.record(by=by, did="pains.rename", on=theme, now=now, before=theme.title)
    theme.title = dict(title)
    theme.save(update_fields=["title"])
    return theme


@transaction.atomic
def unmerge(*, pain_points: Sequence[PainPoint], by: Member, now: datetime) -> int:
    """Take pain points out of their themes; the themes stay, so that findings keep their ground. Twice changes nothing."""
    merges = Merge.objects.filter(pain_point__in=pain_points)
    for theme in PainTheme.objects.filter(merges__in=merges).distinct():
        audit.record(by=by, did="pains.unmerge", on=theme, now=now, pain_points=[point.pk for point in pain_points])
    return merges.delete()[0]
