"""What testers answered, in the reader's language: scores, the gap to the rival, the feeling along the journey."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from insights import charts, timelines, writing
from insights.measures import Json
from insights.pictures.parts import STAR, Cell, Picture, judged, n_is, named, num, picture, rewrapped, text
from shared.translated import in_language

AXES: dict[str, tuple[float, float]] = {"nps": (-100, 100), "csat": (0, 100), "ces": (1, 7)}


def score_title(scale: str) -> str:
    return {
        "nps": _("Would recommend: NPS, −100 to +100"),
        "csat": _("Satisfied: CSAT, share of 4–5 (%)"),
        "ces": _("Easy: CES, mean of 1–7"),
    }[scale]


def score_name(scale: str) -> str:
    return {"nps": _("Would recommend (NPS)"), "csat": _("Satisfied (CSAT, 4–5)"), "ces": _("Easy (CES, 1–7)")}[scale]


def whose(row: Json) -> str:
    if row["who"] == "own":
        return _("Ours")
    return _("Ours, lived again") if row["who"] == "again" else str(row["provider"])


def scores(figures: Json) -> Picture:
    groups, rows = [], []
    for score in figures["scores"]:
        scale = score["scale"]
        known = [row for row in score["rows"] if row["estimate"]]
        low, high = AXES[scale]
        groups.append({"title": score_title(scale), "low": low, "high": high, "rows": [_score_row(scale, row) for row in known]})
        rows += [_score_cells(scale, row) for row in score["rows"]]
    head = (text(_("Measure")), text(_("Whose")), num(_("Value")), num(_("95 % interval")), num("n"))
    drawn = [group for group in groups if group["rows"]]
    label = _("Scores with 95 percent intervals: ours, rivals, ours lived again")
    if not drawn:
        return Picture(SafeString(""), head, tuple(rows))
    return picture(charts.scores(drawn), charts.scores(drawn, narrow=True), label=label, head=head, rows=tuple(rows))


def _score_row(scale: str, row: Json) -> Json:
    estimate, factor = row["estimate"], 100 if scale == "csat" else 1
    return {
        "who": row["who"],
        "name": whose(row),
        "v": factor * estimate["value"],
        "lo": factor * estimate["low"],
        "hi": factor * estimate["high"],
        "tv": writing.on_scale(scale, estimate["value"]),
        "tc": f"({writing.bounds(scale, estimate)})",
        "tn": n_is(row["n"]),
    }


def _score_cells(scale: str, row: Json) -> tuple[Cell, ...]:
    estimate = row["estimate"]
    if not estimate:
        return text(score_name(scale)), text(whose(row)), num(_("not enough")), num("–"), num(row["n"])
    return (
        text(score_name(scale)),
        text(whose(row)),
        num(writing.on_scale(scale, estimate["value"])),
        num(writing.bounds(scale, estimate)),
        num(row["n"]),
    )


def gaps(figures: Json, *, full: bool = True) -> Picture:
    """`full` has value, interval, n and verdict in columns beside the plot."""
    rows = [_gap_row(gap, figures["method"]["small_figures"]) for gap in figures["gaps"] if gap["n"]]
    head = (text(_("Touchpoint")), num(_("Ours − rival")), num(_("95 % interval")), num(_("pairs")), num(_("p (Holm)")), text(_("Verdict")))
    cells = tuple(_gap_cells(gap) for gap in figures["gaps"])
    if not rows:
        return Picture(SafeString(""), head, cells)
    wide = charts.gaps(rows, head=(_("◂ rival does better"), _("we do better ▸")), full=full, width=240 if full else 320)
    narrow = charts.gaps(rewrapped(rows, 17), head=(_("◂ rival"), _("ours ▸")), full=False, width=165, extent=130)
    return picture(wide, narrow, label=_("Paired gap, ours minus the rival, by touchpoint"), head=head, rows=cells)


def _gap_row(gap: Json, small: int) -> Json:
    difference = gap["difference"]
    row = {
        "name": writing.wrapped(named(gap["touchpoint"]), 24),
        "who": "few",
        "v": None,
        "few": "",
        "tv": "",
        "tc": "",
        "tn": "",
        "verdict": "",
    }
    if not difference:
        few = _("%(n)s pairs, fewer than %(small)s") % {"n": gap["n"], "small": small}
        return row | {"few": few, "verdict": writing.verdict_word("not enough")}
    return row | {
        "who": {"better": "own", "worse": "rival"}.get(gap["verdict"], "none"),
        "v": difference["value"],
        "lo": difference["low"],
        "hi": difference["high"],
        "tv": writing.signed(difference["value"]),
        "tc": f"({writing.interval(writing.number(difference['low']), writing.number(difference['high']))})",
        "tn": n_is(gap["n"]),
        "verdict": writing.verdict_mark(gap["verdict"]),
    }


def _gap_cells(gap: Json) -> tuple[Cell, ...]:
    difference = gap["difference"]
    if not difference:
        return text(named(gap["touchpoint"])), num("–"), num("–"), num(gap["n"]), num("–"), judged("not enough")
    bounds = writing.interval(writing.number(difference["low"], 2), writing.number(difference["high"], 2))
    return (
        text(named(gap["touchpoint"])),
        num(writing.signed(difference["value"], 2)),
        num(bounds),
        num(gap["n"]),
        num(writing.p_value(gap["p"])),
        judged(gap["verdict"]),
    )


def emotions(figures: Json) -> Picture:
    rows: list[Json] = []
    for place, stage in enumerate(figures["emotions"], 1):
        rows += [
            {"i": place, "who": who, "v": stage[who]["value"], "lo": stage[who]["low"], "hi": stage[who]["high"]}
            for who in ("own", "rival", "last")
            if stage[who]
        ]
    places = {
        place: writing.wrapped(in_language(stage["stage"]), 20) + ("|★" if stage["moment"] else "")
        for place, stage in enumerate(figures["emotions"], 1)
    }
    lines = {"own": _("Ours"), "rival": _("Rivals"), "last": _("Ours,|first time")}
    axis = (_("+1 good"), _("0 neutral"), _("−1 bad"))
    head = (
        text(_("Stage")),
        num(_("Ours")),
        num(_("95 % interval")),
        num(_("Rivals")),
        num(_("95 % interval")),
        num(_("Ours, first time")),
    )
    cells = tuple(
        (
            text(in_language(stage["stage"]) + (STAR if stage["moment"] else "")),
            *(cell for who in ("own", "rival") for cell in _felt(stage[who])),
            _felt(stage["last"])[0],
        )
        for stage in figures["emotions"]
    )
    label = _("Feeling along the journey: ours and the rivals' with 95 percent bands")
    if not rows:
        return Picture(SafeString(""), head, cells)
    wide = timelines.emotion(rows, places=places, axis=axis, lines=lines)
    narrow = timelines.emotion(rows, places=places, axis=axis, lines=lines, width=250, height=210)
    return picture(wide, narrow, label=label, head=head, rows=cells)


def _felt(estimate: Json | None) -> tuple[Cell, Cell]:
    if not estimate:
        return num("–"), num("–")
    return num(writing.signed(estimate["value"])), num(f"{writing.bounds('emotion', estimate)}, {n_is(estimate['n'])}")
