"""A report's frozen data as a page in the reader's language; page and print are made from the same."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from insights import charts, pictures, timelines, writing
from insights.measures import Json
from insights.pictures import Picture, inline, judged, num, picture, rewrapped, text
from reports import wording
from reports.models import Report
from shared.translated import in_language

SIX = 6
QUOTES = 3
STRIPS: dict[str, tuple[float, float]] = {"nps": (-60, 80), "csat": (0, 1), "ces": (1, 7)}


def paper(report: Report) -> dict[str, Any]:
    """What the templates of page and print show."""
    data: Json = report.data or {}
    figures, loop = data["figures"], data["loop"]
    controls = _controls(figures)
    return {
        "report": report,
        "figures": figures,
        "loop": loop,
        "titles": wording.titles(data),
        "six": six_numbers(figures),
        "quotes": _first_quotes(figures),
        "pictures": {name: make(figures) for name, make in pictures.PICTURES.items()},
        "controls": controls,
        "no": _numbers(len(controls)),
        "changes": _changes(loop),
        "actions": [_action(action) for action in loop["actions"]],
        "decisions": [_decision(decision) for decision in loop["decisions"]],
        "sections": contents(),
    }


def _numbers(controls: int) -> dict[str, int]:
    """The number of each figure; the control charts come second."""
    after = ("emotions", "gaps", "pareto", "matrix", "drivers", "changes", "outside", "funnel")
    return {"scores": 1} | {name: place for place, name in enumerate(after, 2 + controls)}


def _controls(figures: Json) -> list[Json]:
    drawn = [measure for measure in figures["measures"] if len(measure["points"]) > 1]
    height = 215 if len(drawn) == 1 else 112
    return [{"measure": each, "picture": pictures.control(each, height=height), "strict": _strict(each)} for each in drawn]


def _strict(measure: Json) -> str:
    """The reading with periods as units, in points."""
    periods = measure["change"]["periods"] if measure["change"] else None
    return writing.change_bounds("share", periods) if periods else ""


def contents() -> list[tuple[int, str]]:
    """The sections in order, for the list of contents."""
    names = [
        _("Decisions"), _("Method and limits"), _("Scores"), _("Control chart"), _("Journey"), _("Against the rival"), _("Pain points"),
        _("Drivers"), _("Voices and photos"), _("Ideas"), pgettext("improvement", "Actions"), _("Before and after"), _("Outside voice"),
        _("Programme health"), _("Points"),
    ]  # fmt: skip
    return list(enumerate(names))


# Page one ------------------------------------------------------------------------------------


def six_numbers(figures: Json) -> list[Json]:
    """Up to three operational measures, then the testers' scores: value, change, verdict, target, rivals, n."""
    operations = [_operation(measure) for measure in figures["measures"] if measure["now"]]
    testers = [card for score in figures["scores"] if (card := _score(score))]
    return [*operations[: SIX - len(testers)], *testers]


def _operation(measure: Json) -> Json:
    now, change = measure["now"], measure["change"]
    rates = [hits / total for _day, hits, total in measure["points"]]
    edges = [*rates, now["low"], now["high"], *([measure["target"]] if measure["target"] else [])]
    room = (max(edges) - min(edges)) * 0.15 or 0.01
    low, high = max(0.0, min(edges) - room), min(1.0, max(edges) + room)
    limits = measure["limits"][-1] if measure["limits"] else None
    return {
        "name": in_language(measure["name"]),
        "value": writing.percent(now["value"]),
        "change": writing.change("share", change["difference"]) if change else "",
        "verdict": change["verdict"] if change else "",
        "strip": inline(timelines.strip(now, [], target=measure["target"], low=low, high=high)),
        "trend": inline(timelines.spark(rates, limits["low"], limits["high"])) if limits else "",
        "target": writing.percent(measure["target"]) if measure["target"] else "–",
        "rivals": _("not published"),
        "n": writing.whole(now["n"]),
    }


def _score(score: Json) -> Json | None:
    rows = {row["who"]: row for row in score["rows"] if row["estimate"]}
    if "own" not in rows:
        return None
    scale, own, change = score["scale"], rows["own"]["estimate"], score["change"]
    rivals = [row for row in score["rows"] if row["who"] == "rival" and row["estimate"]]
    low, high = STRIPS[scale]
    return {
        "name": pictures.score_name(scale),
        "value": writing.on_scale(scale, own["value"]),
        "change": writing.change(scale, change["difference"]) if change else "",
        "verdict": change["verdict"] if change else "",
        "strip": inline(timelines.strip(own, [row["estimate"] for row in rivals], target=None, low=low, high=high)),
        "trend": inline(timelines.slope(change["before"], change["after"], low=low, high=high)) if change else "",
        "target": "–",
        "rivals": ", ".join(f"{row['provider']} {writing.on_scale(scale, row['estimate']['value'])}" for row in rivals) or "–",
        "n": writing.whole(own["n"]),
    }


def _first_quotes(figures: Json) -> list[Json]:
    """Three voices for page one: one of the rival if there is one, and different languages where possible."""
    voices: list[Json] = figures["voices"]["quotations"]
    chosen = [voice for voice in voices if voice["subject"] == "own"][: QUOTES - 1]
    chosen += [voice for voice in voices if voice["subject"] == "rival"][: QUOTES - len(chosen)]
    return chosen


def way_word(way: str) -> str:
    return {"quick_win": _("quick win"), "issue": _("issue"), "follow_up": _("follow-up")}.get(way, _("to be decided"))


def _decision(decision: Json) -> Json:
    proof = decision["proof"]
    return {
        "what": in_language(decision["action"] or decision["pain"]),
        "way": way_word(decision["way"]),
        "owner": ", ".join(filter(None, [decision["owner"], in_language(decision["department"])])),
        "due": writing.day(decision["due"]) if decision["due"] else "–",
        "proof": _proof_words(proof) if proof else _("a proof is to be named"),
    }


def _proof_words(proof: Json) -> str:
    name = in_language(proof["name"])
    if proof["expected"] is None:
        return name
    return f"{name}: {promised(proof)}"


def promised(proof: Json) -> str:
    if proof["unit"] == "share":
        return _("%(change)s pts") % {"change": writing.signed(100 * proof["expected"])}
    return writing.signed(proof["expected"], 0 if proof["unit"] == "nps" else 1)


# Actions and their effect ----------------------------------------------------------------------


def state_word(state: str) -> str:
    return {
        "proposed": _("proposed"),
        "agreed": _("agreed"),
        "doing": _("doing"),
        "shipped": _("shipped"),
        "re_experiencing": _("re-experiencing"),
        "verified": _("verified"),
        "not_verified": _("not verified"),
        "declined": _("declined"),
    }[state]


def _action(action: Json) -> Json:
    result = action["result"]
    waits = ""
    if not result and action["shipped_on"]:
        waits = _("%(again)s of %(needed)s needed are in") % {"again": action["again"], "needed": action["needed"]}
    return {
        "title": in_language(action["title"]),
        "department": in_language(action["department"]),
        "due": writing.short_day(action["due"]),
        "state": action["state"],
        "state_word": state_word(action["state"]),
        "late": action["days_late"],
        "result": _moved(result) if result else "",
        "verdict": result["verdict"] if result else "",
        "note": action["reason"] or waits,
    }


def _moved(row: Json) -> str:
    return f"{wording.level(row['unit'], row['before'])} → {wording.level(row['unit'], row['after'])}"


def _unit(row: Json) -> str:
    return row["unit"] if row["unit"] != "number" else "ces"  # written with one decimal


def _changes(loop: Json) -> Picture | None:
    """Each action's change as a share of the change it promised, so that all units stand on one axis."""
    rows = loop["before_after"]
    if not rows:
        return None
    head = (
        text(_("Measure")), text(_("Source")), num(_("Before")), num(_("After")), num(_("Difference")), num(_("95 % interval")),
        num(_("n before / after")), num(_("p (Holm)")), text(_("Verdict")),
    )  # fmt: skip
    cells = tuple(_change_cells(row) for row in rows)
    drawn = [_change_row(row) for row in rows if row["expected"]]
    if not drawn:
        return Picture(inline(""), head, cells)
    low, high = min(-0.6, *(row["lo"] for row in drawn)), max(1.6, *(row["hi"] for row in drawn))
    heads = [(0.0, _("no change"), "right"), (1.0, _("as promised"), "left")]
    low, high = low * 1.05, high * 1.05
    short = [(0.0, _("none"), "right"), heads[1]]
    wide = charts.ranges(drawn, low=low, high=high, lines=[0, 1], heads=heads, width=205, extent=215, second=176)
    narrow = charts.ranges(rewrapped(drawn, 17), low=low, high=high, lines=[0, 1], heads=short, narrow=True)
    return picture(wide, narrow, label=_("Change reached as a share of the change promised"), head=head, rows=cells)


def _change_row(row: Json) -> Json:
    difference, expected = row["difference"], row["expected"]
    ends = sorted([difference["low"] / expected, difference["high"] / expected])
    return {
        "name": writing.wrapped(in_language(row["name"]), 32),
        "who": "none" if row["verdict"] == "cannot tell" else "own",
        "v": difference["value"] / expected,
        "lo": ends[0],
        "hi": ends[1],
        "tv": writing.change(_unit(row), difference),
        "tc": f"({writing.change_bounds(_unit(row), difference)})",
        "text2": writing.verdict_mark(row["verdict"]),
    }


def _change_cells(row: Json) -> tuple[pictures.Cell, ...]:
    difference = row["difference"]
    return (
        text(in_language(row["name"])),
        text(_("operations") if row["source"] == "operations" else _("testers")),
        num(wording.level(row["unit"], row["before"])),
        num(wording.level(row["unit"], row["after"])),
        num(writing.change(_unit(row), difference)),
        num(writing.change_bounds(_unit(row), difference)),
        num(f"{writing.whole(difference['n_before'])} / {writing.whole(difference['n_after'])}"),
        num(writing.p_value(row["p"])),
        judged(row["verdict"]),
    )
