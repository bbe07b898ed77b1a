"""What is picked is the block itself, so that a condition outlives new names and new texts."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cms.blocks import ArmsBlock, ScenarioBlock, texts_for_block
from cms.blocks.picking import ConditionBlock
from cms.compiling import compile_questions, errors_at_blocks
from cms.references import told_to_whom_picked
from tasks_catalog.questionnaire import Definition
from tasks_catalog.validation import validate_definition
from tests.tasks_catalog.definitions import texts

LABEL = texts_for_block(texts("What?"))
TOLD, YES, WHY, HURRY = "aaaaaaaa-1", "bbbbbbbb-2", "cccccccc-3", "dddddddd-4"


def compiled(*, name: str = "", relevant: Any = None, arms: Any = None, after: bool = True) -> Definition:
    """A choice, and words that are asked under a condition on it."""
    options = [{"type": "item", "id": YES, "value": {"label": LABEL}}, {"type": "item", "id": "ffffffff-5", "value": {"label": LABEL}}]
    told = {"type": "single_choice", "id": TOLD, "value": {"label": LABEL, "name": name, "choices": options}}
    why = {"type": "text", "id": WHY, "value": {"label": LABEL, "relevant": relevant, "arms": arms}}
    questions = [told, why] if after else [why, told]
    return compile_questions(
        ScenarioBlock().to_python([{"type": "step", "id": "step", "value": {"label": LABEL, "questions": questions}}]),
        ArmsBlock().to_python([{"type": "arm", "id": HURRY, "value": {"label": LABEL}}]),
    )


def question(definition: Definition, number: int) -> Any:
    return definition["steps"][0]["questions"][number]


PICKED = {"any": [{"question": TOLD, "op": "=", "value": YES}, {"not": {"question": TOLD, "op": "answered"}}]}


@pytest.mark.parametrize("name", ["", "told"])
def test_a_picked_block_becomes_its_name(name: str) -> None:
    called = name or "single-aaaaaaaa"

    relevant = question(compiled(name=name, relevant=PICKED), 1)["relevant"]

    assert relevant == {
        "any": [{"question": called, "op": "=", "value": "choice-bbbbbbbb"}, {"not": {"question": called, "op": "answered"}}]
    }


def test_a_picked_scenario_becomes_its_name() -> None:
    definition = compiled(arms=[HURRY])

    assert question(definition, 1)["arms"] == ["arm-dddddddd"] == [arm["name"] for arm in definition.get("arms", [])]


@pytest.mark.parametrize("gone", ["814f79ae-ef01-4954-a668-cf9227e528e1", "a14f79ae-ef01-4954-a668-cf9227e528e1"])
@pytest.mark.parametrize("lost", ["question", "value", "arms"])
def test_what_is_gone_is_told_without_its_id(lost: str, gone: str) -> None:
    picked = {"question": TOLD, "op": "=", "value": YES} | ({lost: gone} if lost != "arms" else {})
    definition = compiled(relevant=picked, arms=[gone] if lost == "arms" else None)

    told = [problem.message for problem in told_to_whom_picked(validate_definition(definition), definition)]

    assert "What was picked here is not in this brief any more. Pick again." in told
    assert not any(gone in message for message in told)


@pytest.mark.parametrize("name", ["welcome", "a14f79aeef014954a668cf9227e528e1"])
def test_what_is_gone_and_had_a_name_is_told_by_its_name(name: str) -> None:
    definition = compiled(relevant={"question": name, "op": "answered"})

    told = [problem.message for problem in told_to_whom_picked(validate_definition(definition), definition)]

    assert f"There is no question “{name}” in this brief." in told


def test_words_that_are_no_ids_stay_as_they_are() -> None:
    by_name = {"question": "single-aaaaaaaa", "op": "=", "value": "choice-bbbbbbbb"}

    assert question(compiled(relevant=by_name), 1)["relevant"] == by_name


@pytest.mark.parametrize(
    "lost",
    [compiled(relevant={"question": "gone", "op": "answered"}), compiled(relevant=PICKED, after=False)],
    ids=["taken away", "moved below"],
)
def test_a_condition_that_lost_its_question_is_a_problem_at_its_block(lost: Definition) -> None:
    places = [problem.place[:5] for problem in validate_definition(lost, waived_duties=["compare", "voice", "pain", "think"])]

    assert any(place[-1] == "relevant" for place in places)


def test_a_condition_that_found_its_question_is_none() -> None:
    assert validate_definition(compiled(relevant=PICKED), waived_duties=["compare", "voice", "pain", "think"]) == []


def test_a_problem_of_a_condition_stands_at_the_condition() -> None:
    why = {"type": "text", "id": WHY, "value": {"label": LABEL, "relevant": {"question": "gone", "op": "answered"}}}
    scenario = ScenarioBlock().to_python([{"type": "step", "id": "step", "value": {"label": LABEL, "questions": [why]}}])

    error: Any = errors_at_blocks(scenario, validate_definition(compile_questions(scenario)))

    assert error.block_errors[0].block_errors["questions"].block_errors[0].block_errors["relevant"].messages


def test_what_the_browser_never_sends_is_refused() -> None:
    block = ConditionBlock()

    with pytest.raises(ValidationError):
        block.clean(block.value_from_datadict({"c": "{not json"}, {}, "c"))


@pytest.mark.parametrize(
    ("sent", "kept"), [("", None), ("null", None), ('{"question":"q","op":"answered"}', {"question": "q", "op": "answered"})]
)
def test_a_condition_is_kept_as_it_was_picked(sent: str, kept: Any) -> None:
    block = ConditionBlock()

    assert block.clean(block.value_from_datadict({"c": sent}, {}, "c")) == kept
