"""Tasks that many want at the same moment, and the request of one who wants them."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from members.models import Department, Member
from operations.benchmarks.pools import make_large_pool
from operations.benchmarks.web import request
from seats.models import Pool
from seats.tickets import issue
from tasks_catalog.models import Campaign, Journey, Provider, Questionnaire, QuestionnaireVersion, Stage, Task, Touchpoint

_TOKEN = "b" * 32  # a form's token against forgery is compared with the cookie's, whatever they are
_NAME = {"en": "Benchmark"}
_DEFINITION = {"languages": ["en"], "steps": [{"name": "ask", "label": _NAME, "touchpoint": "bench", "questions": []}]}


class Door:
    """An all-hands task that is open, with so many seats."""

    def __init__(self, seats: int) -> None:
        self.task = make_task()
        self.pool: Pool = make_large_pool(seats, reference=self.task.pool_reference)

    def requests(self, people: Sequence[Member], sessions: Mapping[int, str]) -> list[bytes]:
        """What each of these members' browsers sends when they press the button."""
        return [self._request(member, sessions[member.pk]) for member in people]

    def _request(self, member: Member, session: str) -> bytes:
        ticket = issue(
            kind="task", pool=self.pool.pk, member=member.pk, language="en", session=session, opens_at=self.pool.opens_at,
            now=timezone.now(),
        )  # fmt: skip
        body = f"csrfmiddlewaretoken={_TOKEN}&key={uuid.uuid4()}&ticket={ticket}".encode()
        cookies = f"{settings.CSRF_COOKIE_NAME}={_TOKEN}; {settings.SESSION_COOKIE_NAME}={session}"
        kind = "application/x-www-form-urlencoded"
        return request("POST", f"/tasks/{self.task.slug}/claim/", cookies=cookies, body=body, kind=kind, accept="application/json")

    def confirmed(self, answers: Counter[str]) -> int:
        """How many answers the database confirms: a seat, or a place in the wait list."""
        taken = self.pool.seats.exclude(member=None).values("member").distinct().count()
        return min(answers["200 seated"], taken) + min(answers["200 waiting"], self.pool.waiting.count())


def make_task() -> Task:
    now = timezone.now()
    department = Department.objects.get_or_create(code="bench", defaults={"name": _NAME})[0]
    journey = Journey.objects.get_or_create(slug="bench", defaults={"name": _NAME})[0]
    stage = Stage.objects.get_or_create(journey=journey, slug="bench", defaults={"name": _NAME, "position": 1})[0]
    touchpoint = Touchpoint.objects.get_or_create(
        slug="bench", defaults={"stage": stage, "name": _NAME, "position": 1, "owner": department}
    )[0]
    campaign = Campaign.objects.get_or_create(
        slug="bench",
        defaults={
            "title": _NAME, "sponsor": department, "journey": journey, "starts_on": now.date(),
            "ends_on": now.date() + timedelta(days=30), "points_budget": 0, "state": Campaign.State.RUNNING,
        },
    )[0]  # fmt: skip
    questionnaire = Questionnaire.objects.get_or_create(slug="bench")[0]
    version = QuestionnaireVersion.objects.get_or_create(
        questionnaire=questionnaire, number=1, defaults={"definition": _DEFINITION, "digest": "bench", "published_at": now}
    )[0]
    task = Task.objects.create(
        campaign=campaign, slug=f"bench-{uuid.uuid4().hex}", kind=Task.Kind.ALL_HANDS, title=_NAME, version=version, points=10,
        minutes=10, opens_at=now - timedelta(hours=1), state=Task.State.OPEN,
    )  # fmt: skip
    task.touchpoints.add(touchpoint)
    task.providers.add(Provider.objects.get_or_create(slug="own", defaults={"name": "Own", "kind": Provider.Kind.OWN})[0])
    return task
