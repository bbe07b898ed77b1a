"""What the action board, the joint review and the testers' own page show."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.models import Answer, PainPoint, Subject, Submission
from improvement.models import Action, Finding
from improvement.services.findings import HEARD
from improvement.services.re_experience import first_wave, question_in
from members.models import AuditEvent, Department, Member
from shared.translated import in_language

State = Action.State
COLUMNS: dict[str, tuple[State, ...]] = {
    "proposed": (State.PROPOSED,),
    "agreed": (State.AGREED,),
    "doing": (State.DOING,),
    "again": (State.SHIPPED, State.RE_EXPERIENCING),
    "proven": (State.VERIFIED, State.NOT_VERIFIED),
}


EVENTS = {
    "action.propose": _("Proposed"),
    "action.agreed": _("Agreed"),
    "action.doing": _("Begun"),
    "action.shipped": _("Shipped"),
    "action.re_experiencing": _("Opened to be tried again"),
    "action.verified": _("Verified: better"),
    "action.not_verified": _("Not verified"),
    "action.declined": _("Declined"),
}


@dataclass(frozen=True)
class Happening:
    """One line of an action's history."""

    at: datetime
    label: str | Promise
    who: str | Promise


@dataclass(frozen=True)
class Card:
    """An action as the board shows it."""

    action: Action
    supporters: int
    accepted: int  # re-experiences that count so far
    late_by: timedelta | None

    @property
    def days_late(self) -> int:
        return self.late_by.days if self.late_by else 0


@dataclass(frozen=True)
class Board:
    columns: dict[str, list[Card]]
    declined: list[Card]
    late: int

    @property
    def verified(self) -> int:
        return sum(card.action.state == State.VERIFIED for card in self.columns["proven"])

    @property
    def not_verified(self) -> int:
        return len(self.columns["proven"]) - self.verified


def board(
    *, member: Member, today: date, department: Department | None = None, mine: bool = False, late: bool = False, way: str = ""
) -> Board:
    """Every action by how far it is, the next due first; filters narrow it."""
    actions = Action.objects.select_related("finding__theme", "department", "owner", "measure", "re_experience")
    if department:
        actions = actions.filter(department=department)
    if mine:
        actions = actions.filter(Q(owner=member) | Q(department__owner=member))
    if way:
        actions = actions.filter(finding__way=way)
    cards = _cards(actions.order_by("due", "pk"), today)
    number_late = sum(card.late_by is not None for card in cards)
    if late:
        cards = [card for card in cards if card.late_by is not None]
    return Board(
        columns={name: [card for card in cards if card.action.state in states] for name, states in COLUMNS.items()},
        declined=[card for card in cards if card.action.state == State.DECLINED],
        late=number_late,
    )


def _cards(actions: QuerySet[Action], today: date) -> list[Card]:
    found = list(actions)
    supporters = supporter_counts(action.finding for action in found)
    again = _accepted_again(found)
    return [
        Card(
            action=action,
            supporters=supporters.get(action.finding_id, 0),
            accepted=again.get((action.re_experience_id, action.question), 0),
            late_by=today - action.due if action.is_live and action.due < today else None,
        )
        for action in found
    ]


def card_of(action: Action, today: date) -> Card:
    """One action as the board shows it."""
    return _cards(
        Action.objects.filter(pk=action.pk).select_related("finding__theme", "department", "owner", "measure", "re_experience"), today
    )[0]


def supporter_counts(findings: Iterable[Finding]) -> dict[int, int]:
    """How many people found each finding."""
    rows = PainPoint.objects.filter(merge__theme__finding__in={finding.pk for finding in findings}, submission__state__in=HEARD)
    return dict(rows.values_list("merge__theme__finding").annotate(Count("submission__claim__member", distinct=True)).order_by())


def _accepted_again(actions: Iterable[Action]) -> dict[tuple[int | None, str], int]:
    tasks = {action.re_experience_id for action in actions if action.re_experience_id}
    rows = Answer.objects.filter(
        submission__claim__task__in=tasks,
        submission__claim__insider=False,
        submission__state=Submission.State.ACCEPTED,
        subject=Subject.OWN,
    )
    counted = rows.values_list("submission__claim__task", "question").annotate(n=Count("submission__claim__member", distinct=True))
    return {(task, question): n for task, question, n in counted.order_by()}


def history_of(action: Action) -> list[Happening]:
    """What happened to an action, the latest first."""
    events = AuditEvent.objects.filter(on_what="improvement.action", on_id=str(action.pk)).select_related("by").order_by("-at", "-pk")
    return [
        Happening(event.at, EVENTS.get(event.did, event.did), event.by.called if event.by else _("by the clock")) for event in events[:50]
    ]


def question_label(action: Action) -> str:
    """The question that proves an action, in the reader's language, with the answer hoped for."""
    task = (action.re_experience.repeats if action.re_experience else None) or first_wave(action.finding, action.question)
    question = question_in(task, action.question) if task and action.question else None
    if not question:
        return action.question
    label = in_language(question["label"])
    choice = next((in_language(each["label"]) for each in question.get("choices", []) if each["name"] == action.choice), "")
    return f"{label}: {choice}" if choice else label


# What became of one tester's pain points -------------------------------------------------


@dataclass
class Outcome:
    """One finding that somebody's pain points helped to make, with what is done about it."""

    finding: Finding
    words: PainPoint
    others: int
    actions: list[Action] = field(default_factory=list)

    @property
    def action(self) -> Action | None:
        """The action that is furthest; one that was declined only when there is no other."""
        order = list(State.values)
        live = [action for action in self.actions if action.state != State.DECLINED] or self.actions
        return max(live, key=lambda action: order.index(action.state), default=None)


@dataclass(frozen=True)
class Mine:
    """What became of what one member found."""

    proven: list[Outcome]
    under_way: list[Outcome]
    not_proven: list[Outcome]
    declined: list[Outcome]
    reading: list[PainPoint]  # those that are no finding yet, the latest first
    grown: int  # fixes that customers have because of this member, proven ones first in the tree

    @property
    def is_empty(self) -> bool:
        return not (self.proven or self.under_way or self.not_proven or self.declined or self.reading)


def mine(member: Member) -> Mine:
    """Every accepted pain point of a member and what it led to."""
    points = list(
        PainPoint.objects.filter(submission__claim__member=member, submission__state__in=HEARD)
        .select_related("merge__theme__finding", "submission")
        .order_by("-submission__submitted_at", "-pk")
    )
    outcomes: dict[int, Outcome] = {}
    for point in points:
        finding = _finding_of(point)
        if finding and finding.pk not in outcomes:
            outcomes[finding.pk] = Outcome(finding, point, others=-1)
    supporters = supporter_counts(outcome.finding for outcome in outcomes.values())
    for pk, outcome in outcomes.items():
        outcome.others = max(0, supporters.get(pk, 1) - 1)
    for action in Action.objects.filter(finding__in=outcomes).select_related("owner", "measure", "re_experience").order_by("pk"):
        outcomes[action.finding_id].actions.append(action)
    return _sorted(list(outcomes.values()), reading=[point for point in points if _finding_of(point) is None])


def _finding_of(point: PainPoint) -> Finding | None:
    merge = getattr(point, "merge", None)
    return getattr(merge.theme, "finding", None) if merge else None


def _sorted(outcomes: list[Outcome], *, reading: list[PainPoint]) -> Mine:
    def with_state(*states: State) -> list[Outcome]:
        return [outcome for outcome in outcomes if outcome.action and outcome.action.state in states]

    settled = with_state(State.VERIFIED, State.NOT_VERIFIED, State.DECLINED)
    return Mine(
        proven=with_state(State.VERIFIED),
        under_way=[outcome for outcome in outcomes if outcome not in settled],
        not_proven=with_state(State.NOT_VERIFIED),
        declined=with_state(State.DECLINED),
        reading=reading,
        grown=sum(action.shipped_on is not None for outcome in outcomes for action in outcome.actions),
    )
