"""All figures of one campaign as of an instant, as plain JSON: the one source of dashboard, page and print."""

from collections.abc import Iterable
from datetime import date, datetime

import numpy as np
from django.conf import settings

from feedback.models import Subject
from insights import beside, health, measures, pains, series, voices
from insights.counted import Counted, counted
from insights.measures import DIGITS, Json, estimate_json
from members.models import Department
from shared import control, statistics
from tasks_catalog.models import Campaign

# Names of the parts, in the order they are computed; a build tells its progress by them.
PARTS = (
    "method",
    "scores",
    "gaps",
    "emotions",
    "satisfaction",
    "pains",
    "drivers",
    "voices",
    "ideas",
    "measures",
    "health",
    "points",
    "outside",
)


def campaign_figures(*, campaign: Campaign, as_of: datetime, changes: dict[int, date] | None = None) -> Json:
    """Every figure of a campaign; `changes` says on which day each operational measure (by id) was changed by an action."""
    figures: Json = {}
    for part, value in each_part(campaign=campaign, as_of=as_of, changes=changes):
        figures[part] = value
    return figures


def each_part(*, campaign: Campaign, as_of: datetime, changes: dict[int, date] | None = None) -> Iterable[tuple[str, object]]:
    """The figures part by part, so that a long build can say where it is."""
    data = counted(campaign=campaign, as_of=as_of)
    yield "method", method(data)
    yield "scores", measures.scores(data)
    yield "gaps", measures.gaps(data)
    yield "emotions", measures.emotions(data)
    yield "satisfaction", measures.satisfaction(data)
    yield "pains", pains.pain_figures(data)
    yield "drivers", drivers(data)
    yield "voices", {"quotations": voices.voices(data), "photos": voices.photos(data)}
    yield "ideas", pains.idea_figures(data)
    yield (
        "measures",
        [
            series.measure_figures(measure, as_of=as_of, changed_on=(changes or {}).get(measure.pk))
            for measure in series.measures_of(campaign)
        ],
    )
    yield "health", health.health(data)
    yield "points", health.points(data)
    yield "outside", beside.outside_voice(data)


def method(data: Counted) -> Json:
    """Who took part, what counts, and how small a change in NPS could be seen at all."""
    departments = {each.department for each in data.lived if each.department}
    pairs = [each for each in data.lived if each.rival]
    return {
        "campaign": {
            "id": data.campaign.pk,
            "title": data.campaign.title,
            "starts_on": data.campaign.starts_on.isoformat(),
            "ends_on": data.campaign.ends_on.isoformat(),
        },
        "as_of": data.as_of.isoformat(),
        "testers": len(data.testers),
        "departments": len(departments),
        "department_names": {str(d.pk): d.name for d in Department.objects.filter(pk__in=departments)},
        "tasks": len({each.task for each in data.lived}),
        "submissions": len(data.lived),
        "again": sum(each.again for each in data.lived),
        "accepted": data.accepted,
        "insiders": data.insiders,
        "excluded": data.excluded,
        "own": data.own_name,
        "rivals": [
            {"name": provider.name, "pairs": sum(each.rival == provider.pk for each in pairs)}
            for provider in data.providers
            if not provider.is_own
        ],
        "small_figures": settings.SMALL_NUMBERS_FIGURES,
        "small_words": settings.SMALL_NUMBERS_WORDS,
        "detectable_nps": _detectable_nps(data),
    }


def _detectable_nps(data: Counted) -> float | None:
    """The change in NPS that a second wave of as many testers would just show."""
    numbers = list(data.per_submission("nps", Subject.OWN, again=False).values())
    if len(numbers) < settings.SMALL_NUMBERS_FIGURES:
        return None
    difference = statistics.nps_difference(numbers, numbers)
    return round((difference.high - difference.low) / 2, 1)


def drivers(data: Counted) -> Json:
    """Which touchpoints' satisfaction goes with recommending; refused under ten answers a predictor."""
    outcome = data.per_submission("nps", Subject.OWN)
    columns = {
        touchpoint.pk: numbers
        for touchpoint in data.touchpoints
        if (numbers := data.per_submission("csat", Subject.OWN, chosen=lambda answer, at=touchpoint.pk: answer.touchpoint == at))  # type: ignore[misc]
    }
    complete = [submission for submission in outcome if all(submission in numbers for numbers in columns.values())]
    refused: Json = {"n": len(complete), "predictors": len(columns), "needed": control.ENOUGH_PER_PREDICTOR * len(columns), "rows": []}
    if not complete or len(columns) < 2:
        return refused
    matrix = np.array([[numbers[submission] for numbers in columns.values()] for submission in complete])
    try:
        found = control.drivers(matrix, np.array([outcome[submission] for submission in complete]))
    except ValueError:
        return refused
    names = {touchpoint.pk: touchpoint for touchpoint in data.touchpoints}
    rows = [
        {
            "touchpoint": measures.texts_of(names[pk]),
            "weight": estimate_json(weight),
            "score": estimate_json(statistics.mean([numbers[submission] for submission in complete])),
        }
        for (pk, numbers), weight in zip(columns.items(), found.weights, strict=True)
    ]
    rows.sort(key=lambda row: -row["weight"]["value"])  # type: ignore[index]
    return refused | {"rows": rows, "explained": round(found.explained, DIGITS)}
