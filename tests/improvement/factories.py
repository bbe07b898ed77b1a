"""A programme with a finding in it, and what it takes to prove an action."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from feedback.models import Answer, Submission
from improvement.models import Action, Finding
from improvement.services import agree, make_finding, open_re_experience, propose_action, ship
from insights.merging import merge
from insights.models import Measure, SeriesPoint
from members.models import Member
from members.rights import MANAGEMENT, PROGRAMME_MANAGER, grant
from rewards.services import fund_budget
from tasks_catalog.models import Task
from tests.insights.factories import NOON, Programme
from tests.members.factories import MemberFactory

DUE = (NOON + timedelta(days=20)).date()


class Loop(Programme):
    """A programme whose testers found something, with a manager, management and an owner of the department."""

    def __init__(self, *, slug: str = "renewal") -> None:
        super().__init__(slug=slug)
        self.task.waived_duties = ["pain", "think"]
        self.task.save()
        self.manager: Member = MemberFactory(first_name="Bea")
        grant(member=self.manager, right=PROGRAMME_MANAGER)
        self.management: Member = MemberFactory(first_name="Mia")
        grant(member=self.management, right=MANAGEMENT)
        self.owner: Member = MemberFactory(first_name="Ola", department=self.department)
        self.department.owner = self.owner
        self.department.save()
        fund_budget(campaign_reference=f"campaign:{self.campaign.pk}", amount=50_000, now=NOON - timedelta(days=90))

    def found(self, *submissions: Submission, title: str = "No text before the card is sent", severity: int = 4) -> Finding:
        """A finding that these submissions' testers met; one is made when none is given."""
        met = list(submissions) or [self.accept(own={"satisfied": 2})]
        theme = merge(
            pain_points=[self.pain(each, f"{title}, {n}", severity) for n, each in enumerate(met)],
            title={"en": title, "pl": f"{title} (pl)"},
            by=self.manager,
            now=NOON,
        )
        return make_finding(theme=theme, by=self.manager, now=NOON)

    def proposed(self, finding: Finding | None = None, **fields: Any) -> Action:
        fields = {"question": "satisfied"} | fields if "measure" not in fields else fields
        return propose_action(
            finding=finding or self.found(),
            title={"en": "Discreet text before issue", "pl": "Dyskretny SMS"},
            department=self.department,
            owner=self.owner,
            due=fields.pop("due", DUE),
            by=self.owner,
            now=NOON,
            **fields,
        )

    def shipped(self, finding: Finding | None = None, *, on: date | None = None, **fields: Any) -> Action:
        action = agree(action=self.proposed(finding, **fields), by=self.management, now=NOON)
        return ship(action=action, by=self.owner, on=on, now=NOON)

    def opened(self, finding: Finding | None = None, *, seats: int = 20, **fields: Any) -> Action:
        """An action whose re-experience is open."""
        action = self.shipped(finding, **fields)
        open_re_experience(action=action, seats=seats, opens_at=NOON, closes_at=None, by=self.manager, now=NOON)
        action.refresh_from_db()
        return action

    def first_wave(self, question: str, numbers: Sequence[float]) -> list[Submission]:
        return [self.accept(own={question: number}) for number in numbers]

    def again(self, action: Action, numbers: Sequence[float], *, members: Sequence[Member | None] = (), **fields: Any) -> list[Submission]:
        """Accepted re-experiences with these answers, of these members or of new ones."""
        task = Task.objects.get(verifies=action)
        people = [*members, *[None] * (len(numbers) - len(members))]
        when = NOON + timedelta(days=5)
        return [
            self.accept(task=task, own={action.question: number}, member=member, when=when, **fields)
            for number, member in zip(numbers, people, strict=True)
        ]

    def series(self, rates: Sequence[float], *, first: date, total: int = 1_000) -> Measure:
        measure = Measure.objects.create(slug="delivery-rate", name={"en": "Delivery rate"}, touchpoint=self.delivery)
        SeriesPoint.objects.bulk_create(
            SeriesPoint(measure=measure, period_start=first + timedelta(days=7 * week), hits=round(rate * total), total=total)
            for week, rate in enumerate(rates)
        )
        return measure


def choose(submission: Submission, question: str, choice: str, loop: Loop) -> Answer:
    """An answer to a question with choices."""
    return Answer.objects.create(
        submission=submission, question=question, type="select_one", choices=[choice],
        touchpoint=loop.delivery, provider=loop.own, subject="own",
    )  # fmt: skip


LATER: datetime = NOON + timedelta(days=10)
