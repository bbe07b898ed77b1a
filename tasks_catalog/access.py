"""Whom a task is for: the rules that do not depend on a claim."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from members.models import Acceptance, Member
from members.rights import SUPER_MANAGER, TESTER, has_right
from shared.errors import RuleBroken
from tasks_catalog.models import Task


class NotOffered(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This task is closed. Nothing of yours has changed; have a look at what else is open."))


class ForTesters(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This task is for testers. Become one in the next recruitment round; all-hands tasks are open to you."))


class ForOthers(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This task is meant for other departments. Nothing is lost; there are others for you."))


class Insider(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This task looks at your own department's work, so others judge it. That is fairer for everybody."))


class AgreementFirst(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This task is confidential. Read and accept the agreement first; then you can take it."))


class HasLeft(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("You are no longer with the company, so tasks cannot be taken. Your points are safe."))


def may_do_kind(*, member: Member, kind: str) -> bool:
    """All hands are everybody's; routine and dynamic tasks are for testers and super-managers."""
    return kind == Task.Kind.ALL_HANDS or has_right(member, TESTER, SUPER_MANAGER)


def is_insider(*, task: Task, member: Member) -> bool:
    """Whether the member's department answers for a touchpoint of the task."""
    return relation_of(task=task, member=member).insider


@dataclass(frozen=True)
class Relation:
    """What a member's department has to do with a task: meant for it, answerable for it."""

    meant: bool
    insider: bool


def relation_of(*, task: Task, member: Member) -> Relation:
    """Both as the task was when it was read; one that names no department is meant for everybody."""
    mine = member.department_id
    return Relation(meant=not task.audience or mine in task.audience, insider=mine is not None and mine in task.owners)


def refuse_others(*, task: Task, member: Member) -> None:
    """Refuse who is not meant, and who would judge their own department's work; asks the database nothing."""
    relation = relation_of(task=task, member=member)
    if not relation.meant:
        raise ForOthers
    if not task.insiders_allowed and relation.insider:
        raise Insider


def has_accepted(*, task: Task, member: Member) -> bool:
    """Whether the member accepted the agreement that the task asks for, if it asks for one."""
    return task.agreement_id is None or Acceptance.objects.filter(agreement=task.agreement_id, member=member).exists()


def refusal(*, task: Task, member: Member, now: datetime, agreement: bool = True) -> RuleBroken | None:
    """Why the member may not take this task, or None. Seats and opening time are for the pool to decide."""
    if member.left_at is not None and member.left_at <= now:
        return HasLeft()
    if task.state != Task.State.OPEN or (task.closes_at is not None and task.closes_at <= now):
        return NotOffered()
    if not may_do_kind(member=member, kind=task.kind):
        return ForTesters()
    try:
        refuse_others(task=task, member=member)
    except (ForOthers, Insider) as reason:
        return reason
    if agreement and not has_accepted(task=task, member=member):
        return AgreementFirst()
    return None
