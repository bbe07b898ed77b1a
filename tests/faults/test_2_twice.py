"""Case 2: the same claim, request and approval sent twice: at once, and after an answer that got lost."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from uuid import uuid4

import pytest

from claims.models import Claim
from feedback.models import Submission
from members.rights import FINANCE, REVIEWER
from notifications.models import Note
from rewards.models import Redemption, Transfer
from tests.faults.house import Web
from tests.faults.line import Kind, Line
from tests.faults.people import Answer, Person, everybody
from tests.faults.programme import begun, hand_out_tickets, hire, on_the_shelf, open_task, sent
from tests.faults.verdict import wrongs_of, wrongs_of_books, wrongs_of_shelf

pytestmark = pytest.mark.xdist_group("faults")
TWINS = 6


@dataclass(frozen=True)
class Press:
    """A button: who presses it, what is sent, and how often it has had its effect."""

    person: Person
    path: str
    form: dict[str, object]
    effects: Callable[[], int]
    accept: str = "text/html"
    worked: int = 302


def claim(web: Web) -> Press:
    (ada,), task = hire(web, 1), open_task(3)
    return Press(ada, f"/tasks/{task.slug}/claim/", {"key": uuid4()}, lambda: Claim.objects.filter(task=task).count())


def claim_by_ticket(web: Web) -> Press:
    (ada,), task = hire(web, 1), open_task(3)
    hand_out_tickets(task, [ada])
    path, form, accept = ada.asking_for(task.slug, uuid4())
    return Press(ada, path, form, lambda: Claim.objects.filter(task=task).count(), accept, 200)


def submit(web: Web) -> Press:
    (ada,), task = hire(web, 1), open_task(3)
    claim = begun(task, ada)
    revisions = Submission.objects.filter(claim=claim, revision=1)
    return Press(ada, f"/do/{claim.pk}/submit/", {"key": uuid4()}, revisions.count, worked=200)


def accept(web: Web) -> Press:
    (ada,), (dan,), task = hire(web, 1), hire(web, 1, department="service", rights=(REVIEWER,)), open_task(3)
    work = sent(task, ada)
    form = {"revision": 1, "decision": "accept"}
    return Press(dan, f"/desk/review/{work.pk}/decide/", form, lambda: Transfer.objects.filter(reference=f"submission:{work.pk}").count())


def redeem(web: Web) -> Press:
    (ada,), shelf = hire(web, 1, points=100), on_the_shelf(9, per_person=9)
    form = {"key": uuid4(), "price": shelf.price}
    return Press(ada, f"/shop/{shelf.slug}/order/", form, lambda: Redemption.objects.filter(benefit=shelf).count())


def approve(web: Web) -> Press:
    (ada,), (bea,), shelf = hire(web, 1, points=100), hire(web, 1, rights=(FINANCE,)), on_the_shelf(9)
    (told,) = everybody([ada], lambda person: person.redeem(shelf.slug, shelf.price))
    note = Note.objects.filter(reference=f"redemption:{told.number}:approved")
    return Press(bea, f"/desk/redemptions/{told.number}/approve/", {}, note.count)


def deliver(web: Web) -> Press:
    press = approve(web)
    everybody([press.person], lambda person: person.does("approve", press.path))
    number = int(re.findall(r"\d+", press.path)[0])
    settled = Transfer.objects.filter(kind="settles", holds__redemption=number)
    return replace(press, path=press.path.replace("approve", "deliver"), form={"voucher": "TREE-1"}, effects=settled.count)


PRESSES = [claim, claim_by_ticket, submit, accept, redeem, approve, deliver]
type MakePress = Callable[[Web], Press]


def said(answer: Answer) -> tuple[int, str]:
    """What matters of an answer: whether it worked, and where it leads."""
    return answer.status, answer.leads_to if answer.status == 302 else answer.body


@pytest.mark.parametrize("make", PRESSES)
def test_pressed_many_times_at_once_it_happens_once_and_all_are_told_the_same(served: Web, make: MakePress) -> None:
    press = make(served)
    twins = [replace(press.person, _line=None) for _ in range(TWINS)]

    answers = everybody(twins, lambda twin: twin.ask("POST", press.path, press.form, accept=press.accept))

    assert press.effects() == 1
    assert {said(answer) for answer in answers} == {said(answers[0])}
    assert answers[0].status == press.worked
    assert wrongs_of_books() == []


@pytest.mark.parametrize("make", PRESSES)
@pytest.mark.parametrize("every", [pytest.param(9, id="some"), pytest.param(1, id="each", marks=pytest.mark.long)])
def test_wherever_the_line_breaks_the_same_press_again_ends_as_one(doubtful: Web, line: Line, make: MakePress, every: int) -> None:
    """Before and after the statements of a request, and after each COMMIT, whose answer alone gets lost."""
    broken = 0
    faults: list[tuple[Kind, bytes, int]] = [("cut_answer", b"COMMIT", 1), ("cut_request", b"", every), ("cut_answer", b"", every)]
    for kind, words, step in faults:
        for after in range(0, 200, step):
            press = make(doubtful)
            fault = line.fault(kind, words, after=after)
            (first,) = everybody([press.person], partial(presses, press=press))
            line.mend()
            (again,) = everybody([press.person], partial(insists, press=press))
            assert first.status in {press.worked, 503}, (kind, words, after)
            assert first.status != 503 or first.headers["retry-after"]
            assert (again.status, press.effects()) == (press.worked, 1), (kind, words, after)
            if not fault.met.is_set():
                break
            broken += 1
        else:
            pytest.fail("a request has fewer statements than this")
    assert broken >= 2, "the line did break in the middle"
    assert wrongs_of_books() == []


async def presses(person: Person, *, press: Press) -> Answer:
    return await person.ask("POST", press.path, press.form, accept=press.accept)


async def insists(person: Person, *, press: Press) -> Answer:
    return (await person.insist("POST", press.path, press.form, accept=press.accept))[0]


def test_who_hangs_up_before_the_answer_gets_it_when_asking_again(served: Web) -> None:
    task, people = open_task(5), hire(served, 10)
    keys = {person.member: uuid4() for person in people}

    async def press_and_hang_up(person: Person) -> None:
        waiting = asyncio.ensure_future(person.ask("POST", f"/tasks/{task.slug}/claim/", {"key": keys[person.member]}))
        await asyncio.sleep(0.02)
        waiting.cancel()

    everybody(people, press_and_hang_up)
    told = everybody(people, lambda person: person.claim(task.slug, keys[person.member]))

    assert sorted(one.outcome for one in told) == ["seated"] * 5 + ["waiting"] * 5
    assert wrongs_of(task, told) == []


def test_without_the_same_key_a_lost_answer_asks_twice(doubtful: Web, line: Line) -> None:
    """The negative control: a phone that makes a new key for each try."""
    (ada,), shelf = hire(doubtful, 1, points=100), on_the_shelf(9, per_person=9)
    line.fault("cut_answer", b"COMMIT")

    (answer,) = everybody([ada], lambda person: person.ask("POST", f"/shop/{shelf.slug}/order/", {"key": uuid4(), "price": shelf.price}))
    line.mend()
    (told,) = everybody([ada], lambda person: person.redeem(shelf.slug, shelf.price))

    assert answer.status == 503
    assert Redemption.objects.filter(benefit=shelf).count() == 2
    assert len(wrongs_of_shelf(shelf, [told])) == 1
