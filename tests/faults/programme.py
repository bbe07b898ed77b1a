"""What there is to be had in a house, and who lives there: laid out straight in its database."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from claims.models import Claim
from claims.services import claim_task, start_claim
from feedback.drafts import open_draft, save_answer
from feedback.models import Submission
from feedback.services import submit
from members.models import Department, Member
from members.rights import grant
from rewards.models import Benefit
from rewards.services import fund_budget, reserve_points, stock_benefit
from seats import tickets
from seats.models import Pool
from tasks_catalog.models import Task
from tasks_catalog.questionnaire import Definition
from tests.faults.house import Web
from tests.faults.people import Person
from tests.members.factories import DepartmentFactory
from tests.rewards.factories import BenefitFactory, give
from tests.tasks_catalog.factories import TaskFactory, VersionFactory, texts

ONE_QUESTION: Definition = {
    "languages": ["en", "zh-hans", "pl"],
    "steps": [{"name": "say", "label": texts("Say"), "questions": [{"type": "text", "name": "words", "label": texts("Which words?")}]}],
}
_numbers = count(1)


def hire(web: Web, number: int, *, department: str = "cards", points: int = 0, rights: tuple[str, ...] = ()) -> list[Person]:
    """Members of the department, each signed in on a phone that asks this web."""
    place: Department = DepartmentFactory(code=department)
    names = [f"hand{next(_numbers)}" for _ in range(number)]
    members = Member.objects.bulk_create(
        Member(email=f"{name}@harbour.example", nickname=name, password=f"!{name}", department=place) for name in names
    )
    for member in members:
        for right in rights:
            grant(member=member, right=right)
        if points:
            give(member, points, timezone.now())
    return [Person(member.pk, place.pk, key, web.port) for member, key in zip(members, _sign_in(members), strict=True)]


def _sign_in(members: list[Member]) -> list[str]:
    store, tomorrow = SessionStore(), timezone.now() + timedelta(days=1)
    sessions = [
        Session(
            session_key=secrets.token_hex(16),
            session_data=store.encode(
                {
                    SESSION_KEY: str(member.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: member.get_session_auth_hash(),
                }
            ),
            expire_date=tomorrow,
        )
        for member in members
    ]
    return [session.session_key for session in Session.objects.bulk_create(sessions)]


def hand_out_tickets(task: Task, people: Iterable[Person], *, now: datetime | None = None) -> None:
    """As the door's page would have carried them."""
    pool = Pool.objects.get(reference=task.pool_reference)
    for person in people:
        person.tickets[task.slug] = tickets.issue(
            kind="task",
            pool=pool.pk,
            member=person.member,
            language="en",
            session=person.session,
            opens_at=pool.opens_at,
            now=now or timezone.now(),
        )


def open_task(
    seats: int,
    *,
    quotas: Mapping[str, int] | None = None,
    hold_for: timedelta = timedelta(hours=6),
    opens_at: datetime | None = None,
    **fields: Any,
) -> Task:
    """A task that opened an hour ago, with so many seats and the points for them in reserve."""
    shares = {DepartmentFactory(code=code): share for code, share in (quotas or {}).items()}
    task: Task = TaskFactory(
        opens_at=opens_at or timezone.now() - timedelta(hours=1),
        seats=seats,
        seats__quotas=shares,
        seats__hold_for=hold_for,
        version=VersionFactory(definition=ONE_QUESTION),
        waived_duties=["compare", "voice", "pain", "think"],
        **fields,
    )
    now, campaign = timezone.now(), f"campaign:{task.campaign_id}"
    fund_budget(campaign_reference=campaign, amount=task.points * seats * 2, now=now, reference=f"fund:{task.pool_reference}")
    reserve_points(campaign_reference=campaign, task_reference=task.pool_reference, amount=task.points * seats * 2, now=now)
    return task


def on_the_shelf(pieces: int, *, price: int = 30, per_person: int = 1) -> Benefit:
    """A benefit with so many pieces in stock."""
    benefit: Benefit = BenefitFactory(slug=f"piece-{next(_numbers)}", price=price)
    stock_benefit(benefit=benefit, count=pieces, per_person=per_person, by=None, now=timezone.now())
    return benefit


def begun(task: Task, person: Person) -> Claim:
    """The person's claim, started, with everything answered that is asked."""
    now = timezone.now()
    claim = claim_task(task=task, member=Member.objects.get(pk=person.member), key=uuid4(), now=now).claim
    assert claim is not None
    save_answer(
        draft=open_draft(claim=start_claim(claim=claim, now=now), now=now), question="words", subject="own", value="Thank you.", now=now
    )
    return claim


def sent(task: Task, person: Person) -> Submission:
    """The person's work, waiting for a reviewer."""
    return submit(claim=begun(task, person), key=uuid4(), now=timezone.now())
