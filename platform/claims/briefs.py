"""A task as its brief shows it: what to do, what to bring back, what stands in the way."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import ngettext_lazy

from claims.models import Claim
from claims.selectors import live_claim, with_colours
from members.models import Member
from seats.models import Pool
from seats.selectors import Standing, find_pool
from seats.taking import place_of
from shared.errors import RuleBroken
from shared.prepared import Given, prepared
from tasks_catalog.access import AgreementFirst, ForOthers, ForTesters, refusal
from tasks_catalog.frozen import version_of
from tasks_catalog.models import Task
from tasks_catalog.questionnaire import Definition, questions_of, subjects_of


@dataclass(frozen=True)
class Proof:
    """Something to bring back."""

    icon: str
    amount: str | Promise
    labels: list[dict[str, str]]


@dataclass(frozen=True)
class Brief:
    """Everything the pages before the work say about one task to one member."""

    task: Task
    pool: Pool | None
    standing: Standing
    claim: Claim | None
    place: int | None
    asked: bool  # has a place in the list, or a lot in a draw to come
    refusal: RuleBroken | None
    now: datetime

    @property
    def opens_later(self) -> bool:
        return self.now < self.task.opens_at

    @property
    def awaits_draw(self) -> bool:
        """A lottery that has not been drawn yet."""
        return self.pool is not None and self.pool.awaits_draw

    @property
    def window_over(self) -> bool:
        """The draw is being made, or is late."""
        return self.task.draws_at is not None and self.task.draws_at <= self.now

    @property
    def paused(self) -> bool:
        return self.pool is not None and self.pool.paused_at is not None

    @property
    def asks_for_agreement(self) -> bool:
        return isinstance(self.refusal, AgreementFirst)


def get_brief(*, slug: str, member: Member, now: datetime) -> Brief:
    """The brief, or 404 for a draft and for a task whose very existence is not this member's business."""
    task = next(iter(_published.objects(slug=slug)), None)
    if task is None:
        raise Http404
    task.version = version_of(task.version_id) if task.version_id else None
    claim = live_claim(task=task, member=member)
    reason = refusal(task=task, member=member, now=now)
    if claim is None and task.kind == Task.Kind.DYNAMIC and isinstance(reason, (ForTesters, ForOthers)):
        raise Http404
    pool, stands = find_pool(task.pool_reference)
    place = place_of(pool=pool, member=member) if pool and claim is None else None
    return Brief(
        task=task,
        pool=pool,
        standing=stands,
        claim=claim,
        place=None if pool and pool.awaits_draw else place,
        asked=place is not None,
        refusal=reason if claim is None else None,
        now=now,
    )


@prepared
def _published(slug: Given) -> QuerySet[Task]:
    return with_colours(Task.objects.filter(slug=slug).exclude(state=Task.State.DRAFT))


def proofs_of(definition: Definition, arm: str = "") -> list[Proof]:
    """How many photos, words, pain points and ideas the questions of this scenario ask for; before one is drawn, the most of any."""
    arms = [arm] if arm else [each["name"] for each in definition.get("arms", [])] or [""]
    asked = [_asked(definition, each) for each in arms]
    amounts = {kind: max(sum(amount for amount, _label in one[kind]) for one in asked) for kind in ("photo", "text", "pain", "idea")}
    words = {
        "photo": ("camera", ngettext_lazy("%d photo", "%d photos", amounts["photo"])),
        "text": ("talk", ngettext_lazy("%d answer in words", "%d answers in words", amounts["text"])),
        "pain": ("warn", ngettext_lazy("%d pain point", "%d pain points", amounts["pain"])),
        "idea": ("idea", ngettext_lazy("%d idea", "%d ideas", amounts["idea"])),
    }
    return [
        Proof(icon=icon, amount=words_for % amounts[kind], labels=_labels(asked, kind))
        for kind, (icon, words_for) in words.items()
        if amounts[kind]
    ]


type Asked = dict[str, list[tuple[int, dict[str, str]]]]


def _asked(definition: Definition, arm: str) -> Asked:
    """By kind, how much each question of this scenario asks for."""
    found: Asked = {"photo": [], "text": [], "pain": [], "idea": []}
    for step, question in questions_of(definition):
        kind, elsewhere = question["type"], any("arms" in part and arm not in part["arms"] for part in (step, question))
        if kind in found and not elsewhere and (kind != "text" or question.get("required")):
            found[kind].append((question.get("minimum", 1) * len(subjects_of(question)), question["label"]))
    return found


def _labels(asked: list[Asked], kind: str) -> list[dict[str, str]]:
    """What is asked for, each once, whichever scenario asks it."""
    labels: list[dict[str, str]] = []
    for one in asked:
        labels += [label for _amount, label in one[kind] if label not in labels]
    return labels
