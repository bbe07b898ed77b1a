"""The server's twin of skip logic and arithmetic keeps to the golden file, which the phone's twin keeps to as well."""

import json
from pathlib import Path
from typing import Any

import pytest

from tasks_catalog.conditions import calculated, effective, holds, is_blank, named_in, visible

GOLDEN: dict[str, list[Any]] = json.loads((Path(__file__).parent / "golden" / "conditions.json").read_text())


@pytest.mark.parametrize("case", GOLDEN["holds"], ids=lambda case: case["what"])
def test_a_condition_holds_as_the_golden_file_says(case: Any) -> None:
    assert holds(case["condition"], case["answers"], case.get("this")) is case["expected"]


@pytest.mark.parametrize("case", GOLDEN["visible"], ids=lambda case: case["what"])
def test_what_is_asked_is_what_the_golden_file_says(case: Any) -> None:
    asked = case["definition"], case["answers"], case.get("arm", "")

    assert sorted(visible(*asked)) == case["visible"]
    assert calculated(*asked) == case["calculated"]


def test_the_golden_file_tells_both_ways_of_every_operator() -> None:
    told = {(case["condition"].get("op"), case["expected"]) for case in GOLDEN["holds"]}

    assert told >= {(op, way) for op in ("=", "!=", "<", "<=", ">", ">=", "selected", "answered") for way in (True, False)}


def test_what_counts_leaves_out_the_hidden_and_the_blank_and_adds_the_calculated() -> None:
    asked: Any = {
        "languages": ["en"],
        "steps": [
            {
                "name": "s",
                "questions": [
                    {"type": "integer", "name": "x"},
                    {"type": "text", "name": "why", "relevant": {"question": "x", "op": ">", "value": 5}},
                    {"type": "text", "name": "more"},
                    {"type": "calculate", "name": "twice", "calculation": {"sum": ["x", "x"]}},
                ],
            }
        ],
    }

    assert effective(asked, {"x.own": 2, "why.own": "stale", "more.own": " ", "gone.own": 1}) == {"x.own": 2, "twice.own": 4}


def test_a_condition_names_what_it_asks_about() -> None:
    condition: Any = {"any": [{"question": "a", "op": "answered"}, {"not": {"question": "b", "op": "=", "value": 1, "subject": "rival"}}]}

    assert list(named_in(condition)) == [("a", "own"), ("b", "rival")]


@pytest.mark.parametrize("blank", [None, "", " \t\u3000", [], {}, {"row": None}, {"kept": None, "seconds": None}])
def test_nothing_said_is_blank(blank: object) -> None:
    assert is_blank(blank)


@pytest.mark.parametrize("said", [0, 0.5, False, "no", ["a"], {"row": "good"}, {"kept": False, "seconds": None}])
def test_something_said_is_not_blank(said: object) -> None:
    assert not is_blank(said)
