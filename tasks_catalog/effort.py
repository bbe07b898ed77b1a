"""What answering takes: minutes, questions, photos."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from tasks_catalog.questionnaire import Definition, Question, Step, questions_of, subjects_of

SECONDS_PER_STEP = 15
SECONDS: dict[str, int] = {
    "note": 10, "integer": 15, "decimal": 15, "score": 12, "range": 12, "duration": 20, "date": 12, "time": 12,
    "select_one": 12, "select_multiple": 20, "text": 60, "barcode": 15, "location": 15, "photo": 40,
    "promise": 20, "contact": 45, "pain": 90, "idea": 120, "calculate": 0,
}  # fmt: skip
PER_ITEM: dict[str, int] = {"rank": 8, "matrix": 8}  # seconds for each choice, for each row
COUNTED = frozenset({"photo", "pain", "idea", "contact"})
UNASKED = frozenset({"note", "calculate"})


@dataclass(frozen=True)
class Effort:
    """What answering takes, without the way to the branch or the wait on the phone."""

    minutes: int
    questions: int
    photos: int


def effort_of(definition: Definition, arm: str | None = None) -> Effort:
    """An honest estimate, rounded up to whole minutes: the least that is asked for, in this arm or in the longest one.

    What is asked only under a condition costs half its time, and is counted whole among questions and photos.
    """
    arms = [arm] if arm is not None else [each["name"] for each in definition.get("arms", [])] or [""]
    return max((_effort(definition, each) for each in arms), key=lambda effort: (effort.minutes, effort.questions, effort.photos))


def _effort(definition: Definition, arm: str) -> Effort:
    asked = [(step, question) for step, question in questions_of(definition) if _is_in(arm, step, question)]
    steps = {step["name"]: step for step, _question in asked}.values()
    seconds = sum(SECONDS_PER_STEP * _odds(step) for step in steps)
    seconds += sum(_seconds(question) * _odds(step, question) for step, question in asked)
    photos = sum(len(subjects_of(question)) * _least(question) for _step, question in asked if question["type"] == "photo")
    return Effort(minutes=ceil(seconds / 60), questions=_cells(question for _step, question in asked), photos=photos)


def _cells(asked: Iterable[Question]) -> int:
    return sum(len(subjects_of(question)) for question in asked if question["type"] not in UNASKED)


def _is_in(arm: str, *parts: Step | Question) -> bool:
    return all("arms" not in part or arm in part["arms"] for part in parts)


def _odds(*parts: Step | Question) -> float:
    return 0.5 if any("relevant" in part for part in parts) else 1


def _seconds(question: Question) -> int:
    kind = question["type"]
    if kind in PER_ITEM:
        once = PER_ITEM[kind] * len(question.get("rows", []) if kind == "matrix" else question.get("choices", []))
    else:
        once = SECONDS[kind] * _least(question)
    return once * len(subjects_of(question))


def _least(question: Question) -> int:
    return max(1, question.get("minimum", 1)) if question["type"] in COUNTED else 1
