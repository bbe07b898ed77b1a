"""What lies under a figure: words and photos without their authors, for those who may see them."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from feedback.models import Evidence, PainPoint
from insights.counted import Counted
from insights.models import Merge, PainTheme
from insights.voices import K_WORDS, photo_touchpoints, words_at
from shared.translated import in_language, language_of
from tasks_catalog.models import QuestionnaireVersion, Touchpoint

MOST = 120


@dataclass(frozen=True)
class Said:
    words: str
    language: str
    subject: str
    note: str


@dataclass(frozen=True)
class Under:
    """`enough` is False while so few spoke that words would point at somebody."""

    title: str
    enough: bool
    said: tuple[Said, ...]
    photos: tuple[Evidence, ...]


def under_theme(data: Counted, theme: PainTheme) -> Under:
    """The pain points of one theme; the crowd they hide in is everybody who named a pain at that touchpoint."""
    crowd = PainPoint.objects.filter(submission__in=data.ids, touchpoint=theme.touchpoint_id).values_list("submission_id", flat=True)
    merges = Merge.objects.filter(theme=theme, pain_point__submission__in=data.ids).order_by("-pain_point__severity", "pk")
    rows = merges.values_list("pain_point__what", "pain_point__severity", "pain_point__submission__claim__member__locale")[:MOST]
    said = tuple(
        Said(words, language_of(words, locale), "own", _("severity %(severity)s") % {"severity": severity})
        for words, severity, locale in rows
    )
    return _under(data, in_language(theme.title), len({data.by_id[pk].member for pk in crowd}), said, {theme.touchpoint.slug})


def under_touchpoint(data: Counted, touchpoint: Touchpoint) -> Under:
    return _words(data, in_language(touchpoint.name), touchpoint)


def under_everything(data: Counted) -> Under:
    return _words(data, _("All words"), None)


def _words(data: Counted, title: str, touchpoint: Touchpoint | None) -> Under:
    answers = words_at(data).filter(touchpoint=touchpoint) if touchpoint else words_at(data)
    fields = ("submission_id", "text", "subject", "provider__name", "submission__claim__member__locale")
    rows = list(answers.order_by("question", "-pk").values_list(*fields))
    speakers = {data.by_id[submission].member for submission, *_rest in rows}
    said = tuple(
        Said(words, language_of(words, locale), subject, provider) for _submission, words, subject, provider, locale in rows[:MOST]
    )
    slugs = {touchpoint.slug} if touchpoint else {each.slug for each in data.touchpoints}
    return _under(data, title, len(speakers), said, slugs)


def _under(data: Counted, title: str, speakers: int, said: tuple[Said, ...], touchpoints: set[str]) -> Under:
    if speakers < K_WORDS:
        return Under(title, enough=False, said=(), photos=())
    return Under(title, enough=True, said=said, photos=_photos(data, touchpoints))


def _photos(data: Counted, touchpoints: set[str]) -> tuple[Evidence, ...]:
    found = list(evidence_that_counts(data).order_by("-uploaded_at")[:MOST])
    where = photo_touchpoints(QuestionnaireVersion.objects.filter(pk__in={each.claim.version_id for each in found}))
    return tuple(each for each in found if where.get((each.claim.version_id, each.question)) in touchpoints)


def evidence_that_counts(data: Counted) -> QuerySet[Evidence]:
    """Photos of the submissions that count, without those taken down."""
    return Evidence.objects.filter(claim__submission__in=data.ids, taken_down_at=None).select_related("claim")
