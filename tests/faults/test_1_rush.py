"""Case 1: many people, few seats, at once, over HTTP."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import connection

from seats.models import Seat, Waiting
from tests.faults.house import Web
from tests.faults.people import everybody
from tests.faults.programme import hand_out_tickets, hire, open_task
from tests.faults.verdict import wrongs_of

pytestmark = pytest.mark.xdist_group("faults")


@pytest.mark.parametrize(
    ("contenders", "seats", "quotas"),
    [
        (120, 12, {"service": 3, "risk": 2, "cards": 1}),
        pytest.param(2000, 50, {"service": 8, "risk": 6, "cards": 5}, marks=pytest.mark.long),
    ],
)
def test_as_many_as_there_are_seats_and_everybody_sees_the_same_truth(
    served: Web, contenders: int, seats: int, quotas: dict[str, int]
) -> None:
    task = open_task(seats, quotas=quotas)
    departments = [*quotas, "marketing"]
    people = [person for department in departments for person in hire(served, contenders // 4, department=department)]
    hand_out_tickets(task, people[::2] + people[1::4])  # the others' phones run no scripts: they ask Django

    told = everybody(people, lambda person: person.claim(task.slug))

    assert Counter(one.outcome for one in told) == {"seated": seats, "waiting": len(people) - seats}
    assert wrongs_of(task, told) == []
    assert Counter(Seat.objects.filter(pool__reference=task.pool_reference).values_list("quota__department__code", flat=True)) == Counter(
        {None: seats - sum(quotas.values())}, **quotas
    )
    seen = dict(zip([person.member for person in people], everybody(people, lambda person: person.sees(task.slug)), strict=True))
    in_order = Waiting.objects.filter(pool__reference=task.pool_reference).order_by("pk").values_list("member", flat=True)
    assert [seen[member] for member in in_order] == [("waiting", place) for place in range(1, len(people) - seats + 1)]
    assert {one.member: ("seated", one.number) for one in told if one.outcome == "seated"}.items() <= seen.items()


def test_without_locking_the_row_two_get_the_same_seat_and_it_is_noticed(served: Web) -> None:
    """The negative control: `seats_take` as it would be if it looked for a free row and took it later."""
    task, people = open_task(3), hire(served, 12)
    hand_out_tickets(task, people)

    with unlocked():
        told = everybody(people, lambda person: person.claim(task.slug))

    wrongs = wrongs_of(task, told)
    assert [wrong for wrong in wrongs if "has 2 claims" in wrong or "oversold" in wrong or "claim without its seat" in wrong], wrongs


@contextmanager
def unlocked() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('seats_take'::regproc)")
        guarded = cursor.fetchone()[0]
        naive = guarded.replace("FOR NO KEY UPDATE SKIP LOCKED", "").replace(
            "UPDATE seats_seat SET", "PERFORM pg_sleep(0.2); UPDATE seats_seat SET"
        )
        assert naive.count("pg_sleep") == 1
        cursor.execute(naive)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(guarded)


def test_a_wait_list_in_another_order_than_they_came_is_noticed(served: Web) -> None:
    """The negative control: the same three, had Cy been answered before Bea pressed."""
    task, people = open_task(1), hire(served, 3)
    ada, bea, cy = (everybody([person], lambda person: person.claim(task.slug))[0] for person in people)
    assert wrongs_of(task, [ada, bea, cy]) == []

    exchanged = [ada, replace(bea, sent=cy.sent, heard=cy.heard), replace(cy, sent=bea.sent, heard=bea.heard)]

    assert wrongs_of(task, exchanged) == [f"member {bea.member} passed somebody in the wait list"]
    assert wrongs_of(task, [replace(ada, sent=cy.heard, heard=cy.heard), bea, cy]) == [
        f"member {ada.member} was seated after somebody of their department had to wait"
    ]
