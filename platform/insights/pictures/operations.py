"""Operational series, the outside voice and the programme's health, in the reader's language."""

from collections.abc import Sequence
from typing import Any

from altair import LayerChart
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from insights import charts, timelines, writing
from insights.measures import Json
from insights.pictures.parts import Cell, Picture, n_is, num, picture, rewrapped, text
from shared.translated import in_language

LABEL_WIDTH = 95


def control(measure: Json, *, width: int = 560, height: int = 215) -> Picture:
    wide, narrow = _course(measure, width, height), _course(measure, 190, 150)
    head = (text(_("Period from")), num(_("Hits")), num(_("Of")), num(_("Rate")), num(_("Rules met")))
    cells = tuple(
        (
            text(writing.day(start)),
            num(writing.whole(hits)),
            num(writing.whole(total)),
            num(writing.percent(hits / total)),
            num(_rules(rules)),
        )
        for (start, hits, total), rules in zip(measure["points"], measure["signals"], strict=True)
    )
    label = _("%(measure)s by period with control limits") % {"measure": in_language(measure["name"])}
    return picture(wide, narrow, label=label, head=head, rows=cells)


def _course(measure: Json, width: int, height: int) -> LayerChart:
    points = measure["points"]
    rates = [100 * hits / total for _day, hits, total in points]
    cut = next((i for i, point in enumerate(points, 1) if measure["changed_on"] and point[0] >= measure["changed_on"]), None)
    rows = [{"i": i, "v": rate, "out": bool(rules)} for i, (rate, rules) in enumerate(zip(rates, measure["signals"], strict=True), 1)]
    limits = [_limit_row(points, limit) for limit in measure["limits"]]
    edges = [*rates, *(row[edge] for row in limits for edge in ("lo", "hi"))]
    room = (max(edges) - min(edges)) * 0.14 or 1
    return timelines.control(
        rows,
        limits,
        cut={"i": cut - 0.5, "words": _("change on %(day)s") % {"day": writing.short_day(measure["changed_on"])}} if cut else None,
        labels={i: writing.short_day(points[i - 1][0]) for i in _spread(len(points), width)},
        domain=(max(0.0, min(edges) - room), min(100.0, max(edges) + room)),
        width=width,
        height=height,
    )


def _rules(rules: Sequence[int]) -> str:
    return ", ".join(map(str, rules)) or "–"


def _spread(count: int, width: int) -> list[int]:
    """Which periods get their day under them: as many as there is room for."""
    step = max(1, -(-count * LABEL_WIDTH // width))
    return list(range(1, count + 1, step))


def _limit_row(points: Sequence[Any], limit: Json) -> Json:
    days = [point[0] for point in points]
    bounds = writing.interval(writing.number(100 * limit["low"]), writing.percent(limit["high"]))
    return {
        "from": days.index(limit["first"]) + 0.5,
        "to": days.index(limit["last"]) + 1.5,
        "mean": 100 * limit["mean"],
        "lo": 100 * limit["low"],
        "hi": 100 * limit["high"],
        "mean_words": _("mean %(mean)s") % {"mean": writing.percent(limit["mean"])},
        "limit_words": _("limits %(limits)s") % {"limits": bounds},
    }


def outside(figures: Json) -> Picture:
    rows = [
        {
            "name": each["provider"],
            "who": "own" if each["own"] else "rival",
            "v": each["mean"]["value"],
            "lo": each["mean"]["low"],
            "hi": each["mean"]["high"],
            "tv": writing.number(each["mean"]["value"], 2),
            "tc": f"({writing.interval(writing.number(each['mean']['low'], 2), writing.number(each['mean']['high'], 2))})",
            "text2": n_is(writing.whole(each["n"])),
        }
        for each in figures["outside"]
        if each["mean"]
    ]
    stars = [num(f"{rating}★") for rating in range(1, 6)]
    head = (text(_("Company")), num("n"), num(_("Mean 1–5")), num(_("95 % interval")), num(_("4–5 stars")), *stars)
    cells = tuple(_outside_cells(each) for each in figures["outside"])
    if not rows:
        return Picture(SafeString(""), head, cells)
    wide = charts.ranges(rows, low=1, high=5, values=[1, 2, 3, 4, 5], width=300, second=190)
    narrow = charts.ranges(rewrapped(rows, 17), low=1, high=5, values=[1, 3, 5], narrow=True)
    return picture(wide, narrow, label=_("Mean rating in public reviews with 95 percent interval"), head=head, rows=cells)


def _outside_cells(each: Json) -> tuple[Cell, ...]:
    if not each["mean"]:
        return text(each["provider"]), num(each["n"]), num(_("not enough")), *([num("–")] * 7)
    bounds = writing.interval(writing.number(each["mean"]["low"], 2), writing.number(each["mean"]["high"], 2))
    good = f"{writing.percent(each['good']['value'], 0)} ({writing.bounds('csat', each['good'])})"
    counts = [num(writing.whole(rating["count"])) for rating in each["distribution"]]
    return (
        text(each["provider"]),
        num(writing.whole(each["n"])),
        num(writing.number(each["mean"]["value"], 2)),
        num(bounds),
        num(good),
        *counts,
    )


def funnel(figures: Json) -> Picture:
    h = figures["health"]
    left = max(0, h["claimed"] - h["submitted"])
    steps = [
        (_("Seats offered"), h["offered"], "", False),
        (_("Claimed"), h["claimed"], "", False),
        (_("Submitted"), h["submitted"], _("%(n)s still open, expired or given back") % {"n": left}, False),
        (_("Accepted"), h["accepted"], _("%(returned)s returned once, %(rejected)s rejected") % h, False),
        (_("In the figures"), h["counted"], _("%(insiders)s insiders apart, %(excluded)s left out") % h, True),
    ]
    rows = [{"name": name, "v": v, "text": f"{v}  ({why})" if why else str(v), "hot": hot} for name, v, why, hot in steps]
    high = max(1, *(row["v"] for row in rows)) * 1.05
    narrow = charts.bars([row | {"text": str(row["v"])} for row in rewrapped(rows, 15)], high=high, narrow=True)
    cells = tuple((text(name), num(v), text(why)) for name, v, why, _hot in steps)
    head = (text(_("Step")), num(_("Number")), text(""))
    label = _("From seats offered to submissions in the figures")
    return picture(charts.bars(rows, high=high), narrow, label=label, head=head, rows=cells)
