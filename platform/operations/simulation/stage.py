"""The stage of the play: its clock, its dice, its people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from uuid import UUID

from members.models import Department, Member
from operations.simulation.people import EVERYBODY, Person
from tasks_catalog.models import Campaign, Provider, Task, Touchpoint

CAMPAIGN = "card-renewal-2026"


@dataclass
class Stage:
    """`today` is the moment the play ends at; every scene is so many days before it."""

    today: datetime
    scene: str = ""
    dice: Random = field(default_factory=lambda: Random(0))  # noqa: S311 - a play, not a secret

    def enter(self, scene: str) -> None:
        """Each scene has its own dice, so a play that goes on after a stop is the same play."""
        self.scene = scene
        self.dice = Random(f"firsthand {scene}")  # noqa: S311

    def ago(self, *, days: float = 0, hours: float = 0) -> datetime:
        return self.today - timedelta(days=days, hours=hours)

    def later(self, moment: datetime, *, hours: tuple[float, float]) -> datetime:
        return moment + timedelta(hours=self.dice.uniform(*hours))

    def key(self) -> UUID:
        """What a phone would make up before it posts."""
        return UUID(int=self.dice.getrandbits(128), version=4)

    @cached_property
    def departments(self) -> dict[str, Department]:
        return {department.code: department for department in Department.objects.all()}

    @cached_property
    def members(self) -> dict[str, Member]:
        return {member.email: member for member in Member.objects.select_related("department")}

    @cached_property
    def touchpoints(self) -> dict[str, Touchpoint]:
        return {touchpoint.slug: touchpoint for touchpoint in Touchpoint.objects.select_related("stage", "owner")}

    @cached_property
    def providers(self) -> dict[str, Provider]:
        return {provider.slug: provider for provider in Provider.objects.all()}

    @property
    def campaign(self) -> Campaign:
        return Campaign.objects.get(slug=CAMPAIGN)

    def task(self, slug: str) -> Task:
        return Task.objects.select_related("campaign", "version").get(slug=slug)

    def who(self, first: str, last: str) -> Member:
        return self.members[next(person.email for person in EVERYBODY if (person.first, person.last) == (first, last))]

    def cast(self, *, right: str) -> Member:
        """The person whose ready-made sign-in stands for this role."""
        return self.members[next(person.email for person in EVERYBODY if person.role == right)]

    def owner_of(self, department: str) -> Member:
        owner = self.departments[department].owner
        if owner is None:
            raise LookupError(f"Nobody owns {department}")
        return owner

    def outsiders(self, people: Iterable[Person], *, to: Task) -> list[Member]:
        """Those whose own department does not answer for what the task looks at."""
        owners = {touchpoint.owner_id for touchpoint in to.touchpoints.all()}
        return [member for person in people if (member := self.members[person.email]).department_id not in owners]
