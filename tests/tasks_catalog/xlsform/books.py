"""Workbooks as people and tools make them, built in memory."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

type Table = Sequence[Sequence[Any]]
type Sheets = dict[str, Table]


def xlsx(sheets: Sheets) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def survey(*rows: Sequence[Any], heads: Sequence[str] = ("type", "name", "label", "relevant", "constraint")) -> Table:
    return [heads, *rows]


YES_NO: Table = [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"]]
