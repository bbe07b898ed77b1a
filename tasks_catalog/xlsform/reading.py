"""What is gathered while a form is read: its lists, what was carried, what was left out, what is wrong."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from tasks_catalog.xlsform.columns import Row
from tasks_catalog.xlsform.names import fitting
from tasks_catalog.xlsform.problems import Remark
from tasks_catalog.xlsform.scope import Scope

MOST_LETTERS = 4_000  # in one text
TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
PIPED = re.compile(r"\$\{\s*([^}\s]+)\s*\}")


@dataclass
class ChoiceList:
    """The choices of one list, and their names here by their names in the form."""

    choices: list[dict[str, Any]]
    names: dict[str, str]


@dataclass
class Reading:
    """One form on its way; `left_out` and `wrong` grow as it is read."""

    languages: list[str] = field(default_factory=list)
    is_ours: bool = False  # we wrote it, so its texts have no marks of other tools
    scope: Scope = field(default_factory=Scope)
    lists: dict[str, ChoiceList] = field(default_factory=dict)
    left_out: list[Remark] = field(default_factory=list)
    wrong: list[Remark] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def leave(self, row: Row, key: str, reason: str) -> None:
        self.left_out.append(Remark(row.sheet, row.number, row.head(key), reason))

    def own_name(self, row: Row, name: str, *, first: str = "q") -> str:
        """The name it bears here; said when it is another."""
        found = fitting(name, self.names, first=first)
        self.names.add(found)
        if found != name and row.get("name"):
            self.leave(row, "name", _("Is called “%(name)s” here: names have small letters, digits, - and _.") % {"name": found})
        return found

    def texts(self, row: Row, key: str) -> dict[str, str]:
        """The texts of a cell by language, without marks of other tools."""
        return {language: cleaned for language, text in row.texts.get(key, {}).items() if (cleaned := self._cleaned(row, key, text))}

    def label(self, row: Row, fallback: str) -> dict[str, str]:
        """The label, or what stands in for it."""
        found = self.texts(row, "label") or self.texts(row, "hint")
        if not found:
            self.leave(row, "label", _("Has no text; its name stands there instead."))
            return dict.fromkeys(self.languages, fallback)
        return found

    def _cleaned(self, row: Row, key: str, text: str) -> str:
        if self.is_ours:
            return text
        plain = TAG.sub("", text)
        if piped := PIPED.findall(plain):
            reason = _("The answer of “%(name)s” is not shown inside a text here; its name stands there instead.")
            self.leave(row, key, reason % {"name": ", ".join(dict.fromkeys(piped))[:80]})
            plain = PIPED.sub(r"[\1]", plain)
        if len(plain) > MOST_LETTERS:
            self.leave(row, key, _("This text is longer than %(most)s letters; the rest was cut off.") % {"most": MOST_LETTERS})
            plain = plain[:MOST_LETTERS]
        return plain.strip()


def choice_lists(rows: Iterable[Row], reading: Reading) -> None:
    """Fill `reading.lists`; choices without a name or with one that is taken are left out."""
    renamed: dict[str, Row] = {}
    for row in rows:
        list_name, name = row.get("list_name"), row.get("name")
        if not list_name and not name:
            continue
        if not list_name or not name:
            missing = "list_name" if not list_name else "name"
            reading.leave(row, missing, _("This choice has no list.") if not list_name else _("This choice has no name."))
            continue
        found = reading.lists.setdefault(list_name, ChoiceList([], {}))
        if name in found.names:
            reading.leave(row, "name", _("This choice stands in its list twice; the first one counts."))
            continue
        _add_choice(found, row, name, reading)
        if found.names[name] != name:
            renamed.setdefault(list_name, row)
    for list_name, row in renamed.items():
        reading.leave(
            row, "name", _("The choices of “%(list)s” are named differently here: with a letter first.") % {"list": list_name[:60]}
        )


def _add_choice(found: ChoiceList, row: Row, name: str, reading: Reading) -> None:
    ours = fitting(name, set(found.names.values()), first="n" if name.lstrip("-").isdigit() else "c")
    found.names[name] = ours
    choice: dict[str, Any] = {"name": ours, "label": reading.label(row, name)}
    if (score := row.get("score")) and re.fullmatch(r"-?\d{1,9}", score):
        choice["score"] = int(score)
    found.choices.append(choice)
    for media in ("image", "audio", "video", "big-image"):
        if media in row.heads:
            reading.leave(row, media, _("Pictures and recordings do not come with the choices."))
