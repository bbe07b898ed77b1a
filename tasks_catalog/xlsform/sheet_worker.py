"""The child process that opens workbooks: limited in memory and time, unable to write files, knowing nothing of the house.

It is run as a script by `tasks_catalog.xlsform.workbook`, reads one .xlsx from standard input and writes one JSON document:
`{"sheets": {name: [[row number, [cells as text]]]}}` or `{"refused": reason}`. What openpyxl does with a hostile file
(huge tables of strings, endless styles) costs this process alone.
"""

import io
import json
import resource
import sys
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any

sys.modules["numpy"] = None  # type: ignore[assignment] # openpyxl looks for it and can do without: half the start, and no threads

from openpyxl import load_workbook  # noqa: E402 - only then

MEMORY = 768 << 20  # bytes of address space
SECONDS = 10  # of computing
MOST_SHEETS = 30
MOST_ROWS = 6_000  # with something in them, in one sheet
MOST_COLUMNS = 400
MOST_LETTERS = 6_000_000
EMPTY_ROWS = 1_000  # after so many, a sheet has ended


class TooMuchError(Exception):
    pass


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def as_text(value: Any) -> str:
    """What a person sees in the cell, as XLSForm tools take it: 1.0 is 1, truth is TRUE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value).replace("\xa0", " ").strip()


def rows_of(sheet: Any, budget: list[int]) -> list[tuple[int, list[str]]]:
    rows: list[tuple[int, list[str]]] = []
    empty = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
        texts = [as_text(cell) for cell in cells]
        if not any(texts):
            empty += 1
            if empty > EMPTY_ROWS:
                break
            continue
        empty = 0
        budget[0] -= sum(map(len, texts))
        if budget[0] < 0:
            raise TooMuchError
        rows.append((number, texts))
        if len(rows) > MOST_ROWS:
            break
    return rows


def read(content: bytes) -> dict[str, Any]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        budget = [MOST_LETTERS]
        return {"sheets": {sheet.title: rows_of(sheet, budget) for sheet in book.worksheets[:MOST_SHEETS]}}
    except (TooMuchError, MemoryError):
        return {"refused": "large"}
    except zipfile.BadZipFile:
        return {"refused": "broken"}
    except Exception:  # noqa: BLE001 - a broken workbook fails in every way there is, and each means the same
        return {"refused": "broken"}


if __name__ == "__main__":
    limit()
    warnings.simplefilter("ignore")
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)
