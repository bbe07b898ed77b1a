"""Every page of a member: at most twelve questions to the database, and as many for a full year as for the first week."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter
from django.utils import timezone

from claims.models import Claim
from cms.models import GuidePage, NewsPage
from cms.pages.urls import PagePathConverter
from feedback.models import Evidence
from feedback.reviewing import review
from members.models import Member
from members.rights import REVIEWER, TESTER, grant
from notifications.models import Note
from recruitment.models import Round
from rewards import services
from rewards.models import Benefit, Redemption, RedPacket
from seats.models import Pool
from seats.selectors import pool_of
from seats.services import shrink
from tasks_catalog.models import Task
from tests.claims.factories import ClaimFactory
from tests.cms.pages.factories import a_check, a_page
from tests.feedback.factories import fill, make_claim, make_task, sent
from tests.improvement.factories import Loop
from tests.members.factories import AgreementFactory, DepartmentFactory, MemberFactory
from tests.recruitment.factories import a_round
from tests.rewards.factories import BenefitFactory, asked_for, give, published
from tests.support import queries_of
from tests.tasks_catalog.factories import TaskFactory
from tests.test_layout import our_views

MOST = 12
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MARKS = {"compare": 4, "voice": 4, "pain": 4, "think": 4}


class Programme:
    """Ada's programme, which grows by so many rows of each kind at a time."""

    def __init__(self, ada: Member, dan: Member) -> None:
        self.ada, self.dan, self.size = ada, dan, 0
        grant(member=ada, right=TESTER)
        grant(member=dan, right=REVIEWER)
        AgreementFactory()
        self.now = timezone.now()
        self.loop = Loop(slug="loop")

    def grow(self, by: int) -> None:
        for number in range(self.size, self.size + by):
            self._tasks(number)
            self._work(number)
            self._points(number)
            self._news(number)
        self.size += by

    def _tasks(self, number: int) -> None:
        cards = DepartmentFactory(code="cards")
        TaskFactory(slug=f"open-{number}", opens_at=self.now - DAY, insiders_allowed=True).departments.set([cards])
        TaskFactory(slug=f"later-{number}", opens_at=self.now + HOUR)
        full = TaskFactory(slug=f"full-{number}", opens_at=self.now - DAY)
        shrink(pool=pool_of(full.pool_reference), count=3)
        for started in (False, True):
            ClaimFactory(member=self.ada, now=self.now, opens_at=self.now - DAY, started=started)

    def _work(self, number: int) -> None:
        begun = make_claim(self.ada, task=make_task(slug=f"begun-{number}"), now=self.now)
        fill(begun, now=self.now)
        for decision in ("accept", "return"):
            submission = sent(self.ada, task=make_task(slug=f"{decision}-{number}"), now=self.now)
            review(
                submission=submission,
                reviewer=self.dan,
                decision=decision,
                marks=MARKS if decision == "accept" else {},
                comment="Thank you" if decision == "accept" else "The time is missing.",
                now=self.now,
            )
        task = Task.objects.get(pk=self.loop.task.pk)  # another one with the same questions
        task.pk, task.slug = None, f"met-{number}"
        task.save()
        met = self.loop.accept(own={"satisfied": 2}, member=self.ada, task=task)
        self.loop.shipped(self.loop.found(met, title=f"Nobody calls {number}"))

    def _points(self, number: int) -> None:
        give(self.ada, 50, self.now)
        benefit = BenefitFactory(slug=f"benefit-of-{number}")
        services.stock_benefit(benefit=benefit, count=3, by=None, now=self.now)
        asked_for(self.ada, self.now, benefit)
        for other in range(3):
            team = DepartmentFactory(code=f"team-{number}")
            give(MemberFactory(email=f"{number}-{other}@team.example", department=team), 50 + other, self.now)
        published(makers=(MemberFactory(), MemberFactory()), noon=self.now)

    def _news(self, number: int) -> None:
        Note.objects.create(member=self.ada, kind="seat", title="A seat", reference=f"seat:{number}", at=self.now)
        a_round(self.now)
        a_page(NewsPage, title=f"A card {number}", slug=f"news-{number}")
        a_page(GuidePage, title=f"A card well kept {number}", slug=f"guide-{number}", questions=a_check())


def first_claim(state: Claim.State) -> int:
    return Claim.objects.filter(member__first_name="Ada", state=state).order_by("pk").values_list("pk", flat=True)[0]


def worked_on() -> int:
    return Evidence.objects.filter(claim__state=Claim.State.STARTED).order_by("uploaded_at").values_list("claim", flat=True)[0]


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


PAGES: dict[str, Callable[[], str]] = {
    "home:today": lambda: at("home:today"),
    "home:me": lambda: at("home:me"),
    "home:name": lambda: at("home:name"),
    "members:welcome": lambda: at("members:welcome"),
    "members:agreement": lambda: at("members:agreement", "conduct"),
    "notifications:inbox": lambda: at("notifications:inbox"),
    "seats:fairness": lambda: at("seats:fairness", Pool.objects.order_by("pk").values_list("pk", flat=True)[0]),
    "rewards:wallet": lambda: at("rewards:wallet"),
    "rewards:statement": lambda: at("rewards:statement"),
    "rewards:redemption": lambda: at("rewards:redemption", Redemption.objects.order_by("pk").values_list("pk", flat=True)[0]),
    "rewards:standings": lambda: at("rewards:standings"),
    "rewards:standings?board=teams": lambda: at("rewards:standings") + "?board=teams",
    "rewards:standings?board=quality": lambda: at("rewards:standings") + "?board=quality",
    "rewards:medals": lambda: at("rewards:medals"),
    "rewards:medal": lambda: at("rewards:medal", "visits-1"),
    "notifications:choices": lambda: at("notifications:choices"),
    "recruitment:invite": lambda: at("recruitment:invite", Round.objects.order_by("pk").values_list("slug", flat=True)[0]),
    "recruitment:card": lambda: at("recruitment:card", Round.objects.order_by("pk").values_list("slug", flat=True)[0]),
    "rewards:shop": lambda: at("rewards:shop"),
    "rewards:benefit": lambda: at("rewards:benefit", Benefit.objects.order_by("pk").values_list("slug", flat=True)[0]),
    "rewards:red_packet": lambda: at("rewards:red_packet", RedPacket.objects.order_by("pk").values_list("pk", flat=True)[0]),
    "claims:tasks": lambda: at("claims:tasks"),
    "claims:tasks?after": lambda: at("claims:tasks") + f"?after={Task.objects.filter(slug__startswith='open').latest('pk').pk}",
    "claims:tasks?next": lambda: at("claims:tasks") + f"?next={'.'.join(str(task.pk) for task in Task.objects.all())}",
    "claims:brief": lambda: at("claims:brief", "open-0"),
    "claims:door": lambda: at("claims:door", "later-0"),
    "claims:door, all taken": lambda: at("claims:door", "full-0"),
    "claims:mine": lambda: at("claims:mine"),
    "claims:claim": lambda: at("claims:claim", first_claim(Claim.State.HELD)),
    "recruitment:rounds": lambda: at("recruitment:rounds"),
    "recruitment:round": lambda: at("recruitment:round", Round.objects.order_by("pk").values_list("slug", flat=True)[0]),
    "feedback:drafts": lambda: at("feedback:drafts"),
    "feedback:runner": lambda: at("feedback:runner", worked_on()),
    "feedback:check": lambda: at("feedback:check", worked_on()),
    "feedback:sent": lambda: at("feedback:sent", first_claim(Claim.State.ACCEPTED)),
    "feedback:returned": lambda: at("feedback:returned", first_claim(Claim.State.RETURNED)),
    "feedback:photo": lambda: at("feedback:photo", Evidence.objects.filter(claim=worked_on()).values_list("pk", flat=True)[0]),
    "feedback:photo-small": lambda: at("feedback:photo-small", Evidence.objects.filter(claim=worked_on()).values_list("pk", flat=True)[0]),
    "improvement:findings": lambda: at("improvement:findings"),
    "wagtail_serve": lambda: at("wagtail_serve", ""),
    "wagtail_serve, guides": lambda: at("wagtail_serve", "guides/"),
    "wagtail_serve, a guide": lambda: at("wagtail_serve", "guides/guide-0/"),
    "wagtail_serve, news": lambda: at("wagtail_serve", "news/news-0/"),
    "cms:search": lambda: at("cms:search") + "?q=card",
}
# Not pages, not opened by members, or with a test of their own beside it.
OTHERS = {
    "home:data",  # everything that is kept, as a file
    "notifications:follow",  # leads on
    "seats:script",
    "seats:record",  # the whole record, as a file
    "improvement:action",  # a desk: tests/improvement
    "recruitment:quiz",  # begins by being posted to: tests/recruitment
    "cms:campaign",  # tests/cms
    "cms:theme",
    "cms:picture",  # a file
}


@pytest.fixture
def programme(ada: Member, dan: Member) -> Programme:
    return Programme(ada, dan)


def test_no_page_asks_more_for_many_rows_than_for_few_nor_more_than_twelve_times(programme: Programme, client: Client) -> None:
    client.force_login(programme.ada)
    programme.grow(1)
    few = {name: queries_of(client, address()) for name, address in PAGES.items()}
    programme.grow(2)
    many = {name: queries_of(client, address()) for name, address in PAGES.items()}

    assert {name: (few[name], many[name]) for name in PAGES if not many[name] == few[name] <= MOST} == {}


DUMMIES = {IntConverter: 1, SlugConverter: "x", StringConverter: "x", UUIDConverter: UUID(int=0), PagePathConverter: ""}


def test_every_page_of_a_member_is_counted(client: Client, ada: Member) -> None:
    client.force_login(ada)
    counted = {name.partition("?")[0].partition(",")[0] for name in PAGES} | OTHERS
    missing = {name for name, address in members_own() if name not in counted and client.get(address).status_code != 405}

    assert missing == set()


NAMED_BY_WAGTAIL = {"wagtail_serve"}


def members_own() -> Iterator[tuple[str, str]]:
    """The name and an address of each view that any member may see."""
    for view in our_views():
        if view.callback.policy == "member":  # type: ignore[attr-defined]
            room = view.callback.__module__.partition(".")[0]
            name = str(view.name) if view.name in NAMED_BY_WAGTAIL else f"{room}:{view.name}"
            yield name, reverse(name, kwargs={key: DUMMIES[type(kind)] for key, kind in view.pattern.converters.items()})
