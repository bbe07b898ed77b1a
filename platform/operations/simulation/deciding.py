"""How many voices become fourteen pain points, a report, and decisions."""

import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction

from feedback.models import PainPoint
from improvement.models import JointReview
from improvement.services import NewAction, carry_over, decide, make_finding, open_joint_review, publish_minutes, set_attendance
from insights.merging import merge
from insights.models import Measure, PainTheme
from members.rights import MANAGEMENT, PROGRAMME_MANAGER
from operations.simulation.answers import theme_of
from operations.simulation.decisions import PLANS, Plan, question_of
from operations.simulation.pains import PAINS
from operations.simulation.stage import Stage
from operations.simulation.words import Texts, t
from reports.building import build
from reports.models import Report
from reports.services import ask_for_report, publish_report, write_words


def merge_pains(stage: Stage) -> Iterator[str]:
    """A programme manager reads every pain point and says which of the fourteen it is."""
    manager = stage.cast(right=PROGRAMME_MANAGER)
    now = stage.ago(days=158)
    heard: dict[int, list[PainPoint]] = defaultdict(list)
    for pain in PainPoint.objects.filter(merge=None, submission__state="accepted").select_related("touchpoint").order_by("pk"):
        heard[PAINS.index(theme_of(pain.touchpoint.slug, pain.what))].append(pain)
    for number, meant in enumerate(PAINS):
        yield meant.title["en"]
        merge(pain_points=heard[number], title=meant.title, by=manager, now=now)


@transaction.atomic
def merge_again(stage: Stage) -> None:
    """Pain points of the re-experience go to the themes that stand."""
    manager = stage.cast(right=PROGRAMME_MANAGER)
    themes = {theme.title["en"]: theme for theme in PainTheme.objects.filter(campaign=stage.campaign)}
    heard: dict[str, list[PainPoint]] = defaultdict(list)
    for pain in PainPoint.objects.filter(merge=None, submission__state="accepted").select_related("touchpoint").order_by("pk"):
        heard[theme_of(pain.touchpoint.slug, pain.what).title["en"]].append(pain)
    for title, pains in heard.items():
        merge(pain_points=pains, theme=themes[title], by=manager, now=stage.ago(days=20))


def first_report(stage: Stage) -> None:
    _report(
        stage,
        edition=1,
        days_ago=155,
        headline=t(
            "Cards travel well and arrive badly announced. Speak before, and let people wake the card at the door.",
            "卡走得不慢，话说得太少。先开口提醒，再让人在门口就能激活。",
            "Karty jadą dobrze, ale bez zapowiedzi. Uprzedzajmy i pozwólmy obudzić kartę przy drzwiach.",
        ),
        answer=t(
            "Fourteen pain points stand between an expired card and a used one. Three of them cost one text message each.",
            "从旧卡到期到新卡用起来，横着十四个痛点，其中三个只差一条短信。",
            "Między wygasłą kartą a używaną stoi czternaście bolączek. Trzy z nich kosztują po jednym SMS-ie.",
        ),
    )


def second_report(stage: Stage) -> None:
    merge_again(stage)
    _report(
        stage,
        edition=2,
        days_ago=5,
        headline=t(
            "The card now arrives. Fix activation before the February bulk renewal.",
            "卡送得到了，还没用起来。二月批量换卡前，先把激活做好。",
            "Karta już dociera. Naprawmy aktywację przed lutową wymianą.",
        ),
        answer=t(
            "First-attempt delivery rose by nearly three points, and the text before re-issue is welcome. Activating in the app "
            "still takes too many screens; there the rivals lead. Fixed slots made the courier worse and are taken back.",
            "首次投递成功率提高近三个百分点，换发前短信受欢迎。App 激活步骤仍然太多，邻行领先；固定时段让快递体验变差，已撤回。",
            "Doręczenia za pierwszym razem wzrosły o prawie trzy punkty, a SMS przed wydaniem się przyjął. Aktywacja w aplikacji wciąż ma "
            "za dużo ekranów i tu prowadzi konkurencja. Stałe godziny pogorszyły dostawę i zostały wycofane.",
        ),
    )


def _report(stage: Stage, *, edition: int, days_ago: float, headline: Texts, answer: Texts) -> None:
    """Asked for, built, worded and published; a play that was stopped in between goes on with the same edition."""
    manager = stage.cast(right=PROGRAMME_MANAGER)
    now = stage.ago(days=days_ago)
    report = Report.objects.filter(campaign=stage.campaign, edition=edition).first()
    report = report or ask_for_report(campaign=stage.campaign, by=manager, now=now)
    if report.state == Report.State.PUBLISHED:
        return
    if report.state != Report.State.DRAFT and not build(report_id=report.pk, now=now + timedelta(minutes=1)):
        _wait_for(report)  # a worker was quicker
    report.refresh_from_db()
    write_words(report=report, headline=headline, answer=answer, by=manager, now=now + timedelta(hours=2))
    publish_report(report=report, by=manager, now=now + timedelta(hours=4))


def _wait_for(report: Report) -> None:
    for _ in range(240):
        report.refresh_from_db()
        if report.state == Report.State.DRAFT:
            return
        time.sleep(0.5)
    raise TimeoutError(f"Edition {report.edition} is not built: {report.failure or report.stage}")


def joint_review(stage: Stage) -> Iterator[str]:
    """Fourteen findings on the table; every one goes one of three ways."""
    now = stage.ago(days=148)
    for theme in PainTheme.objects.filter(campaign=stage.campaign).order_by("number"):
        make_finding(theme=theme, now=stage.ago(days=150))
    review = open_joint_review(
        campaign=stage.campaign,
        held_on=now.date(),
        title=t("Card renewal, first joint review", "换卡季第一次联席例会", "Wymiana kart, pierwsza narada"),
        now=stage.ago(days=149),
    )
    boss = stage.cast(right=MANAGEMENT)
    owners = [stage.owner_of(code) for code in ("cards", "digital", "logistics", "service", "marketing", "operations")]
    set_attendance(review=review, members=[boss, *owners], by=boss, now=now)
    decisions = {decision.finding.theme.number: decision for decision in review.decisions.select_related("finding__theme")}
    for minute, plan in enumerate(PLANS):
        moment = now + timedelta(minutes=4 * minute)
        decision = decisions[plan.pain]
        if plan.way:
            decide(decision=decision, way=plan.way, note=plan.note, action=_action(stage, plan), by=boss, now=moment)
        else:
            carry_over(decision=decision, note=plan.note, by=boss, now=moment)
        yield decision.finding.title["en"]
    publish_minutes(review=JointReview.objects.get(pk=review.pk), by=boss, now=now + timedelta(hours=3))


def _action(stage: Stage, plan: Plan) -> NewAction | None:
    if plan.action is None:
        return None
    return NewAction(
        title=plan.action,
        department=stage.departments[plan.department],
        owner=stage.who(*plan.owner),
        due=(stage.today + timedelta(days=plan.due_days)).date(),
        question=question_of(plan),
        measure=Measure.objects.get(slug=plan.measure) if plan.measure else None,
        expected=plan.expected,
    )
