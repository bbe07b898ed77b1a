"""The published schema says what the code means."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tasks_catalog.questionnaire import OPERATORS, SCALE_RANGES, TYPES
from tasks_catalog.schema import SCHEMA, shape_problems, validator
from tests.tasks_catalog.definitions import definition, texts
from tests.tasks_catalog.rich import rich

PUBLISHED: Any = json.loads(SCHEMA.read_text())
PARTS = PUBLISHED["$defs"]


def test_it_is_a_schema_of_draft_2020_12() -> None:
    assert PUBLISHED["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(PUBLISHED)


def test_it_knows_the_types_scales_and_operators_that_the_code_knows() -> None:
    assert PARTS["question"]["properties"]["type"]["enum"] == list(TYPES)
    assert PARTS["question"]["properties"]["scale"]["enum"] == list(SCALE_RANGES)
    assert PARTS["comparison"]["properties"]["op"]["enum"] == list(OPERATORS)


@pytest.mark.parametrize("whole", [definition(), rich()], ids=["small", "rich"])
def test_whole_questionnaires_have_its_shape(whole: Any) -> None:
    assert shape_problems(whole) == []
    assert validator().is_valid(whole)


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_takes_only_what_it_can_use(kind: str) -> None:
    """Whatever only some types have, is told at its own place for the others, and never at another."""
    only: dict[str, Any] = {
        "scale": "nps",
        "choices": [{"name": name, "label": texts(name)} for name in ("a", "b")],
        "rows": [{"name": "r", "label": texts("r")}],
        "calculation": {"sum": ["x"]},
        "minimum": 1,
    }
    whole: Any = definition()
    whole["steps"][0]["questions"] = [
        {"type": kind, "name": "q", "label": texts("q"), "parameters": {}, **only},
    ]

    told = {problem.place[4] for problem in shape_problems(whole)} - {"parameters"}

    assert told == set(only) - {
        "scale" if kind == "integer" else "",
        "choices" if kind in {"select_one", "select_multiple", "rank", "matrix"} else "",
        "rows" if kind == "matrix" else "",
        "calculation" if kind == "calculate" else "",
        "minimum" if kind in {"integer", "decimal", "duration", "photo", "pain", "idea", "contact"} else "",
    }


def test_problems_come_in_the_order_of_the_questionnaire() -> None:
    whole: Any = rich()
    for step in whole["steps"]:
        for question in step["questions"]:
            question["colour"] = "red"

    found = [problem.place for problem in shape_problems(whole)]

    assert len(found) == sum(len(step["questions"]) for step in whole["steps"])
    assert found == sorted(found)
