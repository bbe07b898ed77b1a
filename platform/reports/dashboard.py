"""The dashboard: the live figures of one campaign, read with few queries."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from improvement.models import Action
from insights import measures, pictures, series, voices, writing
from insights.asked import asked_figures
from insights.counted import Counted, counted
from insights.measures import Json
from insights.pictures import Picture
from insights.views import chosen_campaign
from members.rights import DEPARTMENT_OWNER, MANAGEMENT, PROGRAMME_MANAGER, REVIEWER, rights_required
from reports.loop import change_days
from reports.paper import six_numbers
from reports.wording import gaps_title
from shared.translated import in_language
from tasks_catalog.models import Campaign

STEPS = (2.7, 3.1, 3.6, 4.0)  # of one hue; the darker, the more trouble
HEARD = 3
RECENT = 4  # periods of a series that are news


@rights_required(PROGRAMME_MANAGER, DEPARTMENT_OWNER, MANAGEMENT, REVIEWER)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Scorecard, what asks for attention, satisfaction by touchpoint, gap, series and voices of one campaign, as of now."""
    campaigns, campaign = chosen_campaign(request)
    context: dict[str, Any] = {"campaigns": campaigns, "campaign": campaign}
    if campaign:
        context |= _cards(campaign)
    return render(request, "reports/dashboard.html", context)


def _cards(campaign: Campaign) -> Json:
    now = timezone.now()
    data = counted(campaign=campaign, as_of=now)
    shipped = Action.objects.filter(finding__campaign=campaign, measure__isnull=False, shipped_on__isnull=False).only(
        "measure_id", "shipped_on"
    )
    days = change_days(shipped.only("measure_id", "shipped_on"), as_of=now)
    live: Json = {
        "method": {"small_figures": measures.K, "submissions": len(data.lived)},
        "scores": measures.scores(data),
        "gaps": measures.gaps(data),
        "measures": [
            series.measure_figures(measure, as_of=now, changed_on=days.get(measure.pk)) for measure in series.measures_of(campaign)
        ],
    }
    return {
        "n": len(data.lived),
        "testers": len(data.testers),
        "companies": [company.name for company in data.providers],
        "headline": gaps_title({"figures": live}),
        "six": six_numbers(live),
        "attention": _attention(live),
        "heat": _heat(data),
        "gap": pictures.gaps(live, full=False),
        "controls": _controls(live),
        "heard": _heard(data, live),
        "asked": asked_figures(data),
        "small": measures.K,
    }


def _controls(live: Json) -> list[tuple[str, Picture]]:
    drawn = [measure for measure in live["measures"] if len(measure["points"]) > 1]
    return [(in_language(each["name"]), pictures.control(each, width=470, height=178)) for each in drawn]


def _attention(live: Json) -> list[Json]:
    """What lies outside the expected: signals of the newest periods, gaps and changes that are worse beyond doubt."""
    found: list[Json] = []
    for measure in live["measures"]:
        met = sorted({rule for rules in measure["signals"][-RECENT:] for rule in rules})
        if met and not measure["changed_on"]:
            rules = ", ".join(map(str, met))
            found.append({"what": in_language(measure["name"]), "why": _("outside its limits lately (rules %(rules)s)") % {"rules": rules}})
    found += [_trailing(gap) for gap in live["gaps"] if gap["verdict"] == "worse"]
    worse = [score for score in live["scores"] if score["change"] and score["change"]["verdict"] == "worse"]
    found += [{"what": pictures.score_name(score["scale"]), "why": _("worse when lived again")} for score in worse]
    return found


def _trailing(gap: Json) -> Json:
    lead = writing.number(-gap["difference"]["value"])
    why = _("the rival leads by %(lead)s points of satisfaction, %(n)s pairs") % {"lead": lead, "n": gap["n"]}
    return {"what": pictures.named(gap["touchpoint"]), "why": why, "touchpoint": gap["touchpoint"]["id"]}


def _heat(data: Counted) -> list[Json]:
    rows = []
    for each in measures.satisfaction(data):
        cells = [*each["companies"], *([each["again"]] if each["again"] else [])]
        rows.append({"name": pictures.named(each["touchpoint"]), "id": each["touchpoint"]["id"], "cells": [_cell(cell) for cell in cells]})
    return rows


def _cell(cell: Json) -> Json:
    estimate = cell["estimate"]
    if not estimate:
        return {"n": cell["n"], "value": ""}
    step = sum(round(estimate["value"], 1) >= limit for limit in STEPS)
    return {"n": cell["n"], "value": writing.number(estimate["value"]), "step": step}


def _heard(data: Counted, live: Json) -> list[Json]:
    """Voices of the touchpoints where a rival leads come first."""
    behind = {gap["touchpoint"]["id"] for gap in live["gaps"] if gap["verdict"] == "worse"}
    return sorted(voices.voices(data), key=lambda voice: voice["touchpoint"]["id"] not in behind)[:HEARD]
