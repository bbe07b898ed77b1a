"""How a figure is written: true minus, signs on changes, intervals in words, each language's marks."""

import unicodedata
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from insights.measures import Json

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
TEN_THOUSAND = 10_000

MARKS = {"better": "▲", "worse": "▼", "cannot tell": "◇", "not enough": ""}


def number(value: float, digits: int = 1) -> str:
    """12.34 → "12.3", in Polish "12,3"; a zero has no sign."""
    text = f"{value:.{digits}f}"
    if not float(text):
        text = text.removeprefix("-")
    return (text.replace(".", ",") if get_language() == "pl" else text).replace("-", MINUS)


def signed(value: float, digits: int = 1) -> str:
    """A change always has its sign."""
    text = number(value, digits)
    return text if text.startswith(MINUS) or not any(c in text for c in "123456789") else f"+{text}"


def whole(value: float) -> str:
    """285205 → "285,205", in Polish "285 205", in Chinese "28.5万"."""
    if get_language() == "zh-hans" and value >= TEN_THOUSAND:
        return f"{value / TEN_THOUSAND:.1f}万"
    text = f"{value:,.0f}"
    return (text.replace(",", NO_BREAK) if get_language() == "pl" else text).replace("-", MINUS)


def percent(share: float, digits: int = 1) -> str:
    """0.949 → "94.9 %", in Chinese "94.9%"."""
    gap = "" if get_language() == "zh-hans" else NO_BREAK
    return f"{number(100 * share, digits)}{gap}%"


def interval(low: str, high: str) -> str:
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


SCALE_DIGITS = {"nps": 0, "csat": 0, "ces": 1, "emotion": 1}


def on_scale(scale: str, value: float) -> str:
    """A level on one of our scales: NPS whole and signed, CSAT in per cent, the others with one decimal."""
    if scale == "nps":
        return signed(value, 0)
    if scale == "csat":
        return percent(value, 0)
    return signed(value, 1) if scale == "emotion" else number(value, 1)


def bounds(scale: str, estimate: Json) -> str:
    """The interval of a level without repeating the unit."""
    factor, digits = (100, 0) if scale == "csat" else (1, SCALE_DIGITS.get(scale, 1))
    return interval(number(factor * estimate["low"], digits), number(factor * estimate["high"], digits))


def change(scale: str, difference: Json) -> str:
    """A change with its sign and unit."""
    if scale in {"csat", "share"}:
        return _("%(change)s pts") % {"change": signed(100 * difference["value"], 1 if scale == "share" else 0)}
    if scale == "nps":
        return _("%(change)s pts") % {"change": signed(difference["value"], 0)}
    return signed(difference["value"], 1)


def change_bounds(scale: str, difference: Json) -> str:
    factor, digits = (100, 1 if scale == "share" else 0) if scale in {"csat", "share"} else (1, SCALE_DIGITS.get(scale, 1))
    return interval(number(factor * difference["low"], digits), number(factor * difference["high"], digits))


def p_value(p: float | None) -> str:
    if p is None:
        return "–"
    if p < 0.001:
        return "< " + number(0.001, 3)[1:]
    return "1" if p >= 0.9995 else number(p, 3)


def verdict_word(verdict: str) -> str:
    return {
        "better": _("better"),
        "worse": _("worse"),
        "cannot tell": _("cannot tell"),
        "not enough": _("not enough"),
    }[verdict]


def verdict_mark(verdict: str) -> str:
    """Shape and word, for charts."""
    return f"{MARKS[verdict]} {verdict_word(verdict)}".strip()


def day(value: date | datetime | str) -> str:
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return date_format(timezone.localtime(value) if isinstance(value, datetime) else value, "DATE_FORMAT")


def short_day(value: str) -> str:
    return date_format(date.fromisoformat(value), "MONTH_DAY_FORMAT")


def width_of(text: str) -> int:
    """Rough width in half-characters: a Chinese character is two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrapped(text: str, width: int, *, lines: int = 2) -> str:
    """The text over at most so many lines, joined by the bar that charts break at; what is too long ends in an ellipsis."""
    found: list[str] = [""]
    for word in _words(text):
        if found[-1] and width_of(found[-1] + word.rstrip()) > width:
            found.append("")
        found[-1] += word
    if len(found) > lines:
        found = [*found[: lines - 1], found[lines - 1].rstrip() + "…"]
    return "|".join(line.strip() for line in found)


def _words(text: str) -> list[str]:
    """Pieces that may stand at the end of a line: words with their space, single Chinese characters."""
    pieces: list[str] = []
    for c in text.replace("|", " "):
        wide = unicodedata.east_asian_width(c) in "WF"
        after_wide = bool(pieces) and unicodedata.east_asian_width(pieces[-1][-1]) in "WF"
        if not pieces or (wide and unicodedata.category(c).startswith("L")) or after_wide or pieces[-1].endswith(" "):
            pieces.append(c)
        else:
            pieces[-1] += c
    return pieces
