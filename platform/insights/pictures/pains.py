"""Pain points and drivers in the reader's language."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from insights import charts, timelines, writing
from insights.measures import Json
from insights.pictures.parts import STAR, Cell, Picture, judged, named, num, picture, rewrapped, text
from shared.translated import in_language

HOT = 4  # how many pain points are asked to be decided
LABEL = 44  # half-characters of a long row name


def pareto(figures: Json) -> Picture:
    themes = figures["pains"]["themes"]
    rows = [
        {
            "label": writing.wrapped(in_language(theme["title"]) + (STAR if theme["touchpoint"]["moment"] else ""), LABEL),
            "key": str(theme["rank"]),
            "v": theme["impact"]["value"],
            "lo": theme["impact"]["low"],
            "hi": theme["impact"]["high"],
            "text": writing.number(theme["impact"]["value"]),
            "cum": writing.percent(theme["cumulative"], 0),
            "hot": theme["rank"] <= HOT,
        }
        for theme in themes
    ]
    label = _("Pain points by impact with their running share")
    cells = tuple(map(_pain_cells, themes))
    if not rows:
        return Picture(SafeString(""), pain_head(), cells)
    narrow = charts.pareto(rewrapped(rows, 26, "label"), narrow=True)
    return picture(charts.pareto(rows), narrow, label=label, head=pain_head(), rows=cells)


def pain_head() -> tuple[Cell, ...]:
    return (
        num(_("No.")),
        text(_("Pain point")),
        num(_("Testers")),
        num(pgettext("column", "Share")),
        num(_("95 % interval")),
        num(_("Severity")),
        num(_("Impact")),
        text(_("Lived again")),
    )


def _pain_cells(theme: Json) -> tuple[Cell, ...]:
    share = theme["share"]
    changed = judged(theme["change"]["verdict"]) if theme["change"] else text("–")
    return (
        num(theme["rank"]),
        text(in_language(theme["title"])),
        num(_("%(some)s of %(all)s") % {"some": theme["supporters"], "all": share["n"]}),
        num(writing.percent(share["value"], 0)),
        num(writing.bounds("csat", share)),
        num(writing.number(theme["severity"])),
        num(writing.number(theme["impact"]["value"])),
        changed,
    )


def matrix(figures: Json) -> Picture:
    themes = figures["pains"]["themes"]
    rows = [
        {
            "key": str(theme["rank"]),
            "v": 100 * theme["share"]["value"],
            "lo": 100 * theme["share"]["low"],
            "hi": 100 * theme["share"]["high"],
            "sev": theme["severity"],
            "hot": theme["rank"] <= HOT,
        }
        for theme in themes
    ]
    cells = tuple(map(_pain_cells, themes))
    if not rows:
        return Picture(SafeString(""), pain_head(), cells)
    title = _("share of testers who met it (%), with 95 % interval")
    often, rare, severe = _("often and bad: decide today"), _("rare but bad: watch"), _("severity 5")
    corners = [(often, 604, 14, "right", 600), (rare, 8, 14, "left", 400)]
    wide = timelines.matrix(rows, corners=corners, title=title, severe=severe)
    corner = (often, 254, 14, "right", 600)
    narrow = timelines.matrix(rows, corners=[corner], title=_("share of testers (%)"), severe="5", width=260, height=250)
    return picture(wide, narrow, label=_("Severity by frequency of the pain points"), head=pain_head(), rows=cells)


def drivers(figures: Json) -> Picture:
    rows = [
        {
            "name": writing.wrapped(named(row["touchpoint"]), 24),
            "who": "own",
            "v": 100 * row["weight"]["value"],
            "lo": 100 * row["weight"]["low"],
            "hi": 100 * row["weight"]["high"],
            "tv": writing.percent(row["weight"]["value"], 0),
            "tc": f"({writing.bounds('csat', row['weight'])})",
            "text2": _("we score %(score)s of 5") % {"score": writing.number(row["score"]["value"])},
        }
        for row in figures["drivers"]["rows"]
    ]
    head = (text(_("Driver")), num(_("Relative weight")), num(_("95 % bootstrap interval")), text(_("Our score, 1–5")))
    cells = tuple((text(row["name"].replace("|", " ")), num(row["tv"]), num(row["tc"]), text(row["text2"])) for row in rows)
    if not rows:
        return Picture(SafeString(""), head, cells)
    high = max(row["hi"] for row in rows) * 1.05
    wide = charts.ranges(rows, low=0, high=high, lines=[0], unit=" %")
    narrow = charts.ranges(rewrapped(rows, 17), low=0, high=high, lines=[0], unit=" %", narrow=True)
    return picture(wide, narrow, label=_("Relative weight of each driver"), head=head, rows=cells)
