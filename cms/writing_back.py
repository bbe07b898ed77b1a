"""From the questionnaire language to blocks: how a finished or imported questionnaire becomes a brief to edit."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import uuid4

from cms.blocks.texts import texts_for_block
from tasks_catalog.questionnaire import Definition

BLOCK_OF_TYPE = {
    "select_one": "single_choice",
    "select_multiple": "multiple_choice",
    "integer": "number",
    "decimal": "number",
    "range": "stars",
}


def blocks_from(definition: Definition) -> list[dict[str, Any]]:
    """The stream that compiles to the steps of this definition."""
    return [{"type": "step", "value": _step_value(step), "id": str(uuid4())} for step in cast("list[dict[str, Any]]", definition["steps"])]


def arms_from(definition: Definition) -> list[dict[str, Any]]:
    """The stream that compiles to the scenarios of this definition."""
    arms = cast("list[dict[str, Any]]", definition.get("arms", []))
    return [{"type": "arm", "value": _arm_value(arm), "id": str(uuid4())} for arm in arms]


def _arm_value(arm: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": arm["name"],
        **{part: texts_for_block(arm.get(part, {})) for part in ("label", "persona", "channel", "product")},
        "rival_first": arm.get("rival_first", ""),
        "share": arm.get("share", 1),
    }


def _step_value(step: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": step["name"],
        "label": texts_for_block(step["label"]),
        "hint": texts_for_block(step.get("hint", {})),
        "touchpoint": step.get("touchpoint", ""),
        "relevant": step.get("relevant"),
        "arms": step.get("arms"),
        "questions": [question_block(question) for question in step["questions"]],
    }


def question_block(question: Mapping[str, Any]) -> dict[str, Any]:
    """The block of one question."""
    return {"type": _block_of(question), "value": _question_value(question), "id": str(uuid4())}


def _block_of(question: Mapping[str, Any]) -> str:
    if question["type"] == "text" and question.get("appearance") == "multiline":
        return "long_text"
    return question.get("scale") or BLOCK_OF_TYPE.get(question["type"], question["type"])


def _question_value(question: Mapping[str, Any]) -> dict[str, Any]:
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
        "look": "stars" if question.get("appearance") == "stars" else "range",
        "relevant": question.get("relevant"),
        "constraint": question.get("constraint"),
        "calculation": question.get("calculation"),
        "arms": question.get("arms"),
        "choices": _items(question.get("choices", [])),
        "rows": _items(question.get("rows", [])),
        **question.get("parameters", {}),
    }


def _items(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"type": "item", "id": str(uuid4()), "value": {**item, "label": texts_for_block(item["label"])}} for item in items]
