"""From ids of blocks to the names that the questionnaire language uses.

Whoever picks a question in a condition picks the block, so that the condition stays right when the block gets another name or
another text. Blocks keep their id through every edit, so a name that nobody gave stays although the text changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tasks_catalog.problems import Place, Problem


def made_name(kind: str, block_id: str | None, position: str) -> str:
    return f"{kind}-{block_id[:8]}" if block_id else f"{kind}-{position}"


def name_of_question(child: Any, position: str) -> str:
    return child.value.get("name") or made_name(child.block_type.partition("_")[0], child.id, position)


def name_of_item(item: Any, kind: str, number: int) -> str:
    """Of a choice, a row, a scenario: an item of a list or stream."""
    return item.value["name"] or made_name(kind, item.id, str(number))


class References:
    """What every block of a brief is called."""

    def __init__(self, scenario: Iterable[Any], arms: Iterable[Any] = ()) -> None:
        self.names: dict[str, str] = {}
        for number, arm in enumerate(arms, 1):
            self._know(arm, name_of_item(arm, "arm", number))
        for number, step in enumerate(scenario, 1):
            for index, child in enumerate(step.value["questions"], 1):
                if hasattr(child.value, "get"):  # not a set of the library that waits to be copied in
                    self._know_question(child, f"{number}-{index}")

    def _know_question(self, child: Any, position: str) -> None:
        self._know(child, name_of_question(child, position))
        for kind, items in (("choice", child.value.get("choices")), ("row", child.value.get("rows"))):
            for number, item in enumerate(items.bound_blocks if items else (), 1):
                self._know(item, name_of_item(item, kind, number))

    def _know(self, block: Any, name: str) -> None:
        if block.id:
            self.names[block.id] = name

    def named(self, picked: Any) -> Any:
        """The same with names in place of ids; what is not an id of this brief stays as it is."""
        if isinstance(picked, str):
            return self.names.get(picked, picked)
        if isinstance(picked, list):
            return [self.named(one) for one in picked]
        if isinstance(picked, Mapping):
            return {key: self.named(value) for key, value in picked.items()}
        return picked


def told_to_whom_picked(problems: Iterable[Problem], definition: Any) -> list[Problem]:
    """What was picked and taken away since is known by the id of its block only, which means nothing to the one who picked."""
    gone = _("What was picked here is not in this brief any more. Pick again.")
    return [replace(problem, message=gone) if _is_id(_at(definition, problem.place)) else problem for problem in problems]


def _at(definition: Any, place: Place) -> Any:
    found = definition
    for part in place:
        try:
            found = found[part]
        except (KeyError, IndexError, TypeError):
            return None
    return found


def _is_id(found: Any) -> bool:
    try:
        return isinstance(found, str) and str(UUID(found)) == found
    except ValueError:
        return False
