"""What may stand in a cell: typed checks of a draft's values against the frozen question.

A draft may be incomplete (a pain card without words yet), never wrong: completeness is the business of `duties`.
"""

import math
from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from shared.errors import RuleBroken
from tasks_catalog.questionnaire import SCALE_RANGES, Question

MAX_WORDS = 4000  # characters in one text
MAX_SHORT = 200
MAX_NUMBER = 999_999_999
MAX_CARDS = 20

type Value = str | int | float | list[str] | list[dict[str, str | int | None]] | None


class BadValue(RuleBroken):
    """The value does not fit its question."""


def checked(question: Question, value: object) -> Value:
    """The value as it is stored; None clears the cell. Raises BadValue with a sentence for the person."""
    return None if value is None else _CHECKS[question["type"]](question, value)


def is_blank(value: Value) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _words(value: object, limit: int) -> str:
    if not isinstance(value, str):
        raise BadValue(_("Words are expected here."))
    if len(value) > limit:
        raise BadValue(_("Please keep it under %(limit)d characters.") % {"limit": limit})
    return value.replace("\x00", "")


def _text(_question: Question, value: object) -> str:
    return _words(value, MAX_WORDS)


def _within(question: Question, number: float) -> None:
    lowest, highest = SCALE_RANGES.get(question.get("scale", ""), (question.get("minimum"), question.get("maximum")))
    lowest = -MAX_NUMBER if lowest is None else lowest
    highest = MAX_NUMBER if highest is None else highest
    if not lowest <= number <= highest:
        raise BadValue(_("A number from %(lowest)s to %(highest)s is expected here.") % {"lowest": lowest, "highest": highest})


def _integer(question: Question, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadValue(_("A whole number is expected here."))
    _within(question, value)
    return value


def _decimal(question: Question, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadValue(_("A number is expected here."))
    _within(question, value)
    return round(value, 4)


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


def _card(value: object, words: dict[str, int], mark: str) -> dict[str, str | int | None]:
    if not isinstance(value, dict) or not set(value) <= {*words, mark}:
        raise BadValue(_("This card holds something that we did not ask for."))
    card: dict[str, str | int | None] = {name: _words(value.get(name, ""), limit) for name, limit in words.items()}
    card[mark] = _one_to_five(value.get(mark))
    return card


def _pain(question: Question, value: object) -> list[dict[str, str | int | None]]:
    words = {"touchpoint": MAX_SHORT, "what": MAX_WORDS, "whom": MAX_SHORT}
    return [_card(card, words, "severity") for card in _cards_of(question, value)]


def _idea(question: Question, value: object) -> list[dict[str, str | int | None]]:
    words = {"source": 120, "what_they_do": MAX_WORDS, "what_here": MAX_WORDS}
    return [_card(card, words, "delight") for card in _cards_of(question, value)]


def _note(_question: Question, _value: object) -> None:
    raise BadValue(_("There is nothing to answer here."))


_CHECKS: dict[str, Callable[[Question, object], Value]] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "select_one": _select_one,
    "select_multiple": _select_multiple,
    "photo": _photo,
    "pain": _pain,
    "idea": _idea,
    "note": _note,
}
