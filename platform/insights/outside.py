"""Outside voice: what customers write in public, per provider; shown beside testers' figures, never mixed into them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.conf import settings
from django.db.models import Avg, Count, F, QuerySet, Window
from django.db.models.functions import RowNumber, TruncMonth
from django.utils import timezone

from feedback.models import Answer, Submission
from insights.models import OutsideReview
from shared import statistics
from shared.statistics import Estimate
from tasks_catalog.models import Campaign, Provider

NEWEST = 3
GOOD, BAD = (4, 5), (1, 2)


@dataclass(frozen=True)
class Month:
    """How many reviews were written in a month."""

    first_day: date
    n: int


@dataclass(frozen=True)
class Voice:
    """What customers said about one provider; figures are None under the small number."""

    provider: Provider
    counts: dict[int, int]  # stars → reviews
    mean: Estimate | None
    good: Estimate | None  # share of 4-5
    bad: Estimate | None  # share of 1-2
    months: list[Month] = field(default_factory=list)
    newest: list[OutsideReview] = field(default_factory=list)

    @property
    def n(self) -> int:
        return sum(self.counts.values())


def summary(as_of: datetime) -> list[Voice]:
    """What customers had said by `as_of`, our own company first, then by name."""
    reviews = OutsideReview.objects.filter(on__lte=timezone.localdate(as_of), source__at__lte=as_of)
    counts: dict[int, dict[int, int]] = {}
    for provider, rating, n in reviews.values_list("provider", "rating").annotate(n=Count("pk")).order_by():
        counts.setdefault(provider, {})[rating] = n
    by_month = (
        reviews.annotate(month=TruncMonth("on")).values_list("provider", "month").annotate(n=Count("pk")).order_by("provider", "month")
    )
    months = {provider: [Month(month, n) for _p, month, n in rows] for provider, rows in groupby(by_month, key=lambda row: row[0])}
    providers = sorted(Provider.objects.filter(pk__in=counts), key=lambda each: (each.kind != Provider.Kind.OWN, each.name))
    newest = _newest(reviews)
    return [_voice(provider, counts[provider.pk], months[provider.pk], newest.get(provider.pk, [])) for provider in providers]


def _newest(reviews: QuerySet[OutsideReview]) -> dict[int, list[OutsideReview]]:
    """The latest reviews with words of each provider, the latest first."""
    place = Window(RowNumber(), partition_by="provider", order_by=[F("on").desc(), F("pk").desc()])
    found: dict[int, list[OutsideReview]] = {}
    for review in reviews.exclude(text="").annotate(place=place).filter(place__lte=NEWEST).order_by("place"):
        found.setdefault(review.provider_id, []).append(review)
    return found


def testers_figures(campaign: Campaign, as_of: datetime) -> dict[int, Estimate]:
    """Mean satisfaction (1-5) of a campaign's testers with each provider; one number per submission, the small number left out."""
    numbers: dict[int, list[float]] = {}
    rows = Answer.objects.filter(
        scale="csat",
        submission__claim__task__campaign=campaign,
        submission__claim__insider=False,
        submission__state=Submission.State.ACCEPTED,
        submission__submitted_at__lte=as_of,
    )
    for provider, _submission, number in rows.values_list("provider", "submission").annotate(mean=Avg("number")).order_by():
        numbers.setdefault(provider, []).append(float(number))
    return {provider: statistics.mean(values) for provider, values in numbers.items() if len(values) >= settings.SMALL_NUMBERS_FIGURES}


def _voice(provider: Provider, counts: dict[int, int], months: list[Month], newest: list[OutsideReview]) -> Voice:
    n = sum(counts.values())
    if n < settings.SMALL_NUMBERS_FIGURES:
        return Voice(provider, counts, None, None, None, months, newest)
    return Voice(
        provider=provider,
        counts=counts,
        mean=statistics.mean(list(Counter(counts).elements())),
        good=statistics.wilson(sum(counts.get(stars, 0) for stars in GOOD), n),
        bad=statistics.wilson(sum(counts.get(stars, 0) for stars in BAD), n),
        months=months,
        newest=newest,
    )
