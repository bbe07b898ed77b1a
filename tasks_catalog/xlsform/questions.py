"""One row of a form becomes a question, or a remark why it does not."""

import json
import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tasks_catalog.xlsform.becoming import BECOMES, whole_ends
from tasks_catalog.xlsform.columns import OURS, Row
from tasks_catalog.xlsform.expressions import Expression
from tasks_catalog.xlsform.kinds import FITTING, TEXT_FIELDS, WORD_FIELDS
from tasks_catalog.xlsform.meaning import bounds_of, condition_of, condition_of_parts
from tasks_catalog.xlsform.reading import Reading
from tasks_catalog.xlsform.scope import Asked, NotCarriedError
from tasks_catalog.xlsform.survey import YES, Node

NO = {"", "no", "false", "false()", "0"}
# Their answers are judged by what they ask for (at least, at most, each row); a condition of one's own has no place in the editor.
UNCONDITIONED = {"photo", "matrix", "rank", "location", "contact", "promise", "pain", "idea"}
KNOWN_APPEARANCES = {"multiline", "field-list", "table-list", "stars", "rating", "new"}


def question_of(node: Node, reading: Reading, *, name: str) -> dict[str, Any] | None:
    """The question without its name's side; None when it was left out (and said so)."""
    try:
        kind = _kind(node, reading)
    except NotCarriedError as reason:
        reading.leave(node.row, "type", _("Was left out: %(reason)s.") % {"reason": reason})
        return None
    question = {**kind, "name": name, "label": reading.label(node.row, node.name)}
    if hint := _hint(node.row, reading):
        question["hint"] = hint
    _required(node.row, question, reading)
    if node.choices and "choices" not in question and question["type"] in {"select_one", "select_multiple", "rank"}:
        question["choices"] = reading.lists[node.choices].choices
    our_fields(node.row, question, reading)
    _constraint(node, question, reading)
    _what_is_lost(node.row, question, reading)
    return question


def _kind(node: Node, reading: Reading) -> dict[str, Any]:
    ours = _our_type(node)
    if not ours:
        return BECOMES[node.kind](node, reading)
    unsaid = Reading(languages=reading.languages, scope=reading.scope, lists=reading.lists)
    try:
        native = BECOMES[node.kind](node, unsaid)
    except NotCarriedError:
        native = {}
    told = {key: native[key] for key in ("appearance", "parameters", "calculation") if key in native and native["type"] == ours}
    return {"type": ours} | told


def _our_type(node: Node) -> str:
    """What our own column says, unless somebody gave the row another type since."""
    ours = node.row.get(f"{OURS}::type")
    return ours if ours in FITTING.get(node.kind, ()) else ""


def _hint(row: Row, reading: Reading) -> dict[str, str]:
    hint, guidance = (reading.texts(row, "hint") if "label" in row.texts else {}), reading.texts(row, "guidance_hint")
    joined = {language: " ".join(filter(None, (hint.get(language), guidance.get(language)))) for language in {**hint, **guidance}}
    return {language: text for language, text in joined.items() if text}


def _required(row: Row, question: dict[str, Any], reading: Reading) -> None:
    asked = row.get("required").lower()
    if asked in YES:
        if question["type"] not in {"note", "calculate"}:
            question["required"] = True
    elif asked not in NO:
        reading.leave(row, "required", _("Must be answered only under a condition: here it may stay open."))


def _constraint(node: Node, question: dict[str, Any], reading: Reading) -> None:
    formula = node.row.get("constraint")
    if not formula:
        return
    if question["type"] in UNCONDITIONED:
        reading.leave(node.row, "constraint", _("Is not checked here: this kind of question takes no condition on its answer."))
        return
    here = Asked(question, choices=reading.lists[node.choices].names if node.choices in reading.lists else {})
    reading.scope.asked[node.name] = here  # a constraint may call its own question by name
    try:
        _keep_constraint(node, question, reading, here)
    except NotCarriedError as reason:
        reading.leave(node.row, "constraint", _("Is not checked here: %(reason)s.") % {"reason": reason})
    finally:
        del reading.scope.asked[node.name]


def _keep_constraint(node: Node, question: dict[str, Any], reading: Reading, here: Asked) -> None:
    bounds = bounds_of(node.row.get("constraint"))
    ends = {end: value for end, value, _part in bounds if end}
    message = reading.texts(node.row, "constraint_message")
    if given := _given_ends(node.row, question):
        condition = _condition_beside(given, bounds, reading, here)
    elif question["type"] in {"integer", "decimal"} and not message and len(whole_ends(ends)) == len(bounds):
        question |= whole_ends(ends)
        return
    else:
        condition = condition_of(node.row.get("constraint"), reading.scope, here)
    if condition is not None:
        question["constraint"] = {"condition": _own(condition, question), "message": message or _message(reading.languages)}


def _given_ends(row: Row, question: dict[str, Any]) -> set[str]:
    """The ends that our own columns tell already, so that the formula repeats them for other tools only."""
    if "scale" in question:
        return {"minimum", "maximum"}
    return {end for end in ("minimum", "maximum") if f"{OURS}::{end}" in row.heads}


def _condition_beside(given: set[str], bounds: list[tuple[str, float, Expression]], reading: Reading, here: Asked) -> dict[str, Any] | None:
    rest: list[Expression] = []
    for end, _value, part in bounds:
        if end in given:
            given = given - {end}
        else:
            rest.append(part)
    return condition_of_parts(rest, reading.scope, here) if rest else None


def _own(condition: dict[str, Any], question: dict[str, Any]) -> dict[str, Any]:
    """The question's own name is “.” in its constraint."""
    text = json.dumps(condition)
    return json.loads(text.replace(f'"question": {json.dumps(question["name"])}', '"question": "."'))  # type: ignore[no-any-return]


_MESSAGES = {"en": "This answer does not fit.", "zh-hans": "这个回答不合适。", "pl": "Ta odpowiedź nie pasuje."}


def _message(languages: list[str]) -> dict[str, str]:
    return {language: _MESSAGES.get(language, _MESSAGES["en"]) for language in languages}


def relevance(row: Row, reading: Reading) -> dict[str, Any] | None:
    """When the question or group is asked. Raises `NotCarriedError`."""
    if kept := row.get(f"{OURS}::relevant"):
        return _json(kept)
    formula = row.get("relevant")
    return condition_of(formula, reading.scope) if formula else None


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise NotCarriedError(_("our own column is damaged"))
    return found


def our_fields(row: Row, question: dict[str, Any], reading: Reading) -> None:
    """Add scale, touchpoint and the like, which other tools do not have."""
    for key in WORD_FIELDS:
        if found := row.get(f"{OURS}::{key}"):
            question[key] = found
    for key in TEXT_FIELDS:
        if texts := row.texts.get(f"{OURS}::{key}"):
            question[key] = dict(texts)
    for key in ("minimum", "maximum"):
        if re.fullmatch(r"-?\d{1,9}", found := row.get(f"{OURS}::{key}")):
            question[key] = int(found)
    if arms := row.get(f"{OURS}::arms").split():
        question["arms"] = arms
    try:
        more = _json(row.get(f"{OURS}::more") or "{}")
    except NotCarriedError as reason:
        reading.leave(row, f"{OURS}::more", str(reason))
        return
    question |= {key: value for key, value in more.items() if key not in {"type", "name", "label", "subjects"}}


LOST: dict[str, Callable[[], str]] = {
    "default": lambda: _("Nothing is filled in beforehand here."),
    "choice_filter": lambda: _("All choices are shown; none is filtered by an earlier answer."),
    "trigger": lambda: _("Nothing is computed anew when another answer changes."),
    "image": lambda: _("Pictures do not come with the form."),
    "big-image": lambda: _("Pictures do not come with the form."),
    "audio": lambda: _("Recordings do not come with the form."),
    "video": lambda: _("Recordings do not come with the form."),
    "required_message": lambda: _("Firsthand says in its own words that an answer is missing."),
    "save_to": lambda: _("Nothing is kept in lists of other forms."),
}


def _what_is_lost(row: Row, question: dict[str, Any], reading: Reading) -> None:
    for key, reason in LOST.items():
        if key in row.heads:
            reading.leave(row, key, reason())
    if row.get("readonly").lower() in YES and question["type"] not in {"note", "calculate"}:
        reading.leave(row, "readonly", _("Can be answered here; it could only be read there."))
    unknown = [word for word in row.get("appearance").split() if word not in KNOWN_APPEARANCES]
    if unknown:
        reading.leave(
            row, "appearance", _("Looks as all questions here do, not “%(appearance)s”.") % {"appearance": " ".join(unknown)[:60]}
        )
