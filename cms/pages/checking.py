"""The short check at the end of a guide: judged on the server, explained, remembered when it was passed. It earns no points."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from cms.pages.records import GuidePass
from members.models import Member
from shared.errors import RuleBroken

if TYPE_CHECKING:
    from cms.pages.kinds import GuidePage


class NotAllAnswered(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("A question has no answer yet. What you chose is still here; choose one everywhere, then check again."))


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it; whether the choice is right is known only after all were answered."""

    name: str  # of the field
    text: str
    answers: list[str]
    chosen: int | None = None
    right: bool | None = None
    answer: str = ""  # the right one
    explanation: str = ""


@dataclass(frozen=True)
class Result:
    questions: list[Asked]
    passed_before: bool = False

    @property
    def right(self) -> int:
        return sum(question.right is True for question in self.questions)

    @property
    def passed(self) -> bool:
        return self.right == len(self.questions)


def questions_of(guide: "GuidePage", chosen: Mapping[str, str] | None = None) -> list[Asked]:
    """What is asked, with what was chosen so far; never which answer is right."""
    return [
        Asked(name, block["text"], [answer["text"] for answer in block["answers"]], _chosen(chosen or {}, name, len(block["answers"])))
        for name, block in _blocks(guide)
    ]


def check(*, guide: "GuidePage", member: Member, answers: Mapping[str, str], now: datetime) -> Result:
    """Judge all answers at once, and remember the guide as passed when all are right; refuses with NotAllAnswered.

    Each language of a guide has its own blocks, but one pass: who passed it in one passed it in all.
    """
    asked = questions_of(guide, answers)
    if not asked or any(question.chosen is None for question in asked):
        raise NotAllAnswered
    before = has_passed(guide, member)
    judged = [
        Asked(
            question.name,
            question.text,
            question.answers,
            question.chosen,
            right=bool(question.chosen is not None and block["answers"][question.chosen]["right"]),
            answer=next(answer["text"] for answer in block["answers"] if answer["right"]),
            explanation=block["explanation"],
        )
        for question, (_name, block) in zip(asked, _blocks(guide), strict=True)
    ]
    result = Result(judged, before)
    if result.passed:
        GuidePass.objects.get_or_create(member=member, guide=guide.translation_key, defaults={"at": now})
    return result


def has_passed(guide: "GuidePage", member: Member) -> bool:
    return GuidePass.objects.filter(member_id=member.pk, guide=guide.translation_key).exists()


def _blocks(guide: "GuidePage") -> list[tuple[str, Mapping[str, Any]]]:
    return [(f"q-{block.id or place}", block.value) for place, block in enumerate(guide.questions)]


def _chosen(answers: Mapping[str, str], name: str, count: int) -> int | None:
    """The place of the chosen answer; what no form of ours sends counts as no answer."""
    value = str(answers.get(name, ""))
    return int(value) if value.isascii() and value.isdigit() and len(value) < 3 and int(value) < count else None
