"""What a draft still lacks: the four duties, the required questions, the photos."""

from dataclasses import dataclass

from feedback.lacks import broken_limit, is_finished, lack_of
from feedback.models import Draft
from feedback.values import Value
from shared.translated import in_language
from tasks_catalog.conditions import Answers, Path, follow
from tasks_catalog.questionnaire import (
    DUTIES,
    Definition,
    Duty,
    Question,
    SubjectName,
    cell,
    duties_among,
    is_compared,
    questions_of,
    subjects_of,
)

type Cells = dict[tuple[str, str], Value]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend before sending: on which screen, at which cell, in the person's words."""

    step: int
    question: str
    subject: SubjectName
    label: str
    message: str


def due_duties(*, waived: list[str], has_rival: bool) -> list[Duty]:
    """The duties this task asks for; without a rival there is nothing to compare."""
    return [duty for duty in DUTIES if duty not in waived and (duty != "compare" or has_rival)]


def cells_of(draft: Draft) -> Cells:
    return {(answer.question, answer.subject): answer.value for answer in draft.answers.all()}


def path_of(draft: Draft) -> Path:
    """What is asked in this claim's arm after the answers so far, and which of them count."""
    return _follow(draft.claim.version.definition, cells_of(draft), draft.claim.arm)


def _follow(definition: Definition, cells: Cells, arm: str) -> Path:
    return follow(definition, {cell(*name): value for name, value in cells.items()}, arm)


def due_of(draft: Draft) -> list[Duty]:
    """The duties that this task asks for and this tester's path can meet: what is never asked is never missing."""
    claim = draft.claim
    due = due_duties(waived=claim.task.waived_duties, has_rival=claim.rival_id is not None)
    met_here = duties_among(_asked(claim.version.definition, path_of(draft)))
    return [duty for duty in due if duty in met_here]


def missing_duties(draft: Draft) -> list[Duty]:
    """Those of the four duties that the draft does not fulfil yet."""
    claim = draft.claim
    cells = cells_of(draft)
    return duties_missing(claim.version.definition, cells, due_of(draft), has_rival=claim.rival_id is not None, arm=claim.arm)


def problems(draft: Draft) -> list[Problem]:
    """Every required question without an answer, every photo or card too few, every unfinished card, every broken limit."""
    claim = draft.claim
    return problems_in(claim.version.definition, cells_of(draft), has_rival=claim.rival_id is not None, arm=claim.arm)


def duties_missing(definition: Definition, cells: Cells, due: list[Duty], *, has_rival: bool, arm: str = "") -> list[Duty]:
    path = _follow(definition, cells, arm)
    asked = _asked(definition, path)
    kept = {
        "compare": lambda: has_rival and _compares(asked, path.effective),
        "voice": lambda: _has_voice(asked, path.effective),
        "pain": lambda: _has_card("pain", asked, path.effective),
        "think": lambda: _has_card("idea", asked, path.effective),
    }
    return [duty for duty in due if not kept[duty]()]


def _asked(definition: Definition, path: Path) -> list[Question]:
    asked = [question for _step, question in questions_of(definition)]
    return [question for question in asked if any(cell(question["name"], subject) in path.visible for subject in subjects_of(question))]


def problems_in(definition: Definition, cells: Cells, *, has_rival: bool, arm: str = "") -> list[Problem]:
    path = _follow(definition, cells, arm)
    return [
        Problem(index, question["name"], subject, in_language(question["label"]), message)
        for index, step in enumerate(definition["steps"])
        for question in step["questions"]
        for subject in asked_subjects(question, has_rival=has_rival)
        if (name := cell(question["name"], subject)) in path.visible
        if (message := lack_of(question, path.effective.get(name)) or broken_limit(question, path.effective.get(name), path.effective))
    ]


def asked_subjects(question: Question, *, has_rival: bool) -> list[SubjectName]:
    return [subject for subject in subjects_of(question) if subject == "own" or has_rival]


def _compares(asked: list[Question], known: Answers) -> bool:
    """Every required pair is whole, and there is at least one pair."""
    pairs = [question for question in asked if is_compared(question)]
    whole = [question["name"] for question in pairs if _answered(question, known, ("own", "rival"))]
    return bool(whole) and all(question["name"] in whole for question in pairs if question.get("required"))


def _answered(question: Question, known: Answers, subjects: tuple[str, ...]) -> bool:
    return all(cell(question["name"], subject) in known for subject in subjects)


def _has_voice(asked: list[Question], known: Answers) -> bool:
    """At least one mark on a scale, every required one of them (the other side of a pair is for `_compares`), and some words."""
    scales = [question for question in asked if question.get("scale")]
    felt = any(_answered(question, known, (subject,)) for question in scales for subject in subjects_of(question))
    words = any(
        _answered(question, known, (subject,)) for question in asked if question["type"] == "text" for subject in subjects_of(question)
    )
    asked_first = ((question, subjects_of(question)[0]) for question in scales if question.get("required"))
    return words and felt and all(_answered(question, known, (subject,)) for question, subject in asked_first)


def _has_card(kind: str, asked: list[Question], known: Answers) -> bool:
    lists = (
        known.get(cell(question["name"], subject), [])
        for question in asked
        if question["type"] == kind
        for subject in subjects_of(question)
    )
    return any(is_finished(kind, card) for cards in lists if isinstance(cards, list) for card in cards)
