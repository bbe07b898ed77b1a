"""A small campaign with accepted work in it, made row by row so that figures can be checked by hand."""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from claims.models import Claim
from feedback.models import Answer, Idea, PainPoint, Review, Submission, SubmissionRevision
from members.models import Department, Member
from tasks_catalog.models import Campaign, Journey, Provider, Questionnaire, QuestionnaireVersion, Stage, Task, Touchpoint

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SCALES = {"recommend": "nps", "satisfied": "csat", "effort": "ces", "feeling": "emotion"}


class Programme:
    """One own company, two rivals, two stages with a touchpoint each, one task; `accept` adds accepted work."""

    def __init__(self, *, slug: str = "renewal") -> None:
        self.department = _department("logistics")
        self.home = _department("retail")
        self.journey = Journey.objects.create(slug=slug, name={"en": "Card renewal", "zh-hans": "换卡", "pl": "Wymiana karty"})
        self.delivery = self._touchpoint("delivery", 1, moment=True)
        self.activation = self._touchpoint("activation", 2)
        self.own = _provider("own", "Harbour Bank", "own")
        self.rival = _provider("northgate", "Northgate", "rival")
        self.campaign = Campaign.objects.create(
            slug=slug,
            title={"en": "Card renewal", "zh-hans": "换卡体验", "pl": "Wymiana karty"},
            sponsor=self.department,
            journey=self.journey,
            starts_on=date(2026, 9, 14),
            ends_on=date(2026, 11, 30),
            points_budget=10_000,
            state=Campaign.State.RUNNING,
        )
        self.version = _version(slug)
        self.task = self.task_of("where-is-my-card")
        self.people = 0

    def _touchpoint(self, slug: str, position: int, *, moment: bool = False) -> Touchpoint:
        stage = Stage.objects.create(journey=self.journey, slug=slug, name={"en": slug.title()}, position=position)
        return Touchpoint.objects.create(
            stage=stage,
            slug=f"{self.journey.slug}-{slug}",
            name={"en": slug.title()},
            position=1,
            owner=self.department,
            moment_of_truth=moment,
        )

    def task_of(self, slug: str, *, repeats: Task | None = None) -> Task:
        task = Task.objects.create(
            campaign=self.campaign,
            slug=f"{self.campaign.slug}-{slug}",
            kind=Task.Kind.ROUTINE,
            title={"en": slug},
            version=self.version,
            points=80,
            minutes=20,
            opens_at=NOON - timedelta(days=60),
            repeats=repeats,
            state=Task.State.OPEN,
        )
        task.touchpoints.set([self.delivery, self.activation])
        task.providers.set([self.own, self.rival])
        return task

    def member(self) -> Member:
        self.people += 1
        return Member.objects.create_user(
            f"tester{self.people}@{self.campaign.slug}.example", nickname=f"Secret{self.people}", department=self.home
        )

    def accept(
        self,
        *,
        own: Mapping[str, float] | None = None,
        rival: Mapping[str, float] | None = None,
        words: str = "",
        at: Touchpoint | None = None,
        task: Task | None = None,
        member: Member | None = None,
        decision: str = Review.Decision.ACCEPT,
        insider: bool = False,
        when: datetime = NOON - timedelta(days=10),
    ) -> Submission:
        """One reviewed submission, e.g. `accept(own={"recommend": 9, "satisfied": 4}, rival={"satisfied": 5})`."""
        task, touchpoint = task or self.task, at or self.delivery
        submission = self._submission(task, member or self.member(), decision, insider=insider, when=when)
        for subject, provider, numbers in (("own", self.own, own or {}), ("rival", self.rival, rival or {})):
            for question, number in numbers.items():
                _answer(submission, question, touchpoint, provider, subject, number=number, type="integer", scale=SCALES[question])
        if words:
            _answer(submission, "words", touchpoint, self.own, "own", text=words, type="text")
        return submission

    def _submission(self, task: Task, member: Member, decision: str, *, insider: bool, when: datetime) -> Submission:
        claim = Claim.objects.create(
            task=task, member=member, version=self.version, rival=self.rival, provider_order=["own", "rival"], insider=insider,
            state=Claim.State.ACCEPTED, claimed_at=when - timedelta(days=3), held_until=when,
            started_at=when - timedelta(days=2), deadline=when,
        )  # fmt: skip
        state = Submission.State.ACCEPTED if decision == Review.Decision.ACCEPT else Submission.State.EXCLUDED
        sent = when - timedelta(hours=20)
        submission = Submission.objects.create(claim=claim, state=state, submitted_at=sent, review_due=when, key=uuid.uuid4())
        SubmissionRevision.objects.create(submission=submission, number=1, answers={}, key=uuid.uuid4(), sent_at=sent)
        Review.objects.create(
            submission=submission, revision=1, reviewer=_reviewer(), decision=decision, compare=4, voice=4, pain=4, think=4,
            comment="Read.", decided_at=when,
        )  # fmt: skip
        return submission

    def pain(self, submission: Submission, what: str = "The courier comes without calling", severity: int = 4) -> PainPoint:
        return PainPoint.objects.create(submission=submission, touchpoint=self.delivery, what=what, severity=severity)

    def idea(self, submission: Submission, delight: int = 5) -> Idea:
        return Idea.objects.create(submission=submission, source="Parcel lockers", what_here="A locker at the station", delight=delight)


def _answer(submission: Submission, question: str, touchpoint: Touchpoint, provider: Provider, subject: str, **fields: Any) -> Answer:
    return Answer.objects.create(
        submission=submission, question=question, touchpoint=touchpoint, provider=provider, subject=subject, criterion=question, **fields
    )


def _department(code: str) -> Department:
    return Department.objects.get_or_create(code=code, defaults={"name": {"en": code.title()}})[0]


def _provider(slug: str, name: str, kind: str) -> Provider:
    return Provider.objects.get_or_create(slug=slug, defaults={"name": name, "kind": kind})[0]


def _reviewer() -> Member:
    return Member.objects.filter(email="dan.reviews@bank.example").first() or Member.objects.create_user("dan.reviews@bank.example")


def _version(slug: str) -> QuestionnaireVersion:
    questions = [
        {"type": "integer", "scale": scale, "name": name, "label": {"en": name}, "subjects": ["own", "rival"]}
        for name, scale in SCALES.items()
    ]
    questions += [
        {"type": "text", "name": "words", "label": {"en": "What was it like?"}},
        {"type": "photo", "name": "photo", "label": {"en": "Show it"}},
    ]
    definition = {
        "languages": ["en"],
        "steps": [{"name": "delivery", "label": {"en": "Delivery"}, "touchpoint": f"{slug}-delivery", "questions": questions}],
    }
    return QuestionnaireVersion.objects.create(
        questionnaire=Questionnaire.objects.create(slug=slug), number=1, definition=definition,
        digest=hashlib.sha256(slug.encode()).hexdigest(), published_at=NOON - timedelta(days=60),
    )  # fmt: skip
