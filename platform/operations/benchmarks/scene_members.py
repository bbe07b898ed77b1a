"""Members who have done much: claims in every state, accepted work of a year, messages, and a purse that moved ten thousand times."""

import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from claims.models import Claim
from feedback.models import Draft, DraftAnswer, Review, Submission
from members.models import Member
from notifications.models import Note
from operations.benchmarks.scene_tasks import AT_ONCE, DAY, HOUR, Catalogue, texts
from rewards import ledger
from rewards.models import Account, Benefit, Redemption, Transfer
from tasks_catalog.models import Task

State = Claim.State
NOW = [State.HELD, State.HELD, State.STARTED, State.STARTED, State.RETURNED, State.SUBMITTED]
PAST = [State.ACCEPTED] * 50 + [State.RELEASED] * 10
EACH = len(NOW) + len(PAST)  # claims of one member
EVERY = 20  # so many-th transfers buy something
chance = random.Random(11)  # noqa: S311 - the same scene each time; no secret


@dataclass(frozen=True)
class Regular:
    """A member with a past, and the claims whose pages are looked at."""

    member: Member
    held: int
    started: int


def live(member: Member, tasks: Sequence[Task], *, catalogue: Catalogue, reviewer: Member, transfers: int, now: datetime) -> Regular:
    """Give the member a past with these tasks."""
    claims = Claim.objects.bulk_create(
        [_claim(member, task, state, days, catalogue, now) for days, (task, state) in enumerate(zip(tasks, NOW + PAST, strict=True))]
    )
    _work(claims, reviewer=reviewer, now=now)
    Note.objects.bulk_create([_note(member, number, now) for number in range(300)])
    _history(member, transfers, approver=reviewer, now=now)
    return Regular(member, held=claims[0].pk, started=claims[2].pk)


def _claim(member: Member, task: Task, state: State, days: int, catalogue: Catalogue, now: datetime) -> Claim:
    begun = state not in {State.HELD, State.RELEASED}
    return Claim(
        task=task,
        member=member,
        version=catalogue.version,
        rival=catalogue.rival,
        provider_order=["own", "rival"],
        state=state,
        claimed_at=now - days * DAY,
        held_until=now + HOUR,
        started_at=now - days * DAY if begun else None,
        deadline=now + 5 * DAY,
        ended_at=now if state in {State.ACCEPTED, State.RELEASED} else None,
    )


def _work(claims: Sequence[Claim], *, reviewer: Member, now: datetime) -> None:
    drafts = Draft.objects.bulk_create([Draft(claim=one, step=2, updated_at=now) for one in claims if one.state in {"started", "returned"}])
    DraftAnswer.objects.bulk_create(
        [
            DraftAnswer(draft=draft, question=f"{name}-{number}", subject=subject, value=4, saved_at=now)
            for draft in drafts
            for number in range(5)
            for name in ("clear", "nps")
            for subject in ("own", "rival")
        ]
    )
    states = {
        State.ACCEPTED: Submission.State.ACCEPTED,
        State.RETURNED: Submission.State.RETURNED,
        State.SUBMITTED: Submission.State.WAITING,
    }
    sent = Submission.objects.bulk_create(
        [
            Submission(claim=one, state=states[State(one.state)], submitted_at=one.claimed_at, review_due=now, key=uuid.uuid4())
            for one in claims
            if one.state in states
        ]
    )
    Review.objects.bulk_create([_review(one, reviewer, now) for one in sent if one.state != Submission.State.WAITING])


def _review(submission: Submission, reviewer: Member, now: datetime) -> Review:
    accepted = submission.state == Submission.State.ACCEPTED
    return Review(
        submission=submission,
        revision=1,
        reviewer=reviewer,
        decision=Review.Decision.ACCEPT if accepted else Review.Decision.RETURN,
        comment="The rival's waiting time is missing.",
        compare=4,
        voice=4,
        pain=4,
        think=4,
        decided_at=now,
    )


def _note(member: Member, number: int, now: datetime) -> Note:
    at = now - number * HOUR
    words = {"title": "A seat came free: it is yours", "body": "It is held for you. Start, or it goes to the next person."}
    return Note(member=member, kind="seat", reference=f"bench:{number}", at=at, read_at=at if number > 4 else None, url="/", **words)


def _history(member: Member, count: int, *, approver: Member, now: datetime) -> None:
    """Awards and what was bought with them; the last three requests are still open."""
    benefit, _ = Benefit.objects.get_or_create(
        slug="bench-coffee", defaults={"title": texts("Coffee"), "kind": Benefit.Kind.GIFT, "price": 10}
    )
    purse = ledger.purse_of(member)
    moves = Transfer.objects.bulk_create(list(_moves(purse, count, now)), batch_size=AT_ONCE)
    holds = [move for move in moves if move.kind == Transfer.Kind.PENDING]
    ended, still = holds[:-3], holds[-3:]
    Transfer.objects.bulk_create([_settled(hold) for hold in ended], batch_size=AT_ONCE)
    asked = [_asked(hold, benefit, member, Redemption.State.DELIVERED, approver) for hold in ended]
    asked += [_asked(hold, benefit, member, Redemption.State.REQUESTED, None) for hold in still]
    Redemption.objects.bulk_create(asked, batch_size=AT_ONCE)
    Account.objects.filter(pk=purse.pk).update(balance=10 * (len(moves) - 2 * len(holds)), moved_at=now)


def _moves(purse: Account, count: int, now: datetime) -> Iterator[Transfer]:
    issue, shop = ledger.issue(), ledger.redeemed()
    for number in range(count):
        told = {"amount": 10, "reference": f"bench:{purse.pk}:{number}", "at": now - timedelta(hours=count - number)}
        if number % EVERY == EVERY - 1:
            yield Transfer(debit=purse, credit=shop, kind=Transfer.Kind.PENDING, code="redemption", **told)
        else:
            memo = texts("Where is my new card?")
            yield Transfer(debit=issue, credit=purse, code="submission", purse=chance.choice(Transfer.Purse.values), memo=memo, **told)


def _settled(hold: Transfer) -> Transfer:
    at, told = hold.at + timedelta(minutes=1), {"amount": hold.amount, "code": hold.code, "reference": f"settles:{hold.pk}"}
    return Transfer(debit_id=hold.debit_id, credit_id=hold.credit_id, kind=Transfer.Kind.SETTLES, holds=hold, at=at, **told)


def _asked(hold: Transfer, benefit: Benefit, member: Member, state: Redemption.State, approver: Member | None) -> Redemption:
    ended = hold.at if approver else None
    return Redemption(
        member=member,
        benefit=benefit,
        price=hold.amount,
        hold=hold,
        key=uuid.uuid4(),
        state=state,
        requested_at=hold.at,
        decided_by=approver,
        decided_at=ended,
        ended_at=ended,
    )
