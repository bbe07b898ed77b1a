"""Charts along a journey or along time, and the map of severity by frequency; the grammar is that of `insights.charts`."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from insights.charts import COLOUR, DIM, GRID, INK, OWN, PAPER, RIVAL, Row, across, dots, table, ticks, words

REGULAR = 400
NARROW = 400  # pixels


def control(
    rows: Sequence[Row],
    limits: Sequence[Row],
    *,
    cut: Row | None,
    labels: dict[int, str],
    domain: tuple[float, float],
    width: int = 560,
    height: int = 215,
) -> alt.LayerChart:
    """Individuals in order with limits; rows: i, v, out; limits: from, to, mean, lo, hi and their words; cut: i and words."""
    count = max(row["i"] for row in rows)
    x = alt.X("i", type="quantitative", scale=alt.Scale(domain=[0.4, count + 0.6], nice=False), axis=_labelled(labels))
    scale = alt.Scale(domain=list(domain), nice=False)

    def y(field: str) -> alt.Y:
        return alt.Y(
            field,
            type="quantitative",
            scale=scale,
            axis=alt.Axis(title=None, grid=True, tickCount=5, labelExpr=ticks() + " + ' %'", labelColor=DIM),
        )

    bounds, base = table(limits), table(rows)
    layers = [
        bounds.mark_rect(fill=OWN, opacity=0.1).encode(x=_at("from"), x2="to", y=y("lo"), y2="hi"),
        bounds.mark_rule(stroke=OWN, strokeWidth=1).encode(x=_at("from"), x2="to", y=y("mean")),
        base.mark_line(stroke=DIM, strokeWidth=1).encode(x=x, y=y("v")),
        table([row for row in rows if not row["out"]]).mark_point(size=34, fill=PAPER, stroke=OWN, strokeWidth=1.5).encode(x=x, y=y("v")),
        table([row for row in rows if row["out"]]).mark_point(size=60, fill=OWN, stroke=OWN).encode(x=x, y=y("v")),
    ]
    for limit in limits:
        layers += _limit_words(limit, y)
    if cut:
        change = table([cut | {"y": domain[0] + (domain[1] - domain[0]) * 0.07}])
        layers += [
            change.mark_rule(stroke=INK, strokeWidth=1, strokeDash=[3, 3]).encode(x=_at("i")),
            change.mark_text(align="left", dx=6, fill=INK, lineBreak="|").encode(
                x=_at("i"), y=y("y"), text=alt.Text("words", type="nominal")
            ),
        ]
    return alt.layer(*layers).properties(width=width, height=height)


def _labelled(labels: dict[int, str]) -> alt.Axis:
    pairs = ", ".join(f"'{place}': '{label}'" for place, label in labels.items())
    return alt.Axis(title=None, grid=False, values=list(labels), labelExpr=f"{{{pairs}}}[datum.value]")


def _at(field: str) -> alt.X:
    return alt.X(field, type="quantitative")


def _limit_words(limit: Row, y: Any) -> list[alt.Chart]:
    """The mean stands behind its line, the limits above their band, so that neither covers a point."""
    base = table([limit])
    return [
        base.mark_text(align="left", dx=8, fill=OWN, fontWeight=600).encode(
            x=_at("to"), y=y("mean"), text=alt.Text("mean_words", type="nominal")
        ),
        base.mark_text(align="left", dx=4, dy=-9, fill=DIM).encode(x=_at("from"), y=y("hi"), text=alt.Text("limit_words", type="nominal")),
    ]


def emotion(
    rows: Sequence[Row], *, places: dict[int, str], axis: tuple[str, str, str], lines: dict[str, str], width: int = 600, height: int = 250
) -> alt.LayerChart:
    """Feeling along the stages: i, who (own, rival, last), v, lo, hi; `lines` names each line, at its end."""
    count = max(places)
    x = alt.X("i", type="quantitative", scale=alt.Scale(domain=[0.7, count + 0.75], nice=False), axis=None)
    good, neutral, bad = axis
    label = f"datum.value == 0 ? '{neutral}' : datum.value == 1 ? '{good}' : datum.value == -1 ? '{bad}' : {ticks()}"

    def y(field: str) -> alt.Y:
        return alt.Y(
            field,
            type="quantitative",
            scale=alt.Scale(domain=[-2.05, 2.05], nice=False),
            axis=alt.Axis(title=None, values=[-2, -1, 0, 1, 2], labelExpr=label, labelColor=DIM),
        )

    layers = [table([{"z": 0}]).mark_rule(stroke=DIM, strokeWidth=1).encode(y=y("z"))]
    by_who = {who: [row for row in rows if row["who"] == who] for who in ("last", "rival", "own")}
    layers += [table(by_who[who]).mark_area(fill=COLOUR[who], opacity=0.16).encode(x=x, y=y("lo"), y2="hi") for who in ("rival", "own")]
    layers.append(table(by_who["last"]).mark_rule(stroke=DIM, strokeWidth=1).encode(x=x, y=y("lo"), y2="hi"))
    for who, dash in (("last", [2, 3]), ("rival", [6, 3]), ("own", [1, 0])):
        base = table(by_who[who])
        layers += [
            base.mark_line(stroke=COLOUR[who], strokeWidth=2.5 if who == "own" else 1.5, strokeDash=dash).encode(x=x, y=y("v")),
            dots(base, who).encode(x=x, y=y("v")),
        ]
        if by_who[who]:
            named = _freest(by_who[who], rows) if who == "last" else by_who[who][-1]
            layers.append(_line_words(who, named | {"words": lines[who]}, x, y))
    below = table([{"i": place, "t": text} for place, text in places.items()])
    layers.append(
        below.mark_text(lineBreak="|", lineHeight=15, baseline="top", fontWeight=600, fontSize=12 if width > NARROW else 10).encode(
            x=x, y=alt.value(height + 8), text=alt.Text("t", type="nominal")
        )
    )
    return alt.layer(*layers).properties(width=width, height=height)


def _freest(mine: Sequence[Row], rows: Sequence[Row]) -> Row:
    """The mark under whose interval there is most room for words."""

    def room(row: Row) -> float:
        others = [other["v"] for other in rows if other["i"] == row["i"] and other["who"] != row["who"]]
        return min((abs(row["lo"] - 0.3 - other) for other in others), default=9.0)

    return max(mine, key=room)


def _line_words(who: str, end: Row, x: alt.X, y: Any) -> alt.Chart:
    """A line's name behind its last mark; the first time's under its interval, where no line runs."""
    below = who == "last"
    look: dict[str, Any] = {"align": "center", "dy": 8, "baseline": "top"} if below else {"align": "left", "dx": 12}
    named = table([end]).mark_text(fill=COLOUR[who], fontWeight=600, lineBreak="|", **look)
    return named.encode(x=x, y=y("lo" if below else "v"), text=alt.Text("words", type="nominal"))


def matrix(
    rows: Sequence[Row],
    *,
    corners: Sequence[tuple[str, float, float, str, int]],
    title: str,
    severe: str,
    width: int = 610,
    height: int = 290,
) -> alt.LayerChart:
    """Severity by frequency: key, v, lo, hi, sev, hot; corners: words, x, y in pixels, align, weight."""
    high = max(row["hi"] for row in rows) * 1.05
    floor = min(row["sev"] for row in rows) - 0.3

    def x(field: str) -> alt.X:
        return across(field, 0, high, title=title)

    axis = alt.Axis(title=None, grid=True, values=[1, 2, 3, 4, 5], labelColor=DIM, labelExpr=f"datum.value == 5 ? '{severe}' : datum.label")
    y = alt.Y("sev", type="quantitative", scale=alt.Scale(domain=[max(0.8, floor), 5.15], nice=False), axis=axis)
    base, hot, cool = table(rows), table([row for row in rows if row["hot"]]), table([row for row in rows if not row["hot"]])
    key = alt.Text("key", type="nominal")
    layers = [
        base.mark_rule(stroke=DIM, strokeWidth=1, opacity=0.55).encode(x=x("lo"), x2="hi", y=y),
        cool.mark_point(size=330, fill=PAPER, stroke=DIM, strokeWidth=1.2).encode(x=x("v"), y=y),
        hot.mark_point(size=330, fill=OWN, stroke=OWN).encode(x=x("v"), y=y),
        cool.mark_text(fontSize=11, fontWeight=600, fill=INK).encode(x=x("v"), y=y, text=key),
        hot.mark_text(fontSize=11, fontWeight=700, fill=PAPER).encode(x=x("v"), y=y, text=key),
    ]
    for text, px, py, align, weight in corners:
        layers += [words(text, x=px, y=py, align=align, fill=INK if weight > REGULAR else DIM, fontWeight=weight)]
    return alt.layer(*layers).properties(width=width, height=height)


# Small drawings inside a line of text: no axis, so written by hand


def strip(own: Row, rivals: Sequence[Row], *, target: float | None, low: float, high: float, width: int = 190) -> str:
    """The interval of one number, own above the rivals, the target as a tick."""

    def at(value: float) -> float:
        return 4 + (min(max(value, low), high) - low) / ((high - low) or 1) * (width - 8)

    height = 12 + 9 * max(1, len(rivals))
    parts = [f'<rect x="0" y="{height - 1}" width="{width}" height="1" fill="{GRID}"/>']
    if target is not None:
        parts.append(f'<rect x="{at(target) - 0.75:.1f}" y="0" width="1.5" height="{height}" fill="{INK}"/>')
    length = max(1.5, at(own["high"]) - at(own["low"]))
    parts.append(f'<rect x="{at(own["low"]):.1f}" y="5" width="{length:.1f}" height="2" fill="{OWN}"/>')
    parts.append(f'<circle cx="{at(own["value"]):.1f}" cy="6" r="4" fill="{OWN}"/>')
    for place, rival in enumerate(rivals):
        top, x = 13 + 9 * place, at(rival["value"])
        reach = max(1.5, at(rival["high"]) - at(rival["low"]))
        parts.append(
            f'<rect x="{at(rival["low"]):.1f}" y="{top}" width="{reach:.1f}" height="2" fill="{RIVAL}"/>'
            f'<path d="M{x:.1f},{top - 3.4:.1f}l4.4,4.4l-4.4,4.4l-4.4,-4.4z" fill="{RIVAL}"/>'
        )
    return f'<svg class="strip" viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true">{"".join(parts)}</svg>'


def spark(values: Sequence[float], low: float, high: float, *, width: int = 96, height: int = 26) -> str:
    """A trend line over the band of the control limits, with the last value marked."""
    bottom, top = min([*values, low]), max([*values, high])

    def at(value: float) -> float:
        return height - 3 - (value - bottom) / ((top - bottom) or 1) * (height - 6)

    points = " ".join(f"{3 + i * (width - 8) / max(1, len(values) - 1):.1f},{at(v):.1f}" for i, v in enumerate(values))
    return (
        f'<svg class="spark" viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true">'
        f'<rect x="0" y="{at(high):.1f}" width="{width}" height="{max(1.0, at(low) - at(high)):.1f}" fill="{OWN}" opacity=".12"/>'
        f'<polyline points="{points}" fill="none" stroke="{OWN}" stroke-width="1.5"/>'
        f'<circle cx="{width - 5}" cy="{at(values[-1]):.1f}" r="2.8" fill="{OWN}"/></svg>'
    )


def slope(before: Row, after: Row, *, low: float, high: float, width: int = 96, height: int = 34) -> str:
    """Two waves are two marks with intervals; no trend is invented between them."""

    def at(value: float) -> float:
        return height - 3 - (min(max(value, low), high) - low) / ((high - low) or 1) * (height - 6)

    x, y = 14, width - 14
    return (
        f'<svg class="spark" viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true">'
        f'<path d="M{x},{at(before["value"]):.1f}L{y},{at(after["value"]):.1f}" stroke="{DIM}" stroke-width="1"/>'
        f'<path d="M{x},{at(before["low"]):.1f}V{at(before["high"]):.1f}" stroke="{DIM}" stroke-width="1.5"/>'
        f'<path d="M{y},{at(after["low"]):.1f}V{at(after["high"]):.1f}" stroke="{OWN}" stroke-width="2"/>'
        f'<circle cx="{x}" cy="{at(before["value"]):.1f}" r="3" fill="{PAPER}" stroke="{DIM}" stroke-width="1.5"/>'
        f'<circle cx="{y}" cy="{at(after["value"]):.1f}" r="3.5" fill="{OWN}"/></svg>'
    )
