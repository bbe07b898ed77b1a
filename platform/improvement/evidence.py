"""What the departments look at before they decide on a finding: figures, words without names, how many photos."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from feedback.models import Evidence, PainPoint
from improvement.agenda import NOBODY, Weight, weight_of
from improvement.models import Finding
from insights.counted import counted
from insights.measures import emotions, gaps
from insights.pains import pain_figures
from insights.pictures.parts import Picture
from insights.pictures.testers import emotions as feelings
from shared.translated import language_of

WORDS_SHOWN = 4


@dataclass(frozen=True)
class Words:
    """What one tester wrote, in their language; never who."""

    text: str
    language: str
    severity: int


@dataclass(frozen=True)
class FindingEvidence:
    weight: Weight
    gap: dict[str, Any] | None  # ours minus the rival's at the touchpoint; None under the small number
    feelings: Picture
    words: list[Words]
    words_held_back: bool  # fewer than the small number for words spoke
    photos: int


def evidence_of(finding: Finding, *, as_of: datetime) -> FindingEvidence:
    """Everything on one screen about one finding, from what was accepted and counts."""
    data = counted(campaign=finding.campaign, as_of=as_of)
    theme = next((each for each in pain_figures(data)["themes"] if each["id"] == finding.theme_id), None)
    weight = weight_of(theme, len(data.testers)) if theme else NOBODY
    enough_words = weight.supporters >= settings.SMALL_NUMBERS_WORDS
    points = PainPoint.objects.filter(merge__theme_id=finding.theme_id, submission__in=data.ids)
    return FindingEvidence(
        weight=weight,
        gap=next((gap for gap in gaps(data) if gap["touchpoint"]["id"] == finding.theme.touchpoint_id and gap["difference"]), None),
        feelings=feelings({"emotions": emotions(data)}),
        words=_words(points) if enough_words else [],
        words_held_back=not enough_words and weight.supporters > 0,
        photos=Evidence.objects.filter(claim__submission__pain_points__in=points, taken_down_at=None).distinct().count(),
    )


def _words(points: QuerySet[PainPoint]) -> list[Words]:
    """The worst first; the same words once."""
    rows = points.order_by("-severity", "pk").values_list("what", "severity", "submission__claim__member__locale")
    found = {what: Words(what, language_of(what, locale), severity) for what, severity, locale in rows[:40]}
    return list(found.values())[:WORDS_SHOWN]
