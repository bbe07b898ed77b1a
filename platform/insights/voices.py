"""What testers said and photographed: their words, their language, never their name."""

from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet

from feedback.models import Answer, Evidence
from insights.counted import Counted
from insights.measures import Json
from shared.translated import language_of
from tasks_catalog.models import QuestionnaireVersion
from tasks_catalog.questionnaire import questions_of, touchpoint_of

K_WORDS = settings.SMALL_NUMBERS_WORDS
GOOD_LENGTH = 90
VOICES, PHOTOS = 8, 4


def words_at(data: Counted) -> QuerySet[Answer]:
    """Answers in words of the submissions that count."""
    return Answer.objects.filter(submission__in=data.ids, type="text").exclude(text="")


def voices(data: Counted) -> list[Json]:
    """A few quotations across touchpoints, providers and languages; none from where fewer than the small number for words spoke."""
    fields = ("pk", "submission_id", "touchpoint_id", "subject", "provider__name", "text", "submission__claim__member__locale")
    rows = list(words_at(data).filter(touchpoint__isnull=False).order_by("pk").values_list(*fields))
    speakers: dict[int, set[int]] = {}
    for _pk, submission, touchpoint, *_rest in rows:
        speakers.setdefault(touchpoint or 0, set()).add(data.by_id[submission].member)
    names = {touchpoint.pk: touchpoint for touchpoint in data.touchpoints}
    felt = {(answer.lived.id, answer.subject): answer.number for answer in data.answers if answer.scale == "emotion"}
    candidates: list[Json] = []
    for pk, submission, touchpoint, subject, provider, words, locale in rows:
        if touchpoint in names and len(speakers[touchpoint]) >= K_WORDS:
            candidates.append(
                {
                    "id": pk,
                    "words": words,
                    "language": language_of(words, locale),
                    "subject": subject,
                    "provider": provider,
                    "touchpoint": {"id": touchpoint, "name": names[touchpoint].name},
                    "emotion": felt.get((submission, subject)),
                }
            )
    return _varied(candidates)


def _varied(candidates: Iterable[Json]) -> list[Json]:
    """Greedy: strongest feeling and readable length first, then whatever repeats touchpoint, side and language least."""
    left = sorted(candidates, key=lambda each: (-abs(each["emotion"] or 0), abs(len(each["words"]) - GOOD_LENGTH), each["id"]))[:200]
    chosen: list[Json] = []
    used: Counter[str] = Counter()
    while left and len(chosen) < VOICES:
        best = min(left, key=lambda each: sum(used[mark] for mark in _marks(each)))
        left = [each for each in left if each["words"] != best["words"]]
        used.update(_marks(best))
        chosen.append(best)
    return chosen


def _marks(voice: Json) -> tuple[str, ...]:
    return f"at {voice['touchpoint']['id']}", f"of {voice['subject']}", f"in {voice['language']}"


def photo_touchpoints(versions: Iterable[QuestionnaireVersion]) -> dict[tuple[int, str], str]:
    """(version, question) → touchpoint slug."""
    return {
        (version.pk, question["name"]): touchpoint_of(step, question)
        for version in versions
        for step, question in questions_of(version.definition)
    }


def photos(data: Counted) -> list[Json]:
    """A few photos of the submissions that count, each from another touchpoint or provider where possible."""
    found = (
        Evidence.objects.filter(claim__submission__in=data.ids, taken_down_at=None, uploaded_at__lte=data.as_of)
        .select_related("claim__version", "claim__rival")
        .defer("claim__version__definition")
        .order_by("uploaded_at", "pk")
    )
    evidence = list(found)
    where = photo_touchpoints(QuestionnaireVersion.objects.filter(pk__in={each.claim.version_id for each in evidence}))
    names = {touchpoint.slug: touchpoint for touchpoint in data.touchpoints}
    chosen: list[Json] = []
    seen: set[tuple[int, str]] = set()
    for each in evidence:
        touchpoint = names.get(where.get((each.claim.version_id, each.question), ""))
        if touchpoint is None or (touchpoint.pk, each.subject) in seen:
            continue
        seen.add((touchpoint.pk, each.subject))
        provider = each.claim.rival.name if each.subject == "rival" and each.claim.rival else data.own_name
        chosen.append(
            {
                "id": str(each.pk),
                "subject": each.subject,
                "provider": provider,
                "width": each.width,
                "height": each.height,
                "touchpoint": {"id": touchpoint.pk, "name": touchpoint.name},
            }
        )
        if len(chosen) == PHOTOS:
            break
    return chosen
