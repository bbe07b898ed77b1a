"""Questions that are no scale: how a matrix was filled, what was put first, who had to chase whom. Only of what counts, none under k."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from feedback.models import Answer, Subject
from insights.counted import Counted
from insights.measures import K
from shared import statistics
from shared.translated import in_language
from tasks_catalog.frozen import version_of
from tasks_catalog.models import Task
from tasks_catalog.questionnaire import Question, questions_of


@dataclass(frozen=True)
class Row:
    """One line of a figure; without cells there were too few answers to show it."""

    label: str
    n: int
    cells: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """One question of one task about one company, as a table."""

    title: str
    about: str
    heads: list[str]
    rows: list[Row]


type Given = list[Any]  # what each submission answered to one question


def asked_figures(data: Counted) -> list[Asked]:
    """A table for each matrix, ranking and log of contacts, in the order of tasks and questions; two queries and the versions."""
    given: dict[tuple[int, int, str, str], Given] = defaultdict(list)
    fields = ("submission__claim__task_id", "submission__claim__version_id", "question", "subject", "choices")
    found = Answer.objects.filter(submission_id__in=data.ids, type__in=list(_TABLES)).order_by("pk").values_list(*fields)
    for task, version, question, subject, choices in found:
        given[task, version, question, subject].append(choices)
    titles = {task.pk: in_language(task.title) for task in Task.objects.filter(pk__in={key[0] for key in given})}
    return [_asked(titles[key[0]], _question(key[1], key[2]), key[3], answers) for key, answers in sorted(given.items())]


def _question(version: int, name: str) -> Question:
    return next(question for _step, question in questions_of(version_of(version).definition) if question["name"] == name)


def _asked(task: str, question: Question, subject: str, answers: Given) -> Asked:
    heads, rows = _TABLES[question["type"]](question, answers)
    about = _("the rival") if subject == Subject.RIVAL else _("us")
    return Asked(f"{in_language(question['label'])} ({about})", task, heads, rows)


def _matrix(question: Question, answers: Given) -> tuple[list[str], list[Row]]:
    """Per row, the share of each column, and the mean of their points where every column has some."""
    columns = question.get("choices", [])
    scores = {column["name"]: column["score"] for column in columns if "score" in column}
    scored = len(scores) == len(columns)
    heads = [in_language(column["label"]) for column in columns] + ([_("Mean")] if scored else [])
    return heads, list(_rows_of(question, answers, [column["name"] for column in columns], scores if scored else {}))


def _rows_of(question: Question, answers: Given, columns: Sequence[str], scores: Mapping[str, int]) -> Iterator[Row]:
    for row in question.get("rows", []):
        marks = [answer[row["name"]] for answer in answers if row["name"] in answer]
        label, counted = in_language(row["label"]), Counter(marks)
        cells = [_percent(counted[column] / len(marks)) for column in columns] if len(marks) >= K else []
        if cells and scores:
            cells.append(_number(sum(scores[mark] for mark in marks) / len(marks)))
        yield Row(label, len(marks), cells)


def _rank(question: Question, answers: Given) -> tuple[list[str], list[Row]]:
    """The mean place of each thing with its interval, what comes first on top."""
    found = []
    for choice in question.get("choices", []):
        places = [answer.index(choice["name"]) + 1 for answer in answers if choice["name"] in answer]
        found.append((sum(places) / len(places) if places else len(answers), in_language(choice["label"]), places))
    rows = [Row(label, len(places), _mean_place(places) if len(places) >= K else []) for _mean, label, places in sorted(found)]
    return [_("Mean place"), _("95 % interval")], rows


def _mean_place(places: Sequence[int]) -> list[str]:
    mean = statistics.mean(places)
    return [_number(mean.value), f"{_number(max(1.0, mean.low))} – {_number(mean.high)}"]


def _contacts(_question: Question, answers: Given) -> tuple[list[str], list[Row]]:
    """How often customer and company met, and how many customers had to chase."""
    heads = [_("Contacts per tester"), _("Testers who had to chase"), _("95 % interval")]
    if len(answers) < K:
        return heads, [Row(_("All testers"), len(answers))]
    chased = statistics.wilson(sum(any(entry.get("who_chased") == "me" for entry in log) for log in answers), len(answers))
    often = _number(sum(map(len, answers)) / len(answers))
    interval = f"{_percent(chased.low)} – {_percent(chased.high)}"
    return heads, [Row(_("All testers"), len(answers), [often, _percent(chased.value), interval])]


def _percent(share: float) -> str:
    return f"{number_format(round(100 * share))} %"


def _number(value: float) -> str:
    return number_format(round(value, 1), 1).replace("-", "−")


_TABLES: dict[str, Callable[[Question, Given], tuple[list[str], list[Row]]]] = {"matrix": _matrix, "rank": _rank, "contact": _contacts}
