"""What a row's type becomes here, or why it has no counterpart."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tasks_catalog.xlsform.meaning import calculation_of
from tasks_catalog.xlsform.reading import Reading
from tasks_catalog.xlsform.scope import NotCarriedError
from tasks_catalog.xlsform.survey import YES, Node

MOST_CHOICES = 400
MOST_NUMBER = 999_999_999


def _plain(kind: str) -> Callable[[Node, Reading], dict[str, Any]]:
    return lambda _node, _reading: {"type": kind}


def _no(reason: Callable[[], str]) -> Callable[[Node, Reading], dict[str, Any]]:
    def refuse(_node: Node, _reading: Reading) -> dict[str, Any]:
        raise NotCarriedError(reason())

    return refuse


def _text(node: Node, _reading: Reading) -> dict[str, Any]:
    if node.row.get("readonly").lower() in YES:
        raise NotCarriedError(_("nothing can be written into it"))
    return {"type": "text"} | ({"appearance": "multiline"} if "multiline" in node.row.get("appearance") else {})


def _select(node: Node, reading: Reading) -> dict[str, Any]:
    found = reading.lists[node.choices]
    if len(found.choices) > MOST_CHOICES:
        raise NotCarriedError(_("%(count)s choices are too many to choose from on a phone") % {"count": len(found.choices)})
    if len(found.choices) == 1:
        reading.leave(node.row, "type", _("With one choice only there is nothing to choose: it is a note here."))
        return {"type": "note"}
    if node.or_other and "other" not in found.names:
        label = {language: _OTHER.get(language, "Other") for language in reading.languages}
        choice = {"name": "other" if "other" not in found.names.values() else "other-one", "label": label}
        return {"type": node.kind, "choices": [*found.choices, choice]}
    return {"type": node.kind}


_OTHER = {"en": "Other", "zh-hans": "其他", "pl": "Inne"}


def _range(node: Node, reading: Reading) -> dict[str, Any]:
    found = parameters_of(node.row.get("parameters"))
    start, end, step = (_number(found.get(key, default)) for key, default in (("start", "1"), ("end", "10"), ("step", "1")))
    if start is None or end is None or step is None or not step or start >= end:
        raise NotCarriedError(_("its ends are not numbers"))
    if (start, end, step) == (1, 5, 1) and "rating" in node.row.get("appearance"):
        return {"type": "range", "appearance": "stars", "parameters": {"start": 1, "end": 5, "step": 1}}
    if (start, end, step) == (0, 10, 1):
        return {"type": "score"}
    if step != 1:
        reading.leave(node.row, "parameters", _("Steps of %(step)s are not kept: any number between the ends fits.") % {"step": step})
    kind = "integer" if start.is_integer() and end.is_integer() and step.is_integer() else "decimal"
    return {"type": kind} | whole_ends({"minimum": start, "maximum": end})


def parameters_of(cell: str) -> dict[str, str]:
    """`start=1 end=5`, with commas or semicolons between or not."""
    return {key.lower(): value for key, value in re.findall(r"([\w-]+)\s*=\s*([^\s,;]+)", cell)}


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?\d{1,9}(\.\d{1,6})?", text) else None


def whole_ends(ends: dict[str, float]) -> dict[str, int]:
    """Whole numbers only, as the language has them."""
    return {end: int(value) for end, value in ends.items() if value.is_integer() and abs(value) <= MOST_NUMBER}


def _photo(node: Node, reading: Reading) -> dict[str, Any]:
    appearance = node.row.get("appearance")
    if any(word in appearance for word in ("signature", "draw", "annotate")):
        reading.leave(node.row, "appearance", _("Nothing is drawn or signed here: a photo is taken."))
    taken_now = {"parameters": {"taken_now": True}} if re.search(r"\bnew\b", appearance) else {}
    return {"type": "photo", "minimum": 1, "maximum": 1} | taken_now


def _datetime(node: Node, reading: Reading) -> dict[str, Any]:
    reading.leave(node.row, "type", _("Only the day is asked, not the time of day."))
    return {"type": "date"}


def _acknowledge(node: Node, reading: Reading) -> dict[str, Any]:
    reading.leave(node.row, "type", _("Is read, not ticked: it is a note here."))
    return {"type": "note"}


def _calculate(node: Node, reading: Reading) -> dict[str, Any]:
    return {"type": "calculate", "calculation": calculation_of(node.row.get("calculation"), reading.scope)}


BECOMES: dict[str, Callable[[Node, Reading], dict[str, Any]]] = {
    "text": _text,
    "integer": _plain("integer"),
    "percentage": lambda _node, _reading: {"type": "integer", "minimum": 0, "maximum": 100},
    "decimal": _plain("decimal"),
    "date": _plain("date"),
    "time": _plain("time"),
    "datetime": _datetime,
    "select_one": _select,
    "select_multiple": _select,
    "rank": _select,
    "range": _range,
    "photo": _photo,
    "barcode": _plain("barcode"),
    "note": _plain("note"),
    "acknowledge": _acknowledge,
    "calculate": _calculate,
    "position": _no(lambda: _("positions are not kept here; a location check compares with a place and keeps the result only")),
    "shape": _no(lambda: _("positions and shapes are not kept here")),
    "recording": _no(lambda: _("sound and film are not recorded here")),
    "file": _no(lambda: _("files are not taken here")),
    "outside": _no(lambda: _("it looks things up in another file")),
    "from_file": _no(lambda: _("its choices are in another file")),
    "hidden": _no(lambda: _("it is hidden, nobody would see it")),
    "other_tool": _no(lambda: _("this is a kind of question of another tool")),
    "made_here": _no(lambda: _("Firsthand notes itself who answered and when, and nothing of the phone")),
}
