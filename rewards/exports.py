"""Tables that leave the house as CSV."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

from shared.spreadsheets import plain_cell


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_response(name: str, head: Iterable[Any], rows: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    """Stream the rows as UTF-8 CSV that spreadsheets recognise; words are never formulas, numbers stay numbers."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow([str(cell) for cell in head])
        for row in rows:
            yield writer.writerow([plain_cell(cell) if isinstance(cell, str) else cell for cell in row])

    return StreamingHttpResponse(
        lines(), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
