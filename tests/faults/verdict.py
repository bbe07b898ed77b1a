"""What a house's database says afterwards, compared with what people were told; an empty list is a clean house."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils import timezone

from claims.models import Claim
from feedback.models import Submission
from members.models import Member
from rewards.books import check_books
from rewards.models import Benefit, Redemption, Transfer
from seats.models import Attempt, Pool, Quota, Seat, Waiting
from tasks_catalog.models import Task
from tests.faults.people import Told

ENDED = (Claim.State.EXPIRED, Claim.State.RELEASED)


def wrongs_of(task: Task, told: Iterable[Told] = ()) -> list[str]:
    """Seats against claims, the wait list, quotas and every acknowledged claim."""
    pool, heard = Pool.objects.get(reference=task.pool_reference), [one for one in told if one.what == "claim"]
    return [
        *_seats_are_as_made(pool),
        *_seats_are_claims(task, pool),
        *_nobody_twice(pool),
        *_quotas_hold(pool),
        *_nobody_waits_beside_a_free_seat(pool),
        *_what_was_said_is_true(task, pool, heard),
        *_who_was_answered_first_came_first(pool, heard),
    ]


def wrongs_of_shelf(benefit: Benefit, told: Iterable[Told] = ()) -> list[str]:
    """Pieces against requests, and every acknowledged request."""
    pool, heard = Pool.objects.get(reference=benefit.pool_reference), [one for one in told if one.what == "redeem"]
    lasting = Redemption.objects.filter(benefit=benefit, state__in=[*Redemption.OPEN, Redemption.State.DELIVERED])
    of_seats = set(Seat.objects.filter(pool=pool).exclude(state="free").values_list("pk", "member"))
    of_requests = list(lasting.values_list("seat", "member"))
    asked = {one.key: one for one in heard if one.outcome == "asked"}
    kept = dict(Redemption.objects.filter(benefit=benefit).values_list("key", "pk"))
    return [
        *_seats_are_as_made(pool),
        *_nobody_twice(pool),
        *(f"piece {piece} without a request" for piece in sorted(of_seats - set(of_requests))),
        *(f"request without its piece {piece}" for piece in sorted(set(of_requests) - of_seats, key=str)),
        *(f"piece {piece} given {times} times" for piece, times in Counter(of_requests).items() if times > 1),
        *(f"request {one.number} was acknowledged and is lost" for key, one in asked.items() if kept.get(key) != one.number),
        *(f"request {pk} is there and nobody was told" for key, pk in kept.items() if heard and key not in asked),
    ]


def wrongs_of_books() -> list[str]:
    """The ledger summed anew, and each accepted work paid once."""
    lasting = Transfer.objects.filter(code="submission").exclude(pk__in=_taken_back())
    paid = Counter(":".join(reference.split(":")[:2]) for reference in lasting.values_list("reference", flat=True))
    ever = set(Transfer.objects.filter(code="submission").values_list("reference", flat=True))
    accepted = Submission.objects.filter(state__in=["accepted", "excluded"], claim__task__points__gt=0)
    return [
        *(str(finding) for finding in check_books(now=timezone.now()).findings),
        *(f"{reference} paid {times} times" for reference, times in paid.items() if times > 1),
        *(f"submission:{pk} accepted, not paid" for pk in accepted.values_list("pk", flat=True) if f"submission:{pk}" not in ever),
    ]


def _taken_back() -> list[int]:
    """The transfers that were answered by their transfer back."""
    return [
        int(reference.removeprefix("reversal:"))
        for reference in Transfer.objects.filter(code="reversal").values_list("reference", flat=True)
    ]


def _seats_are_as_made(pool: Pool) -> Iterator[str]:
    rows = Seat.objects.filter(pool=pool).count()
    if rows != pool.capacity:
        yield f"{rows} seats of {pool.capacity}"


def _seats_are_claims(task: Task, pool: Pool) -> Iterator[str]:
    taken = set(Seat.objects.filter(pool=pool).exclude(state="free").values_list("pk", "member"))
    claims = list(Claim.objects.filter(task=task).exclude(state__in=ENDED).values_list("seat", "member"))
    yield from (f"seat {seat} is taken and nobody's claim" for seat in sorted(taken - set(claims)))
    yield from (f"claim without its seat {seat}" for seat in sorted(set(claims) - taken, key=str))
    yield from (f"seat {seat} has {times} claims" for seat, times in Counter(seat for seat, _ in claims).items() if times > 1)
    if len(claims) > pool.capacity:
        yield f"oversold: {len(claims)} claims on {pool.capacity} seats"


def _nobody_twice(pool: Pool) -> Iterator[str]:
    seats = Counter(Seat.objects.filter(pool=pool).exclude(member=None).values_list("member", flat=True))
    yield from (f"member {member} has {times} seats" for member, times in seats.items() if times > pool.per_person)
    waiting = Waiting.objects.filter(pool=pool).values_list("member", flat=True)
    yield from (f"member {member} sits and waits" for member in waiting if seats[member] >= pool.per_person)


def _quotas_hold(pool: Pool) -> Iterator[str]:
    departments = dict(Member.objects.filter(seats__pool=pool).values_list("pk", "department"))
    for quota in Quota.objects.filter(pool=pool):
        rows = Seat.objects.filter(pool=pool, quota=quota)
        if rows.count() != quota.seats:
            yield f"{rows.count()} seats reserved for {quota.department_id}, not {quota.seats}"
        strangers = [
            member for member in rows.exclude(member=None).values_list("member", flat=True) if departments[member] != quota.department_id
        ]
        yield from (f"member {member} sits on {quota.department_id}'s share" for member in strangers)


def _nobody_waits_beside_a_free_seat(pool: Pool) -> Iterator[str]:
    free = set(Seat.objects.filter(pool=pool, state="free").values_list("quota", flat=True))
    for member, quota in Waiting.objects.filter(pool=pool).values_list("member", "quota"):
        if None in free or (quota in free and quota is not None):
            yield f"undersold: member {member} waits beside a free seat"


def _what_was_said_is_true(task: Task, pool: Pool, heard: list[Told]) -> Iterator[str]:
    claims = dict(Claim.objects.filter(task=task).values_list("pk", "member"))
    arrivals = dict(Attempt.objects.filter(pool=pool).exclude(key=None).values_list("key", "member"))
    waiting = set(Waiting.objects.filter(pool=pool).values_list("member", flat=True))
    ever = set(Attempt.objects.filter(pool=pool, outcome__in=["promoted", "left_list", "seated"]).values_list("member", flat=True))
    for one in heard:
        if one.outcome == "seated" and claims.get(one.number or 0) != one.member:
            yield f"claim {one.number} was acknowledged and is lost"
        if one.outcome == "waiting" and one.member not in waiting | ever:
            yield f"member {one.member} was told to wait and is in no list"
    told = {one.member for one in heard if not one.outcome.startswith("refused")}
    if told:
        yield from (f"member {member} has a place and was never told" for member in set(arrivals.values()) - told)


def _who_was_answered_first_came_first(pool: Pool, heard: list[Told]) -> Iterator[str]:
    """Whoever had an answer before another one pressed stands before them, at the door and in the list."""
    departments = dict(Member.objects.filter(pk__in={one.member for one in heard}).values_list("pk", "department"))
    place = {
        member: place for place, member in enumerate(Waiting.objects.filter(pool=pool).order_by("pk").values_list("member", flat=True))
    }
    first_wait: dict[int | None, float] = {}
    latest = (-1, 0.0)  # the last place among those who had heard, by the time they heard
    for one in sorted(heard, key=lambda one: one.heard):
        if one.outcome == "waiting":
            first_wait.setdefault(departments[one.member], one.heard)
    for one in heard:
        if one.outcome == "seated" and one.sent > first_wait.get(departments[one.member], float("inf")):
            yield f"member {one.member} was seated after somebody of their department had to wait"
    moments = sorted([(one.heard, 1, one) for one in heard] + [(one.sent, 0, one) for one in heard], key=lambda moment: moment[:2])
    before: dict[int, int] = {}
    for _at, is_answer, one in moments:
        if one.member not in place:
            continue
        if not is_answer:
            before[one.member] = latest[0]
        elif place[one.member] < before[one.member]:
            yield f"member {one.member} passed somebody in the wait list"
        if is_answer and place[one.member] > latest[0]:
            latest = (place[one.member], one.heard)
