"""A form as it came becomes a questionnaire: whatever can be carried, and a list of what cannot."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _

from tasks_catalog.problems import Problem
from tasks_catalog.questionnaire import Definition
from tasks_catalog.schema import shape_problems
from tasks_catalog.xlsform.columns import OURS, Row, language_code, languages_of, rows_of
from tasks_catalog.xlsform.problems import FormRefused, Remark
from tasks_catalog.xlsform.reading import Reading, choice_lists
from tasks_catalog.xlsform.steps import steps_of
from tasks_catalog.xlsform.survey import Node, check_references, names_in, tree_of
from tasks_catalog.xlsform.workbook import Sheet, read_sheets

MOST_ROWS = {"survey": 2_000, "choices": 5_000}
MOST_CHOICES = 20_000  # of all questions together
SHEETS = {"survey", "choices", "settings", f"{OURS}_arms"}
DEFAULT_LANGUAGE = "en"
QUIET_SETTINGS = {"form_title", "form_id", "version", "default_language", "namespaces", "style", "allow_choice_duplicates"}
KNOWN = {
    "type", "name", "label", "hint", "guidance_hint", "relevant", "required", "constraint", "constraint_message", "calculation",
    "appearance", "parameters", "readonly", "repeat_count", "default", "choice_filter", "trigger", "image", "audio", "video", "big-image",
    "required_message", "save_to", "disabled",
}  # fmt: skip


@dataclass(frozen=True)
class ReadForm:
    """What became of a form; `left_out` tells what could not be carried, and where it stood."""

    title: str
    definition: Definition
    left_out: list[Remark]


def read_xlsform(content: bytes) -> ReadForm:
    """The questionnaire of an .xlsx or .csv form. Raises `FormRefused` with everything that stands in its way."""
    sheets = read_sheets(content)
    settings = _settings(sheets.get("settings"))
    default_language = language_code(settings.get("default_language") or DEFAULT_LANGUAGE)
    _check_size(sheets)
    reading = Reading()
    survey = rows_of(sheets["survey"], default_language=default_language)
    choices = rows_of(sheets.get("choices"), default_language=default_language)
    _check_columns(sheets["survey"], survey)
    reading.languages = languages_of([*survey, *choices]) or [default_language]
    reading.is_ours = any(f"{OURS}::type" in row.heads for row in survey)
    tree = _checked_tree(survey, reading)
    choice_lists(choices, reading)
    _check_lists(tree, reading)
    if reading.wrong:
        raise FormRefused(sorted(set(reading.wrong), key=lambda remark: (remark.sheet, remark.row)))
    title = settings.get("form_title") or settings.get("form_id") or _("Imported form")
    definition = _definition(tree, reading, sheets, title=title, default_language=default_language)
    _look_around(sheets, survey, reading)
    return ReadForm(title, definition, reading.left_out)


def _settings(sheet: Sheet | None) -> dict[str, str]:
    rows = rows_of(sheet, default_language=DEFAULT_LANGUAGE)
    return {**rows[0].cells, **{key: next(iter(texts.values())) for key, texts in rows[0].texts.items()}} if rows else {}


def _check_size(sheets: dict[str, Sheet]) -> None:
    if "survey" not in sheets:
        named = ", ".join(sheet.name for sheet in sheets.values())[:200]
        reason = _("There is no sheet called “survey”, so this is not an XLSForm. Its sheets: %(sheets)s.") % {"sheets": named or "–"}
        raise FormRefused([Remark("", 0, "", reason)])
    for name, most in MOST_ROWS.items():
        rows = sheets[name].rows if name in sheets else []
        if len(rows) > most + 1:
            reason = _("More than %(most)s rows. A brief is shorter: split the form or take rows out. Nothing was imported.")
            raise FormRefused([Remark(sheets[name].name, rows[most + 1][0], "", reason % {"most": most})])


def _check_columns(sheet: Sheet, rows: Sequence[Row]) -> None:
    header = sheet.rows[0][0] if sheet.rows else 1
    if not rows:
        raise FormRefused([Remark(sheet.name, header, "", _("There is no question under the header."))])
    for key in ("type", "name"):
        if not any(key in row.heads for row in rows):
            raise FormRefused([Remark(sheet.name, header, key, _("The column “%(column)s” is missing or empty.") % {"column": key})])


def _checked_tree(survey: Sequence[Row], reading: Reading) -> Node:
    tree = tree_of(survey, reading.wrong)
    check_references(tree, names_in(tree, reading.wrong), reading.wrong)
    return tree


def _check_lists(tree: Node, reading: Reading) -> None:
    for node in tree.walk():
        if node.choices and not (node.choices in reading.lists and reading.lists[node.choices].choices):
            reason = _("The list “%(list)s” has no choices on the sheet “choices”.") % {"list": node.choices[:60]}
            reading.wrong.append(Remark(node.row.sheet, node.row.number, node.row.head("type"), reason))


def _definition(tree: Node, reading: Reading, sheets: dict[str, Sheet], *, title: str, default_language: str) -> Definition:
    steps = steps_of(tree, reading, title=title)
    if not steps:
        reasons = [Remark("survey", 0, "", _("Nothing in this form can be carried.")), *reading.left_out]
        raise FormRefused(reasons)
    definition: dict[str, Any] = {"languages": reading.languages, "steps": steps}
    if arms := _arms(rows_of(sheets.get(f"{OURS}_arms"), default_language=default_language)):
        definition["arms"] = arms
    _check_choices(steps)
    if reading.is_ours and (misshapen := shape_problems(definition)):  # our own columns can be spoilt by hand
        raise FormRefused([Remark("survey", 0, "", _shown(problem, definition)) for problem in misshapen])
    return cast("Definition", definition)


def _check_choices(steps: list[dict[str, Any]]) -> None:
    """Questions share lists in a form, and have their own here."""
    count = sum(len(question.get("choices", ())) for step in steps for question in step["questions"])
    if count > MOST_CHOICES:
        reason = _("The questions have %(count)s choices in all, and %(most)s are the most. Shorten the lists or split the form.")
        raise FormRefused([Remark("choices", 0, "", reason % {"count": count, "most": MOST_CHOICES})])


def _shown(problem: Problem, definition: dict[str, Any]) -> str:
    """The problem with the name of its question, which is what stands in the form."""
    match problem.place:
        case ("steps", int(step), "questions", int(question), *_rest):
            return f"{definition['steps'][step]['questions'][question]['name']}: {problem.message}"
    return str(problem)


def _arms(rows: Sequence[Row]) -> list[dict[str, Any]]:
    arms: list[dict[str, Any]] = []
    for row in rows:
        arm: dict[str, Any] = {"name": row.get("name"), "label": row.texts.get("label", {})}
        arm |= {key: row.texts[f"{OURS}::{key}"] for key in ("persona", "channel", "product") if f"{OURS}::{key}" in row.texts}
        arm |= {"rival_first": row.get("rival_first")} if row.get("rival_first") else {}
        arm |= {"share": int(row.get("share"))} if row.get("share").isascii() and row.get("share").isdigit() else {}
        arms.append(arm)
    return arms


def _look_around(sheets: dict[str, Sheet], survey: Sequence[Row], reading: Reading) -> None:
    """Columns, settings and sheets that nobody here knows are said once each."""
    first: dict[str, Row] = {}
    for row in survey:
        for key in row.heads.keys() - KNOWN:
            if not key.startswith(OURS):
                first.setdefault(key, row)
    for key, row in sorted(first.items(), key=lambda item: item[1].number):
        reading.leave(row, key, _("The column “%(column)s” is not known here and was passed over.") % {"column": row.head(key)[:60]})
    for key in sorted(_settings(sheets.get("settings")).keys() - QUIET_SETTINGS):
        reading.left_out.append(Remark("settings", 0, key, _("This setting has no meaning here.")))
    for name, sheet in sheets.items():
        if name not in SHEETS and not name.startswith("_"):
            reading.left_out.append(Remark(sheet.name, 0, "", _("This sheet was passed over.")))


def in_languages(definition: Definition, languages: Sequence[str]) -> tuple[Definition, list[str]]:
    """The definition with texts in these languages only, and the languages that were left out.

    A form in none of them keeps its first language's words, in the place of our first, for the author to translate.
    """
    spoken = list(definition["languages"])
    known = [language for language in languages if language in spoken]
    source = {language: language for language in known} or {languages[0]: spoken[0]}

    def spoken_here(value: Any) -> Any:
        if isinstance(value, list):
            return [spoken_here(item) for item in value]
        if not isinstance(value, dict):
            return value
        if value and set(value) <= set(spoken) and all(isinstance(text, str) for text in value.values()):
            return {ours: value[theirs] for ours, theirs in source.items() if theirs in value}
        return {key: spoken_here(item) for key, item in value.items()}

    turned = spoken_here(json.loads(json.dumps(definition)))
    turned["languages"] = list(languages)
    return cast("Definition", turned), [language for language in spoken if language not in source.values()]
