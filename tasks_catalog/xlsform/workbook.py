"""From the bytes of an .xlsx or .csv to sheets of texts, in bounded time and memory whatever the bytes are.

openpyxl reads (it is here already, through Wagtail, and gives every row its number); pyxform does not: it stops at the first
mistake, often without a row, and takes as much memory as the file asks for. It judges our exports instead (`requirements/xlsform.in`).
"""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from tasks_catalog.xlsform.problems import FormRefused, refuse_file

MOST_BYTES = 8 * 1024 * 1024
MOST_PARTS = 2_000
MOST_UNPACKED = 96 * 1024 * 1024  # all that a form's workbook may be when unpacked, pictures included
MOST_UNPACKED_SHEET = 48 * 1024 * 1024
MOST_UNPACKED_REST = 12 * 1024 * 1024  # of the tables of strings and styles, which are read whole
MOST_RATIO = 400  # spreadsheets pack well, bombs better
SECONDS = 20  # of waiting for the child
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Sheet:
    """A sheet as a person sees it: `rows` with their numbers, the first is the header."""

    name: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def read_sheets(content: bytes) -> dict[str, Sheet]:
    """The sheets by their small-letter names. Raises `FormRefused`."""
    if not content.strip():
        raise refuse_file(_("This file is empty. Nothing was imported; choose another."))
    if len(content) > MOST_BYTES:
        raise refuse_file(_("This file is larger than 8 MB. A form is smaller: take out pictures and other sheets. Nothing was imported."))
    if content.startswith(b"PK"):
        sheets = _from_workbook(content)
    elif content.startswith(OLE):
        raise _old_or_locked(content)
    else:
        sheets = _from_csv(content)
    return sheets


def _old_or_locked(content: bytes) -> FormRefused:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return refuse_file(_("This workbook is locked with a password. Save it without one and upload it again; nothing was imported."))
    return refuse_file(_("This is an old .xls file. Open it, save it as .xlsx and upload that; nothing was imported."))


def _from_workbook(content: bytes) -> dict[str, Sheet]:
    _look_into_zip(content)
    told = _ask_child(content)
    return {title.strip().lower(): Sheet(title.strip(), [(n, cells) for n, cells in rows]) for title, rows in told.items()}


def _look_into_zip(content: bytes) -> None:
    """Refuse by the table of contents alone what should never be unpacked; Python unpacks no part further than it says."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, UnicodeDecodeError) as broken:
        raise _damaged() from broken
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise refuse_file(_("This workbook is locked with a password. Save it without one and upload it again; nothing was imported."))
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(content) or any(map(_is_swollen, parts)):
        raise _too_large()
    if "xl/workbook.bin" in names or "mimetype" in names:
        raise refuse_file(_("This kind of workbook is not read here. Save it as .xlsx and upload that; nothing was imported."))
    if "xl/workbook.xml" not in names and "[Content_Types].xml" not in names:
        raise refuse_file(_("This is not a workbook. Choose an .xlsx or .csv file; nothing was imported."))


def _is_swollen(part: zipfile.ZipInfo) -> bool:
    if not part.filename.endswith((".xml", ".rels")):
        return False  # never opened
    is_sheet = part.filename.startswith("xl/worksheets/")
    return part.file_size > (MOST_UNPACKED_SHEET if is_sheet else MOST_UNPACKED_REST)


def _damaged() -> FormRefused:
    return refuse_file(_("This workbook is damaged and cannot be opened. Save it anew from your spreadsheet; nothing was imported."))


def _too_large() -> FormRefused:
    return refuse_file(
        _("This workbook is too large to open safely. Take out pictures, other sheets and empty formatted rows; nothing was imported.")
    )


def _ask_child(content: bytes) -> dict[str, list[tuple[int, list[str]]]]:
    script = Path(__file__).with_name("sheet_worker.py")
    # No secrets, and no arenas that eat the address space.
    environment = {"PATH": os.defpath, "MALLOC_ARENA_MAX": "2", "PYTHONIOENCODING": "utf-8"}
    if libraries := os.environ.get("LD_LIBRARY_PATH"):  # without it some Pythons do not start
        environment["LD_LIBRARY_PATH"] = libraries
    command = [sys.executable, "-I", str(script)]
    try:
        child = subprocess.run(command, input=content, capture_output=True, env=environment, timeout=SECONDS, check=False)
        told = json.loads(child.stdout)
    except (subprocess.TimeoutExpired, ValueError) as death:
        raise _too_large() from death
    if told.get("refused") == "large":
        raise _too_large()
    if "sheets" not in told:
        raise _damaged()
    sheets: dict[str, list[tuple[int, list[str]]]] = told["sheets"]
    return sheets


def _from_csv(content: bytes) -> dict[str, Sheet]:
    """XLSForm as one CSV: the first column names the sheet where it begins; or the sheet “survey” alone."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as unreadable:
        raise refuse_file(_("This is not a workbook, nor UTF-8 text. Choose an .xlsx file; nothing was imported.")) from unreadable
    rows = _csv_rows(text)
    sheets = _named_sheets(rows)
    if "survey" in sheets:
        return sheets
    if rows and {"type", "name"} <= {head.lower() for head in rows[0][1]}:
        return {"survey": Sheet("survey", rows)}
    raise refuse_file(_("This is not a workbook, nor a form as CSV. Choose an .xlsx file; nothing was imported."))


def _named_sheets(rows: list[tuple[int, list[str]]]) -> dict[str, Sheet]:
    sheets: dict[str, Sheet] = {}
    current: Sheet | None = None
    for number, (first, *rest) in rows:
        if first:
            current = sheets.setdefault(first.lower(), Sheet(first))
        if current is not None and any(rest):
            current.rows.append((number, rest))
    return sheets


def _csv_rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows that have a word in them; half of Europe's spreadsheets part their cells by semicolons."""
    if "\x00" in text:
        raise refuse_file(_("This is not a workbook, nor UTF-8 text. Choose an .xlsx file; nothing was imported."))
    first_line = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first_line.count), strict=True)
    try:
        return [(reader.line_num, row) for cells in reader if any(row := [cell.strip() for cell in cells])]
    except csv.Error as broken:
        reason = _("A quotation mark is probably missing. Mend the file; nothing was imported.")
        raise refuse_file(_("Line %(row)s breaks the table.") % {"row": reader.line_num} + " " + reason) from broken
