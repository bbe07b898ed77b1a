"""Sentences about figures, no stronger than their intervals. Each is written in the language that is active."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights import writing
from insights.measures import Json
from insights.pictures import HOT, score_name
from shared.translated import between_sentences, in_language

SHORT = 60  # characters of a quotation that may stand as a title
SAID_FIRST = {"better": 0, "worse": 1, "cannot tell": 2}


def level(unit: str, estimate: Json) -> str:
    """A level in the unit of a before/after."""
    if unit == "share":
        return writing.percent(estimate["value"])
    return writing.signed(estimate["value"], 0) if unit == "nps" else writing.number(estimate["value"])


def touchpoint(row: Json) -> str:
    return in_language(row["touchpoint"]["name"])


def _listed(names: list[str]) -> str:
    return _(", ").join(names)


def proven(data: Json) -> list[Json]:
    """Before/after rows, proven ones first, operations before testers."""
    rows = data["loop"]["before_after"]
    return sorted(rows, key=lambda row: (SAID_FIRST[row["verdict"]], row["source"] != "operations"))


def default_headline(data: Json) -> str:
    """The answer in one sentence: what is proven to have changed, and where the rival leads beyond doubt."""
    return between_sentences().join(filter(None, [_what_changed(data), _what_next(data)])) or _(
        "Too early to tell: %(n)s accepted experiences so far."
    ) % {"n": data["figures"]["method"]["submissions"]}


def _what_changed(data: Json) -> str:
    rows = proven(data)
    if not rows or rows[0]["verdict"] == "cannot tell":
        return ""
    row = rows[0]
    return _("%(measure)s went from %(before)s to %(after)s: %(verdict)s.") % {
        "measure": in_language(row["name"]),
        "before": level(row["unit"], row["before"]),
        "after": level(row["unit"], row["after"]),
        "verdict": writing.verdict_word(row["verdict"]),
    }


def _what_next(data: Json) -> str:
    worse = [touchpoint(gap) for gap in data["figures"]["gaps"] if gap["verdict"] == "worse"]
    if worse:
        return _("The rival leads most at: %(touchpoint)s.") % {"touchpoint": worse[0]}
    themes = data["figures"]["pains"]["themes"]
    return _("What hurts most: %(pain)s.") % {"pain": in_language(themes[0]["title"])} if themes else ""


def default_answer(data: Json) -> str:
    """Two or three sentences under the headline."""
    method, pains = data["figures"]["method"], data["figures"]["pains"]
    sentences = [
        _("%(n)s accepted experiences of %(testers)s testers count.") % {"n": method["submissions"], "testers": method["testers"]},
        pains_title(data) + _(".") if pains["themes"] else "",
        gaps_title(data) + _("."),
    ]
    return between_sentences().join(filter(None, sentences))


def titles(data: Json) -> dict[str, str]:
    """The sentence above each section."""
    return {
        "method": method_title(data),
        "scores": scores_title(data),
        "control": control_title(data),
        "journey": journey_title(data),
        "gaps": gaps_title(data),
        "pains": pains_title(data),
        "drivers": drivers_title(data),
        "voices": voices_title(data),
        "ideas": ideas_title(data),
        "actions": actions_title(data),
        "before_after": before_after_title(data),
        "outside": outside_title(data),
        "health": health_title(data),
        "points": points_title(data),
    }


def method_title(data: Json) -> str:
    n = data["figures"]["method"]["submissions"]
    return ngettext(
        "%(n)s accepted experience can rank touchpoints, not prove a small change",
        "%(n)s accepted experiences can rank touchpoints, not prove a small change",
        n,
    ) % {"n": n}


def scores_title(data: Json) -> str:
    scores = data["figures"]["scores"]
    changed = [score["change"]["verdict"] for score in scores if score["change"]]
    if changed:
        return _("Lived again, %(better)s of %(all)s scores are better beyond doubt, %(worse)s worse") % {
            "better": changed.count("better"),
            "worse": changed.count("worse"),
            "all": len(changed),
        }
    apart = [score_name(score["scale"]) for score in scores if _trails(score)]
    if apart:
        return _("A rival scores higher beyond doubt on: %(scores)s") % {"scores": _listed(apart)}
    return _("On no score do the intervals of ours and a rival lie apart")


def _trails(score: Json) -> bool:
    own = next((row["estimate"] for row in score["rows"] if row["who"] == "own"), None)
    rivals = [row["estimate"] for row in score["rows"] if row["who"] == "rival" and row["estimate"]]
    return own is not None and any(rival["low"] > own["high"] for rival in rivals)


def control_title(data: Json) -> str:
    changed = [measure for measure in data["figures"]["measures"] if measure["change"]]
    if not changed:
        return _("What operations count, period by period")
    measure = changed[0]
    return _("%(measure)s: %(before)s before, %(after)s after the change; %(verdict)s") % {
        "measure": in_language(measure["name"]),
        "before": writing.percent(measure["change"]["before"]["value"]),
        "after": writing.percent(measure["change"]["after"]["value"]),
        "verdict": writing.verdict_word(measure["change"]["verdict"]),
    }


def journey_title(data: Json) -> str:
    stages = [stage for stage in data["figures"]["emotions"] if stage["own"]]
    if not stages:
        return _("Too few told how it felt")
    best, worst = max(stages, key=lambda s: s["own"]["value"]), min(stages, key=lambda s: s["own"]["value"])
    names = {"best": in_language(best["stage"]), "worst": in_language(worst["stage"])}
    if best["own"]["low"] > worst["own"]["high"]:
        return _("It feels best at “%(best)s” and worst at “%(worst)s”") % names
    return _("The feeling is highest at “%(best)s” and lowest at “%(worst)s”, but their intervals overlap") % names


def gaps_title(data: Json) -> str:
    gaps = data["figures"]["gaps"]
    ours = _listed([touchpoint(gap) for gap in gaps if gap["verdict"] == "better"])
    theirs = _listed([touchpoint(gap) for gap in gaps if gap["verdict"] == "worse"])
    if ours and theirs:
        return _("We lead at: %(ours)s. We trail at: %(theirs)s") % {"ours": ours, "theirs": theirs}
    if theirs:
        return _("We trail at: %(theirs)s. Elsewhere we cannot tell") % {"theirs": theirs}
    if ours:
        return _("We lead at: %(ours)s. Elsewhere we cannot tell") % {"ours": ours}
    return _("At no touchpoint can a gap to the rival be told from chance")


def pains_title(data: Json) -> str:
    themes = data["figures"]["pains"]["themes"]
    if not themes:
        return _("No pain point has been merged into a theme yet")
    top = min(HOT, len(themes))
    return _("%(top)s of %(all)s pain points carry %(share)s of the harm") % {
        "top": top,
        "all": len(themes),
        "share": writing.percent(themes[top - 1]["cumulative"], 0),
    }


def drivers_title(data: Json) -> str:
    rows = data["figures"]["drivers"]["rows"]
    if not rows:
        return _("What drives recommending cannot be told from so few answers")
    if len(rows) > 1 and rows[0]["weight"]["low"] > rows[1]["weight"]["high"]:
        return _("“%(first)s” weighs most in whether people recommend us") % {"first": touchpoint(rows[0])}
    return _("“%(first)s” seems to weigh most, but the order is not certain") % {"first": touchpoint(rows[0])}


def voices_title(data: Json) -> str:
    short = [voice["words"] for voice in data["figures"]["voices"]["quotations"] if writing.width_of(voice["words"]) <= SHORT]
    return _("“%(words)s”") % {"words": short[0]} if short else _("In the testers' own words")


def ideas_title(data: Json) -> str:
    ideas = data["figures"]["ideas"]
    return (
        _("What other industries do better: %(n)s ideas of %(authors)s testers") % ideas
        if ideas["n"]
        else _("No idea has been accepted yet")
    )


def actions_title(data: Json) -> str:
    actions = data["loop"]["actions"]
    if not actions:
        return _("No action has been proposed yet")
    states = [action["state"] for action in actions]
    return _("Actions: %(all)s; verified: %(verified)s; not verified: %(not_verified)s; late: %(late)s") % {
        "all": len(actions),
        "verified": states.count("verified"),
        "not_verified": states.count("not_verified"),
        "late": sum(bool(action["days_late"]) for action in actions),
    }


def before_after_title(data: Json) -> str:
    rows = proven(data)
    if not rows:
        return _("No action has been shipped and lived again by enough testers yet")
    row = rows[0]
    return _("%(measure)s: from %(before)s to %(after)s. Verdict: %(verdict)s") % {
        "measure": in_language(row["name"]),
        "before": level(row["unit"], row["before"]),
        "after": level(row["unit"], row["after"]),
        "verdict": writing.verdict_word(row["verdict"]),
    }


def outside_title(data: Json) -> str:
    known = [each for each in data["figures"]["outside"] if each["mean"]]
    own = next((each for each in known if each["own"]), None)
    if not known:
        return _("No review from outside has been imported")
    if own is None:
        return _("Public reviews of the rivals; none of ours has been imported")
    ahead = [each["provider"] for each in known if not each["own"] and each["mean"]["low"] > own["mean"]["high"]]
    behind = [each["provider"] for each in known if not each["own"] and each["mean"]["high"] < own["mean"]["low"]]
    mean = writing.number(own["mean"]["value"])
    if ahead and behind:
        return _("In public reviews we stand at %(mean)s of 5; clearly ahead of us: %(ahead)s; clearly behind: %(behind)s") % {
            "mean": mean,
            "ahead": _listed(ahead),
            "behind": _listed(behind),
        }
    if ahead:
        return _("In public reviews we stand at %(mean)s of 5; clearly ahead of us: %(ahead)s") % {"mean": mean, "ahead": _listed(ahead)}
    if behind:
        return _("In public reviews we stand at %(mean)s of 5; clearly behind us: %(behind)s") % {"mean": mean, "behind": _listed(behind)}
    return _("In public reviews we stand at %(mean)s of 5, not clearly apart from anybody") % {"mean": mean}


def health_title(data: Json) -> str:
    health = data["figures"]["health"]
    return _("%(counted)s of %(accepted)s accepted submissions are in the figures") % dict(health)


def points_title(data: Json) -> str:
    points = data["figures"]["points"]
    return _("%(paid)s of %(budget)s points have been paid") % {
        "paid": writing.whole(points["paid"]),
        "budget": writing.whole(points["budget"]),
    }
