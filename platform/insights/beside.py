"""The outside voice as figures: shown beside the testers', never mixed into them."""

from collections import Counter

from django.db.models import Count, Max, Min
from django.utils import timezone

from insights.counted import Counted
from insights.measures import Json, K, estimate_json
from insights.models import OutsideReview
from shared import statistics
from tasks_catalog.models import Provider

RATINGS = (1, 2, 3, 4, 5)


def outside_voice(data: Counted) -> list[Json]:
    """Per provider: how many reviews, their mean rating, the share of 4-5 and of 1-2 with intervals, and the distribution."""
    seen = OutsideReview.objects.filter(on__lte=timezone.localdate(data.as_of), source__at__lte=data.as_of)
    counts: dict[int, Counter[int]] = {}
    spans: dict[int, list[str]] = {}
    for row in seen.values("provider_id", "rating").annotate(n=Count("pk"), first=Min("on"), last=Max("on")).order_by():
        counts.setdefault(row["provider_id"], Counter())[row["rating"]] += row["n"]
        spans.setdefault(row["provider_id"], []).extend([row["first"].isoformat(), row["last"].isoformat()])
    providers = sorted(Provider.objects.filter(pk__in=counts), key=lambda each: (each.kind != Provider.Kind.OWN, each.name))
    return [_of_provider(provider, counts[provider.pk], spans[provider.pk]) for provider in providers]


def _of_provider(provider: Provider, counts: Counter[int], span: list[str]) -> Json:
    n = counts.total()
    ratings = [float(rating) for rating in RATINGS for _ in range(counts[rating])]
    enough = n >= K
    return {
        "provider": provider.name,
        "own": provider.kind == Provider.Kind.OWN,
        "n": n,
        "first": min(span),
        "last": max(span),
        "mean": estimate_json(statistics.mean(ratings) if enough else None),
        "good": estimate_json(statistics.wilson(counts[4] + counts[5], n) if enough else None),
        "bad": estimate_json(statistics.wilson(counts[1] + counts[2], n) if enough else None),
        "distribution": [{"rating": rating, "count": counts[rating]} for rating in RATINGS] if enough else [],
    }
