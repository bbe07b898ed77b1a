"""What the loop did with the findings: decisions asked, actions, and whether they helped."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from improvement.models import Action, Decision, Finding
from improvement.proof import Proof, accepted_again, proof_of
from insights.measures import DIGITS, Json
from shared import statistics
from shared.statistics import Verdict
from tasks_catalog.models import Campaign, QuestionnaireVersion, Task
from tasks_catalog.questionnaire import questions_of

SURE = 0.05
DECISIONS = 4  # as many as page one holds
OPEN = (Action.State.PROPOSED, Action.State.AGREED, Action.State.DOING)


class Judged(NamedTuple):
    """A comparison with its corrected p and the verdict that this p leaves."""

    proof: Proof
    p: float
    verdict: Verdict


def actions_of(campaign: Campaign, *, as_of: datetime) -> list[Action]:
    found = Action.objects.filter(finding__campaign=campaign, created_at__lte=as_of)
    return list(found.select_related("finding__theme", "department", "owner", "measure").order_by("created_at", "pk"))


def change_days(actions: Iterable[Action], *, as_of: datetime) -> dict[int, date]:
    """On which day each operational measure was first changed by a shipped action."""
    days: dict[int, date] = {}
    for action in actions:
        if action.measure_id and action.shipped_on and action.shipped_on <= timezone.localdate(as_of):
            days[action.measure_id] = min(action.shipped_on, days.get(action.measure_id, action.shipped_on))
    return days


def loop_figures(*, campaign: Campaign, actions: list[Action], themes: list[Json], as_of: datetime) -> Json:
    """Decisions on the worst pain points, every action, and the before/after of those that were shipped."""
    proofs = _proofs(actions, as_of=as_of)
    return {
        "decisions": [_decision(theme, actions) for theme in themes[:DECISIONS]],
        "joint_reviews": _joint_reviews(campaign, as_of=as_of),
        "actions": [_action(action, proofs.get(action.pk), as_of=as_of) for action in actions],
        "before_after": _comparisons(actions, proofs),
    }


def _proofs(actions: list[Action], *, as_of: datetime) -> dict[int, Judged]:
    """Each shipped action's comparison, with Holm's correction over all of them; two actions proven by one figure are one comparison."""
    found: dict[tuple[object, ...], Proof] = {}
    for action in actions:
        if action.shipped_on and action.shipped_on <= timezone.localdate(as_of) and accepted_again(action, as_of=as_of) >= action.needed:
            try:
                found.setdefault(_figure(action), proof_of(action, as_of=as_of))
            except ValueError:  # too little on one side: no figure
                continue
    corrected = statistics.holm([proof.difference.p for proof in found.values()])
    judged = {
        figure: Judged(proof, p, proof.verdict if p < SURE else Verdict.CANNOT_TELL)
        for (figure, proof), p in zip(found.items(), corrected, strict=True)
    }
    return {action.pk: judged[_figure(action)] for action in actions if _figure(action) in judged and action.shipped_on}


def _figure(action: Action) -> tuple[object, ...]:
    """What the action is proven by: a measure since a day, or a question of one re-experience."""
    if action.measure_id:
        return action.measure_id, action.shipped_on
    return action.re_experience_id, action.question, action.choice


def _comparisons(actions: list[Action], proofs: dict[int, Judged]) -> list[Json]:
    """One row a comparison; actions that share it are named together, and the largest promise stands."""
    rows: dict[tuple[object, ...], Json] = {}
    for action in actions:
        if action.pk not in proofs:
            continue
        row = rows.setdefault(_figure(action), _before_after(action, proofs[action.pk]) | {"actions": []})
        row["actions"].append(action.title)
        promised = [each for each in (row["expected"], _promise(action)["expected"]) if each is not None]
        row["expected"] = max(promised, key=abs) if promised else None
    return list(rows.values())


def _decision(theme: Json, actions: list[Action]) -> Json:
    """One of the worst pain points, the way chosen for it, and its latest live action."""
    finding = Finding.objects.filter(theme=theme["id"]).first()
    live = [each for each in actions if each.finding.theme_id == theme["id"] and each.state != Action.State.DECLINED]
    action = live[-1] if live else None
    return {
        "rank": theme["rank"],
        "pain": theme["title"],
        "way": finding.way if finding else "",
        "action": action.title if action else None,
        "department": action.department.name if action else theme["touchpoint"]["owner"],
        "owner": action.owner.called if action else "",
        "due": action.due.isoformat() if action else None,
        "proof": _promise(action) if action else None,
    }


def _promise(action: Action) -> Json:
    """What was named beforehand as the proof: which figure, by how much, in how many."""
    return {
        "name": action.measure.name if action.measure else _question_label(action),
        "source": "operations" if action.measure else "testers",
        "expected": float(action.expected) if action.expected is not None else None,
        "unit": "share" if action.measure or action.choice or action.scale == "csat" else ("nps" if action.scale == "nps" else "number"),
        "needed": action.needed,
    }


def _question_label(action: Action) -> Json:
    """The question in the words of its brief: that of the re-experience, or of the campaign's tasks before there is one."""
    tasks = Task.objects.filter(campaign=action.finding.campaign_id, version__isnull=False)
    if action.re_experience_id:
        tasks = tasks.filter(pk=action.re_experience_id)
    for version in QuestionnaireVersion.objects.filter(tasks__in=tasks).order_by("pk").distinct():
        for _step, question in questions_of(version.definition):
            if question["name"] == action.question:
                return dict(question["label"])
    return {"en": action.question}


def _joint_reviews(campaign: Campaign, *, as_of: datetime) -> list[Json]:
    decided = Decision.objects.filter(joint_review__campaign=campaign, decided_at__lte=as_of).select_related("joint_review", "finding")
    found: dict[int, Json] = {}
    for decision in decided.order_by("joint_review__held_on", "position"):
        review = decision.joint_review
        entry = found.setdefault(review.pk, {"title": review.title, "held_on": review.held_on.isoformat(), "decided": 0})
        entry["decided"] += 1
    return list(found.values())


def _action(action: Action, proof: Judged | None, *, as_of: datetime) -> Json:
    again = accepted_again(action, as_of=as_of) if action.shipped_on else 0
    return {
        "title": action.title,
        "department": action.department.name,
        "due": action.due.isoformat(),
        "state": action.state,
        "reason": action.reason if action.state == Action.State.DECLINED else "",
        "days_late": max(0, (timezone.localdate(as_of) - action.due).days) if action.state in OPEN else 0,
        "shipped_on": action.shipped_on.isoformat() if action.shipped_on else None,
        "again": again,
        "needed": action.needed,
        "result": _before_after(action, proof) if proof else None,
    }


def _before_after(action: Action, judged: Judged) -> Json:
    return _promise(action) | judged.proof.as_json() | {"p": round(judged.p, DIGITS), "verdict": judged.verdict.value}
