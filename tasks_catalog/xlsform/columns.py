"""What the columns of a form mean, by all the names that tools have given them; and the languages of its texts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from babel import Locale

from tasks_catalog.xlsform.workbook import Sheet

# Our own columns are `firsthand::type` and so on; other tools pass over them.
OURS = "firsthand"
SHOWN = ".shown"  # a note of ours that shows a calculated figure
TEXTS = {"label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "audio", "video", "big-image"}
ALIASES = {
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "relevance": "relevant",
    "read_only": "readonly",
    "calculate": "calculation",
    "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "jr:requiredmsg": "required_message",
    "requiredmsg": "required_message",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "list name": "list_name",
    "list": "list_name",
    "set_form_title": "form_title",
    "title": "form_title",
    "set_form_id": "form_id",
    "id_string": "form_id",
}
GROUPED = {"bind", "control", "body", "media", "instance"}  # `bind::relevant` is `relevant`
SMART = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
CODE = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)\s*$")
PLAIN_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")
NATIVE = {
    "polski": "pl", "中文": "zh-hans", "简体中文": "zh-hans", "汉语": "zh-hans", "français": "fr", "francais": "fr", "español": "es",
    "espanol": "es", "português": "pt", "portugues": "pt", "deutsch": "de", "italiano": "it", "nederlands": "nl", "kiswahili": "sw",
    "русский": "ru", "українська": "uk", "العربية": "ar", "türkçe": "tr", "bahasa indonesia": "id", "tiếng việt": "vi", "čeština": "cs",
    "slovenčina": "sk", "svenska": "sv", "suomi": "fi", "日本語": "ja", "한국어": "ko", "हिन्दी": "hi", "नेपाली": "ne", "বাংলা": "bn",
}  # fmt: skip
SAME = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "zh-hans-cn": "zh-hans", "cmn": "zh-hans", "cmn-hans": "zh-hans"}


@dataclass(frozen=True)
class Row:
    """One row by what its columns mean; `texts` by meaning and language, `heads` tells each meaning's own column."""

    sheet: str
    number: int
    cells: dict[str, str]
    texts: dict[str, dict[str, str]]
    heads: dict[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str:
        return self.cells.get(key, "")

    def head(self, key: str) -> str:
        """The column as its author named it."""
        return self.heads.get(key, key)


@dataclass(frozen=True)
class Column:
    key: str
    language: str  # "" where the texts name none
    head: str


def language_code(name: str) -> str:
    """“Polski (pl)”, “Polish” and “pl-PL” are all pl; what nobody knows gets a code made of its name."""
    plain = name.strip().lower()
    found = CODE.search(name)
    code = found[1].lower().replace("_", "-") if found else NATIVE.get(plain) or _english().get(plain, plain.replace("_", "-"))
    code = SAME.get(code, code)
    if not PLAIN_CODE.fullmatch(code):
        code = f"und-{re.sub(r'[^a-z0-9]+', '', code)[:8] or 'x'}"
    region = re.fullmatch(r"(en|pl)-[a-z]{2}", code)
    return region[1] if region else code


def _english() -> dict[str, str]:
    return {name.lower(): code.replace("_", "-").lower() for code, name in Locale("en").languages.items()}


def columns_of(header: Iterable[str]) -> dict[int, Column]:
    """Which column means what, by its place from 0; nameless columns mean nothing."""
    heads = {place: " ".join(head.split()) for place, head in enumerate(header) if head.strip()}
    delimiter = "::" if any("::" in head for head in heads.values()) else ":"
    return {place: _column(head, delimiter) for place, head in heads.items()}


def _column(head: str, delimiter: str) -> Column:
    plain = head.lower()
    if plain in ALIASES or delimiter not in head:
        key = ALIASES.get(plain, plain.replace(" ", "_"))
        return Column(ALIASES.get(key, key), "", head)
    first, *rest = (part.strip() for part in head.split(delimiter))
    first = first.lower()
    if first == OURS and rest:
        return Column(f"{OURS}::{rest[0].lower()}", language_code(rest[1]) if len(rest) > 1 else "", head)
    if first in GROUPED and rest:
        first, *rest = rest
        first = first.lower()
    if first == "jr" and rest:  # `bind:jr:constraintMsg`, where one colon parts all
        first, rest = f"jr:{rest[0].lower()}", rest[1:]
    first = first.replace(" ", "_")
    key = ALIASES.get(first, first)
    return Column(key, language_code(rest[0]) if rest and rest[0] else "", head)


def rows_of(sheet: Sheet | None, *, default_language: str) -> list[Row]:
    """The rows under the header; texts of no named language are in `default_language`."""
    if sheet is None or not sheet.rows:
        return []
    columns = columns_of(sheet.rows[0][1])
    return [row for number, cells in sheet.rows[1:] if (row := _row(sheet.name, number, cells, columns, default_language)).heads]


def _row(sheet: str, number: int, cells: list[str], columns: dict[int, Column], default_language: str) -> Row:
    row = Row(sheet, number, {}, {}, {})
    for place, column in columns.items():
        text = cells[place] if place < len(cells) else ""
        if not text:
            continue
        row.heads.setdefault(column.key, column.head)
        if column.key in TEXTS or (column.key.startswith(OURS) and column.language):
            language = column.language or default_language
            row.texts.setdefault(column.key, {}).setdefault(language, text)
        else:
            row.cells.setdefault(column.key, text if column.key.startswith(OURS) else text.translate(SMART))
    return row


def languages_of(rows: Iterable[Row]) -> list[str]:
    """Every language in which something is written, in the order of the columns."""
    return list(dict.fromkeys(language for row in rows for texts in row.texts.values() for language in texts))
