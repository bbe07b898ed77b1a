"""From blocks to the questionnaire language and back, and from its problems to the blocks where they stand."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail import blocks

from cms.blocks import CHILD_OF_LANGUAGE, texts_for_block, texts_of
from tasks_catalog.questionnaire import SCALE_RANGES, Choice, Definition, Question, Step, SubjectName
from tasks_catalog.validation import Place, Problem

SUBJECTS: dict[str, list[SubjectName]] = {"both": ["own", "rival"], "own": ["own"], "rival": ["rival"]}
ERROR_OF_BLOCK: dict[type, Callable[..., ValidationError]] = {
    blocks.StreamBlock: blocks.StreamBlockValidationError,
    blocks.StructBlock: blocks.StructBlockValidationError,
    blocks.ListBlock: blocks.ListBlockValidationError,
}
CHOOSING = {"single_choice": "select_one", "multiple_choice": "select_multiple"}


def compile_questions(scenario: Iterable[Any]) -> Definition:
    """The plain, frozen-to-be form of what stands in the `questions` of a brief, complete or not."""
    return {"languages": [code for code, _name in settings.LANGUAGES], "steps": [_step(child, n) for n, child in enumerate(scenario, 1)]}


def _step(child: Any, number: int) -> Step:
    value = child.value
    step = {
        "name": value["name"] or _name("step", child.id, str(number)),
        "label": texts_of(value["label"]),
        "hint": texts_of(value["hint"]),
        "touchpoint": value["touchpoint"] or "",
        "questions": [_question(question, f"{number}-{n}") for n, question in enumerate(value["questions"], 1)],
    }
    return cast("Step", _without_empty(step, keep={"name", "label", "questions"}))


def _question(child: Any, position: str) -> Question:
    value, kind = child.value, child.block_type
    question = {
        "name": value.get("name") or _name(kind.partition("_")[0], child.id, position),
        "label": texts_of(value["label"]),
        "hint": texts_of(value.get("hint") or {}),
        "unit": texts_of(value.get("unit") or {}),
        "required": bool(value.get("required")),
        "touchpoint": value.get("touchpoint") or "",
        "criterion": (value.get("criterion") or "").strip(),
        "minimum": value.get("minimum"),
        "maximum": value.get("maximum"),
        "subjects": SUBJECTS["both"] if kind == "comparison" else SUBJECTS[value.get("subjects") or "own"],
        "choices": [_choice(option, n) for n, option in enumerate(value.get("choices", _NoOptions).bound_blocks, 1)],
        **_type_of(kind, value.get("answer")),
    }
    if question["subjects"] == ["own"]:
        del question["subjects"]
    return cast("Question", _without_empty(question, keep={"name", "label", "type"}))


class _NoOptions:
    bound_blocks: Sequence[Any] = ()


def _choice(option: Any, number: int) -> Choice:
    return {"name": option.value["name"] or _name("choice", option.id, str(number)), "label": texts_of(option.value["label"])}


def _type_of(kind: str, answer: str | None) -> dict[str, str]:
    answered = answer or kind
    if answered in SCALE_RANGES:
        return {"type": "integer", "scale": answered}
    return {"type": CHOOSING.get(answered, answered)}


def _name(kind: str, block_id: str | None, position: str) -> str:
    """Blocks keep their id through every edit, so the name stays although the text changes."""
    return f"{kind}-{block_id[:8]}" if block_id else f"{kind}-{position}"


def _without_empty(fields: dict[str, Any], *, keep: set[str]) -> dict[str, Any]:
    return {
        key: value
        for key, value in fields.items()
        if key in keep or (value is not None and value is not False and value not in ("", [], {}))
    }


def blocks_from(definition: Definition) -> list[dict[str, Any]]:
    """The stream that compiles to this definition: how a finished questionnaire becomes a brief to edit."""
    return [{"type": "step", "value": _step_value(step)} for step in definition["steps"]]


def _step_value(step: Step) -> dict[str, Any]:
    return {
        "name": step["name"],
        "label": texts_for_block(step["label"]),
        "hint": texts_for_block(step.get("hint", {})),
        "touchpoint": step.get("touchpoint", ""),
        "questions": [{"type": _block_of(question), "value": _question_value(question)} for question in step["questions"]],
    }


def _block_of(question: Question) -> str:
    back = {compiled: block for block, compiled in CHOOSING.items()} | {"integer": "number", "decimal": "number"}
    return question.get("scale") or back.get(question["type"], question["type"])


def _question_value(question: Question) -> dict[str, Any]:
    subjects = question.get("subjects", ["own"])
    return {
        "name": question["name"],
        "label": texts_for_block(question["label"]),
        "hint": texts_for_block(question.get("hint", {})),
        "unit": texts_for_block(question.get("unit", {})),
        "required": question.get("required", False),
        "touchpoint": question.get("touchpoint", ""),
        "criterion": question.get("criterion", ""),
        "minimum": question.get("minimum"),
        "maximum": question.get("maximum"),
        "subjects": "both" if len(subjects) > 1 else subjects[0],
        "answer": question["type"],
        "choices": [
            {"type": "item", "id": str(uuid4()), "value": {"name": choice["name"], "label": texts_for_block(choice["label"])}}
            for choice in question.get("choices", [])
        ],
    }


def errors_at_blocks(scenario: Any, problems: Iterable[Problem]) -> ValidationError:
    """One error for the whole stream, in which each problem stands at the block, or field, that it is about."""
    return _error_tree(scenario.stream_block, scenario, [(_path(problem.place), problem.message) for problem in problems])


def _path(place: Place) -> Place:
    """The way from the stream; what concerns the whole questionnaire stands above all blocks."""
    if place[:1] != ("steps",):
        return ()
    return tuple(CHILD_OF_LANGUAGE.get(part, part) if isinstance(part, str) else part for part in place[1:])


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
