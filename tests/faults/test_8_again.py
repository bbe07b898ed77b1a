"""Case 8: returned and accepted again; released and claimed again; accepted, taken back, accepted again."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from claims.models import Claim
from feedback.models import Submission
from members.models import Member
from members.rights import REVIEWER
from rewards import ledger
from rewards.models import Transfer
from rewards.services import pay
from tasks_catalog.models import Task
from tests.faults.house import Web
from tests.faults.people import Answer, Person, everybody
from tests.faults.programme import hire, open_task, sent
from tests.faults.verdict import wrongs_of, wrongs_of_books

pytestmark = pytest.mark.xdist_group("faults")


@pytest.fixture
def task() -> Task:
    return open_task(3)


@pytest.fixture
def lin(served: Web) -> Person:
    return hire(served, 1)[0]


@pytest.fixture
def dan(served: Web) -> Person:
    return hire(served, 1, department="service", rights=(REVIEWER,))[0]


def presses(person: Person, path: str, **form: object) -> int:
    """The status of the answer."""
    (answer,) = everybody([person], lambda person: person.ask("POST", path, form))
    return answer.status


def points_of(person: Person) -> int:
    return ledger.balance(ledger.purse_of(Member.objects.get(pk=person.member)))


def test_returned_and_accepted_again_is_paid_once(task: Task, lin: Person, dan: Person) -> None:
    work = sent(task, lin)
    decide, submit = f"/desk/review/{work.pk}/decide/", f"/do/{work.claim_id}/submit/"

    assert presses(dan, decide, revision=1, decision="return", comment="One thing.") == 302
    assert presses(lin, submit, key=uuid4()) == 200
    assert presses(dan, decide, revision=1, decision="accept") == 409, "what they saw is not what is there"
    assert presses(dan, decide, revision=2, decision="accept") == 302
    assert presses(dan, decide, revision=1, decision="return", comment="One thing.") == 302, "the late retry of the first decision"
    assert presses(lin, submit, key=uuid4()) == 410, "nothing more to send"

    assert points_of(lin) == task.points
    assert Submission.objects.get(pk=work.pk).state == "accepted"
    assert wrongs_of(task) + wrongs_of_books() == []


def test_released_and_claimed_again_is_one_seat(task: Task, lin: Person) -> None:
    def release() -> int:
        return presses(lin, f"/claims/{lin.told[-1].number}/release/")

    def claim() -> None:
        everybody([lin], lambda person: person.claim(task.slug))

    claim()
    first = lin.told[-1]
    assert (release(), release()) == (302, 409)
    claim()
    assert lin.told[-1].number != first.number
    assert presses(lin, f"/claims/{first.number}/release/") == 409, "the old page's button"
    everybody([lin], lambda person: person.claim(task.slug, first.key))

    assert lin.told[-1].number == lin.told[1].number, "the old key does not take a second seat"
    assert Claim.objects.filter(task=task, member=lin.member, state="held").count() == 1
    assert wrongs_of(task, lin.told) == []


def test_giving_back_and_pressing_again_at_the_same_moment_leaves_one_seat_or_none(served: Web, task: Task) -> None:
    people = hire(served, 6)
    claimed = {one.member: one for one in everybody(people, lambda person: person.claim(task.slug)) if one.outcome == "seated"}
    phones = {member: next(person for person in people if person.member == member) for member in claimed}
    again = [Person(person.member, person.department, person.session, person.port) for person in phones.values()]
    plans: list[tuple[Person, Callable[[Person], object]]] = []
    plans += [(person, partial(_ask, path=f"/claims/{claimed[member].number}/release/")) for member, person in phones.items()]
    plans += [(person, partial(_ask, path=f"/tasks/{task.slug}/claim/", key=uuid4())) for person in again]
    does = {id(person): plan for person, plan in plans}

    everybody([person for person, _ in plans], lambda person: does[id(person)](person))  # type: ignore[arg-type,return-value]

    assert wrongs_of(task) == []


async def _ask(person: Person, *, path: str, **form: object) -> Answer:
    return await person.ask("POST", path, form)


def test_accepted_taken_back_and_accepted_again_pays_once_and_the_way_back_is_a_transfer(task: Task, lin: Person, dan: Person) -> None:
    work = sent(task, lin)
    decide = f"/desk/review/{work.pk}/decide/"
    assert presses(dan, decide, revision=1, decision="accept") == 302
    paid = Transfer.objects.get(reference=f"submission:{work.pk}")

    for _ in range(2):
        ledger.reverse(paid, now=timezone.now())
    assert presses(dan, decide, revision=1, decision="accept") == 302, "the same answer as before"

    assert points_of(lin) == 0
    assert Transfer.objects.filter(code="reversal", debit__member=lin.member).count() == 1
    assert wrongs_of_books() == []


def test_paid_under_a_new_name_each_time_is_noticed(task: Task, lin: Person, dan: Person) -> None:
    """The negative control: without the one reference for the work, the second acceptance pays again."""
    work = sent(task, lin)
    assert presses(dan, f"/desk/review/{work.pk}/decide/", revision=1, decision="accept") == 302

    pay(
        member=Member.objects.get(pk=lin.member),
        amount=task.points,
        reference=f"submission:{work.pk}:again",
        from_reference=task.pool_reference,
        now=timezone.now(),
    )

    assert wrongs_of_books() == [f"submission:{work.pk} paid 2 times"]
    ledger.reverse(Transfer.objects.get(reference=f"submission:{work.pk}:again"), now=timezone.now())
    assert wrongs_of_books() == []
