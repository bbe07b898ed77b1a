"""What a draft still lacks: the four duties, the required questions, the photos."""

from collections.abc import Iterator
from dataclasses import dataclass

from claims.models import Claim
from feedback.lacks import broken_limit, is_finished, lack_of
from feedback.models import Draft, Submission, SubmissionRevision
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


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend before sending: on which screen, at which cell, in the person's words."""

    step: int
    question: str
    subject: SubjectName
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Where a draft's answers lead, and what it needs before it can be sent."""

    path: Path
    due: list[Duty]
    missing: list[Duty]
    problems: list[Problem]  # required questions without an answer, photos or cards too few or unfinished, broken limits


def due_duties(*, waived: list[str], has_rival: bool) -> list[Duty]:
    """The duties this task asks for; without a rival there is nothing to compare."""
    return [duty for duty in DUTIES if duty not in waived and (duty != "compare" or has_rival)]


def judge(draft: Draft) -> Judgement:
    """Look at the whole draft, in its claim's arm and with skip logic."""
    claim = draft.claim
    definition, has_rival = claim.version.definition, claim.rival_id is not None
    path = follow(definition, {cell(answer.question, answer.subject): answer.value for answer in draft.answers.all()}, claim.arm)
    due = _due(claim, path)
    return Judgement(path, due, _missing(definition, path, due), list(_problems(definition, path, has_rival=has_rival)))


def due_in(submission: Submission) -> list[Duty]:
    """The duties that this submission had to meet."""
    sent = SubmissionRevision.objects.filter(submission=submission, number=submission.revision).values_list("answers", flat=True)
    claim = submission.claim
    return _due(claim, follow(claim.version.definition, sent.first() or {}, claim.arm))


def _due(claim: Claim, path: Path) -> list[Duty]:
    """What the task asks for and this tester's path can meet: what is never asked is never missing."""
    due = due_duties(waived=claim.task.waived_duties, has_rival=claim.rival_id is not None)
    met_here = duties_among(_asked(claim.version.definition, path))
    return [duty for duty in due if duty in met_here]


def _missing(definition: Definition, path: Path, due: list[Duty]) -> list[Duty]:
    asked = _asked(definition, path)
    kept = {
        "compare": lambda: _compares(asked, path.effective),
        "voice": lambda: _has_voice(asked, path.effective),
        "pain": lambda: _has_card("pain", asked, path.effective),
        "think": lambda: _has_card("idea", asked, path.effective),
    }
    return [duty for duty in due if not kept[duty]()]


def _asked(definition: Definition, path: Path) -> list[Question]:
    asked = [question for _step, question in questions_of(definition)]
    return [question for question in asked if any(cell(question["name"], subject) in path.visible for subject in subjects_of(question))]


def _problems(definition: Definition, path: Path, *, has_rival: bool) -> Iterator[Problem]:
    for number, step in enumerate(definition["steps"]):
        for question in step["questions"]:
            for subject in asked_subjects(question, has_rival=has_rival):
                name = cell(question["name"], subject)
                value = path.effective.get(name)
                lack = lack_of(question, value) or broken_limit(question, value, path.effective)
                if lack and name in path.visible:
                    yield Problem(number, question["name"], subject, in_language(question["label"]), lack)


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
