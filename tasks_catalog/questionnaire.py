"""The questionnaire language: a frozen definition in XLSForm vocabulary.

A definition is JSON:

    {"languages": ["en", "zh-hans", "pl"],
     "arms": [{"name": "calm", "label": {…}, "share": 1}, {"name": "hurry", "label": {…}, "share": 1}],
     "steps": [                                  one screen each
       {"name": "delivery", "label": {…}, "hint": {…}, "touchpoint": "courier-call", "relevant": {…},
        "questions": [
          {"type": "integer", "scale": "nps", "name": "recommend", "label": {…}, "hint": {…},
           "required": true, "subjects": ["own", "rival"], "criterion": "recommend",
           "touchpoint": "courier-call", "relevant": {"question": "came", "op": "=", "value": "yes"}}]}]}

Every paired question has a touchpoint (its own or its step's) and a criterion (`criterion_of`): ratings are compared by both.
Cells of an answer are named by question and subject, in words "recommend.rival" (`cell`). What each type holds, and how it is
kept in an `Answer` row once it is sent (`→`):

text, barcode → str (text) · date "YYYY-MM-DD", time "HH:MM" → text · integer, score 0-10, duration in whole seconds → int (number) ·
decimal, range → int or float (number) · select_one → choice name (choices: [name]) · select_multiple → list of choice names,
rank → all of them in the person's order (choices) · matrix → {row: choice} (choices: the same) · location → "inside" | "outside" |
"unknown" (text); the position itself never leaves the phone · contact → list of {"when": "YYYY-MM-DDTHH:MM", "channel" (`CHANNELS`),
"who_chased": "us" | "me", "outcome"} (choices: the list) · promise → {"kept": bool, "seconds": int | None} (number: seconds,
choices: ["kept"] or ["broken"]) · calculate → int or float, never asked (number) · photo → list of evidence UUIDs (no row) ·
pain → list of {"touchpoint", "what", "severity" 1-5, "whom"} (PainPoint rows) ·
idea → list of {"source", "what_they_do", "what_here", "delight" 1-5} (Idea rows) · note → no value.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, Literal, NotRequired, TypedDict, get_args

type Texts = dict[str, str]
QuestionType = Literal[
    "text", "integer", "decimal", "date", "time", "duration", "select_one", "select_multiple", "rank", "range", "score", "matrix",
    "photo", "location", "barcode", "note", "calculate", "contact", "promise", "pain", "idea",
]  # fmt: skip
type Scale = Literal["nps", "csat", "ces", "emotion"]
type SubjectName = Literal["own", "rival"]
type Duty = Literal["compare", "voice", "pain", "think"]
Operator = Literal["=", "!=", "<", "<=", ">", ">=", "selected", "answered"]

TYPES: tuple[str, ...] = get_args(QuestionType)
OPERATORS: tuple[str, ...] = get_args(Operator)
SCALE_RANGES: dict[str, tuple[int, int]] = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "emotion": (-2, 2)}
SCORE_RANGE = (0, 10)
RANGE = {"start": 1, "end": 5, "step": 1}  # of type "range", unless its parameters say otherwise
DUTIES: tuple[Duty, ...] = ("compare", "voice", "pain", "think")
CHANNELS = ("phone", "email", "chat", "app", "branch", "letter", "social", "other")
CHOOSING = frozenset({"select_one", "select_multiple", "rank", "matrix"})  # have choices
NUMERIC = frozenset({"integer", "decimal", "range", "score", "duration", "calculate"})  # their value is a number
LISTED = frozenset({"photo", "pain", "idea", "contact"})  # minimum and maximum count what is in the list
UNCOMPARED = frozenset({"photo", "note", "calculate", "location", "barcode", "contact"})  # no rating, even when asked for both
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")  # what PostgreSQL refuses in a text: nought, and halves of characters
THIS = "."  # in a constraint: this very answer


class AllOf(TypedDict):
    all: "list[Condition]"


class AnyOf(TypedDict):
    any: "list[Condition]"


Not = TypedDict("Not", {"not": "Condition"})


class Comparison(TypedDict):
    question: str
    op: Operator
    value: NotRequired[str | float | bool]  # none with "answered"
    subject: NotRequired[SubjectName]  # default own


type Condition = AllOf | AnyOf | Not | Comparison  # told apart by their keys


class Constraint(TypedDict):
    condition: Condition  # "." is this answer
    message: Texts


class Choice(TypedDict):
    name: str
    label: Texts
    score: NotRequired[int]


class Row(TypedDict):
    name: str
    label: Texts


class Parameters(TypedDict, total=False):
    start: float  # range
    end: float
    step: float
    taken_now: bool  # photo: by the camera, not from the album
    latitude: float  # location
    longitude: float
    radius: float  # metres
    strict: bool  # must be inside to send


class Calculation(TypedDict, total=False):
    """Exactly one of these; names are of earlier questions, each read for the same subject."""

    sum: list[str]
    mean: list[str]
    min: list[str]
    max: list[str]
    count: list[str]  # how many of them are answered
    difference: list[str]  # the first minus the second
    score: list[str]  # of the choices taken


class Arm(TypedDict):
    """One scenario of the brief; a claim fixes one, in balance by share."""

    name: str
    label: Texts
    share: int
    persona: NotRequired[Texts]
    channel: NotRequired[Texts]
    product: NotRequired[Texts]
    rival_first: NotRequired[Literal["own", "rival", "random"]]


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
    choices: NotRequired[list[Choice]]  # of a matrix: its columns
    rows: NotRequired[list[Row]]  # of a matrix
    unit: NotRequired[Texts]
    minimum: NotRequired[int]  # of a number, or of how many stand in a list
    maximum: NotRequired[int]
    relevant: NotRequired[Condition]
    constraint: NotRequired[Constraint]
    arms: NotRequired[list[str]]  # only asked in these
    appearance: NotRequired[str]  # "multiline" with text, "stars" with range
    parameters: NotRequired[Parameters]
    calculation: NotRequired[Calculation]


class Step(TypedDict):
    name: str
    label: Texts
    hint: NotRequired[Texts]
    touchpoint: NotRequired[str]
    relevant: NotRequired[Condition]
    arms: NotRequired[list[str]]
    questions: list[Question]


class Definition(TypedDict):
    languages: list[str]
    arms: NotRequired[list[Arm]]
    steps: list[Step]


def digest_of(definition: Definition) -> str:
    """sha256 of the canonical JSON: the same content has the same digest."""
    canonical = json.dumps(definition, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def questions_of(definition: Definition) -> Iterator[tuple[Step, Question]]:
    for step in definition["steps"]:
        for question in step["questions"]:
            yield step, question


def cell(question: str, subject: str = "own") -> str:
    """The name of one answer: question and subject; a name of a question has no dot."""
    return f"{question}.{subject}"


def subjects_of(question: Question) -> list[SubjectName]:
    return question.get("subjects") or ["own"]


def is_paired(question: Question) -> bool:
    return set(subjects_of(question)) == {"own", "rival"}


def is_compared(question: Question) -> bool:
    """A pair whose two answers can be held against each other."""
    return is_paired(question) and question["type"] not in UNCOMPARED


def touchpoint_of(step: Step, question: Question) -> str:
    return question.get("touchpoint") or step.get("touchpoint", "")


def criterion_of(question: Question) -> str:
    """What a rating rates: named, else the scale, else the question itself."""
    return question.get("criterion") or question.get("scale") or question["name"]


def range_of(question: Question) -> tuple[float, float, float]:
    """Start, end and step of a question of type "range"."""
    given: dict[str, Any] = {**RANGE, **question.get("parameters", {})}
    return given["start"], given["end"], given["step"]


def duties_in(definition: Definition) -> set[Duty]:
    """Which of the four duties a tester can meet here: a pair, a scale with words, a pain point, an idea."""
    return duties_among([question for _step, question in questions_of(definition)])


def duties_among(asked: list[Question]) -> set[Duty]:
    """Which of the four duties these questions can meet."""
    kinds = {question["type"] for question in asked}
    duties: set[Duty] = set()
    if any(is_compared(question) for question in asked):
        duties.add("compare")
    if "text" in kinds and any("scale" in question for question in asked):
        duties.add("voice")
    if "pain" in kinds:
        duties.add("pain")
    if "idea" in kinds:
        duties.add("think")
    return duties
