"""Which submissions count, as of an instant: accepted, not left out, and not an insider's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from feedback.models import Answer, Review, Subject
from tasks_catalog.models import Campaign, Provider, Stage, Touchpoint


@dataclass(frozen=True)
class Lived:
    """One accepted submission: what was lived, by whom, and whether it was lived again after an action."""

    id: int
    member: int
    department: int | None
    task: int
    repeats: int | None
    rival: int | None
    again: bool


@dataclass(frozen=True)
class Company:
    """A provider that somebody lived."""

    pk: int
    name: str
    is_own: bool


@dataclass(frozen=True)
class Rated:
    """One answer on a scale."""

    lived: Lived
    scale: str
    question: str
    criterion: str
    touchpoint: int | None
    provider: Company
    subject: str
    number: float


@dataclass(frozen=True)
class Counted:
    """The raw material of every figure of one campaign."""

    campaign: Campaign
    as_of: datetime
    lived: tuple[Lived, ...]
    excluded: int
    insiders: int
    answers: tuple[Rated, ...]

    @property
    def accepted(self) -> int:
        return len(self.lived) + self.excluded + self.insiders

    @cached_property
    def ids(self) -> list[int]:
        return [each.id for each in self.lived]

    @cached_property
    def by_id(self) -> dict[int, Lived]:
        return {each.id: each for each in self.lived}

    @cached_property
    def testers(self) -> frozenset[int]:
        return frozenset(each.member for each in self.lived)

    @cached_property
    def providers(self) -> list[Company]:
        """The own company first, then the rivals that anybody lived, by name."""
        return sorted({answer.provider for answer in self.answers}, key=lambda each: (not each.is_own, each.name))

    @property
    def own_name(self) -> str:
        return next((company.name for company in self.providers if company.is_own), "")

    @cached_property
    def touchpoints(self) -> list[Touchpoint]:
        """The journey's touchpoints in the order a customer meets them."""
        found = Touchpoint.objects.filter(stage__journey=self.campaign.journey_id)
        return list(found.select_related("stage", "owner").order_by("stage__position", "position", "pk"))

    @cached_property
    def stages(self) -> list[Stage]:
        return list(Stage.objects.filter(journey=self.campaign.journey_id).order_by("position"))

    def per_submission(
        self, scale: str, subject: str, *, chosen: Callable[[Rated], bool] = lambda _answer: True, again: bool | None = None
    ) -> dict[int, float]:
        """One number per submission: the mean of its answers on this scale. The submission is the unit, so nobody counts twice."""
        numbers: dict[int, list[float]] = {}
        for answer in self.answers:
            wave = again is None or answer.lived.again == again
            if answer.scale == scale and answer.subject == subject and wave and chosen(answer):
                numbers.setdefault(answer.lived.id, []).append(answer.number)
        return {submission: sum(values) / len(values) for submission, values in numbers.items()}


def counted(*, campaign: Campaign, as_of: datetime) -> Counted:
    """Read everything that counts for a campaign as of an instant; a later decision changes nothing."""
    rows = (
        Review.objects.filter(
            submission__claim__task__campaign=campaign,
            decided_at__lte=as_of,
            decision__in=[Review.Decision.ACCEPT, Review.Decision.EXCLUDE],
        )
        .order_by("submission_id")
        .values_list(
            "submission_id",
            "decision",
            "submission__claim__insider",
            "submission__claim__member_id",
            "submission__claim__member__department_id",
            "submission__claim__task_id",
            "submission__claim__task__repeats_id",
            "submission__claim__rival_id",
        )
    )
    lived, excluded, insiders = [], 0, 0
    for submission, decision, insider, member, department, task, repeats, rival in rows:
        if decision == Review.Decision.EXCLUDE:
            excluded += 1
        elif insider:
            insiders += 1
        else:
            lived.append(Lived(submission, member, department, task, repeats, rival, again=repeats is not None))
    return Counted(campaign=campaign, as_of=as_of, lived=tuple(lived), excluded=excluded, insiders=insiders, answers=tuple(_rated(lived)))


def _rated(lived: Iterable[Lived]) -> Iterable[Rated]:
    by_id = {each.id: each for each in lived}
    provider = ("provider_id", "provider__name", "provider__kind")
    fields = ("submission_id", "scale", "question", "criterion", "touchpoint_id", "subject", "number", *provider)
    found = Answer.objects.filter(submission_id__in=by_id, number__isnull=False).exclude(scale="")
    for submission, scale, question, criterion, touchpoint, subject, number, pk, name, kind in found.order_by("pk").values_list(*fields):
        if number is not None:
            company = Company(pk, name, kind == Provider.Kind.OWN)
            yield Rated(by_id[submission], scale, question, criterion, touchpoint, company, Subject(subject).value, float(number))
