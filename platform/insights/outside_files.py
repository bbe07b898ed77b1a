"""From bytes to rows: which encoding, which delimiter, which columns."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from shared.errors import RuleBroken

MAX_BYTES = 20 * 1024 * 1024
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "cp1250")
DELIMITERS = (",", ";", "\t", "|")
_BOM = b"\xef\xbb\xbf"
_POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”–…’".encode("cp1250"))
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")


class NotATable(RuleBroken):
    """The file cannot be read as rows and columns."""


@dataclass(frozen=True)
class Table:
    """A file as a spreadsheet would show it; row 1 is the header, so the first of `rows` is row 2."""

    encoding: str
    delimiter: str
    header: list[str]
    rows: list[tuple[int, list[str]]]

    def values(self, column: str) -> list[str]:
        """What stands in a column, row by row; short rows have nothing there."""
        at = self.header.index(column)
        return [cells[at].strip() if at < len(cells) else "" for _number, cells in self.rows]


def read_table(content: bytes, *, encoding: str = "", delimiter: str = "") -> Table:
    """The rows of a CSV file; what is not named is found out. Raises `NotATable`."""
    _refuse_other_files(content)
    encoding = encoding or detect_encoding(content)
    text = _decoded(content, encoding)
    delimiter = delimiter or sniff_delimiter(text)
    records = _records(text, delimiter)
    if len(records) < 2:
        raise NotATable(_("This file has no rows under its header. Nothing was imported; choose a file with at least one review."))
    (_first, header), *rows = records
    return Table(encoding, delimiter, _named(header), rows)


def detect_encoding(content: bytes) -> str:
    """UTF-8 when it is that; else GB18030 or Windows-1250, told apart by their high bytes.

    Both legacy encodings decode almost anything, so success proves nothing. Polish uses two dozen high bytes; other accented
    letters mostly stand alone between plain ones, where a Chinese character is always a pair.
    """
    if content.startswith(_BOM):
        return "utf-8-sig"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        runs = _HIGH_RUNS.findall(content)
        high = b"".join(runs)
        polish = sum(byte in _POLISH for byte in high)
        in_pairs = sum(len(run) for run in runs if len(run) > 1)
        return "cp1250" if polish > 0.6 * len(high) or in_pairs < 0.5 * len(high) else "gb18030"
    return "utf-8"


def sniff_delimiter(text: str) -> str:
    """The delimiter that gives most of the first rows the same number of columns, and more than one."""

    def regularity(delimiter: str) -> tuple[float, int]:
        widths = Counter(len(cells) for _number, cells in _records("\n".join(text.splitlines()[:60]), delimiter))
        width, rows = widths.most_common(1)[0] if widths else (1, 0)
        return (rows / widths.total(), width) if width > 1 else (0, width)

    return max(DELIMITERS, key=regularity)


def _refuse_other_files(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise NotATable(_("This file is larger than 20 MB. Nothing was imported; split it and upload the parts."))
    if not content.strip():
        raise NotATable(_("This file is empty. Nothing was imported; choose another."))
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NotATable(_("This is a workbook. Save the sheet as CSV (UTF-8) and upload that; nothing was imported."))
    if b"\x00" in content[:4096]:
        raise NotATable(_("This is not a text file. Save it as CSV (UTF-8) and upload that; nothing was imported."))


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as unreadable:
        row = content.count(b"\n", 0, unreadable.start) + 1
        raise NotATable(
            _("Line %(row)s cannot be read as %(encoding)s. Choose another encoding; nothing was imported.")
            % {"row": row, "encoding": encoding}
        ) from unreadable


def _records(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [(number, cells) for number, cells in enumerate(reader, start=1) if any(cell.strip() for cell in cells)]
    except csv.Error as broken:
        raise NotATable(
            _("Line %(row)s breaks the table: a quotation mark is probably missing. Mend the file; nothing was imported.")
            % {"row": reader.line_num}
        ) from broken


def _named(header: list[str]) -> list[str]:
    """Every column gets a name of its own, so that it can be chosen."""
    names: list[str] = []
    for position, cell in enumerate(header, start=1):
        name = cell.strip() or f"#{position}"
        names.append(name if name not in names else f"{name} #{position}")
    return names
