"""A brief is published: its questions freeze, its task opens, its seats are made."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from members.models import Department, Member
from seats.errors import FewerThanTaken, PoolClosed, WayOfGivingStands
from seats.models import Pool
from seats.services import take
from tasks_catalog.models import Campaign, Journey, Provider, QuestionnaireVersion, Stage, Task, Touchpoint
from tasks_catalog.publishing import BriefRefused, CampaignClosed, SeatsTaken, close_task, open_campaign, publish_brief
from tests.members.factories import DepartmentFactory
from tests.tasks_catalog.definitions import definition, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards() -> Department:
    return DepartmentFactory(code="cards")


@pytest.fixture
def touchpoint(cards: Department) -> Touchpoint:
    journey = Journey.objects.create(slug="card-renewal", name=texts("Card renewal"))
    stage = Stage.objects.create(journey=journey, slug="delivery", name=texts("Delivery"), position=1)
    return Touchpoint.objects.create(stage=stage, slug="courier-call", name=texts("Courier"), position=1, owner=cards)


@pytest.fixture
def campaign(touchpoint: Touchpoint, cards: Department, noon: datetime) -> Campaign:
    return open_campaign(**campaign_terms(touchpoint, cards), by=None, now=noon)


def campaign_terms(touchpoint: Touchpoint, sponsor: Department) -> dict[str, Any]:
    return {
        "slug": "new-card",
        "title": texts("A new card"),
        "summary": {},
        "sponsor": sponsor,
        "journey": touchpoint.stage.journey,
        "starts_on": date(2026, 3, 1),
        "ends_on": date(2026, 4, 30),
        "points_budget": 1000,
        "theme": {},
    }


@pytest.fixture
def brief(campaign: Campaign, touchpoint: Touchpoint, bea: Member, noon: datetime) -> dict[str, Any]:
    own = Provider.objects.create(slug="own", name="Harbour Bank", kind="own")
    rival = Provider.objects.create(slug="northgate", name="Northgate", kind="rival")
    return {
        "slug": "wait-for-the-card",
        "campaign": campaign,
        "definition": definition(),
        "title": texts("Wait for the card"),
        "kind": Task.Kind.ROUTINE,
        "points": 80,
        "minutes": 25,
        "seats": 3,
        "opens_at": noon,
        "closes_at": noon + timedelta(days=14),
        "touchpoints": [touchpoint],
        "providers": [own, rival],
        "hold_for": timedelta(hours=24),
        "by": bea,
        "now": noon,
    }


def version_of(task: Task) -> QuestionnaireVersion:
    assert task.version
    return task.version


def taken_by(member: Member, task: Task, now: datetime) -> None:
    take(pool=Pool.objects.get(reference=task.pool_reference), member=member, key=uuid.uuid4(), now=now)


def test_publishing_freezes_the_questions_and_makes_the_seats(brief: dict[str, Any]) -> None:
    task = publish_brief(**brief)

    assert (task.state, version_of(task).number, version_of(task).definition) == ("open", 1, brief["definition"])
    assert Pool.objects.get(reference=task.pool_reference).seats.count() == 3


def test_publishing_the_same_again_changes_nothing(brief: dict[str, Any]) -> None:
    first = publish_brief(**brief)
    second = publish_brief(**brief)

    assert second.pk == first.pk
    assert second.version_id == first.version_id
    assert Pool.objects.get(reference=first.pool_reference).capacity == 3


def test_changed_questions_are_the_next_version(brief: dict[str, Any]) -> None:
    first = publish_brief(**brief)
    second = publish_brief(**brief | {"definition": definition(label=texts("Wait at home"))})

    assert version_of(second).number == 2
    assert version_of(first).definition == brief["definition"]


def test_going_back_to_earlier_questions_is_the_earlier_version(brief: dict[str, Any]) -> None:
    publish_brief(**brief)
    publish_brief(**brief | {"definition": definition(label=texts("Wait at home"))})

    assert version_of(publish_brief(**brief)).number == 1


def test_a_re_experience_shares_the_version_of_its_first_task(brief: dict[str, Any]) -> None:
    first = publish_brief(**brief)
    again = publish_brief(**brief | {"slug": "wait-again", "repeats": first})

    assert again.pk != first.pk
    assert again.version_id == first.version_id


def test_a_brief_that_cannot_be_answered_is_refused_whole(brief: dict[str, Any]) -> None:
    with pytest.raises(BriefRefused) as refused:
        publish_brief(**brief | {"definition": definition(label={"en": "Only English"})})

    assert [problem.place for problem in refused.value.problems] == [("steps", 0, "label", "zh-hans"), ("steps", 0, "label", "pl")]
    assert not Task.objects.exists()


@pytest.mark.parametrize("missing", ["own", "rival"])
def test_a_company_that_is_asked_about_must_be_among_the_providers(brief: dict[str, Any], missing: str) -> None:
    with pytest.raises(BriefRefused) as refused:
        publish_brief(**brief | {"providers": Provider.objects.exclude(kind=missing)})

    assert [problem.place for problem in refused.value.problems] == [("providers",)]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"seats": 0}, "seats"),
        ({"minutes": 0}, "minutes"),
        ({"closes_at": "when it opens"}, "closes_at"),
        ({"touchpoints": []}, "touchpoints"),
        ({"draws_at": datetime(2026, 3, 1, tzinfo=UTC)}, "draws_at"),
        ({"draws_at": datetime(2027, 3, 1, tzinfo=UTC)}, "draws_at"),
    ],
)
def test_terms_that_make_no_sense_are_refused(brief: dict[str, Any], changes: dict[str, Any], place: str) -> None:
    if "closes_at" in changes:
        changes = {"closes_at": brief["opens_at"]}

    with pytest.raises(BriefRefused) as refused:
        publish_brief(**brief | changes)

    assert (place,) in [problem.place for problem in refused.value.problems]


def test_a_lottery_publishes_its_commitment_with_the_task(brief: dict[str, Any], noon: datetime) -> None:
    task = publish_brief(**brief | {"draws_at": noon + timedelta(days=2)})

    pool = Pool.objects.get(reference=task.pool_reference)
    assert (task.draws_at, pool.draws_at, pool.mode) == (noon + timedelta(days=2), noon + timedelta(days=2), Pool.Mode.LOTTERY)
    assert len(pool.commitment) == 64


def test_the_way_of_giving_stands_once_somebody_asked(brief: dict[str, Any], ada: Member, noon: datetime) -> None:
    task = publish_brief(**brief | {"draws_at": noon + timedelta(days=2)})
    taken_by(ada, task, noon)

    with pytest.raises(WayOfGivingStands):
        publish_brief(**brief)

    assert Task.objects.get(pk=task.pk).draws_at == noon + timedelta(days=2)


def test_more_seats_may_be_added_and_free_ones_taken_away(brief: dict[str, Any]) -> None:
    task = publish_brief(**brief)

    publish_brief(**brief | {"seats": 5})
    assert Pool.objects.get(reference=task.pool_reference).seats.count() == 5

    publish_brief(**brief | {"seats": 2})
    assert Pool.objects.get(reference=task.pool_reference).seats.count() == 2


def test_there_are_never_fewer_seats_than_people_took(brief: dict[str, Any], ada: Member, cy: Member, noon: datetime) -> None:
    task = publish_brief(**brief)
    taken_by(ada, task, noon)
    taken_by(cy, task, noon)

    with pytest.raises(FewerThanTaken) as refused:
        publish_brief(**brief | {"seats": 1})

    assert refused.value.taken == 2
    assert Pool.objects.get(reference=task.pool_reference).capacity == 3


def test_shares_of_departments_change_only_before_the_first_claim(
    brief: dict[str, Any], cards: Department, ada: Member, noon: datetime
) -> None:
    task = publish_brief(**brief)
    publish_brief(**brief | {"quotas": {cards: 2}})
    assert Pool.objects.get(reference=task.pool_reference).quotas.get().seats == 2
    taken_by(ada, task, noon)

    with pytest.raises(SeatsTaken):
        publish_brief(**brief | {"quotas": {cards: 1}})


def test_the_reward_only_rises_once_a_seat_is_taken(brief: dict[str, Any], ada: Member, noon: datetime) -> None:
    task = publish_brief(**brief)
    taken_by(ada, task, noon)

    assert publish_brief(**brief | {"points": 90}).points == 90
    with pytest.raises(SeatsTaken):
        publish_brief(**brief | {"points": 10})


def test_a_closed_task_gives_no_seat_until_it_is_published_again(brief: dict[str, Any], bea: Member, ada: Member, noon: datetime) -> None:
    task = publish_brief(**brief)

    closed = close_task(task=task, by=bea, now=noon)
    with pytest.raises(PoolClosed):
        taken_by(ada, task, noon)
    assert close_task(task=closed, by=bea, now=noon).state == Task.State.CLOSED

    assert publish_brief(**brief).state == Task.State.OPEN
    taken_by(ada, task, noon)


def test_a_closed_campaign_stays_as_it_was(campaign: Campaign, touchpoint: Touchpoint, cards: Department, noon: datetime) -> None:
    Campaign.objects.update(state=Campaign.State.CLOSED)

    with pytest.raises(CampaignClosed):
        open_campaign(**campaign_terms(touchpoint, cards), by=None, now=noon)
