"""The accepted submissions of a task as rows, without names; how much a reader sees depends on who they are and how many spoke."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _

from feedback.answers_out.variables import Category, Variable, variables_of
from feedback.models import Answer, Evidence, Idea, PainPoint, Submission
from feedback.reading import pseudonym
from members.models import Member
from members.rights import PROGRAMME_MANAGER, has_right
from shared.errors import RuleBroken
from shared.translated import in_language
from tasks_catalog.models import QuestionnaireVersion, Task

COUNTED = (Submission.State.ACCEPTED, Submission.State.EXCLUDED)

type Value = str | float | list[str] | date | time | None


class TooFewAnswers(RuleBroken):
    """So few spoke that a row would point at somebody."""


@dataclass(frozen=True)
class Table:
    """`rows` hold one value for each of `variables`, choices by their names."""

    variables: list[Variable]
    rows: list[list[Value]]
    without_words: bool = False


@dataclass
class _Sent:
    """Everything of one submission."""

    submission: Submission
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    pains: list[PainPoint] = field(default_factory=list)
    ideas: list[Idea] = field(default_factory=list)
    photos: dict[tuple[str, str], int] = field(default_factory=dict)


def count_of(task: Task) -> int:
    """How many accepted submissions there are to read."""
    return Submission.objects.filter(claim__task=task, state__in=COUNTED).count()


def table_of(task: Task, *, reader: Member) -> Table:
    """All accepted answers of the task. Programme managers see each tester's sign; other readers see rows from five submissions on,
    words from eight on, and neither signs nor days. Raises `TooFewAnswers`.
    """
    sent = _sent(task)
    own = has_right(reader, PROGRAMME_MANAGER)
    if not own and len(sent) < settings.SMALL_NUMBERS_FIGURES:
        raise TooFewAnswers(
            _("Fewer than %(k)s submissions were accepted, so their answers could point at somebody. Come back when there are more.")
            % {"k": settings.SMALL_NUMBERS_FIGURES}
        )
    versions = QuestionnaireVersion.objects.filter(claims__task=task).distinct().order_by("-number")
    variables = variables_of([version.definition for version in versions], _about(task, own=own))
    without_words = not own and len(sent) < settings.SMALL_NUMBERS_WORDS
    if without_words:
        variables = [variable for variable in variables if not variable.words]
    if not own:
        sent.sort(key=lambda each: pseudonym(each.submission.claim.member_id))  # not in the order in which they came
    return Table(variables, [[_value(variable, each) for variable in variables] for each in sent], without_words)


def _about(task: Task, *, own: bool) -> list[Variable]:
    yes_no = (Category(1, "yes", _("yes")), Category(2, "no", _("no")))
    rivals = task.providers.exclude(kind="own").order_by("pk")
    open_to_all = [
        Variable("in_figures", _("Counts in the figures"), "single", ("about", "in_figures"), yes_no),
        Variable("version", _("Version of the questions"), "number", ("about", "version")),
        Variable("scenario", _("Scenario"), "text", ("about", "scenario")),
        Variable(
            "rival", _("Rival"), "single", ("about", "rival"), tuple(Category(n, each.slug, each.name) for n, each in enumerate(rivals, 1))
        ),
    ]
    signed = [
        Variable("tester", _("Tester’s sign"), "text", ("about", "tester")),
        Variable("sent_on", _("Sent on"), "date", ("about", "sent_on")),
        Variable("insider", _("Of the department that owns it"), "single", ("about", "insider"), yes_no),
    ]
    return [*signed, *open_to_all] if own else open_to_all


def _sent(task: Task) -> list[_Sent]:
    submissions = Submission.objects.filter(claim__task=task, state__in=COUNTED).order_by("pk")
    found = {submission.pk: _Sent(submission) for submission in submissions.select_related("claim__version", "claim__rival")}
    for answer in Answer.objects.filter(submission__in=found):
        found[answer.submission_id].answers[answer.question, answer.subject] = answer
    for pain in PainPoint.objects.filter(submission__in=found).select_related("touchpoint").order_by("pk"):
        found[pain.submission_id].pains.append(pain)
    for idea in Idea.objects.filter(submission__in=found).order_by("pk"):
        found[idea.submission_id].ideas.append(idea)
    photos = Evidence.objects.filter(claim__submission__in=found, taken_down_at=None)
    for submission, question, subject, n in photos.values_list("claim__submission", "question", "subject").annotate(n=Count("pk")):
        found[submission].photos[question, subject] = n
    return list(found.values())


def _value(variable: Variable, sent: _Sent) -> Value:
    kind, detail = variable.part
    if kind == "about":
        return _about_submission(detail, sent.submission)
    if kind in {"count", "words"}:
        return _listed(variable, sent)
    answer = sent.answers.get((variable.question, variable.subject))
    if answer is None:
        return None
    if kind == "value":
        return None if answer.number is None else float(answer.number)
    return _text(variable, answer.text) if kind == "text" else _chosen(kind, detail, answer.choices)


def _about_submission(detail: str, submission: Submission) -> Value:
    claim = submission.claim
    match detail:
        case "tester":
            return pseudonym(claim.member_id)
        case "sent_on":
            return submission.submitted_at.date()
        case "insider":
            return "yes" if claim.insider else "no"
        case "in_figures":
            return "yes" if submission.state == Submission.State.ACCEPTED else "no"
        case "version":
            return float(claim.version.number)
        case "rival":
            return claim.rival.slug if claim.rival else None
    return claim.arm or None


def _text(variable: Variable, text: str) -> Value:
    if not text:
        return None
    try:
        if variable.kind == "date":
            return date.fromisoformat(text)
        return time.fromisoformat(text) if variable.kind == "time" else text
    except ValueError:  # from before dates had a type of their own
        return None


def _chosen(kind: str, detail: str, choices: Any) -> Value:
    if kind == "row":
        return choices.get(detail) if isinstance(choices, Mapping) else None
    if not isinstance(choices, list) or not choices:
        return None
    if kind == "list":
        return [str(name) for name in choices]
    if kind == "place":
        return float(choices.index(detail) + 1) if detail in choices else None
    return str(choices[0])


def _listed(variable: Variable, sent: _Sent) -> Value:
    part, kind = variable.part
    if kind == "photo":
        return float(sent.photos.get((variable.question, variable.subject), 0))
    told = _told(kind, variable, sent)
    if part == "count":
        return float(len(told))
    return " | ".join(told) or None


def _told(kind: str, variable: Variable, sent: _Sent) -> list[str]:
    if kind == "pain":
        return [f"{in_language(pain.touchpoint.name)} ({pain.severity}/5): {pain.what}" for pain in sent.pains]
    if kind == "idea":
        return [f"{idea.source} ({idea.delight}/5): {idea.what_here}" for idea in sent.ideas]
    answer = sent.answers.get((variable.question, variable.subject))
    contacts: Iterable[Mapping[str, Any]] = answer.choices if answer and isinstance(answer.choices, list) else []
    return [
        ", ".join(str(contact[key]) for key in ("when", "channel", "who_chased", "outcome") if contact.get(key)) for contact in contacts
    ]
