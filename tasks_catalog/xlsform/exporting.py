"""A questionnaire as an XLSForm: what every tool understands in its columns, what only Firsthand has in `firsthand::` columns."""

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from tasks_catalog.questionnaire import SCALE_RANGES, Definition
from tasks_catalog.xlsform.columns import OURS, SHOWN
from tasks_catalog.xlsform.formulas import calculation_formula, formula_of
from tasks_catalog.xlsform.kinds import TEXT_FIELDS, WORD_FIELDS, WRITTEN

PLAIN = ["type", "name"]
TAIL = ["required", "relevant", "constraint", "calculation", "appearance", "parameters"]
OWN = [f"{OURS}::{key}" for key in ("type", *WORD_FIELDS, "minimum", "maximum", "arms", "relevant", "more")]
SAID = {
    "type", "name", "label", "hint", "required", "subjects", "choices", "rows", "relevant", "minimum", "maximum", "arms",
    *WORD_FIELDS, *TEXT_FIELDS,
}  # fmt: skip

type Cells = dict[str, str | int]


def write_xlsform(definition: Definition, *, title: str, form_id: str, version: str = "") -> bytes:
    """An .xlsx of this questionnaire; reading it again gives the same questionnaire."""
    writing = _Writing(definition)
    book = Workbook(write_only=True)
    _write(book, "survey", writing.heads_of_survey(), list(writing.survey()))
    _write(book, "choices", ["list_name", "name", *writing.heads("label"), "score"], writing.choice_rows)
    first = writing.languages[0] if writing.languages else "en"
    told: Cells = {"form_title": title, "form_id": form_id, "version": version, "default_language": language_name(first)}
    _write(book, "settings", list(told), [told])
    if arms := writing.arms():
        texts = [head for key in ("label", f"{OURS}::persona", f"{OURS}::channel", f"{OURS}::product") for head in writing.heads(key)]
        _write(book, f"{OURS}_arms", ["name", *texts, "rival_first", "share"], arms)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def language_name(code: str) -> str:
    """`English (en)`, as other tools write it; their lists of codes know no scripts."""
    return f"{dict(settings.LANGUAGES).get(code, code)} ({'zh' if code == 'zh-hans' else code})"


def _write(book: Workbook, name: str, heads: list[str], rows: Iterable[Cells]) -> None:
    """Columns that stay empty are left out. Cells are written as texts: nothing in them is ever a formula."""
    kept = list(rows)
    used = [head for head in heads if head in {"type", "name", "list_name"} or any(row.get(head, "") != "" for row in kept)]
    sheet = book.create_sheet(name)
    sheet.append([_cell(sheet, head, bold=True) for head in used])
    for row in kept:
        sheet.append([_cell(sheet, row.get(head, "")) for head in used])


def _cell(sheet: Any, value: str | int, *, bold: bool = False) -> Any:
    text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, text if text != "" else None)
    if isinstance(text, str) and text.startswith("="):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


@dataclass
class _Writing:
    definition: Definition
    choice_rows: list[Cells] = field(default_factory=list)
    list_of: dict[str, str] = field(default_factory=dict)  # the list a question takes its choices from
    lists: dict[str, str] = field(default_factory=dict)  # the list of these choices

    def __post_init__(self) -> None:
        self.languages = list(self.definition["languages"])
        self.questions: dict[str, Mapping[str, Any]] = {}
        for step in self.definition["steps"]:
            self.questions |= {question["name"]: question for question in step["questions"]}

    def heads(self, key: str) -> list[str]:
        return [f"{key}::{language_name(language)}" for language in self.languages]

    def heads_of_survey(self) -> list[str]:
        texts = [*self.heads("label"), *self.heads("hint")]
        units = [head for key in TEXT_FIELDS for head in self.heads(f"{OURS}::{key}")]
        return [*PLAIN, *texts, *TAIL, *self.heads("constraint_message"), *units, *OWN]

    def texts(self, key: str, texts: Mapping[str, str]) -> Cells:
        return {f"{key}::{language_name(language)}": text for language, text in texts.items() if language in self.languages}

    def survey(self) -> Iterable[Cells]:
        for step in self.definition["steps"]:
            yield from self.step(step)

    def step(self, step: Mapping[str, Any]) -> Iterable[Cells]:
        cells: Cells = {"type": "begin_group", "name": step["name"], "appearance": "field-list"}
        cells |= self.texts("label", step["label"]) | self.texts("hint", step.get("hint", {}))
        cells |= self.relevant(step) | _ours(step, ("touchpoint",))
        yield cells
        for question in step["questions"]:
            for subject in question.get("subjects") or ["own"]:
                yield from self.question(question, subject)
        if all(question["type"] == "calculate" for question in step["questions"]):
            yield from self.shown(step["questions"])
        yield {"type": "end_group"}

    def shown(self, calculations: Iterable[Mapping[str, Any]]) -> Iterable[Cells]:
        """The figures of a step in which nothing is asked: other tools refuse a screen with nothing on it."""
        for question in calculations:
            told = {language: f"{text}: ${{{question['name']}}}" for language, text in question["label"].items()}
            yield {"type": "note", "name": question["name"] + SHOWN} | self.texts("label", told)

    def relevant(self, thing: Mapping[str, Any]) -> Cells:
        if "relevant" not in thing:
            return {}
        formula = formula_of(thing["relevant"], self.questions)
        cells: Cells = {"relevant": formula.text}
        return cells if formula.exact else cells | {f"{OURS}::relevant": _json(thing["relevant"])}

    def question(self, question: Mapping[str, Any], subject: str) -> Iterable[Cells]:
        name = question["name"] if subject == "own" else f"{question['name']}.rival"
        cells: Cells = {"name": name} | self.texts("label", _about(question, subject)) | self.texts("hint", question.get("hint", {}))
        cells |= self.relevant(question) | _ours(question, WORD_FIELDS)
        for key in TEXT_FIELDS:
            cells |= self.texts(f"{OURS}::{key}", question.get(key, {}))
        if question["type"] == "matrix":
            yield from self.matrix(question, name, cells)
            return
        written = WRITTEN[question["type"]]
        cells["type"] = f"{written} {self.choices(question)}" if "choices" in question else written
        cells[f"{OURS}::type"] = question["type"]
        cells |= {"required": "yes"} if question.get("required") else {}
        yield cells | self.native(question)

    def matrix(self, question: Mapping[str, Any], name: str, cells: Cells) -> Iterable[Cells]:
        more = {key: value for key, value in question.items() if key not in SAID}
        yield cells | {"type": "begin_group", "appearance": "table-list", f"{OURS}::type": "matrix"} | _more(more)
        for row in question["rows"]:
            asked: Cells = {"type": f"select_one {self.choices(question)}", "name": f"{name}.{row['name']}"}
            yield asked | self.texts("label", row["label"]) | ({"required": "yes"} if question.get("required") else {})
        yield {"type": "end_group"}

    def native(self, question: Mapping[str, Any]) -> Cells:
        """What the type alone does not say, in columns of other tools where they have one."""
        more = {key: value for key, value in question.items() if key not in SAID}
        cells: Cells = self.constraint(question, more)
        cells |= _looks(question, more)
        if question["type"] == "calculate":
            formula = calculation_formula(question["calculation"], self.questions, self.list_of)
            cells["calculation"] = formula.text
            if formula.exact:
                more.pop("calculation")
        return cells | _more(more)

    def constraint(self, question: Mapping[str, Any], more: dict[str, Any]) -> Cells:
        lowest, highest = SCALE_RANGES.get(question.get("scale", ""), (question.get("minimum"), question.get("maximum")))
        counted = WRITTEN[question["type"]] in {"integer", "decimal"}
        ends = [f". {op} {end}" for op, end in ((">=", lowest), ("<=", highest)) if end is not None] if counted else []
        if "constraint" not in question:
            return {"constraint": " and ".join(ends)} if ends else {}
        formula = formula_of(question["constraint"]["condition"], self.questions, here=question)
        text = " and ".join([*ends, f"({formula.text})" if ends and " or " in formula.text else formula.text])
        if formula.exact:
            more.pop("constraint")
        return {"constraint": text} | self.texts("constraint_message", question["constraint"]["message"])

    def choices(self, question: Mapping[str, Any]) -> str:
        """The name of the question's list; questions with the same choices share one."""
        key = json.dumps(question["choices"], sort_keys=True)
        if key not in self.lists:
            self.lists[key] = f"list_{len(self.lists) + 1}"
            for choice in question["choices"]:
                score = {"score": choice["score"]} if "score" in choice else {}
                self.choice_rows.append(
                    {"list_name": self.lists[key], "name": choice["name"]} | self.texts("label", choice["label"]) | score
                )
        self.list_of[question["name"]] = self.lists[key]
        return self.lists[key]

    def arms(self) -> list[Cells]:
        rows: list[Cells] = []
        arms: Iterable[Mapping[str, Any]] = self.definition.get("arms", [])
        for arm in arms:
            row: Cells = {"name": arm["name"]} | self.texts("label", arm["label"])
            for key in ("persona", "channel", "product"):
                row |= self.texts(f"{OURS}::{key}", arm.get(key, {}))
            rows.append(row | {key: arm[key] for key in ("rival_first", "share") if key in arm})
        return rows


def _about(question: Mapping[str, Any], subject: str) -> Mapping[str, str]:
    """The label; the rival's half of a pair says which it is, in each language."""
    label: Mapping[str, str] = question["label"]
    if subject == "own" or "own" not in question["subjects"]:
        return label
    told = {}
    for language, text in label.items():
        with translation.override(language):
            told[language] = gettext("%(question)s (at the rival)") % {"question": text}
    return told


def _ours(thing: Mapping[str, Any], keys: Iterable[str]) -> Cells:
    cells: Cells = {f"{OURS}::{key}": thing[key] for key in (*keys, "minimum", "maximum") if key in thing}
    return cells | ({f"{OURS}::arms": " ".join(thing["arms"])} if "arms" in thing else {})


def _looks(question: Mapping[str, Any], more: dict[str, Any]) -> Cells:
    kind, appearance, parameters = question["type"], question.get("appearance"), question.get("parameters")
    if kind in {"pain", "idea", "contact", "promise"} or (kind == "text" and appearance == "multiline"):
        if kind == "text":
            more.pop("appearance")
        return {"appearance": "multiline"}
    if kind == "score":
        return {"parameters": "start=0 end=10 step=1"}
    if kind == "range":
        ends = {"start": 1, "end": 5, "step": 1} | (parameters or {})
        if appearance == "stars" and parameters == {"start": 1, "end": 5, "step": 1}:
            del more["appearance"], more["parameters"]
        looks: Cells = {"appearance": "rating"} if appearance == "stars" else {}
        return looks | {"parameters": " ".join(f"{key}={ends[key]}" for key in ("start", "end", "step"))}
    if kind == "photo" and parameters == {"taken_now": True}:
        del more["parameters"]
        return {"appearance": "new"}
    return {}


def _more(more: Mapping[str, Any]) -> Cells:
    return {f"{OURS}::more": _json(more)} if more else {}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
