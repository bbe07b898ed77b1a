"""An answer as people read it, in the reader's language: for the desk, for the tester's own page, for whoever exports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from feedback.models import Answer
from feedback.words import channel_names
from shared.translated import in_language
from tasks_catalog.questionnaire import SCORE_RANGE, Question, range_of


@dataclass(frozen=True, slots=True)
class Contact:
    """One line of the log: how company and customer met."""

    when: datetime | None
    channel: str
    chased: str
    outcome: str

    def __str__(self) -> str:
        when = date_format(self.when, "SHORT_DATETIME_FORMAT") if self.when else ""
        return ", ".join(part for part in (when, self.channel, self.chased, self.outcome) if part)


def in_words(question: Question, answer: Answer) -> str:
    """The whole answer on one line, without its unit."""
    return _WORDS.get(question["type"], _plain)(question, answer)


def number_in_words(number: Decimal, *, signed: bool = False) -> str:
    """Without needless zeros, with a true minus."""
    plain = number.normalize()
    return f"{plain:+f}".replace("-", "−") if signed and plain else f"{plain:f}".replace("-", "−")


def time_in_words(seconds: int) -> str:
    """“1 h 7 min 30 s”."""
    hours, rest = divmod(seconds, 3600)
    parts = [(hours, _("%(n)d h")), (rest // 60, _("%(n)d min")), (rest % 60, _("%(n)d s"))]
    return " ".join(form % {"n": n} for n, form in parts if n) or _("%(n)d s") % {"n": 0}


def labels_of(question: Question) -> dict[str, str]:
    """The choices of a question by name."""
    return {choice["name"]: in_language(choice["label"]) for choice in question.get("choices", [])}


def matrix_in_words(question: Question, answer: Answer) -> dict[str, str]:
    """By row: the column that was taken."""
    labels = labels_of(question)
    taken = answer.choices if isinstance(answer.choices, Mapping) else {}
    return {row["name"]: labels.get(taken[row["name"]], "") for row in question.get("rows", []) if taken.get(row["name"])}


def contacts_of(answer: Answer) -> list[Contact]:
    """The log, the earliest first."""
    channels, sides = channel_names(), {"us": _("they got in touch"), "me": _("I had to chase")}
    entries = sorted(answer.choices or [], key=lambda entry: entry.get("when") or "")
    return [
        Contact(
            when=datetime.fromisoformat(entry["when"]) if entry.get("when") else None,
            channel=channels.get(entry.get("channel", ""), ""),
            chased=sides.get(entry.get("who_chased", ""), ""),
            outcome=entry.get("outcome", ""),
        )
        for entry in entries
    ]


def _plain(question: Question, answer: Answer) -> str:
    if answer.number is not None:
        return number_in_words(answer.number, signed=answer.scale == "emotion")
    if answer.text:
        return answer.text
    labels = labels_of(question)
    return ", ".join(labels.get(name, name) for name in answer.choices or [])


def _rank(question: Question, answer: Answer) -> str:
    labels = labels_of(question)
    return " · ".join(f"{place}. {labels.get(name, name)}" for place, name in enumerate(answer.choices or [], 1))


def _matrix(question: Question, answer: Answer) -> str:
    rows = {row["name"]: in_language(row["label"]) for row in question.get("rows", [])}
    return "; ".join(f"{rows[name]}: {column}" for name, column in matrix_in_words(question, answer).items())


def _of_most(most: Callable[[Question], float]) -> Callable[[Question, Answer], str]:
    return lambda question, answer: f"{_plain(question, answer)} / {most(question):g}"


def _span(_question: Question, answer: Answer) -> str:
    return time_in_words(int(answer.number or 0))


def _promise(_question: Question, answer: Answer) -> str:
    kept = pgettext("promise", "Kept") if answer.choices == ["kept"] else _("Not kept")
    return kept if answer.number is None else f"{kept}, {time_in_words(int(answer.number))}"


def _place(_question: Question, answer: Answer) -> str:
    return {"inside": _("at the place"), "outside": _("not at the place"), "unknown": _("could not be told")}.get(answer.text, answer.text)


def _moment(read: Callable[[str], Any], tell: Callable[[Any], str]) -> Callable[[Question, Answer], str]:
    return lambda _question, answer: tell(read(answer.text)) if answer.text else ""


_WORDS: dict[str, Callable[[Question, Answer], str]] = {
    "date": _moment(date.fromisoformat, lambda day: date_format(day, "DATE_FORMAT")),
    "time": _moment(time.fromisoformat, lambda moment: time_format(moment, "TIME_FORMAT")),
    "duration": _span,
    "rank": _rank,
    "range": _of_most(lambda question: range_of(question)[1]),
    "score": _of_most(lambda _question: SCORE_RANGE[1]),
    "matrix": _matrix,
    "location": _place,
    "promise": _promise,
    "contact": lambda _question, answer: "; ".join(str(contact) for contact in contacts_of(answer)),
}
