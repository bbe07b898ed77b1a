"""Merged pain points: who met them, how bad they are, and which few carry most of the harm."""

from feedback.models import Idea, PainPoint
from insights.counted import Counted
from insights.measures import DIGITS, Json, K, difference_json, estimate_json, texts_of
from insights.models import Merge, PainTheme
from insights.voices import K_WORDS
from shared import statistics
from shared.statistics import Difference
from shared.translated import language_of

IDEAS = 8
MOMENT_WEIGHT = 1.5  # what a moment of truth weighs more


def pain_figures(data: Counted) -> Json:
    """Themes by impact with their running share, how many pain points nobody has merged yet, and the change since the first time."""
    rows = Merge.objects.filter(pain_point__submission__in=data.ids, at__lte=data.as_of).values_list(
        "theme_id", "pain_point__submission_id", "pain_point__severity"
    )
    met: dict[int, list[tuple[int, int]]] = {}
    for theme, submission, severity in rows.order_by("pk"):
        met.setdefault(theme, []).append((submission, severity))
    themes = PainTheme.objects.filter(campaign=data.campaign).select_related("touchpoint__stage", "touchpoint__owner").order_by("number")
    found = [_theme(data, theme, met[theme.pk]) for theme in themes if theme.pk in met]
    found.sort(key=lambda each: (-each["impact"]["value"], each["number"]))
    _running_share(found)
    _changes(data, found, met)
    total = PainPoint.objects.filter(submission__in=data.ids).count()
    return {"themes": found, "pain_points": total, "unmerged": total - sum(map(len, met.values()))}


def _theme(data: Counted, theme: PainTheme, met: list[tuple[int, int]]) -> Json:
    by_member: dict[int, list[int]] = {}
    for submission, felt in met:
        by_member.setdefault(data.by_id[submission].member, []).append(felt)
    severity = sum(sum(values) / len(values) for values in by_member.values()) / len(by_member)
    share = statistics.wilson(len(by_member), len(data.testers))
    weight = MOMENT_WEIGHT if theme.touchpoint.moment_of_truth else 1.0
    return {
        "id": theme.pk,
        "number": theme.number,
        "title": theme.title,
        "touchpoint": texts_of(theme.touchpoint),
        "supporters": len(by_member),
        "share": estimate_json(share),
        "severity": round(severity, DIGITS),
        "impact": estimate_json(statistics.impact(severity=severity, share=share, weight=weight)),
        "change": None,
    }


def _running_share(themes: list[Json]) -> None:
    for rank, (theme, cumulative) in enumerate(
        zip(themes, statistics.pareto([each["impact"]["value"] for each in themes]), strict=True), 1
    ):
        theme |= {"rank": rank, "cumulative": round(cumulative, DIGITS)}


def _changes(data: Counted, themes: list[Json], met: dict[int, list[tuple[int, int]]]) -> None:
    """Share of testers who met it on the same tasks, first time against again; fewer is better; Holm over the themes."""
    changed = [(theme, difference) for theme in themes if (difference := _change(data, met[theme["id"]]))]
    judged = statistics.verdicts([difference for _theme, difference in changed], less_is_better=True)
    for (theme, difference), (p, verdict) in zip(changed, judged, strict=True):
        theme["change"] = {"difference": difference_json(difference), "p": round(p, DIGITS), "verdict": verdict.value}


def _change(data: Counted, met: list[tuple[int, int]]) -> Difference | None:
    tasks = {data.by_id[submission].task for submission, _severity in met}
    repeated = {each.repeats for each in data.lived if each.again} & tasks
    before = {each.id for each in data.lived if each.task in repeated}
    after = {each.id for each in data.lived if each.repeats in repeated}
    if min(len(before), len(after)) < K:
        return None
    submissions = {submission for submission, _severity in met}
    return statistics.newcombe(len(submissions & before), len(before), len(submissions & after), len(after))


def idea_figures(data: Counted) -> Json:
    """Ideas by delight in their authors' words; none while fewer than the small number for words had one."""
    fields = ("pk", "source", "what_they_do", "what_here", "delight", "submission__claim__member_id", "submission__claim__member__locale")
    rows = list(Idea.objects.filter(submission__in=data.ids).order_by("-delight", "pk").values_list(*fields))
    authors = {row[5] for row in rows}
    shown: dict[str, Json] = {}
    for _pk, source, they, here, delight, _member, locale in rows:
        told = {"source": source, "they": they, "here": here, "delight": delight, "language": language_of(here, locale)}
        shown.setdefault(here.casefold().strip(), told)
    delights = [float(row[4]) for row in rows]
    return {
        "n": len(rows),
        "authors": len(authors),
        "delight": estimate_json(statistics.mean(delights) if len(delights) >= K else None),
        "top": list(shown.values())[:IDEAS] if len(authors) >= K_WORDS else [],
    }
