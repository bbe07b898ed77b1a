"""What a reviewer should look at twice. A flag informs; a person decides."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from django.db.models import CharField, F, Func, IntegerField, Q, Value

from feedback.models import Answer, Evidence, Idea, PainPoint, QualityFlag, Submission

Kind = QualityFlag.Kind

SAME_PHOTO_BITS = 4  # of 64 that may differ
PLAIN_BITS = 5  # a hash with fewer bits set is of a plain surface and looks like every other one
SAME_TEXT = 0.8  # share of common shingles
SHINGLE = 4  # characters: works for words and for Chinese
SHORT_TEXT = 24  # characters under which likeness is chance
LOOK_BACK = 300  # submissions of the campaign that a text is held against
TOO_FAST = 0.4  # share of the minutes promised in the brief
STRAIGHT_LINE = 5  # equal marks on one scale


class HammingDistance(Func):
    """Bits that differ between two 64-bit hashes in hex."""

    template = "bit_count(('x' || %(expressions)s)::bit(64))"
    arg_joiner = ")::bit(64) # ('x' || "
    output_field = IntegerField()


def flag(*, submission: Submission, now: datetime) -> list[QualityFlag]:
    """Replace the submission's flags by what its present revision shows."""
    submission.flags.all().delete()
    seen = {
        Kind.SAME_PHOTO: _same_photo(submission),
        Kind.SAME_TEXT: _same_text(submission),
        Kind.TOO_FAST: _too_fast(submission, now),
        Kind.STRAIGHT_LINE: _straight_line(submission),
        Kind.INSIDER: "-" if submission.claim.insider else "",
        Kind.OUTSIDE: _outside(submission),
    }
    flags = [QualityFlag(submission=submission, kind=kind, detail=detail.strip("-")) for kind, detail in seen.items() if detail]
    return QualityFlag.objects.bulk_create(flags)


def _same_photo(submission: Submission) -> str:
    """The number of an earlier submission with the same picture, or of this one if it shows one picture twice."""
    mine = list(Evidence.objects.filter(claim=submission.claim_id, taken_down_at=None).order_by("uploaded_at"))
    for place, photo in enumerate(mine):
        others = Evidence.objects.exclude(claim=submission.claim_id).filter(claim__submission__isnull=False)
        same = Q(sha256=photo.sha256) | Q(sent_sha256=photo.sent_sha256)
        if _is_telling(photo.perceptual_hash):
            distance = HammingDistance(F("perceptual_hash"), Value(photo.perceptual_hash, output_field=CharField()))
            others = others.annotate(distance=distance)
            same |= Q(distance__lte=SAME_PHOTO_BITS)
        if twin := others.filter(same).values_list("claim__submission", flat=True).first():
            return f"#{twin:04d}"
        if any(_alike(photo, other) for other in mine[:place]):
            return f"#{submission.pk:04d}"
    return ""


def _alike(one: Evidence, other: Evidence) -> bool:
    if one.sha256 == other.sha256:
        return True
    differing = (int(one.perceptual_hash, 16) ^ int(other.perceptual_hash, 16)).bit_count()
    return _is_telling(one.perceptual_hash) and differing <= SAME_PHOTO_BITS


def _is_telling(perceptual_hash: str) -> bool:
    return PLAIN_BITS <= int(perceptual_hash, 16).bit_count() <= 64 - PLAIN_BITS


def _same_text(submission: Submission) -> str:
    mine = [shingles(text) for _pk, text in _texts([submission.pk])]
    if not any(mine):
        return ""
    others = Submission.objects.filter(claim__task__campaign=submission.claim.task.campaign_id).exclude(pk=submission.pk)
    recent = list(others.order_by("-submitted_at").values_list("pk", flat=True)[:LOOK_BACK])
    for pk, text in _texts(recent):
        theirs = shingles(text)
        if any(likeness(own, theirs) >= SAME_TEXT for own in mine):
            return f"#{pk:04d}"
    return ""


def _texts(submissions: list[int]) -> Iterator[tuple[int, str]]:
    of_these = {"submission__in": submissions}
    yield from Answer.objects.filter(**of_these, type="text").values_list("submission_id", "text")
    yield from PainPoint.objects.filter(**of_these).values_list("submission_id", "what")
    yield from Idea.objects.filter(**of_these).values_list("submission_id", "what_here")


@lru_cache(maxsize=4096)
def shingles(text: str) -> frozenset[str]:
    """Overlapping runs of characters, without case, spaces and punctuation; empty for a short text."""
    plain = re.sub(r"[\W_]+", "", text.casefold())
    if len(plain) < SHORT_TEXT:
        return frozenset()
    return frozenset(plain[start : start + SHINGLE] for start in range(len(plain) - SHINGLE + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard index, 0-1."""
    smaller, larger = sorted((len(one), len(other)))
    if not smaller or smaller < SAME_TEXT * larger:  # it could not reach the mark
        return 0.0
    return len(one & other) / len(one | other)


def _too_fast(submission: Submission, now: datetime) -> str:
    started, minutes = submission.claim.started_at, submission.claim.task.minutes
    if submission.revision > 1 or started is None:
        return ""
    took = (now - started).total_seconds() / 60
    return f"{took:.0f}/{minutes} min" if took < TOO_FAST * minutes else ""


def _straight_line(submission: Submission) -> str:
    marks: dict[str, list[object]] = defaultdict(list)
    for scale, number in submission.answers.exclude(scale="").values_list("scale", "number"):
        marks[scale.upper()].append(number)
    for question, rows in submission.answers.filter(type="matrix").values_list("question", "choices"):
        marks[question] += (rows or {}).values()
    flat = [scale for scale, given in marks.items() if len(given) >= STRAIGHT_LINE and len(set(given)) == 1]
    return ", ".join(sorted(flat))


def _outside(submission: Submission) -> str:
    """The questions that asked whether the phone was there, and heard no; that it could not tell is no reason to look twice."""
    away = submission.answers.filter(type="location", text="outside").order_by("question")
    return ", ".join(away.values_list("question", flat=True))[:200]
