"""What may stand in a cell: typed checks of a draft's values against the frozen question.

A draft may be incomplete (a pain card without words yet), never wrong: completeness is the business of `duties`.
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext as _

from shared.errors import RuleBroken
from tasks_catalog import conditions
from tasks_catalog.conditions import DATE, TIME
from tasks_catalog.questionnaire import CHANNELS, SCALE_RANGES, SCORE_RANGE, UNKEEPABLE, Question, range_of

MAX_WORDS = 4000  # characters in one text
MAX_SHORT = 200
MAX_NUMBER = 999_999_999
MAX_CARDS = 20
STEP_ERROR = 1e-6  # of a mark on a range: 0.3 is not quite three times 0.1

WHEREABOUTS = ("inside", "outside", "unknown")

type Card = dict[str, str | int | None]
type Value = str | int | float | list[str] | list[Card] | Card | None


class BadValue(RuleBroken):
    """The value does not fit its question."""


def checked(question: Question, value: object) -> Value:
    """The value as it is stored; None clears the cell. Raises BadValue with a sentence for the person."""
    return None if value is None else _CHECKS[question["type"]](question, value)


def is_blank(value: Value) -> bool:
    return conditions.is_blank(value)


def _words(value: object, limit: int) -> str:
    if not isinstance(value, str):
        raise BadValue(_("Words are expected here."))
    if len(value) > limit:
        raise BadValue(_("Please keep it under %(limit)d characters.") % {"limit": limit})
    return UNKEEPABLE.sub("", value)


def _text(_question: Question, value: object) -> str:
    return _words(value, MAX_WORDS)


def _barcode(_question: Question, value: object) -> str:
    return _words(value, MAX_SHORT).strip()


def _moment(form: re.Pattern[str], read: Callable[[str], object]) -> Callable[[Question, object], str]:
    """Exactly this form: what reads moments is more lenient than what compares them."""

    def check(_question: Question, value: object) -> str:
        try:
            if isinstance(value, str) and form.fullmatch(value) and read(value):
                return value
        except ValueError:
            pass  # the 31st of a month that has none
        raise BadValue(_("This is not a date or a time that we can read. Choose it again."))

    return check


MINUTE = re.compile(f"{DATE.pattern}T{TIME.pattern}")
_date, _time, _minute = _moment(DATE, date.fromisoformat), _moment(TIME, time.fromisoformat), _moment(MINUTE, datetime.fromisoformat)


def _within(question: Question, number: float) -> None:
    lowest, highest = SCALE_RANGES.get(question.get("scale", ""), (question.get("minimum"), question.get("maximum")))
    _between(-MAX_NUMBER if lowest is None else lowest, MAX_NUMBER if highest is None else highest, number)


def _between(lowest: float, highest: float, number: float) -> None:
    if not lowest <= number <= highest:
        raise BadValue(_("A number from %(lowest)s to %(highest)s is expected here.") % {"lowest": lowest, "highest": highest})


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadValue(_("A whole number is expected here."))
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadValue(_("A number is expected here."))
    return value


def _integer(question: Question, value: object) -> int:
    number = _whole(value)
    _within(question, number)
    return number


def _decimal(question: Question, value: object) -> float:
    number = _number(value)
    _within(question, number)
    return round(number, 4)


def _score(_question: Question, value: object) -> int:
    number = _whole(value)
    _between(*SCORE_RANGE, number)
    return number


def _duration(question: Question, value: object) -> int:
    seconds = _whole(value)
    _between(max(0, question.get("minimum", 0)), question.get("maximum", MAX_NUMBER), seconds)
    return seconds


def _range(question: Question, value: object) -> float:
    start, end, step = range_of(question)
    number = _number(value)
    _between(start, end, number)
    steps = (number - start) / step
    if abs(steps - round(steps)) > STEP_ERROR:
        raise BadValue(_("Choose one of the marks shown."))
    return round(number, 4)


def _choice_names(question: Question) -> list[str]:
    return [choice["name"] for choice in question.get("choices", [])]


def _select_one(question: Question, value: object) -> str:
    if value not in _choice_names(question):
        raise BadValue(_("Choose one of the answers shown."))
    return str(value)


def _select_multiple(question: Question, value: object) -> list[str]:
    names = _choice_names(question)
    if not isinstance(value, list) or any(name not in names for name in value):
        raise BadValue(_("Choose from the answers shown."))
    return [name for name in names if name in value]


def _rank(question: Question, value: object) -> list[str]:
    names = _choice_names(question)
    if not isinstance(value, list) or any(name not in names for name in value) or len(value) != len({str(name) for name in value}):
        raise BadValue(_("Put the answers shown in order, each once."))
    return value


def _matrix(question: Question, value: object) -> Card:
    rows, columns = [row["name"] for row in question.get("rows", [])], _choice_names(question)
    if not isinstance(value, dict) or not set(value) <= set(rows) or any(mark not in [*columns, None] for mark in value.values()):
        raise BadValue(_("Choose from the answers shown."))
    return {row: value[row] for row in rows if value.get(row) is not None}


def _location(_question: Question, value: object) -> str:
    if value not in WHEREABOUTS:
        raise BadValue(_("We only ask whether you are there, not where you are. Check again."))
    return str(value)


def _promise(_question: Question, value: object) -> Card:
    if not isinstance(value, dict) or not set(value) <= {"kept", "seconds"} or value.get("kept") not in (True, False, None):
        raise BadValue(_("Say whether the promise was kept, and how long it took."))
    kept, seconds = value.get("kept"), value.get("seconds")
    if seconds is not None:
        _between(0, MAX_NUMBER, _whole(seconds))
    return {"kept": None if kept is None else bool(kept), "seconds": seconds}


def _photo(question: Question, value: object) -> list[str]:
    try:
        photos = list(dict.fromkeys(str(UUID(str(item))) for item in _cards_of(question, value)))
    except ValueError as malformed:
        raise BadValue(_("This photo is not known here. Add it again.")) from malformed
    return photos


def _cards_of(question: Question, value: object) -> list[object]:
    most = question.get("maximum", MAX_CARDS)
    if not isinstance(value, list):
        raise BadValue(_("A list is expected here."))
    if len(value) > most:
        raise BadValue(_("At most %(most)d fit here. Remove one first.") % {"most": most})
    return value


def _one_to_five(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 5:
        raise BadValue(_("A mark from 1 to 5 is expected here."))
    return value


def _card(value: object, words: dict[str, int], mark: str) -> Card:
    if not isinstance(value, dict) or not set(value) <= {*words, mark}:
        raise BadValue(_("This card holds something that we did not ask for."))
    card: Card = {name: _words(value.get(name, ""), limit) for name, limit in words.items()}
    card[mark] = _one_to_five(value.get(mark))
    return card


def _pain(question: Question, value: object) -> list[Card]:
    words = {"touchpoint": MAX_SHORT, "what": MAX_WORDS, "whom": MAX_SHORT}
    return [_card(card, words, "severity") for card in _cards_of(question, value)]


def _idea(question: Question, value: object) -> list[Card]:
    words = {"source": 120, "what_they_do": MAX_WORDS, "what_here": MAX_WORDS}
    return [_card(card, words, "delight") for card in _cards_of(question, value)]


def _contact(question: Question, value: object) -> list[Card]:
    return [_entry(question, entry) for entry in _cards_of(question, value)]


def _entry(question: Question, value: object) -> Card:
    if not isinstance(value, dict) or not set(value) <= {"when", "channel", "who_chased", "outcome"}:
        raise BadValue(_("This card holds something that we did not ask for."))
    if value.get("channel") not in ("", None, *CHANNELS) or value.get("who_chased") not in ("", None, "us", "me"):
        raise BadValue(_("Choose from the answers shown."))
    return {
        "when": _minute(question, value["when"]) if value.get("when") else "",
        "channel": value.get("channel") or "",
        "who_chased": value.get("who_chased") or "",
        "outcome": _words(value.get("outcome", ""), MAX_WORDS),
    }


def _note(_question: Question, _value: object) -> None:
    raise BadValue(_("There is nothing to answer here."))


_CHECKS: dict[str, Callable[[Question, object], Value]] = {
    "text": _text,
    "barcode": _barcode,
    "date": _date,
    "time": _time,
    "integer": _integer,
    "decimal": _decimal,
    "score": _score,
    "duration": _duration,
    "range": _range,
    "select_one": _select_one,
    "select_multiple": _select_multiple,
    "rank": _rank,
    "matrix": _matrix,
    "location": _location,
    "promise": _promise,
    "contact": _contact,
    "photo": _photo,
    "pain": _pain,
    "idea": _idea,
    "note": _note,
    "calculate": _note,
}
