"""One brief, several scenarios: each claim plays one, in balance, and is told which."""

from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.arms import arm_of, lot_for
from claims.briefs import proofs_of
from claims.models import Claim
from members.models import Member
from tasks_catalog.models import Task
from tests.claims.factories import ClaimFactory
from tests.members.factories import MemberFactory
from tests.tasks_catalog.factories import DEFINITION, TaskFactory, VersionFactory, texts

pytestmark = pytest.mark.django_db

PARENT: dict[str, Any] = {"name": "parent", "label": texts("A hurried parent"), "persona": texts("Two children, no time"), "share": 1}
STUDENT: dict[str, Any] = {"name": "student", "label": texts("A student"), "channel": texts("Only by app"), "share": 1}


def task_with(*arms: dict[str, Any], **fields: Any) -> Task:
    definition: Any = {**DEFINITION, "arms": list(arms)}
    return TaskFactory(version=VersionFactory(definition=definition), **fields)


def claims_on(task: Task, number: int) -> list[Claim]:
    return [ClaimFactory(task=task, member=member) for member in MemberFactory.create_batch(number)]


def test_a_full_task_plays_each_scenario_equally_often() -> None:
    drawn = Counter(claim.arm for claim in claims_on(task_with(PARENT, STUDENT, seats=12), 12))

    assert drawn == {"parent": 6, "student": 6}


def test_a_scenario_with_twice_the_share_is_played_twice_as_often() -> None:
    drawn = Counter(claim.arm for claim in claims_on(task_with(PARENT, STUDENT | {"share": 2}, seats=12), 12))

    assert drawn == {"parent": 4, "student": 8}


def test_rivals_and_orders_are_balanced_within_each_scenario() -> None:
    claims = claims_on(task_with(PARENT, STUDENT, seats=16), 16)

    assert set(Counter((claim.arm, claim.rival_id, *claim.provider_order) for claim in claims).values()) == {2}


@pytest.mark.parametrize(("first", "order"), [("rival", ["rival", "own"]), ("own", ["own", "rival"])])
def test_a_scenario_may_say_who_is_visited_first(first: str, order: list[str]) -> None:
    claims = claims_on(task_with(PARENT | {"rival_first": first}, seats=4), 4)

    assert [claim.provider_order for claim in claims] == [order] * 4


def test_a_brief_with_one_scenario_names_none() -> None:
    assert {claim.arm for claim in claims_on(TaskFactory(seats=2), 2)} == {""}


def test_the_brief_lists_its_scenarios_before_one_is_drawn(adas: Client) -> None:
    page = adas.get(reverse("claims:brief", args=[task_with(PARENT, STUDENT).slug])).text

    assert "2 scenarios" in page
    assert "Two children, no time" in page
    assert "Only by app" in page


def test_whoever_has_a_claim_sees_their_own_scenario_only(adas: Client, ada: Member) -> None:
    claim = ClaimFactory(task=task_with(PARENT, STUDENT), member=ada)
    mine, other = ("A hurried parent", "A student") if claim.arm == "parent" else ("A student", "A hurried parent")

    for page in (adas.get(reverse("claims:brief", args=[claim.task.slug])).text, adas.get(reverse("claims:claim", args=[claim.pk])).text):
        assert mine in page
        assert other not in page


def test_the_runner_says_whom_to_play(adas: Client, ada: Member, noon: datetime) -> None:
    claim = ClaimFactory(task=task_with(PARENT), member=ada, started=True, now=noon)

    assert "Two children, no time" in adas.get(reverse("feedback:runner", args=[claim.pk])).text


def lived_again(first: Claim, **fields: Any) -> Task:
    """The same task once more, after the first was accepted."""
    Claim.objects.filter(pk=first.pk).update(state=Claim.State.ACCEPTED, started_at=first.claimed_at)
    task = TaskFactory(version=first.version, repeats=first.task, seats=12, **fields)
    task.providers.set(first.task.providers.all())
    return task


def test_whoever_lives_it_again_plays_what_they_played_before() -> None:
    first = claims_on(task_with(PARENT, STUDENT, seats=12), 12)
    again = lived_again(first[0])
    Claim.objects.update(state=Claim.State.ACCEPTED, started_at=first[0].claimed_at)

    second = [ClaimFactory(task=again, member=claim.member) for claim in first]

    assert [(c.arm, c.rival_id, c.provider_order) for c in second] == [(c.arm, c.rival_id, c.provider_order) for c in first]


def test_newcomers_to_a_second_wave_are_drawn_in_balance() -> None:
    again = lived_again(claims_on(task_with(PARENT, STUDENT, seats=12), 1)[0])

    assert Counter(claim.arm for claim in claims_on(again, 12)) == {"parent": 6, "student": 6}


def test_a_rival_that_is_no_longer_compared_is_not_drawn_again() -> None:
    first = claims_on(task_with(PARENT, STUDENT, seats=12), 1)[0]
    again = lived_again(first)
    again.providers.remove(*[provider for provider in again.providers.all() if provider.kind != "own"])

    assert ClaimFactory(task=again, member=first.member).rival is None


def brief_with_photos(**more: Any) -> Any:
    """Both scenarios ask for one photo; only the student's asks for two more."""
    photos = [
        {"type": "photo", "name": "door", "label": texts("The door"), "minimum": 1},
        {"type": "photo", "name": "app", "label": texts("The app"), "minimum": 2, "arms": ["student"]},
    ]
    return {**DEFINITION, "arms": [PARENT, STUDENT], "steps": [{"name": "s", "label": texts("S"), "questions": photos}]} | more


@pytest.mark.parametrize(("arm", "amount", "labels"), [("parent", "1 photo", 1), ("student", "3 photos", 2), ("", "3 photos", 2)])
def test_only_what_the_scenario_asks_for_is_to_be_brought_back(arm: str, amount: str, labels: int) -> None:
    proof = next(proof for proof in proofs_of(brief_with_photos(), arm) if proof.icon == "camera")

    assert (str(proof.amount), len(proof.labels)) == (amount, labels)


def test_what_was_not_accepted_is_not_lived_again(noon: datetime) -> None:
    """Whoever came to nothing the first time is drawn like everybody else."""
    first = claims_on(task_with(PARENT, STUDENT, seats=12), 1)[0]
    again = lived_again(first)
    Claim.objects.filter(pk=first.pk).update(state=Claim.State.REJECTED, ended_at=noon)

    for number in range(1, 13):
        assert lot_for(task=again, seat_number=number, member=first.member) == arm_of(task=again, seat_number=number)
