"""One chart grammar: own is a filled teal circle, the rival an amber diamond with a dashed line, the first time a small hollow grey circle;
the line through a mark is its 95 % interval; words stand on the chart instead of a legend."""

from collections.abc import Sequence
from typing import Any

import altair as alt
from django.utils.translation import get_language

type Row = dict[str, Any]
type Head = tuple[float, str, str]

INK, DIM, GRID, OWN, RIVAL, PAPER = "#12211f", "#566762", "#dfe6e3", "#0f766e", "#b45309", "#ffffff"
DIAMOND = "M0,-0.75L0.75,0L0,0.75L-0.75,0Z"
COLOUR = {"own": OWN, "again": OWN, "rival": RIVAL, "last": DIM, "none": DIM}
LOOK: dict[str, dict[str, Any]] = {
    "own": {"shape": "circle", "fill": OWN, "stroke": OWN, "size": 80},
    "again": {"shape": "circle", "fill": OWN, "stroke": OWN, "size": 80},
    "rival": {"shape": DIAMOND, "fill": RIVAL, "stroke": RIVAL, "size": 110},
    "last": {"shape": "circle", "fill": PAPER, "stroke": DIM, "size": 42, "strokeWidth": 1.5},
    "none": {"shape": "circle", "fill": PAPER, "stroke": DIM, "size": 60, "strokeWidth": 1.5},
}
LINE_STEP = 14  # what a second line of a label adds


def table(rows: Sequence[Row]) -> alt.Chart:
    return alt.Chart(alt.Data(values=list(rows)))


def ticks(text: str = "datum.label") -> str:
    """An axis label with a true minus and the language's decimal mark."""
    plain = f"replace({text}, '-', '\N{MINUS SIGN}')"
    return f"replace({plain}, '.', ',')" if get_language() == "pl" else plain


def across(
    field: str, low: float, high: float, *, title: str | None = None, values: Sequence[float] | None = None, unit: str = ""
) -> alt.X:
    axis: dict[str, Any] = {"values": list(values)} if values else {}
    label = ticks() + (f" + '{unit}'" if unit else "")
    return alt.X(
        field,
        type="quantitative",
        scale=alt.Scale(domain=[low, high], nice=False),
        axis=alt.Axis(title=title, grid=True, labelExpr=label, **axis),
    )


def bare(field: str, low: float, high: float) -> alt.X:
    return alt.X(field, type="quantitative", scale=alt.Scale(domain=[low, high], nice=False), axis=None)


def names(rows: Sequence[Row], extent: int, field: str = "name") -> alt.Y:
    """Row names in the order given, broken at the bar."""
    axis = alt.Axis(minExtent=extent, maxExtent=extent, labelLimit=extent, labelExpr="split(datum.label, '|')", labelLineHeight=LINE_STEP)
    return alt.Y(field, type="nominal", sort=[row[field] for row in rows], title=None, axis=axis)


def step_for(rows: Sequence[Row], step: int, field: str = "name") -> int:
    return step + LINE_STEP // 2 if any("|" in row[field] for row in rows) else step


def dots(base: alt.Chart, who: str, **look: Any) -> alt.Chart:
    return base.mark_point(**{**LOOK[who], **look})


def columns(base: alt.Chart, width: int, spec: Sequence[tuple[str, int, str, str, int]], y: alt.Y) -> list[alt.Chart]:
    """Words right of the plot: (field, offset, align, colour, weight)."""
    return [
        base.mark_text(align=align, fill=colour, fontWeight=weight).encode(
            x=alt.value(width + offset), y=y, text=alt.Text(field, type="nominal")
        )
        for field, offset, align, colour, weight in spec
    ]


def words(text: str, **at: Any) -> alt.Chart:
    """Words on the drawing at fixed places; `at` holds x and y in the drawing's own units or pixels."""
    look = {"align": "left", "fill": INK, "lineBreak": "|", **{key: value for key, value in at.items() if key not in {"x", "y"}}}
    return table([{"t": text}]).mark_text(**look).encode(text=alt.Text("t", type="nominal"), x=alt.value(at["x"]), y=alt.value(at["y"]))


def line_at(value: float, x: alt.X, *, colour: str = INK, dash: Sequence[int] = (1, 0)) -> alt.Chart:
    return table([{"z": value}]).mark_rule(stroke=colour, strokeWidth=1, strokeDash=list(dash)).encode(x=x)


def intervals(rows: Sequence[Row], who: str, x: Any, y: alt.Y) -> list[alt.Chart]:
    """Mark and interval of every row that belongs to `who` and has a value."""
    mine = [row for row in rows if row["who"] == who and row.get("v") is not None]
    if not mine:
        return []
    base = table(mine)
    return [
        base.mark_rule(stroke=COLOUR[who], strokeWidth=2).encode(x=x("lo"), x2="hi", y=y),
        dots(base, who).encode(x=x("v"), y=y),
    ]


def scores(groups: Sequence[Row], *, narrow: bool = False) -> alt.VConcatChart:
    """Small multiples, one scale each; group: title, low, high, rows of who, name, v, lo, hi, tv, tc, tn."""
    parts = []
    width, extent, told = (150, 105, VALUE_ONLY) if narrow else (370, 132, SCORE_COLUMNS)
    for group in groups:
        rows, (low, high) = group["rows"], (group["low"], group["high"])
        y = names(rows, extent)

        def x(field: str, low: float = low, high: float = high) -> alt.X:
            return across(field, low, high)

        layers = [line_at(0, x("z"), colour=DIM)] if low < 0 else []
        for who in ("rival", "again", "own", "last"):
            layers += intervals(rows, who, x, y)
        layers += columns(table(rows), width, told, y)
        title = alt.TitleParams(group["title"], offset=4)
        parts.append(alt.layer(*layers).properties(width=width, height=20 * len(rows), title=title))
    return alt.vconcat(*parts, spacing=10)


VALUE_ONLY = [("tv", 46, "right", INK, 600)]
SCORE_COLUMNS = [("tv", 52, "right", INK, 600), ("tc", 62, "left", DIM, 400), ("tn", 200, "right", DIM, 400)]


def gaps(rows: Sequence[Row], *, head: tuple[str, str], full: bool = True, width: int = 240, extent: int = 158) -> alt.LayerChart:
    """Own minus rival a touchpoint: name, who (own, rival, none, few), v, lo, hi, tv, tc, tn, verdict, few."""
    reach = max([1.0, *(abs(edge) for row in rows if row["v"] is not None for edge in (row["lo"], row["hi"]))]) * 1.05
    y = names(rows, extent)

    def x(field: str) -> alt.X:
        return across(field, -reach, reach)

    layers = [line_at(0, x("z"))]
    for who in ("none", "rival", "own"):
        layers += intervals(rows, who, x, y)
    few = [row for row in rows if row["who"] == "few"]
    if few:
        layers.append(table(few).mark_text(align="left", fill=DIM).encode(x=alt.value(4), y=y, text=alt.Text("few", type="nominal")))
    if full:
        layers += columns(table(rows), width, [*GAP_COLUMNS], y)
    middle = width / 2
    layers += [
        words(head[0], x=middle - 8, y=-14, align="right", fill=RIVAL, fontWeight=600),
        words(head[1], x=middle + 8, y=-14, fill=OWN, fontWeight=600),
    ]
    return alt.layer(*layers).properties(width=width, height=alt.Step(step_for(rows, 27)))


GAP_COLUMNS = [
    ("tv", 46, "right", INK, 600),
    ("tc", 56, "left", DIM, 400),
    ("tn", 178, "right", DIM, 400),
    ("verdict", 192, "left", INK, 600),
]


def pareto(rows: Sequence[Row], *, narrow: bool = False) -> alt.LayerChart:
    """Bars of impact from 0 with the interval, then the running share: label, key, v, lo, hi, text, cum, hot."""
    width, extent = (95, 172) if narrow else (240, 290)
    y, high = names(rows, extent, "label"), max(row["hi"] for row in rows) * 1.04

    def x(field: str) -> alt.X:
        return bare(field, -high * (0.22 if narrow else 0.1), high)

    base = table(rows)
    layers = [
        table([row for row in rows if not row["hot"]]).mark_bar(fill=DIM, opacity=0.35).encode(x=x("v"), x2=alt.datum(0), y=y),
        table([row for row in rows if row["hot"]]).mark_bar(fill=OWN).encode(x=x("v"), x2=alt.datum(0), y=y),
        base.mark_rule(stroke=INK, strokeWidth=1.2).encode(x=x("lo"), x2="hi", y=y),
        base.mark_text(align="right", fill=DIM, fontSize=11).encode(x=alt.value(14), y=y, text=alt.Text("key", type="nominal")),
        *columns(base, width, [("text", 34, "right", INK, 600), *([] if narrow else [("cum", 90, "right", DIM, 400)])], y),
    ]
    return alt.layer(*layers).properties(width=width, height=alt.Step(step_for(rows, 24, "label")))


def ranges(
    rows: Sequence[Row],
    *,
    low: float,
    high: float,
    lines: Sequence[float] = (),
    heads: Sequence[Head] = (),
    width: int = 280,
    extent: int = 150,
    second: int = 170,
    values: Sequence[float] | None = None,
    unit: str = "",
    narrow: bool = False,
) -> alt.LayerChart:
    """One mark with its interval a row: name, who, v, lo, hi, tv, tc, text2; `lines` are drawn through all rows."""
    width, extent = (125, 120) if narrow else (width, extent)
    y = names(rows, extent)

    def x(field: str) -> alt.X:
        return bare(field, low, high) if heads else across(field, low, high, values=values, unit=unit)

    layers = [line_at(value, x("z"), dash=(1, 0) if value == 0 else (3, 3)) for value in lines]
    for who in ("none", "rival", "own", "again"):
        layers += intervals(rows, who, x, y)
    told = [("tv", 64, "right", INK, 600), ("tc", 74, "left", DIM, 400), ("text2", second, "left", INK, 600)]
    layers += columns(table(rows), width, told[:1] if narrow else told, y)
    for value, text, align in heads:
        place = (value - low) / (high - low) * width + (-6 if align == "right" else 6)
        layers.append(words(text, x=place, y=-10, align=align, fill=DIM))
    return alt.layer(*layers).properties(width=width, height=alt.Step(step_for(rows, 30)))


def bars(rows: Sequence[Row], *, high: float, narrow: bool = False) -> alt.LayerChart:
    """Bars from 0 with words behind them: name, v, text, hot."""
    width, extent = (150, 105) if narrow else (330, 130)
    y = names(rows, extent)
    layers = [
        table([row for row in rows if not row["hot"]]).mark_bar(fill=DIM, opacity=0.35).encode(x=bare("v", 0, high), y=y),
        table([row for row in rows if row["hot"]]).mark_bar(fill=OWN).encode(x=bare("v", 0, high), y=y),
        *columns(table(rows), width, [("text", 12, "left", INK, 400)], y),
    ]
    return alt.layer(*layers).properties(width=width, height=alt.Step(step_for(rows, 28)))
