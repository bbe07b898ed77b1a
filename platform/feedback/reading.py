"""One submission as a reviewer reads it: own and rival side by side, the four duties, what to look at twice. Never who it is from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.template.defaultfilters import floatformat
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from feedback.duties import asked_subjects, due_in
from feedback.models import Answer, Evidence, Idea, PainPoint, QualityFlag, Review, Submission
from feedback.readable import Contact, contacts_of, in_words, matrix_in_words, time_in_words
from members.models import Member
from shared.translated import in_language
from tasks_catalog.questionnaire import SCALE_RANGES, TYPES, Duty, Question, questions_of, range_of

type Answers = dict[tuple[str, str], Answer]

DOTS = 5  # scales up to this are drawn as dots
COMPARED = set(TYPES) - {"text", "contact", "pain", "idea", "photo", "note"}  # what stands in the table, side by side

DUTY_LABELS = {"compare": _("Compare"), "voice": _("Voice"), "pain": _("Pain points"), "think": _("Ideas")}

_FINE = {
    QualityFlag.Kind.SAME_PHOTO: _("Photos not seen before"),
    QualityFlag.Kind.SAME_TEXT: _("Words unlike any other"),
    QualityFlag.Kind.TOO_FAST: _("Took its time"),
    QualityFlag.Kind.STRAIGHT_LINE: _("Marks vary"),
    QualityFlag.Kind.INSIDER: _("Not from the department that owns this"),
    QualityFlag.Kind.OUTSIDE: _("Nobody was seen elsewhere"),
}


def pseudonym(member: Member | int) -> str:
    """The same four characters for the same person on this installation, and no way back."""
    pk = member if isinstance(member, int) else member.pk
    return salted_hmac("feedback.pseudonym", str(pk), algorithm="sha256").hexdigest()[:4].upper()


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a row: what to read, and dots where the scale is short."""

    text: str
    number: Decimal | None = None
    dots: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    question: str
    label: str
    unit: str
    own: Cell | None
    rival: Cell | None
    note: str = ""  # what the reviewer says about it
    is_span: bool = False  # its numbers are seconds
    has_note: bool = True  # of a matrix only the first row; nothing that is computed can be mended

    @property
    def difference(self) -> Decimal | None:
        """Own minus rival, when both are numbers."""
        if self.own is None or self.rival is None or self.own.number is None or self.rival.number is None:
            return None
        return (self.own.number - self.rival.number).normalize()

    @property
    def gap(self) -> str:
        """The difference in words, with its sign; empty when there is none to tell."""
        if not self.difference:
            return "" if self.difference is None else "0"
        size = abs(self.difference)
        return f"{'+' if self.difference > 0 else '−'}{time_in_words(int(size)) if self.is_span else floatformat(size, -2)}"


@dataclass(frozen=True, slots=True)
class Voice:
    question: str
    label: str
    subject: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Log:
    """How often company and customer met, and how."""

    question: str
    label: str
    subject: str
    contacts: list[Contact]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    label: str
    detail: str
    fine: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the rubric; `given` is what stands in the form."""

    duty: Duty
    label: str
    given: int | None


@dataclass(frozen=True)
class Sheet:
    """What the middle and the right of the desk show."""

    submission: Submission
    tester: str
    minutes: int
    rows: list[Row]
    voices: list[Voice]
    logs: list[Log]
    pains: list[PainPoint]
    ideas: list[Idea]
    photos: list[Evidence]
    names: dict[str, str]
    duties: list[Duty]
    answers: int

    @property
    def given(self) -> int:
        """How many answers were sent, each card counted."""
        return self.answers + len(self.pains) + len(self.ideas)

    @cached_property
    def checks(self) -> list[Check]:
        """What to look at twice; only reviewers are shown it."""
        return _checks(self.submission)

    @cached_property
    def earlier(self) -> Review | None:
        """The latest decision; what waits for the first time has none."""
        if self.submission.revision == 1 and self.submission.state == Submission.State.WAITING:
            return None
        return self.submission.reviews.select_related("reviewer").order_by("-revision").first()


def read(submission: Submission, notes: Mapping[str, str]) -> Sheet:
    """Load one submission for the desk, with the reviewer's notes so far; `claim.version` and `.task` come with it."""
    claim = submission.claim
    answers = {(answer.question, answer.subject): answer for answer in submission.answers.select_related("provider")}
    names = {answer.subject: answer.provider.name for answer in answers.values()}
    started = claim.started_at or submission.submitted_at
    return Sheet(
        submission=submission,
        tester=pseudonym(claim.member_id),
        minutes=round((submission.submitted_at - started).total_seconds() / 60),
        rows=list(_rows(submission, answers, notes)),
        voices=list(_voices(submission, answers, notes)),
        logs=list(_logs(submission, answers, notes)),
        pains=list(submission.pain_points.select_related("touchpoint").order_by("-severity", "pk")),
        ideas=list(submission.ideas.order_by("-delight", "pk")),
        photos=list(Evidence.objects.filter(claim=claim, taken_down_at=None).order_by("uploaded_at")),
        names=names,
        duties=due_in(submission),
        answers=len(answers),
    )


def rubric(duties: list[Duty], given: dict[str, int]) -> list[Mark]:
    return [Mark(duty, str(DUTY_LABELS[duty]), given.get(duty)) for duty in duties]


def _asked(submission: Submission, *kinds: str) -> Iterator[Question]:
    for _step, question in questions_of(submission.claim.version.definition):
        if question["type"] in kinds:
            yield question


def _rows(submission: Submission, answers: Answers, notes: Mapping[str, str]) -> Iterator[Row]:
    for question in _asked(submission, *COMPARED):
        name = question["name"]
        own, rival = answers.get((name, "own")), answers.get((name, "rival"))
        if question["type"] == "matrix":
            yield from _matrix_rows(question, own, rival, notes.get(name, ""))
        elif own or rival:
            yield Row(
                name,
                in_language(question["label"]),
                in_language(question.get("unit")),
                _cell(question, own),
                _cell(question, rival),
                notes.get(name, ""),
                is_span=question["type"] in {"duration", "promise"},
                has_note=question["type"] != "calculate",
            )


def _matrix_rows(question: Question, own: Answer | None, rival: Answer | None, note: str) -> Iterator[Row]:
    """A row of the matrix, a row of the sheet."""
    taken = [matrix_in_words(question, answer) if answer else {} for answer in (own, rival)]
    shown = [row for row in question.get("rows", []) if any(row["name"] in side for side in taken)]
    for place, row in enumerate(shown):
        cells = [Cell(side[row["name"]]) if row["name"] in side else None for side in taken]
        label = f"{in_language(question['label'])} · {in_language(row['label'])}"
        yield Row(question["name"], label, "", cells[0], cells[1], "" if place else note, has_note=not place)


def _cell(question: Question, answer: Answer | None) -> Cell | None:
    if answer is None:
        return None
    low, high = (1, int(range_of(question)[1])) if question.get("appearance") == "stars" else SCALE_RANGES.get(answer.scale, (0, 0))
    dots = tuple(place < answer.number for place in range(high)) if answer.number is not None and low == 1 and high <= DOTS else ()
    return Cell(in_words(question, answer), answer.number and answer.number.normalize(), dots)


def _voices(submission: Submission, answers: Answers, notes: Mapping[str, str]) -> Iterator[Voice]:
    for question in _asked(submission, "text"):
        for subject in asked_subjects(question, has_rival=True):
            answer = answers.get((question["name"], subject))
            if answer and answer.text:
                yield Voice(question["name"], in_language(question["label"]), subject, answer.text, notes.get(question["name"], ""))


def _logs(submission: Submission, answers: Answers, notes: Mapping[str, str]) -> Iterator[Log]:
    for question in _asked(submission, "contact"):
        for subject in asked_subjects(question, has_rival=True):
            if answer := answers.get((question["name"], subject)):
                yield Log(question["name"], in_language(question["label"]), subject, contacts_of(answer), notes.get(question["name"], ""))


def _checks(submission: Submission) -> list[Check]:
    raised = {flag.kind: flag for flag in submission.flags.all()}
    where = any(_asked(submission, "location"))  # else there is nothing to say about places
    return [
        Check(str(flag.get_kind_display()), flag.detail, fine=False) if (flag := raised.get(kind)) else Check(str(fine), "", fine=True)
        for kind, fine in _FINE.items()
        if where or kind != QualityFlag.Kind.OUTSIDE
    ]
