"""`manage.py check_xlsform FILE… [--json]`: what an import would make of each file. Nothing is kept."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from tasks_catalog.xlsform import FormRefused, ReadForm, Remark, read_xlsform
from tasks_catalog.xlsform.workbook import MOST_BYTES


class Command(BaseCommand):
    help = "Says per form whether it would be imported, with what is left out, or why it is refused. Ends with 0 when all were judged."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="XLSForm as .xlsx or .csv")
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON list instead of lines")

    def handle(self, *, files: list[str], as_json: bool, **_options: Any) -> None:
        told = []
        for name in files:
            verdict = judge(name)
            told.append(verdict)
            if not as_json:
                self.stdout.write("\n".join(lines_of(verdict)))
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))


def judge(name: str) -> dict[str, Any]:
    """The verdict on one file."""
    try:
        form = read_xlsform(_content(Path(name)))
    except FormRefused as refused:
        return {"file": name, "result": "refused", "reasons": [remark.as_json() for remark in refused.remarks]}
    return {"file": name, "result": "converted", **_figures(form), "left_out": [remark.as_json() for remark in form.left_out]}


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as unread:
        raise FormRefused([Remark("", 0, "", _("This file cannot be opened: %(reason)s.") % {"reason": unread.strerror})]) from unread


def _figures(form: ReadForm) -> dict[str, Any]:
    steps = form.definition["steps"]
    questions = sum(len(step["questions"]) for step in steps)
    return {"title": form.title, "languages": form.definition["languages"], "steps": len(steps), "questions": questions}


def lines_of(verdict: dict[str, Any]) -> list[str]:
    """The verdict for a person."""
    if verdict["result"] == "refused":
        return [f"{verdict['file']}: refused", *(f"  {_line(remark)}" for remark in verdict["reasons"])]
    head = (
        f"{verdict['file']}: converted, {verdict['questions']} questions in {verdict['steps']} steps, left out: {len(verdict['left_out'])}"
    )
    return [head, *(f"  {_line(remark)}" for remark in verdict["left_out"])]


def _line(remark: dict[str, Any]) -> str:
    return str(Remark(remark["sheet"] or "", remark["row"] or 0, remark["column"] or "", remark["reason"]))
