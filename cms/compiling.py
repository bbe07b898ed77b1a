"""From blocks to the questionnaire language; back in `cms.writing_back`, its problems to the blocks in `cms.placing`."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django.conf import settings

from cms.blocks import texts_of
from cms.placing import errors_at_blocks
from cms.references import References, name_of_item, name_of_question
from cms.references import made_name as _made_name
from cms.writing_back import arms_from, blocks_from
from tasks_catalog.questionnaire import SCALE_RANGES, Definition, Question, Step, SubjectName

__all__ = ["arms_from", "blocks_from", "compile_questions", "errors_at_blocks"]

SUBJECTS: dict[str, list[SubjectName]] = {"both": ["own", "rival"], "own": ["own"], "rival": ["rival"]}
TYPES: dict[str, dict[str, str]] = {
    "single_choice": {"type": "select_one"},
    "multiple_choice": {"type": "select_multiple"},
    "long_text": {"type": "text", "appearance": "multiline"},
    "stars": {"type": "range"},
}
PARAMETERS = {
    "stars": ("start", "end", "step"),
    "location": ("latitude", "longitude", "radius", "strict"),
    "photo": ("taken_now",),
}


def compile_questions(scenario: Iterable[Any], arms: Iterable[Any] = ()) -> Definition:
    """The plain, frozen-to-be form of the `questions` and `arms` of a brief, complete or not."""
    scenario, arms = list(scenario), list(arms)
    refer = References(scenario, arms)
    definition = {
        "languages": [code for code, _name in settings.LANGUAGES],
        "arms": [_arm(child, number) for number, child in enumerate(arms, 1)],
        "steps": [_step(child, number, refer) for number, child in enumerate(scenario, 1)],
    }
    return cast("Definition", _without_empty(definition, keep={"languages", "steps"}))


def _arm(child: Any, number: int) -> dict[str, Any]:
    value = child.value
    arm = {
        "name": name_of_item(child, "arm", number),
        **{part: texts_of(value[part]) for part in ("label", "persona", "channel", "product")},
        "rival_first": value["rival_first"],
        "share": _number(value["share"]) or 1,
    }
    return _without_empty(arm, keep={"name", "label"})


def _step(child: Any, number: int, refer: References) -> Step:
    value = child.value
    asked = [question for question in value["questions"] if question.block_type != "question_set"]
    step = {
        "name": value["name"] or _made_name("step", child.id, str(number)),
        "label": texts_of(value["label"]),
        "hint": texts_of(value["hint"]),
        "touchpoint": value["touchpoint"] or "",
        "relevant": refer.named(value["relevant"]),
        "arms": refer.named(value["arms"]),
        "questions": [_question(question, f"{number}-{n}", refer) for n, question in enumerate(asked, 1)],
    }
    return cast("Step", _without_empty(step, keep={"name", "label", "questions"}))


def _question(child: Any, position: str, refer: References) -> Question:
    value, kind, get = child.value, child.block_type, child.value.get
    question = {
        "name": name_of_question(child, position),
        "label": texts_of(value["label"]),
        "hint": texts_of(get("hint")),
        "unit": texts_of(get("unit")),
        "required": bool(get("required")),
        "touchpoint": get("touchpoint") or "",
        "criterion": (get("criterion") or "").strip(),
        "minimum": _number(get("minimum")),
        "maximum": _number(get("maximum")),
        "subjects": SUBJECTS["both"] if kind == "comparison" else SUBJECTS[get("subjects") or "own"],
        "choices": _items(get("choices"), "choice"),
        "rows": _items(get("rows"), "row"),
        "parameters": _without_empty({name: _number(get(name)) for name in PARAMETERS.get(kind, ())}),
        "relevant": refer.named(get("relevant")),
        "constraint": refer.named(get("constraint")),
        "calculation": refer.named(get("calculation")),
        "arms": refer.named(get("arms")),
        **_type_of(kind, get("answer")),
        **({"appearance": "stars"} if get("look") == "stars" else {}),
    }
    if question["subjects"] == ["own"]:
        del question["subjects"]
    return cast("Question", _without_empty(question, keep={"name", "label", "type"}))


class _NoItems:
    bound_blocks: Sequence[Any] = ()


def _items(items: Any, kind: str) -> list[dict[str, Any]]:
    return [
        _without_empty(
            {"name": name_of_item(item, kind, number), "label": texts_of(item.value["label"]), "score": _number(item.value.get("score"))},
            keep={"name", "label"},
        )
        for number, item in enumerate((items or _NoItems).bound_blocks, 1)
    ]


def _type_of(kind: str, answer: str | None) -> dict[str, str]:
    answered = answer or kind
    if answered in SCALE_RANGES:
        return {"type": "integer", "scale": answered}
    return TYPES.get(answered, {"type": answered})


def _number(value: Any) -> Any:
    """A number as JSON knows it; in the browser's form numbers are still text, and what is none is judged later."""
    if isinstance(value, str) and value:
        try:
            value = Decimal(value)
        except InvalidOperation:
            return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _without_empty(fields: dict[str, Any], *, keep: Iterable[str] = ()) -> dict[str, Any]:
    return {
        key: value
        for key, value in fields.items()
        if key in keep or (value is not None and value is not False and value not in ("", [], {}))
    }
