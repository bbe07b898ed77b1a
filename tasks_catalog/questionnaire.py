"""The questionnaire language: a frozen definition in XLSForm vocabulary.

A definition is JSON:

    {"languages": ["en", "zh-hans", "pl"],
     "steps": [                                  one screen each
       {"name": "delivery", "label": {…}, "hint": {…}, "touchpoint": "courier-call",
        "questions": [
          {"type": "integer", "scale": "nps", "name": "recommend", "label": {…}, "hint": {…},
           "required": true, "subjects": ["own", "rival"], "criterion": "recommend",
           "touchpoint": "courier-call"}]}]}

Every paired question has a touchpoint (its own or its step's) and a criterion (`criterion_of`): ratings are compared by both.
Cells of an answer are named by question and subject. Values by type:
text → str · integer → int · decimal → float · select_one → choice name · select_multiple → list of choice names ·
photo → list of evidence UUIDs · pain → list of {"touchpoint", "what", "severity" 1-5, "whom"} ·
idea → list of {"source", "what_they_do", "what_here", "delight" 1-5} · note → no value.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Literal, NotRequired, TypedDict

type Texts = dict[str, str]
type QuestionType = Literal["text", "integer", "decimal", "select_one", "select_multiple", "photo", "pain", "idea", "note"]
type Scale = Literal["nps", "csat", "ces", "emotion"]
type SubjectName = Literal["own", "rival"]
type Duty = Literal["compare", "voice", "pain", "think"]

SCALE_RANGES: dict[str, tuple[int, int]] = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "emotion": (-2, 2)}
DUTIES: tuple[Duty, ...] = ("compare", "voice", "pain", "think")


class Choice(TypedDict):
    name: str
    label: Texts


class Question(TypedDict):
    type: QuestionType
    name: str
    label: Texts
    hint: NotRequired[Texts]
    required: NotRequired[bool]
    subjects: NotRequired[list[SubjectName]]  # default ["own"]
    scale: NotRequired[Scale]  # with type "integer"
    criterion: NotRequired[str]
    touchpoint: NotRequired[str]  # slug; default: the step's
    choices: NotRequired[list[Choice]]
    unit: NotRequired[Texts]
    minimum: NotRequired[int]  # of a number, of photos, of pains or ideas
    maximum: NotRequired[int]


class Step(TypedDict):
    name: str
    label: Texts
    hint: NotRequired[Texts]
    touchpoint: NotRequired[str]
    questions: list[Question]


class Definition(TypedDict):
    languages: list[str]
    steps: list[Step]


def digest_of(definition: Definition) -> str:
    """sha256 of the canonical JSON: the same content has the same digest."""
    canonical = json.dumps(definition, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def questions_of(definition: Definition) -> Iterator[tuple[Step, Question]]:
    for step in definition["steps"]:
        for question in step["questions"]:
            yield step, question


def subjects_of(question: Question) -> list[SubjectName]:
    return question.get("subjects") or ["own"]


def is_paired(question: Question) -> bool:
    return set(subjects_of(question)) == {"own", "rival"}


def touchpoint_of(step: Step, question: Question) -> str:
    return question.get("touchpoint") or step.get("touchpoint", "")


def criterion_of(question: Question) -> str:
    """What a rating rates: named, else the scale, else the question itself."""
    return question.get("criterion") or question.get("scale") or question["name"]


def duties_in(definition: Definition) -> set[Duty]:
    """Which of the four duties a tester can meet here: a pair, a scale with words, a pain point, an idea."""
    asked = [question for _step, question in questions_of(definition)]
    kinds = {question["type"] for question in asked}
    duties: set[Duty] = set()
    if any(is_paired(question) and question["type"] not in {"photo", "note"} for question in asked):
        duties.add("compare")
    if "text" in kinds and any("scale" in question for question in asked):
        duties.add("voice")
    if "pain" in kinds:
        duties.add("pain")
    if "idea" in kinds:
        duties.add("think")
    return duties


@dataclass(frozen=True)
class Effort:
    """What answering takes, without the way to the branch or the wait on the phone."""

    minutes: int
    questions: int
    photos: int


SECONDS_PER_STEP = 15
SECONDS: dict[str, int] = {
    "note": 10, "integer": 15, "decimal": 15, "select_one": 12, "select_multiple": 20, "text": 60, "photo": 40, "pain": 90, "idea": 120,
}  # fmt: skip


def effort_of(definition: Definition) -> Effort:
    """An honest estimate: the least that is asked for, rounded up to whole minutes."""
    seconds = SECONDS_PER_STEP * len(definition["steps"])
    questions = photos = 0
    for _step, question in questions_of(definition):
        times = len(subjects_of(question))
        least = max(1, question.get("minimum", 1)) if question["type"] in {"photo", "pain", "idea"} else 1
        seconds += SECONDS[question["type"]] * times * least
        questions += times if question["type"] != "note" else 0
        photos += times * least if question["type"] == "photo" else 0
    return Effort(minutes=ceil(seconds / 60), questions=questions, photos=photos)
