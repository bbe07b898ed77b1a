"""Writing a journey's stages and touchpoints as one map."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

from cms.blocks import texts_for_block, texts_of
from members.models import Department
from shared.translated import in_language
from tasks_catalog.models import Journey, Stage, Touchpoint

SECONDS_PER_DAY = 86400


def map_of(journey: Journey) -> list[dict[str, Any]]:
    """The journey as raw stream data, for the editor."""
    stages = journey.stages.order_by("position").prefetch_related("touchpoints__owner", "touchpoints__instead_of") if journey.pk else []
    return [{"type": "stage", "value": _stage_value(stage)} for stage in stages]


def _stage_value(stage: Stage) -> dict[str, Any]:
    touchpoints = sorted(stage.touchpoints.all(), key=lambda touchpoint: touchpoint.position)
    return {
        "name": texts_for_block(stage.name),
        "slug": stage.slug,
        "touchpoints": [{"type": "item", "id": str(uuid4()), "value": _touchpoint_value(touchpoint)} for touchpoint in touchpoints],
    }


def _touchpoint_value(touchpoint: Touchpoint) -> dict[str, Any]:
    within = touchpoint.promise_within
    return {
        "name": texts_for_block(touchpoint.name),
        "slug": touchpoint.slug,
        "owner": touchpoint.owner.code,
        "moment_of_truth": touchpoint.moment_of_truth,
        "promise": texts_for_block(touchpoint.promise),
        "instead_of": touchpoint.instead_of.slug if touchpoint.instead_of else "",
        "promise_days": f"{within.total_seconds() / SECONDS_PER_DAY:g}" if within else None,
    }


def slugs_in(journey_map: Iterable[Any]) -> set[str]:
    """The touchpoints that the map keeps."""
    return {touchpoint["slug"] for stage in journey_map for touchpoint in stage.value["touchpoints"] if touchpoint["slug"]}


def used_but_missing(journey: Journey, journey_map: Iterable[Any]) -> list[Touchpoint]:
    """Touchpoints that the map drops although tasks, answers or findings point at them."""
    dropped = Touchpoint.objects.filter(stage__journey=journey).exclude(slug__in=slugs_in(journey_map))
    return [touchpoint for touchpoint in dropped if _is_used(touchpoint)]


def _is_used(thing: Model) -> bool:
    relations = [relation for relation in thing._meta.related_objects if relation.related_model not in {None, type(thing)}]
    return any(relation.related_model._base_manager.filter(**{relation.field.name: thing}).exists() for relation in relations)


def save_map(journey: Journey, journey_map: Iterable[Any]) -> None:
    """Make the journey's rows what the map says; call it in a transaction, after `used_but_missing` found nothing."""
    values = [stage.value for stage in journey_map]
    Touchpoint.objects.filter(stage__journey=journey).exclude(slug__in=slugs_in(journey_map)).delete()
    owners = {department.code: department for department in Department.objects.all()}
    kept = []
    for position, value in enumerate(values, 1):
        name = texts_of(value["name"])
        slug = value["slug"] or _free_slug(name, set(journey.stages.values_list("slug", flat=True)))
        stage, _created = Stage.objects.update_or_create(journey=journey, slug=slug, defaults={"name": name, "position": position})
        kept.append(stage.pk)
        for place, touchpoint in enumerate(value["touchpoints"], 1):
            _save_touchpoint(stage, place, touchpoint, owners)
    journey.stages.exclude(pk__in=kept).delete()


def _save_touchpoint(stage: Stage, position: int, value: Any, owners: dict[str, Department]) -> None:
    name = texts_of(value["name"])
    days = value["promise_days"]
    Touchpoint.objects.update_or_create(
        slug=value["slug"] or _free_slug(name, set(Touchpoint.objects.values_list("slug", flat=True))),
        defaults={
            "stage": stage,
            "position": position,
            "name": name,
            "owner": owners[value["owner"]],
            "moment_of_truth": value["moment_of_truth"],
            "promise": texts_of(value["promise"]),
            "promise_within": timedelta(days=float(days)) if days else None,
            "instead_of": Touchpoint.objects.filter(slug=value.get("instead_of") or "").first(),
        },
    )


def _free_slug(name: dict[str, str], taken: set[str]) -> str:
    return _free(slugify(in_language(name, "en"))[:40] or "step", taken)


@transaction.atomic
def begin_to_be(journey: Journey) -> Journey:
    """A journey as it is to be, drawn from the one as it is: every touchpoint stands instead of today's, ready to be changed."""
    taken = set(Journey.objects.values_list("slug", flat=True))
    fields = {name: getattr(journey, name) for name in ("name", "product", "context")}
    to_be = Journey.objects.create(slug=_free(f"{journey.slug[:40]}-to-be", taken), kind=Journey.Kind.TO_BE, improves=journey, **fields)
    slugs = set(Touchpoint.objects.values_list("slug", flat=True))
    for stage in journey.stages.order_by("position").prefetch_related("touchpoints"):
        new = to_be.stages.create(slug=stage.slug, name=stage.name, position=stage.position)
        for touchpoint in sorted(stage.touchpoints.all(), key=lambda one: one.position):
            slug = _free(f"{touchpoint.slug[:40]}-to-be", slugs)
            slugs.add(slug)
            new.touchpoints.create(
                slug=slug, name=touchpoint.name, position=touchpoint.position, owner_id=touchpoint.owner_id,
                moment_of_truth=touchpoint.moment_of_truth, promise=touchpoint.promise, promise_within=touchpoint.promise_within,
                instead_of=touchpoint,
            )  # fmt: skip
    return to_be


def _free(base: str, taken: set[str]) -> str:
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)
