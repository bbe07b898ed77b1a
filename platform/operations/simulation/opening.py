"""How the programme begins: people, the journey, a recruitment round, the campaign with its briefs."""

from collections.abc import Iterator
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from insights.models import Measure
from members.models import Agreement, Department, Member
from members.rights import PROGRAMME_MANAGER, TESTER, grant
from members.services import accept_agreement
from operations.simulation.briefs import FIRST_WAVE
from operations.simulation.catalogue import JOURNEY, MEASURES, PROVIDERS, STAGES, TOUCHPOINTS
from operations.simulation.people import DEPARTMENTS, EVERYBODY, PASSWORD
from operations.simulation.stage import Stage
from operations.simulation.words import t
from operations.simulation.writing import write_brief_page, write_campaign_page
from recruitment.services import close_round, enter_round, open_round
from recruitment.terms import sweep_terms
from tasks_catalog.models import Journey, Provider, Touchpoint

CONDUCT = t(
    "We are guests. We never film faces, never say that we test, never trap a colleague, and we write what happened, not what we wish. "
    "What a competitor shows to every customer we may look at; nothing else.",
    "我们是客人。不拍人脸，不亮身份，不给同事下套；发生了什么就写什么。竞争对手给所有顾客看的，我们可以看；别的一概不碰。",
    "Jesteśmy gośćmi. Nie filmujemy twarzy, nie mówimy, że testujemy, nie zastawiamy pułapek i piszemy to, co było, a nie to, "
    "co chcielibyśmy zobaczyć. U konkurencji patrzymy tylko na to, co widzi każdy klient.",
)


def hire_people(stage: Stage) -> None:
    Department.objects.bulk_create([Department(code=code, name=name) for code, name in DEPARTMENTS.items()])
    secret = make_password(PASSWORD)
    joined = stage.ago(days=210)
    Member.objects.bulk_create(
        [
            Member(
                email=person.email,
                first_name=person.first,
                last_name=person.last,
                nickname=person.called or person.first,
                alias=person.alias,
                locale=person.locale,
                department=stage.departments[person.department],
                password=secret if person.role else make_password(None),
                is_staff=person.role in ("programme manager", "administrator"),
                is_superuser=person.role == "administrator",
                date_joined=joined,
            )
            for person in EVERYBODY
        ]
    )
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=member, email=member.email, verified=True, primary=True) for member in stage.members.values()]
    )
    for person in EVERYBODY:
        for right in person.rights:
            grant(member=stage.members[person.email], right=right)
    _name_owners(stage)
    conduct = Agreement.objects.create(kind=Agreement.Kind.CONDUCT, version=1, text=CONDUCT, published_at=joined)
    for member in stage.members.values():
        accept_agreement(member=member, agreement=conduct, now=joined)


def _name_owners(stage: Stage) -> None:
    for code, first, last in [
        ("digital", "Wei", "Chen"),
        ("logistics", "Marek", "Lis"),
        ("service", "Grace", "Holt"),
        ("cards", "Li", "Fang"),
        ("marketing", "Piotr", "Mazur"),
        ("operations", "Dawei", "Qian"),
    ]:
        department = stage.departments[code]
        department.owner = stage.who(first, last)
        department.save(update_fields=["owner"])


def draw_journey(stage: Stage) -> None:
    journey = Journey.objects.create(slug=JOURNEY[0], name=JOURNEY[1])
    stages = {
        slug: journey.stages.create(slug=slug, name=name, position=position)
        for position, (slug, name) in enumerate(STAGES.items(), start=1)
    }
    Touchpoint.objects.bulk_create(
        [
            Touchpoint(
                stage=stages[spot.stage],
                slug=slug,
                name=spot.name,
                position=position,
                owner=stage.departments[spot.owner],
                moment_of_truth=spot.star,
                promise=spot.promise or {},
                promise_within=spot.within,
            )
            for position, (slug, spot) in enumerate(TOUCHPOINTS.items(), start=1)
        ]
    )
    Provider.objects.bulk_create([Provider(slug=slug, name=name, kind=kind) for slug, name, kind in PROVIDERS])
    for slug, (name, touchpoint, target) in MEASURES.items():
        Measure.objects.create(slug=slug, name=name, touchpoint=stage.touchpoints[touchpoint], target=target)


def recruit(stage: Stage) -> Iterator[str]:
    """Forty-two try for thirty-six testers' seats within a quarter of an hour."""
    opens = stage.ago(days=200)
    manager = stage.cast(right=PROGRAMME_MANAGER)
    contest = open_round(
        slug="run-tester-1",
        title=t("Run, tester!", "跑起来，超体人！", "Biegnij, testerze!"),
        invitation=t(
            "Thirty-six seats for half a year. Walk in the customer's shoes, two hours a week.",
            "三十六个席位，任期半年。替客户走一走，每周约两小时。",
            "Trzydzieści sześć miejsc na pół roku. W butach klienta, dwie godziny w tygodniu.",
        ),
        right=TESTER,
        contest="flash",
        opens_at=opens,
        closes_at=opens + timedelta(days=2),
        seats=36,
        term_from=(opens + timedelta(days=3)).date(),
        term_until=(stage.today + timedelta(days=131)).date(),
        by=manager,
        now=opens - timedelta(days=4),
    )
    keen = [person for person in EVERYBODY if person.role in ("tester", "super-manager")]
    keen += stage.dice.sample([person for person in EVERYBODY if not person.rights], 40)
    moment = opens
    for person in keen:
        moment += timedelta(seconds=stage.dice.uniform(0.4, 20))
        enter_round(round=contest, member=stage.members[person.email], key=stage.key(), now=moment)
        yield person.first
    close_round(round=contest, by=manager, now=contest.closes_at)
    sweep_terms(now=contest.closes_at + timedelta(days=2))  # their first day; not left to the beat, which may not run yet


def write_campaign(stage: Stage) -> Iterator[str]:
    begins = stage.ago(days=185)
    write_campaign_page(
        stage,
        title=t("Card renewal", "换卡季", "Wymiana kart"),
        summary=t(
            "The only time in a card's life when all of them are replaced. Four key moments: expiry, re-issue, delivery, activation.",
            "一张卡一生中唯一一次批量更换。四个关键时刻：到期、换发、送达、激活。",
            "Jedyny raz w życiu karty, gdy wymienia się wszystkie naraz. Cztery chwile: wygaśnięcie, wydanie, dostawa, aktywacja.",
        ),
        sponsor="cards",
        journey=Journey.objects.get(slug=JOURNEY[0]),
        starts_on=begins.date(),
        ends_on=(stage.today + timedelta(days=40)).date(),
        budget=40_000,
        now=begins,
    )
    for position, brief in enumerate(FIRST_WAVE):
        write_brief_page(stage, brief, seats=SEATS[brief.slug], opens_at=stage.ago(days=182 - 2 * position), days_open=20, now=begins)
        yield brief.title["en"]


SEATS = {"who-tells-you": 32, "on-its-way": 28, "where-is-my-card": 30, "wake-the-card": 28}
