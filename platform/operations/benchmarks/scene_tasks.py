"""Ten thousand open tasks with their seats, as a large programme has them after years."""

import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from members.models import Department, Member
from seats.models import Pool, Quota, Seat, Waiting
from tasks_catalog.models import Campaign, Journey, Provider, Questionnaire, QuestionnaireVersion, Stage, Task, Touchpoint
from tasks_catalog.questionnaire import Definition, Question, Step, digest_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SEATS = 4
AT_ONCE = 5000
chance = random.Random(7)  # noqa: S311 - the same scene each time; no secret


@dataclass(frozen=True)
class Catalogue:
    """The first task opens in two hours and has many seats; all others are open."""

    tasks: list[Task]
    version: QuestionnaireVersion
    rival: Provider


def texts(words: str) -> dict[str, str]:
    return {"en": words, "zh-hans": words, "pl": words}


def make_departments(count: int) -> list[Department]:
    return Department.objects.bulk_create(
        [Department(code=f"bench-{number}", name=texts(f"Department {number}")) for number in range(count)]
    )


def make_catalogue(count: int, *, departments: Sequence[Department], crowd: Sequence[Member], now: datetime) -> Catalogue:
    """Published tasks of three kinds, some for single departments, with pools of which a sixth is all taken."""
    places = _touchpoints(departments)
    own, _ = Provider.objects.get_or_create(kind=Provider.Kind.OWN, defaults={"slug": "bench-own", "name": "Harbour Bank"})
    rival, _ = Provider.objects.get_or_create(slug="bench-rival", defaults={"name": "Northgate", "kind": Provider.Kind.RIVAL})
    campaign = _campaign(departments[0], places[0].stage.journey)
    definition = _definition([place.slug for place in places[:5]])
    questionnaire = Questionnaire.objects.create(slug=f"bench-{uuid.uuid4().hex[:8]}")
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=1, definition=definition, digest=digest_of(definition), published_at=now
    )
    tasks = Task.objects.bulk_create([_task(number, campaign, version, now) for number in range(count)], batch_size=AT_ONCE)
    _link(tasks, places=places, providers=[own, rival], departments=departments)
    _seat(tasks, departments=departments, crowd=crowd, now=now)
    return Catalogue(tasks, version, rival)


def _touchpoints(departments: Sequence[Department]) -> list[Touchpoint]:
    journey = Journey.objects.create(slug=f"bench-{uuid.uuid4().hex[:8]}", name=texts("Card renewal"))
    stages = [Stage.objects.create(journey=journey, slug=f"stage-{n}", name=texts(f"Stage {n}"), position=n) for n in range(6)]
    return Touchpoint.objects.bulk_create(
        Touchpoint(
            stage=stages[number % len(stages)],
            slug=f"{journey.slug}-{number}",
            name=texts(f"Touchpoint {number}"),
            position=number,
            owner=departments[number % len(departments)],
        )
        for number in range(40)
    )


def _campaign(sponsor: Department, journey: Journey) -> Campaign:
    return Campaign.objects.create(
        slug=journey.slug,
        title=texts("Renewal"),
        sponsor=sponsor,
        journey=journey,
        starts_on=date(2026, 1, 1),
        ends_on=date(2036, 1, 1),
        points_budget=1_000_000,
        state=Campaign.State.RUNNING,
    )


def _definition(places: Sequence[str]) -> Definition:
    duties: list[Question] = [
        {"type": "photo", "name": "letter", "label": texts("The letter"), "minimum": 1},
        {"type": "pain", "name": "pains", "label": texts("What hurt?"), "minimum": 1},
        {"type": "idea", "name": "ideas", "label": texts("What would delight?"), "minimum": 1},
    ]
    last: Step = {"name": "duties", "label": texts("Think"), "questions": duties}
    return {"languages": ["en", "zh-hans", "pl"], "steps": [*(_step(number, place) for number, place in enumerate(places)), last]}


def _step(number: int, place: str) -> Step:
    questions: list[Question] = [
        {
            "type": "integer",
            "scale": "csat",
            "name": f"clear-{number}",
            "label": texts("How clear was it?"),
            "subjects": ["own", "rival"],
            "required": True,
        },
        {"type": "integer", "scale": "nps", "name": f"nps-{number}", "label": texts("Recommend it?"), "subjects": ["own", "rival"]},
        {"type": "text", "name": f"why-{number}", "label": texts("Why?")},
    ]
    words = {"label": texts("Call, ask, and write down"), "hint": texts("Ask as a customer would")}
    return {"name": f"step-{number}", "touchpoint": place, "questions": questions, **words}  # type: ignore[typeddict-item]


def _task(number: int, campaign: Campaign, version: QuestionnaireVersion, now: datetime) -> Task:
    opened = now - DAY - timedelta(minutes=chance.randrange(60 * 24 * 20))
    kinds = [Task.Kind.ROUTINE, Task.Kind.ROUTINE, Task.Kind.DYNAMIC, Task.Kind.ALL_HANDS]
    return Task(
        campaign=campaign,
        slug=f"{campaign.slug}-{number}",
        kind=chance.choice(kinds) if number else Task.Kind.ALL_HANDS,
        title=texts(f"Where is my new card? {number}"),
        summary=texts("Order a renewal and see who tells you when it comes."),
        persona=texts("A customer who has just moved house"),
        picture="mailbox",
        version=version,
        points=chance.randrange(2, 40) * 10,
        minutes=chance.randrange(5, 90),
        opens_at=opened if number else now + 2 * HOUR,
        closes_at=now + timedelta(minutes=chance.randrange(60 * 24, 60 * 24 * 40)) if number % 5 else None,
        insiders_allowed=not number,
        state=Task.State.OPEN,
    )


def _link(tasks: Sequence[Task], *, places: Sequence[Touchpoint], providers: Sequence[Provider], departments: Sequence[Department]) -> None:
    at, by, meant = Task.touchpoints.through, Task.providers.through, Task.departments.through
    at.objects.bulk_create([at(task=task, touchpoint=place) for task in tasks for place in chance.sample(places, 2)], batch_size=AT_ONCE)
    by.objects.bulk_create([by(task=task, provider=provider) for task in tasks for provider in providers], batch_size=AT_ONCE)
    narrow = [task for task in tasks[1:] if chance.random() < 0.3]
    meant.objects.bulk_create(
        [meant(task=task, department=department) for task in narrow for department in chance.sample(departments, 3)], batch_size=AT_ONCE
    )


def _seat(tasks: Sequence[Task], *, departments: Sequence[Department], crowd: Sequence[Member], now: datetime) -> None:
    terms = {"hold_for": 4 * HOUR, "take_up_for": HOUR}
    pools = Pool.objects.bulk_create(
        [
            Pool(
                reference=task.pool_reference,
                capacity=SEATS if number else 50 * SEATS,
                opens_at=task.opens_at,
                closes_at=task.closes_at,
                **terms,
            )
            for number, task in enumerate(tasks)
        ],
        batch_size=AT_ONCE,
    )
    shared = [pool for pool in pools if chance.random() < 0.2]
    quotas = Quota.objects.bulk_create([Quota(pool=pool, department=chance.choice(departments), seats=1) for pool in shared])
    by_pool = {quota.pool_id: quota for quota in quotas}
    Seat.objects.bulk_create([seat for pool in pools for seat in _seats(pool, by_pool.get(pool.pk), crowd, now)], batch_size=AT_ONCE)
    waiting = [Waiting(pool=pool, member=member, joined_at=now) for pool in pools[1::10] for member in chance.sample(crowd, 3)]
    Waiting.objects.bulk_create(waiting, batch_size=AT_ONCE)


def _seats(pool: Pool, quota: Quota | None, crowd: Sequence[Member], now: datetime) -> Iterator[Seat]:
    """The first belongs to the department that has a quota, the last ones are taken."""
    taken = 0 if pool.capacity > SEATS else chance.choice([0, 0, 1, 2, 3, SEATS])
    free = pool.capacity - taken
    for number in range(1, free + 1):
        yield Seat(pool=pool, number=number, quota=quota if number == 1 else None)
    for number, member in enumerate(chance.sample(crowd, taken), start=free + 1):
        yield Seat(pool=pool, number=number, state=Seat.State.KEPT, member=member, turn=1, taken_at=now)
