"""Which rows of a file are reviews, and what is wrong with the others."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insights.outside_files import Table
from insights.outside_mapping import LEAVE_OUT, MAX_COMPANIES, NEW_RIVAL, UNDECIDED, Mapping, read_day

MAX_TEXT = 20_000


@dataclass(frozen=True)
class RowError:
    """What is wrong in one cell, in words for the person who has the file open; row numbers as a spreadsheet shows them."""

    row: int
    column: str
    value: str
    reason: str | Promise


@dataclass(frozen=True)
class GoodRow:
    row: int
    company: str  # a provider's id, or "new:" and the name of a rival to make
    on: date
    rating: int
    text: str
    occurrence: int = 1

    def fingerprint(self, provider_id: int) -> str:
        """The same for the same review in any file; the second of two equal rows of one file is another review."""
        content = [provider_id, self.on.isoformat(), self.rating, self.text, self.occurrence]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


@dataclass
class Checked:
    """What an import would do."""

    good: list[GoodRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    left_out: int = 0

    @property
    def refused(self) -> int:
        """Bad rows; one row may have several errors."""
        return len({error.row for error in self.errors})


def problems(table: Table, mapping: Mapping) -> list[str | Promise]:
    """What has to be settled before rows can be checked, each with what to do."""
    columns = ", ".join(table.header)
    found: list[str | Promise] = []
    if not mapping.on:
        found.append(
            _(
                "No column is chosen for the date, and a review without a day cannot be placed in time. "
                "The columns of this file are: %(columns)s. "
                "If none of them is a date, add one to the file (for example 2025-06-30) and upload it again."
            )
            % {"columns": columns}
        )
    elif not mapping.date_format:
        found.append(
            _("The dates in “%(column)s” are in no form that we know. Choose the form, or another column.") % {"column": mapping.on}
        )
    if not mapping.rating:
        found.append(
            _(
                "No column is chosen for the rating. A rating is a whole number from 1 to 5; "
                "a label such as 0 or 1 (negative, positive) is none. The columns of this file are: %(columns)s."
            )
            % {"columns": columns}
        )
    if not mapping.text:
        found.append(
            _("No column is chosen for the words of the review. The columns of this file are: %(columns)s.") % {"columns": columns}
        )
    return found + list(_company_problems(mapping))


def _company_problems(mapping: Mapping) -> Iterator[str | Promise]:
    if not mapping.provider and not mapping.constant_provider:
        yield _("Whose reviews are these? Choose the column that names the company, or one company for the whole file.")
    elif mapping.provider and len(mapping.providers) > MAX_COMPANIES:
        yield _("“%(column)s” has more than %(most)s different values, so it does not name companies. Choose another column.") % {
            "column": mapping.provider,
            "most": MAX_COMPANIES,
        }
    elif mapping.provider and UNDECIDED in mapping.providers.values():
        names = [name for name, means in mapping.providers.items() if means == UNDECIDED]
        yield _("Say who this is: %(names)s.") % {"names": ", ".join(names[:10])}


def check_rows(table: Table, mapping: Mapping, *, today: date) -> Checked:
    """Reads every row; nothing is stored. Call it when `problems` found none."""
    checked, seen = Checked(), Counter[tuple[str, date, int, str]]()
    at = {meaning: table.header.index(column) for meaning, column in _columns(mapping).items()}
    for number, cells in table.rows:
        row = _Row(number, {meaning: cells[i].strip() if i < len(cells) else "" for meaning, i in at.items()}, mapping)
        if len(cells) > len(table.header):
            row.refuse(table.header[-1], cells[-1], _("This row has more columns than the header; a quotation mark is probably missing."))
        if row.company == LEAVE_OUT:
            checked.left_out += 1
            continue
        content = (row.company, row.on(today), row.rating(), row.text())
        if row.errors:
            checked.errors += row.errors
            continue
        seen[content] += 1
        checked.good.append(GoodRow(number, *content, occurrence=seen[content]))
    return checked


def _columns(mapping: Mapping) -> dict[str, str]:
    columns = {"provider": mapping.provider, "on": mapping.on, "rating": mapping.rating, "text": mapping.text}
    return {meaning: column for meaning, column in columns.items() if column}


class _Row:
    """One row being read; what is wrong gathers in `errors`."""

    def __init__(self, number: int, cells: dict[str, str], mapping: Mapping) -> None:
        self.number, self.cells, self.mapping = number, cells, mapping
        self.errors: list[RowError] = []
        self.company = self._company()

    def refuse(self, column: str, value: str, reason: str | Promise) -> None:
        self.errors.append(RowError(self.number, column, value[:80], reason))

    def on(self, today: date) -> date:
        day = read_day(self.cells["on"], self.mapping.date_format)
        if day is None:
            self.refuse(
                self.mapping.on,
                self.cells["on"],
                _("This is not a date in the chosen form.") if self.cells["on"] else _("The date is missing."),
            )
            return today
        if day > today:
            self.refuse(self.mapping.on, self.cells["on"], _("This day is in the future."))
        return day

    def rating(self) -> int:
        written = self.cells["rating"]
        try:
            number = Decimal(written.replace(",", "."))
        except InvalidOperation:
            self.refuse(self.mapping.rating, written, _("This is not a number.") if written else _("The rating is missing."))
            return 0
        if not (number.is_finite() and 1 <= number <= 5 and number == int(number)):
            self.refuse(self.mapping.rating, written, _("A rating is a whole number from 1 to 5."))
            return 0
        return int(number)

    def text(self) -> str:
        words = self.cells["text"].replace("\r\n", "\n")
        if "\x00" in words:
            self.refuse(self.mapping.text, "", _("The words hold a sign that is no character."))
        if len(words) > MAX_TEXT:
            self.refuse(self.mapping.text, words, _("The words are longer than 20,000 characters; a quotation mark is probably missing."))
        return words

    def _company(self) -> str:
        if not self.mapping.provider:
            return self.mapping.constant_provider
        name = self.cells["provider"]
        if not name:
            self.refuse(self.mapping.provider, "", _("The company is missing."))
            return ""
        means = self.mapping.providers.get(name, UNDECIDED)
        if means == UNDECIDED:
            self.refuse(self.mapping.provider, name, _("Nobody has said which company this is."))
        return f"{NEW_RIVAL}:{name}" if means == NEW_RIVAL else means
