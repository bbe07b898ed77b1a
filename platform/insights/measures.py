"""Scores, gaps and feelings of one campaign; the formulas are in `shared.statistics`."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings

from feedback.models import Subject
from insights.counted import Company, Counted, Rated
from shared import statistics
from shared.statistics import Difference, Estimate, Verdict
from tasks_catalog.models import Touchpoint

type Json = dict[str, Any]

K = settings.SMALL_NUMBERS_FIGURES
SATISFIED = 4.0
DIGITS = 6  # so that the same data gives the same digest everywhere


def estimate_json(estimate: Estimate | None) -> Json | None:
    if estimate is None:
        return None
    return {
        "value": round(estimate.value, DIGITS),
        "low": round(estimate.low, DIGITS),
        "high": round(estimate.high, DIGITS),
        "n": estimate.n,
    }


def difference_json(difference: Difference | None) -> Json | None:
    if difference is None:
        return None
    return {
        "value": round(difference.value, DIGITS),
        "low": round(difference.low, DIGITS),
        "high": round(difference.high, DIGITS),
        "p": round(difference.p, DIGITS),
        "n_before": difference.n_before,
        "n_after": difference.n_after,
    }


def texts_of(touchpoint: Touchpoint) -> Json:
    return {
        "id": touchpoint.pk,
        "slug": touchpoint.slug,
        "name": touchpoint.name,
        "stage": touchpoint.stage.name,
        "moment": touchpoint.moment_of_truth,
        "owner": touchpoint.owner.name,
    }


def satisfied_share(numbers: Sequence[float]) -> Estimate:
    return statistics.wilson(sum(number >= SATISFIED for number in numbers), len(numbers))


ESTIMATES: dict[str, Callable[[Sequence[float]], Estimate]] = {
    "nps": statistics.nps,
    "csat": satisfied_share,
    "ces": statistics.mean,
    "emotion": statistics.mean,
}


def estimate(scale: str, numbers: Sequence[float]) -> Estimate | None:
    """The figure of a scale, or None under the small number."""
    return ESTIMATES[scale](numbers) if len(numbers) >= K else None


def compare(scale: str, before: Sequence[float], after: Sequence[float]) -> Difference | None:
    """After minus before for independent answers on one scale, or None under the small number."""
    if min(len(before), len(after)) < K:
        return None
    if scale == "nps":
        return statistics.nps_difference(before, after)
    if scale == "csat":
        hits = [sum(number >= SATISFIED for number in numbers) for numbers in (before, after)]
        return statistics.newcombe(hits[0], len(before), hits[1], len(after))
    return statistics.welch(before, after)


def scores(data: Counted) -> list[Json]:
    """NPS, CSAT and CES: ours the first time, each rival, ours lived again; and the change on the same tasks."""
    found = [_score(data, scale) for scale in ("nps", "csat", "ces")]
    changed = [score for score in found if score["change"]]
    differences = [Difference(**score["change"]["difference"]) for score in changed]
    for score, (p, verdict) in zip(changed, statistics.verdicts(differences), strict=True):
        score["change"] |= {"p": round(p, DIGITS), "verdict": verdict.value}
    return found


def _score(data: Counted, scale: str) -> Json:
    rows = []
    for provider in data.providers:
        subject = Subject.OWN if provider.is_own else Subject.RIVAL
        again = False if subject == Subject.OWN else None
        numbers = list(data.per_submission(scale, subject, chosen=_of(provider), again=again).values())
        rows.append(_row(scale, subject.value, provider.name, numbers))
    lived_again = list(data.per_submission(scale, Subject.OWN, again=True).values())
    if lived_again:
        rows.append(_row(scale, "again", data.own_name, lived_again))
    return {"scale": scale, "rows": rows, "change": change_on_same_tasks(data, scale)}


def _of(provider: Company) -> Callable[[Rated], bool]:
    return lambda answer: answer.provider == provider


def _row(scale: str, who: str, provider: str, numbers: Sequence[float]) -> Json:
    return {"who": who, "provider": provider, "n": len(numbers), "estimate": estimate_json(estimate(scale, numbers))}


def change_on_same_tasks(data: Counted, scale: str, *, repeat: int | None = None, question: str = "") -> Json | None:
    """Ours before and after, only on tasks that were lived again, or on one such task and one of its questions."""
    repeated = {each.repeats for each in data.lived if each.again and (repeat is None or each.task == repeat)}
    if not repeated:
        return None

    def asked(answer: Rated) -> bool:
        return not question or answer.question == question

    def first_time(answer: Rated) -> bool:
        return asked(answer) and answer.lived.task in repeated

    def lived_again(answer: Rated) -> bool:
        return asked(answer) and (repeat is None or answer.lived.task == repeat)

    before = list(data.per_submission(scale, Subject.OWN, chosen=first_time, again=False).values())
    after = list(data.per_submission(scale, Subject.OWN, chosen=lived_again, again=True).values())
    difference = compare(scale, before, after)
    if difference is None:
        return None
    return {
        "difference": difference_json(difference),
        "before": estimate_json(estimate(scale, before)),
        "after": estimate_json(estimate(scale, after)),
        "p": round(difference.p, DIGITS),
        "verdict": statistics.verdict(difference, enough=K).value,
    }


def gaps(data: Counted) -> list[Json]:
    """Ours minus the rival's at each touchpoint, within the same person and scenario; Holm over the touchpoints."""
    found = [_gap(data, touchpoint) for touchpoint in data.touchpoints]
    known = [gap for gap in found if gap["difference"]]
    for gap, (p, verdict) in zip(known, statistics.verdicts([Difference(**gap["difference"]) for gap in known]), strict=True):
        gap |= {"p": round(p, DIGITS), "verdict": verdict.value}
    known.sort(key=lambda gap: gap["difference"]["value"])
    return known + [gap for gap in found if not gap["difference"]]


def _gap(data: Counted, touchpoint: Touchpoint) -> Json:
    """Where the touchpoint was lived again by enough, that is how things stand; else the first time."""
    pairs = [_pairs(data, touchpoint.pk, again=again) for again in (True, False)]
    again = len(pairs[0]) >= K
    chosen = pairs[0] if again else pairs[1]
    difference = statistics.paired_gap(list(chosen.values())) if len(chosen) >= K else None
    rivals = {data.by_id[submission].rival for submission in chosen}
    return {
        "touchpoint": texts_of(touchpoint),
        "n": len(chosen),
        "again": again,
        "difference": difference_json(difference),
        "p": None,
        "verdict": Verdict.NOT_ENOUGH.value,
        "rivals": [provider.name for provider in data.providers if provider.pk in rivals],
    }


def _pairs(data: Counted, touchpoint: int, *, again: bool) -> dict[int, float]:
    own, rival = (
        data.per_submission("csat", subject, chosen=lambda answer: answer.touchpoint == touchpoint, again=again)
        for subject in (Subject.OWN, Subject.RIVAL)
    )
    return {submission: own[submission] - rival[submission] for submission in own if submission in rival}


def satisfaction(data: Counted) -> list[Json]:
    """Mean satisfaction 1-5 at each touchpoint: ours, ours lived again, and each rival's."""
    found = []
    for touchpoint in data.touchpoints:
        cells = [_satisfied_with(data, touchpoint.pk, company, again=False if company.is_own else None) for company in data.providers]
        again = next((_satisfied_with(data, touchpoint.pk, company, again=True) for company in data.providers if company.is_own), None)
        found.append({"touchpoint": texts_of(touchpoint), "companies": cells, "again": again})
    return found


def _satisfied_with(data: Counted, touchpoint: int, company: Company, *, again: bool | None) -> Json:
    subject = Subject.OWN if company.is_own else Subject.RIVAL
    here = data.per_submission(
        "csat", subject, chosen=lambda answer: answer.touchpoint == touchpoint and answer.provider == company, again=again
    )
    numbers = list(here.values())
    enough = len(numbers) >= K
    return {"company": company.name, "n": len(numbers), "estimate": estimate_json(statistics.mean(numbers) if enough else None)}


def emotions(data: Counted) -> list[Json]:
    """Mean feeling per stage: ours now, the rivals', and ours the first time where it was lived again."""
    stage_of = {touchpoint.pk: touchpoint.stage_id for touchpoint in data.touchpoints}
    starred = {touchpoint.stage_id for touchpoint in data.touchpoints if touchpoint.moment_of_truth}

    def felt(subject: str, stage: int, *, again: bool | None) -> Estimate | None:
        numbers = data.per_submission("emotion", subject, chosen=lambda answer: stage_of.get(answer.touchpoint or 0) == stage, again=again)
        return estimate("emotion", list(numbers.values()))

    found = []
    for stage in data.stages:
        first, again = felt(Subject.OWN, stage.pk, again=False), felt(Subject.OWN, stage.pk, again=True)
        found.append(
            {
                "stage": stage.name,
                "moment": stage.pk in starred,
                "own": estimate_json(again or first),
                "rival": estimate_json(felt(Subject.RIVAL, stage.pk, again=None)),
                "last": estimate_json(first if again else None),
            }
        )
    return found
