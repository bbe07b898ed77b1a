"""Every block becomes what the questionnaire language says, and its problems stand at the block."""

from typing import Any

import pytest

from cms.blocks import ArmsBlock, ScenarioBlock, texts_for_block
from cms.compiling import arms_from, blocks_from, compile_questions, errors_at_blocks
from tasks_catalog.validation import Problem, validate_definition
from tests.tasks_catalog.definitions import definition, texts
from tests.tasks_catalog.rich import rich

LABEL = texts_for_block(texts("What?"))
PAIR = {"subjects": ["own", "rival"]}


def compiled(kind: str, **value: Any) -> Any:
    """The one question that a block of this kind becomes."""
    question = {"type": kind, "value": {"label": LABEL, "name": "q", **value}, "id": "abcdef12-3"}
    step = {"type": "step", "value": {"label": LABEL, "questions": [question]}}
    return compile_questions(ScenarioBlock().to_python([step]))["steps"][0]["questions"][0]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("nps", {}, {"type": "integer", "scale": "nps", **PAIR}),
        ("csat", {"subjects": "own"}, {"type": "integer", "scale": "csat"}),
        ("ces", {"criterion": "effort"}, {"type": "integer", "scale": "ces", "criterion": "effort", **PAIR}),
        ("emotion", {"subjects": "rival"}, {"type": "integer", "scale": "emotion", "subjects": ["rival"]}),
        ("comparison", {"answer": "emotion"}, {"type": "integer", "scale": "emotion", **PAIR}),
        ("comparison", {"answer": "decimal"}, {"type": "decimal", **PAIR}),
        ("comparison", {"answer": "text"}, {"type": "text", **PAIR}),
        ("text", {}, {"type": "text"}),
        (
            "number",
            {"unit": texts_for_block(texts("min")), "minimum": 0, "maximum": 90, "touchpoint": "courier-call"},
            {"type": "integer", "unit": texts("min"), "minimum": 0, "maximum": 90, "touchpoint": "courier-call", **PAIR},
        ),
        ("photo", {"hint": LABEL}, {"type": "photo", "minimum": 1, "maximum": 3, "hint": texts("What?")}),
        ("pain", {"minimum": 2}, {"type": "pain", "minimum": 2}),
        ("idea", {}, {"type": "idea", "minimum": 1}),
        ("long_text", {}, {"type": "text", "appearance": "multiline"}),
        ("score", {"subjects": "own"}, {"type": "score"}),
        ("comparison", {"answer": "score"}, {"type": "score", **PAIR}),
        ("stars", {"subjects": "own"}, {"type": "range", "appearance": "stars"}),
        ("stars", {"look": "range", "end": "10"}, {"type": "range", "parameters": {"end": 10}, **PAIR}),
        ("date", {}, {"type": "date"}),
        ("time", {"subjects": "both"}, {"type": "time", **PAIR}),
        ("duration", {}, {"type": "duration"}),
        ("photo", {"taken_now": True}, {"type": "photo", "minimum": 1, "maximum": 3, "parameters": {"taken_now": True}}),
        (
            "location",
            {"latitude": "31.2304", "longitude": "121.4737", "strict": True},
            {"type": "location", "parameters": {"latitude": 31.2304, "longitude": 121.4737, "radius": 150, "strict": True}},
        ),
        ("barcode", {}, {"type": "barcode"}),
        ("contact", {}, {"type": "contact", "minimum": 1}),
        ("promise", {}, {"type": "promise"}),
    ],
)
def test_a_block_becomes_its_question(kind: str, value: dict[str, Any], expected: dict[str, Any]) -> None:
    assert compiled(kind, **value) == {"name": "q", "label": texts("What?"), "required": True, **expected}


def test_a_question_that_may_stay_open_is_not_required() -> None:
    assert "required" not in compiled("text", required=False)


@pytest.mark.parametrize(("kind", "becomes"), [("single_choice", "select_one"), ("multiple_choice", "select_multiple")])
def test_choices_keep_their_names(kind: str, becomes: str) -> None:
    option = {"type": "item", "id": "1234abcd-5", "value": {"label": LABEL, "name": ""}}
    named = {"type": "item", "id": "99999999-5", "value": {"label": LABEL, "name": "never"}}

    question = compiled(kind, choices=[option, named])

    assert (question["type"], [choice["name"] for choice in question["choices"]]) == (becomes, ["choice-1234abcd", "never"])


def test_a_note_asks_nothing() -> None:
    step = {"type": "step", "value": {"label": LABEL, "questions": [{"type": "note", "value": {"label": LABEL}, "id": "abcdef12-3"}]}}

    question = compile_questions(ScenarioBlock().to_python([step]))["steps"][0]["questions"][0]

    assert question == {"type": "note", "name": "note-abcdef12", "label": texts("What?")}


def test_a_name_that_nobody_gave_stays_when_the_text_changes() -> None:
    assert compiled("text", name="")["name"] == compiled("text", name="", label=texts_for_block(texts("Other")))["name"] == "text-abcdef12"


def test_a_finished_questionnaire_becomes_blocks_and_comes_back_the_same() -> None:
    whole = definition()
    choices: Any = [{"name": "yes", "label": texts("Yes")}, {"name": "no", "label": texts("No")}]
    more: Any = [
        {"type": "select_multiple", "name": "channels", "label": texts("Where?"), "choices": choices},
        {"type": "decimal", "name": "wait", "label": texts("How long?"), "unit": texts("min"), "subjects": ["own", "rival"]},
        {"type": "photo", "name": "letter", "label": texts("Letter"), "minimum": 1, "maximum": 2, "subjects": ["rival"]},
        {"type": "note", "name": "careful", "label": texts("Be careful")},
    ]
    whole["steps"][0]["questions"] += more

    assert compile_questions(ScenarioBlock().to_python(blocks_from(whole))) == whole


def test_every_type_condition_and_scenario_comes_back_the_same() -> None:
    whole = rich()

    assert compile_questions(ScenarioBlock().to_python(blocks_from(whole)), ArmsBlock().to_python(arms_from(whole))) == whole


def at(error: Any, *path: Any) -> Any:
    for part in path:
        error = error.block_errors[part]
    return error


def test_a_problem_stands_at_the_field_of_its_block() -> None:
    spoilt = definition()
    spoilt["steps"][0]["questions"][1]["label"]["pl"] = ""
    scenario = ScenarioBlock().to_python(blocks_from(spoilt))

    error = errors_at_blocks(scenario, validate_definition(compile_questions(scenario)))

    assert at(error, 0, "questions", 1, "label").messages == ["The text is missing in “Polish”."]


def test_a_problem_of_a_choice_stands_at_the_choice() -> None:
    choices: Any = [{"name": "yes", "label": texts("Yes")}, {"name": "no", "label": {"en": "No", "pl": "Nie"}}]
    spoilt = definition()
    spoilt["steps"][0]["questions"].append({"type": "select_one", "name": "told", "label": texts("Told?"), "choices": choices})
    scenario = ScenarioBlock().to_python(blocks_from(spoilt))

    error = errors_at_blocks(scenario, validate_definition(compile_questions(scenario)))

    assert at(error, 0, "questions", 4, "choices", 1, "label").messages


def test_a_problem_without_a_block_stands_above_all_blocks() -> None:
    scenario = ScenarioBlock().to_python(blocks_from(definition()))

    error: Any = errors_at_blocks(scenario, [Problem(("duties", "think"), "Ideas are not asked for.")])

    assert error.non_block_errors == ["Ideas are not asked for."]


def test_a_problem_of_a_step_that_asks_nothing_stands_at_its_questions() -> None:
    scenario = ScenarioBlock().to_python([{"type": "step", "value": {"label": LABEL, "questions": []}}])

    error = errors_at_blocks(scenario, validate_definition(compile_questions(scenario)))

    assert at(error, 0, "questions").non_block_errors
