"""How departments act, testers experience again, and the figures say what helped."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from improvement.models import Action
from improvement.services import (
    decline,
    open_re_experience,
    ship,
    start_action,
    verify,
)
from insights.models import Measure
from insights.series import import_series
from members.rights import MANAGEMENT, PROGRAMME_MANAGER
from operations.simulation.decisions import PLANS, Plan
from operations.simulation.series import weekly_csv
from operations.simulation.stage import Stage
from operations.simulation.testing import Luck, live_through
from tasks_catalog.models import Task

SHIPPED_DAYS_AGO = 91


def import_operations(stage: Stage) -> None:
    """Twenty-four weeks of the two figures that operations keeps."""
    monday = _monday(stage.ago(days=26 * 7))
    changed = stage.ago(days=SHIPPED_DAYS_AGO).date()
    for slug, before, after, total, spread in [
        ("delivery-rate", 0.920, 0.949, 23_700, 0.0035),
        ("activation-rate", 0.630, 0.716, 23_700, 0.0060),
    ]:
        table = weekly_csv(
            dice=stage.dice, first_monday=monday, weeks=25, change_at=changed, before=before, after=after, total=total, spread=spread
        )
        import_series(
            measure=Measure.objects.get(slug=slug),
            file=table,
            whole_or_nothing=True,
            by=stage.cast(right=PROGRAMME_MANAGER),
            now=stage.ago(days=6),
        )


def _monday(moment: datetime) -> date:
    return moment.date() - timedelta(days=moment.weekday())


def actions() -> list[tuple[Plan, Action]]:
    """Each plan that became an action, in the order of the agenda."""
    known = {action.finding.theme.number: action for action in Action.objects.select_related("finding__theme", "department", "owner")}
    return [(plan, known[plan.pain]) for plan in PLANS if plan.pain in known]


def departments_act(stage: Stage) -> Iterator[str]:
    boss = stage.cast(right=MANAGEMENT)
    for plan, action in actions():
        yield action.title["en"]
        if plan.ends == "declined":
            decline(action=action, reason=plan.reason, by=boss, now=stage.ago(days=140))
        elif plan.ends != "agreed":
            start_action(action=action, by=action.owner, now=stage.ago(days=135))
        if plan.ends == "verify":
            _ship(stage, plan, action)


def _ship(stage: Stage, plan: Plan, action: Action) -> None:
    shipped = stage.ago(days=plan.shipped_days_ago)
    ship(action=action, by=action.owner, on=shipped.date(), now=shipped)


def experience_again(stage: Stage) -> Iterator[str]:
    """Every shipped change that testers can see is lived again with the questions of the first wave."""
    for plan, action in actions():
        if plan.ends == "verify" and plan.touchpoint:
            yield from _lived_again(stage, plan, action, people=18)


def ship_late(stage: Stage) -> Iterator[str]:
    """The new packet came last; its re-experience has only begun."""
    for plan, action in actions():
        if plan.ends == "re_experience":
            _ship(stage, plan, action)
            yield from _lived_again(stage, plan, action, people=3)


def _lived_again(stage: Stage, plan: Plan, action: Action, *, people: int) -> Iterator[str]:
    action.refresh_from_db()
    if action.re_experience is None or action.re_experience.state != Task.State.DRAFT:
        return  # another action of the same scenario has opened it
    manager = stage.cast(right=PROGRAMME_MANAGER)
    opens = stage.ago(days=plan.shipped_days_ago - 14)
    closes = stage.ago(days=20) if plan.ends == "verify" else stage.today + timedelta(days=20)
    task = open_re_experience(action=action, seats=18, opens_at=opens, closes_at=closes, by=manager, now=opens - timedelta(days=1))
    luck = Luck(returned=1, released=0) if people > 3 else Luck(returned=0, released=0)
    yield from live_through(stage, task, people=people, luck=luck, after=True)


def verify_actions(stage: Stage) -> Iterator[str]:
    for plan, action in actions():
        if plan.ends == "verify":
            action.refresh_from_db()
            verify(action=action, now=stage.ago(days=12))
            yield action.title["en"]
