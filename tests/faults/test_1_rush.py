"""Case 1: many people, few seats, at once, over HTTP."""

from collections import Counter

import pytest

from seats.models import Seat, Waiting
from tests.faults.house import Web
from tests.faults.people import everybody
from tests.faults.programme import hire, open_task
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
    people = [person for department in quotas for person in hire(served, contenders // len(quotas), department=department)]

    told = everybody(people, lambda person: person.claim(task.slug))

    assert Counter(one.outcome for one in told) == {"seated": seats, "waiting": len(people) - seats}
    assert wrongs_of(task, told) == []
    by_share = Counter(Seat.objects.filter(pool__reference=task.pool_reference).values_list("quota__department__code", flat=True))
    assert by_share == {None: seats - sum(quotas.values()), **quotas}
    seen = dict(zip([person.member for person in people], everybody(people, lambda person: person.sees(task.slug)), strict=True))
    in_order = Waiting.objects.filter(pool__reference=task.pool_reference).order_by("pk").values_list("member", flat=True)
    assert [seen[member] for member in in_order] == [("waiting", place) for place in range(1, len(people) - seats + 1)]
    assert {one.member: ("seated", one.number) for one in told if one.outcome == "seated"}.items() <= seen.items()
