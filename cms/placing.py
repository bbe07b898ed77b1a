"""From problems of a questionnaire to the blocks, and fields of blocks, where they stand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks

from tasks_catalog.validation import Place, Problem

ERROR_OF_BLOCK: dict[type, Callable[..., ValidationError]] = {
    blocks.StreamBlock: blocks.StreamBlockValidationError,
    blocks.StructBlock: blocks.StructBlockValidationError,
    blocks.ListBlock: blocks.ListBlockValidationError,
}


def errors_at_blocks(stream: Any, problems: Iterable[Problem], *, of: str = "steps") -> ValidationError:
    """One error for the whole stream, in which each problem stands at the block, or field, that it is about."""
    return _error_tree(stream.stream_block, stream, [(_path(problem.place, of), problem.message) for problem in problems])


def _path(place: Place, of: str) -> Place:
    """The way from the stream; what concerns the whole questionnaire stands above all blocks."""
    if place[:1] != (of,):
        return ()
    return tuple(part for part in place[1:] if part != "parameters")


@dataclass(frozen=True)
class Spot:
    """Where in the editor a problem stands, in words and as the id of its block."""

    words: str
    block: str


def spot_of(place: Place, *, scenario: Any, arms: Any) -> Spot | None:
    """The nearest block around a problem; None for what concerns the whole brief."""
    numbers = [part for part in place[:4] if isinstance(part, int)]
    stream = {"steps": scenario, "arms": arms}.get(str(place[0])) if place else None
    if stream is None or not numbers or numbers[0] >= len(stream):
        return None
    block = stream[numbers[0]]
    if place[0] == "arms":
        return Spot(_("Scenario %(n)s") % {"n": numbers[0] + 1}, block.id or "")
    questions = block.value["questions"]
    if len(numbers) < 2 or place[2:3] != ("questions",) or numbers[1] >= len(questions):
        return Spot(_("Step %(n)s") % {"n": numbers[0] + 1}, block.id or "")
    return Spot(_("Step %(n)s, question %(m)s") % {"n": numbers[0] + 1, "m": numbers[1] + 1}, questions[numbers[1]].id or "")


def _error_tree(block: blocks.Block, value: Any, problems: list[tuple[Place, str]]) -> ValidationError:
    below: dict[str | int, list[tuple[Place, str]]] = {}
    here: list[str] = []
    for path, message in problems:
        if path and _child(block, value, path[0]) is not None:
            below.setdefault(path[0], []).append((path[1:], message))
        else:
            here.append(message)
    error = next((error for kind, error in ERROR_OF_BLOCK.items() if isinstance(block, kind)), None)
    if error is None:
        return ValidationError(here)
    children = {head: (_child(block, value, head), found) for head, found in below.items()}
    return error({head: _error_tree(*child, found) for head, (child, found) in children.items() if child}, here)


def _child(block: blocks.Block, value: Any, head: str | int) -> tuple[blocks.Block, Any] | None:
    """The block and value one step further down, or nothing when the path ends here."""
    if isinstance(block, blocks.StructBlock) and head in block.child_blocks:
        return block.child_blocks[head], value[head]
    if isinstance(block, blocks.StreamBlock) and isinstance(head, int) and head < len(value):
        return value[head].block, value[head].value
    if isinstance(block, blocks.ListBlock) and isinstance(head, int) and head < len(value):
        return block.child_block, value[head]
    return None
