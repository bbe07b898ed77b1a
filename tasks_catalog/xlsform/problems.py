"""What a person is told about a form: why it was refused, and what could not be carried, each with its place."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shared.errors import RuleBroken


@dataclass(frozen=True, order=True)
class Remark:
    """A sentence about one cell of the form; row 0 means the whole sheet, no sheet the whole file."""

    sheet: str
    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        row = _("row %(row)s") % {"row": self.row} if self.row else ""
        place = ", ".join(part for part in (self.sheet, row, self.column) if part)
        return f"{place}: {self.reason}" if place else self.reason

    def as_json(self) -> dict[str, str | int | None]:
        return {"sheet": self.sheet or None, "row": self.row or None, "column": self.column or None, "reason": self.reason}


class FormRefused(RuleBroken):
    """This file does not become a questionnaire; `remarks` say everything that stands in its way."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        self.remarks = list(remarks)
        super().__init__("\n".join(str(remark) for remark in self.remarks))


def refuse_file(reason: str) -> FormRefused:
    """The file as a whole cannot be read."""
    return FormRefused([Remark("", 0, "", reason)])
