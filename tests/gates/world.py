"""A programme in full swing, in which every screen of the app has something to show; Polish titles are as long as they get."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Collection, Locale, Page, Site

from claims.drawing import draw_lotteries
from claims.models import Claim
from claims.services import claim_task
from cms.models import GuidePage, NewsPage
from feedback.models import DraftAnswer
from feedback.reviewing import review
from members.models import Member
from members.rights import FINANCE, PROGRAMME_MANAGER, REVIEWER, TESTER, grant
from members.selectors import current_agreement
from members.services import accept_agreement
from notifications.services import tell
from recruitment.models import Round
from recruitment.quiz import answer_question, start_quiz
from recruitment.services import enter_round
from rewards import services
from rewards.models import Benefit, Redemption, RedPacket
from seats.models import Pool
from seats.selectors import pool_of
from seats.services import shrink
from tasks_catalog.models import Task
from tests.claims.factories import ClaimFactory
from tests.cms.pages.factories import a_check, a_page
from tests.feedback.every_type import DUTIES, EVERY_TYPE
from tests.feedback.factories import fill, make_claim, make_task, sent
from tests.improvement.factories import Loop
from tests.members.factories import AgreementFactory, DepartmentFactory, MemberFactory
from tests.recruitment.factories import a_round
from tests.rewards.factories import BenefitFactory, asked_for, give, published
from tests.tasks_catalog.factories import CampaignFactory, TaskFactory

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MARKS = {"compare": 4, "voice": 4, "pain": 4, "think": 4}
TITLE = {
    "en": "Where is my new card?",
    "zh-hans": "新卡寄到哪儿了？看看谁会告诉我什么时候到",
    "pl": "Gdzie jest moja nowa karta i kto powie mi, kiedy dotrze pod najnieprawdopodobniejszy adres korespondencyjny?",
}
WORDS = {
    "en": "Order a renewal, and see who tells you when it comes.",
    "zh-hans": "申请换卡，看看谁会告诉你什么时候到。",
    "pl": "Zamów wznowienie i sprawdź, czy ktokolwiek zawiadomi Cię o przewidywanym terminie dostarczenia przesyłki.",
}
LONG: dict[str, Any] = {"title": TITLE, "summary": WORDS}
PLUM = {"brand-light": "#7a1f5c", "brand-dark": "#f0a6d8", "on-brand-dark": "#2a0a1e", "picture": "mailbox"}
GIFT = {"en": "Coffee for two", "zh-hans": "双人咖啡券", "pl": "Dwuosobowe zaproszenie do najprzyjemniejszej kawiarni"}


@dataclass
class World:
    """Ada has done everything; Nina has nothing yet; Pam and Pat are in the plum campaign; Mo manages; who lost a lottery, time tells."""

    now: datetime = field(default_factory=timezone.now)
    people: dict[str, Member] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    packets: dict[str, RedPacket] = field(default_factory=dict)
    benefits: dict[str, Benefit] = field(default_factory=dict)
    redemptions: dict[str, Redemption] = field(default_factory=dict)

    @property
    def ada(self) -> Member:
        return self.people["ada"]

    def pool(self, task: str) -> Pool:
        return pool_of(self.tasks[task].pool_reference)


def build() -> World:
    """Everything there is, made by the services, as of now."""
    world = World()
    for part in (_people, _tasks, _lotteries, _work, _findings, _points, _packets, _rounds, _news):
        part(world)
    return world


def _people(world: World) -> None:
    conduct = AgreementFactory()
    AgreementFactory(kind="confidentiality", text=WORDS)
    department = DepartmentFactory(code="cards", name={"en": "Cards", "zh-hans": "信用卡部", "pl": "Wydawnictwo kart płatniczych"})
    for name, right in {"ada": TESTER, "nina": None, "mo": PROGRAMME_MANAGER, "dan": REVIEWER, "fin": FINANCE}.items():
        world.people[name] = MemberFactory(first_name=name.title(), department=department)
        if right:
            grant(member=world.people[name], right=right)
    world.people["new"] = MemberFactory(first_name="Nowa", nickname="", department=None)
    accept_agreement(member=world.ada, agreement=conduct, now=world.now)


def _tasks(world: World) -> None:
    now, past = world.now, world.now - DAY
    plum = CampaignFactory(slug="plum", title=TITLE, summary=WORDS, theme=PLUM)
    world.tasks |= {
        "plum": TaskFactory(slug="plum", campaign=plum, opens_at=past, **LONG),
        "plum-later": TaskFactory(slug="plum-later", campaign=plum, opens_at=now + HOUR, **LONG),
        "open": TaskFactory(slug="open", opens_at=past, closes_at=now + 2 * DAY, **LONG),
        "plain": TaskFactory(slug="plain", opens_at=past, kind=Task.Kind.ROUTINE, **LONG),
        "secret": TaskFactory(slug="secret", opens_at=past, agreement=current_agreement("confidentiality"), **LONG),
        "later": TaskFactory(slug="later", opens_at=now + HOUR, **LONG),
        "soon": TaskFactory(slug="soon", opens_at=now + 2 * DAY, **LONG),
        "full": TaskFactory(slug="full", opens_at=past, **LONG),
        "waiting": TaskFactory(slug="waiting", opens_at=past, seats=1, **LONG),
        "door": TaskFactory(slug="door", opens_at=past, **LONG),
    }
    shrink(pool=world.pool("full"), count=3)
    for member in (MemberFactory(), world.ada):
        claim_task(task=world.tasks["waiting"], member=member, key=uuid4(), now=now)
    for started in (False, True):
        world.claims["started" if started else "held"] = ClaimFactory(member=world.ada, now=now, opens_at=past, started=started, **LONG)
        name = "pat" if started else "pam"
        world.people[name] = MemberFactory(first_name=name.title())
        world.claims[name] = ClaimFactory(member=world.people[name], task=world.tasks["plum"], now=now, started=started)


def _lotteries(world: World) -> None:
    now = world.now
    draws = {"asked": now + HOUR, "lottery": now + HOUR, "lost": now - HOUR / 2}
    for slug, draws_at in draws.items():
        world.tasks[slug] = TaskFactory(slug=slug, opens_at=now - DAY, draws_at=draws_at, seats=1, **LONG)
    claim_task(task=world.tasks["asked"], member=world.ada, key=uuid4(), now=now)
    hopeful = [MemberFactory() for _ in range(4)]
    for member in hopeful:
        claim_task(task=world.tasks["lost"], member=member, key=uuid4(), now=now - HOUR)
    draw_lotteries(now=now)
    won = Claim.objects.get(task=world.tasks["lost"])
    world.claims["drawn"] = won
    world.people |= {"winner": won.member, "loser": next(member for member in hopeful if member != won.member)}


def _work(world: World) -> None:
    ada, now = world.ada, world.now
    every = make_task(slug="every", definition=EVERY_TYPE, waived_duties=DUTIES, title=TITLE)
    world.claims["every"] = make_claim(ada, task=every, now=now)
    world.claims["begun"] = make_claim(ada, task=make_task(slug="begun", title=TITLE), now=now)
    fill(world.claims["begun"], now=now)
    world.claims["aside"] = make_claim(MemberFactory(first_name="Cy"), task=every, now=now)
    world.people["cy"] = world.claims["aside"].member
    world.claims["submitted"] = sent(ada, task=make_task(slug="submitted", title=TITLE), now=now).claim
    for decision, marks in (("accept", MARKS), ("return", {}), ("reject", {})):
        submission = sent(ada, task=make_task(slug=decision, title=TITLE), now=now)
        review(submission=submission, reviewer=world.people["dan"], decision=decision, marks=marks, comment=WORDS["pl"], now=now)
        world.claims[decision] = submission.claim
    DraftAnswer.objects.filter(draft__claim=world.claims["every"]).delete()


def _findings(world: World) -> None:
    loop = Loop(slug="loop")
    for number in range(2):
        task = Task.objects.get(pk=loop.task.pk)
        task.pk, task.slug = None, f"met-{number}"
        task.save()
        met = loop.accept(own={"satisfied": 2}, member=world.ada, task=task)
        loop.shipped(loop.found(met, title=f"{TITLE['pl']} {number}"))


def _points(world: World) -> None:
    ada, now = world.ada, world.now
    give(ada, 12_800, now)
    for state in ("requested", "cancelled", "declined", "delivered"):
        benefit = BenefitFactory(slug=f"gift-{state}", title=GIFT, description=WORDS, how_it_arrives=WORDS)
        services.stock_benefit(benefit=benefit, count=3, by=None, now=now)
        world.benefits[state], world.redemptions[state] = benefit, asked_for(ada, now, benefit)
    services.cancel_redemption(redemption=world.redemptions["cancelled"], member=ada, now=now)
    approver: dict[str, Any] = {"by": world.people["fin"], "now": now}
    services.decline_redemption(redemption=world.redemptions["declined"], reason=WORDS["en"], **approver)
    services.approve_redemption(redemption=world.redemptions["delivered"], **approver)
    services.deliver_redemption(redemption=world.redemptions["delivered"], voucher="KAWA-2026-ABCD", **approver)
    world.benefits["dear"] = BenefitFactory(slug="dear", price=99_000, title=GIFT, kind=Benefit.Kind.TIME)
    services.stock_benefit(benefit=world.benefits["dear"], count=1, by=None, now=now)
    for team in range(3):
        department = DepartmentFactory(code=f"team-{team}")
        for number in range(3):
            give(MemberFactory(email=f"{team}-{number}@team.example", department=department), 12_790 + team + 10 * number, now)


def _packets(world: World) -> None:
    makers, now = (world.people["mo"], world.people["fin"]), world.now
    titles: dict[str, Any] = {"title": TITLE, "sender": "Zespół doręczania kart"}
    world.packets |= {
        "open": published(makers=makers, noon=now, **titles),
        "soon": published(makers=makers, noon=now, opens_at=now + HOUR / 2, **titles),
        "mine": published(makers=makers, noon=now, **titles),
        "gone": published(makers=makers, noon=now, **titles),
    }
    for packet, members in ((world.packets["mine"], [world.ada]), (world.packets["gone"], [])):
        for member in members or [_tester(f"quick{number}") for number in range(packet.shares)]:
            services.grab(packet=packet, member=member, key=uuid4(), now=now)


def _tester(name: str) -> Member:
    member: Member = MemberFactory(first_name=name)
    grant(member=member, right=TESTER)
    return member


def _rounds(world: World) -> None:
    now = world.now
    titles: dict[str, Any] = {"title": TITLE}
    world.rounds |= {
        "open": a_round(now, slug="round-open", **titles),
        "later": a_round(now + HOUR, slug="round-later", **titles | {"now": now}),
        "in": a_round(now, slug="round-in", **titles),
        "quiz": a_round(now, "quiz", slug="round-quiz", quiz_seconds=3600, **titles),
        "done": a_round(now, "quiz", slug="round-done", quiz_seconds=3600, **titles),
    }
    for name in ("in", "quiz", "done"):
        enter_round(round=world.rounds[name], member=world.ada, key=uuid4(), now=now)
    start_quiz(round=world.rounds["quiz"], member=world.ada, now=now)
    attempt = start_quiz(round=world.rounds["done"], member=world.ada, now=now)
    for number in range(1, world.rounds["done"].quiz_questions + 1):
        attempt = answer_question(attempt=attempt, number=number, choice=0, now=now)


def _tree() -> None:
    """What Wagtail's first migrations lay; tests before may have emptied every table."""
    Locale.objects.get_or_create(language_code="en")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    Site.objects.get_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": root})


def _news(world: World) -> None:
    _tree()
    a_page(NewsPage, title=TITLE["en"], slug="news")
    a_page(GuidePage, title=TITLE["en"], slug="guide", questions=a_check())
    for number, kind in enumerate(("seat", "returned", "accepted", "points")):
        tell(member=world.ada, kind=kind, reference=f"{kind}:{number}", title=TITLE["pl"], body=WORDS["pl"], now=world.now)


def speak(world: World, language: str) -> None:
    """Everybody reads in this language from now on."""
    Member.objects.update(locale=language)
    for member in world.people.values():
        member.locale = language


type Address = Callable[[World], str]
