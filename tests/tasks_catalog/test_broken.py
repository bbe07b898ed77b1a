"""A hundred and more ways to break a questionnaire, each refused with its place and a sentence."""

from collections.abc import Callable
from typing import Any

import pytest

from tasks_catalog.problems import Place
from tasks_catalog.questionnaire import TYPES, Definition, questions_of
from tasks_catalog.schema import shape_problems
from tasks_catalog.validation import uncertain_duties, validate_definition
from tests.tasks_catalog.definitions import texts
from tests.tasks_catalog.rich import FIGURES, VISIT, WORDS, ask, compare, options, place_of, question_of, rich

GONE = object()


def of(name: str, path: str, value: Any, *at: str | int) -> tuple[str, str, Callable[[Any], None], Place]:
    """Break one part of the question `name`; `at` is where the fault is told, below the question."""
    return name, path, lambda whole: put(question_of(whole, name), path, value), (*place_of(name), *(at or steps_of(path)))


def top(path: str, value: Any, *at: str | int) -> tuple[str, str, Callable[[Any], None], Place]:
    """Break a part of the whole; `at` is where the fault is told."""
    return "whole", path, lambda whole: put(whole, path, value), at or tuple(steps_of(path))


def steps_of(path: str) -> list[str | int]:
    return [int(part) if part.isdigit() else part for part in path.split(".")]


def put(node: Any, path: str, value: Any) -> None:
    *way, last = steps_of(path)
    for part in way:
        node = node[part]
    if value is GONE:
        del node[last]
    elif isinstance(last, str) or last < len(node):
        node[last] = value
    else:
        node.append(value)


BROKEN = [
    # the whole
    top("languages", GONE),
    top("languages", []),
    top("languages", "en"),
    top("languages", ["en", "en"]),
    top("languages", ["English"], "languages", 0),
    top("languages", [7], "languages", 0),
    top("languages", ["en", "zh-hans", "pl", "de"], "steps", 0, "label", "de"),
    top("steps", GONE),
    top("steps", []),
    top("steps", {}),
    top("title", "My form"),
    top("arms", []),
    # scenarios
    top("arms.0.share", 0),
    top("arms.0.share", 1.5),
    top("arms.0.share", GONE),
    top("arms.0.name", "Calm & slow"),
    top("arms.1.name", "calm"),
    top("arms.0.label", {"en": "Only English"}, "arms", 0, "label", "zh-hans"),
    top("arms.0.persona", {"en": "Only English"}, "arms", 0, "persona", "pl"),
    top("arms.0.rival_first", "both"),
    top("arms.0.colour", "red"),
    # steps
    top("steps.0", "visit"),
    top("steps.0.name", GONE),
    top("steps.0.name", 7),
    top("steps.1.name", "visit"),
    top("steps.0.label", GONE),
    top("steps.0.label", texts("x") | {"EN!": "x"}, "steps", 0, "label", "EN!"),
    top("steps.0.hint", {"pl": "tylko"}, "steps", 0, "hint", "en"),
    top("steps.0.touchpoint", "moon"),
    top("steps.0.touchpoint", 3),
    top("steps.0.questions", []),
    top("steps.0.questions", GONE),
    top("steps.0.questions.0", None),
    top("steps.0.colour", "red"),
    top("steps.0.arms", ["nobody"], "steps", 0, "arms", 0),
    top("steps.0.relevant", compare("came", "=", "yes"), "steps", 0, "relevant", "question"),
    top("steps.1.relevant", compare("nps", ">", 3), "steps", 1, "relevant", "question"),
    top("steps.2.relevant", {"all": [compare("came", "=", "yes"), compare("came", "=", "no")]}, "steps", 2, "relevant"),
    # every question
    of("came", "type", GONE),
    of("came", "type", "essay"),
    of("came", "type", ["text"]),
    of("came", "name", GONE),
    of("came", "name", "Did they come?"),
    of("came", "name", "came\n"),
    of("saw", "name", "came"),
    of("came", "label", GONE),
    of("came", "label", "Did they come?"),
    of("came", "label", {"en": "Came?", "zh-hans": " ", "pl": "?"}, "label", "zh-hans"),
    of("came", "label", {"en": 7, "zh-hans": "?", "pl": "?"}, "label", "en"),
    of("came", "hint", {"en": "Only English"}, "hint", "pl"),
    of("days", "unit", {"en": "days"}, "unit", "pl"),
    of("came", "required", "yes"),
    of("came", "subjects", ["us", "them"]),
    of("came", "subjects", []),
    of("came", "subjects", ["own", "own"]),
    of("came", "touchpoint", "moon"),
    of("came", "criterion", 7),
    of("came", "colour", "red"),
    of("came", "appearance", 3),
    of("came", "arms", []),
    of("came", "arms", ["nobody"], "arms", 0),
    of("came", "arms", ["calm", "calm"]),
    of("came", "label", {"en": "a\ud800b", "zh-hans": "?", "pl": "?"}, "label", "en"),
    of("came", "label", {"en": "a\x00b", "zh-hans": "?", "pl": "?"}, "label", "en"),
    # scales and numbers
    of("nps", "scale", "stars"),
    of("days", "scale", "nps"),
    of("nps", "minimum", 3, "scale"),
    of("days", "minimum", "nine"),
    of("days", "minimum", 2.5),
    of("days", "minimum", True),
    of("days", "minimum", 31, "maximum"),
    of("days", "maximum", 10**12),
    of("days", "maximum", float("nan")),
    of("why", "maximum", 9),
    of("score", "minimum", 3),
    of("waited", "minimum", -1),
    of("front", "maximum", 99),
    of("front", "minimum", -1),
    of("pains", "minimum", -1),
    of("log", "maximum", 99),
    of("stars", "parameters.end", 1),
    of("stars", "parameters.step", 0),
    of("stars", "parameters.step", 0.001),
    of("stars", "parameters.start", "one"),
    of("stars", "parameters.colour", "gold"),
    of("why", "parameters", {"start": 1}),
    # choices and rows
    of("came", "choices", GONE),
    of("came", "choices", options("yes")),
    of("came", "choices.1.name", "yes"),
    of("came", "choices.1.name", "No!"),
    of("came", "choices.1.label", GONE),
    of("came", "choices.1.label", {"en": "No"}, "choices", 1, "label", "pl"),
    of("came", "choices.1.score", 0.5),
    of("came", "choices.1.colour", "red"),
    of("came", "choices.1", "no"),
    of("days", "choices", options("a", "b")),
    of("grid", "rows", GONE),
    of("grid", "rows", []),
    of("grid", "rows.1.name", "tone"),
    of("grid", "rows.0.label", {"en": "Tone"}, "rows", 0, "label", "zh-hans"),
    of("came", "rows", options("a", "b")),
    # places, photos, notes
    of("there", "parameters", GONE),
    of("there", "parameters.radius", GONE),
    of("there", "parameters.radius", 1),
    of("there", "parameters.latitude", 91),
    of("there", "parameters.longitude", "121E"),
    of("there", "parameters.strict", "yes"),
    of("there", "subjects", ["own", "rival"]),
    of("front", "parameters.taken_now", 1),
    of("front", "parameters.radius", 10),
    of("thanks", "subjects", ["own", "rival"]),
    of("pains", "subjects", ["rival"]),
    # conditions
    of("thanks", "relevant", {}, "relevant", "question"),
    of("thanks", "relevant", "came = 'yes'"),
    of("thanks", "relevant", {"all": []}, "relevant", "all"),
    of("thanks", "relevant", {"all": compare("came", "answered")}, "relevant", "all"),
    of("thanks", "relevant", {"not": []}, "relevant", "not"),
    of("thanks", "relevant", {"all": [compare("came", "answered")], "any": []}, "relevant", "any"),
    of("thanks", "relevant", {"question": "came", "value": "yes"}, "relevant", "op"),
    of("thanks", "relevant", compare("came", "="), "relevant", "value"),
    of("thanks", "relevant", compare("came", "=", ["yes"]), "relevant", "value"),
    of("thanks", "relevant", compare("came", "~", "yes"), "relevant", "op"),
    of("thanks", "relevant", compare("came", "answered", "yes"), "relevant", "value"),
    of("thanks", "relevant", compare("saw", "selected", 3), "relevant", "value"),
    of("thanks", "relevant", compare("came", "=", "yes", subject="them"), "relevant", "subject"),
    of("thanks", "relevant", compare("came", "=", "yes", subject="rival"), "relevant", "subject"),
    of("thanks", "relevant", compare("came", "=", "perhaps"), "relevant", "value"),
    of("thanks", "relevant", compare("saw", "=", "clerk"), "relevant", "op"),
    of("thanks", "relevant", compare("front", ">", 1), "relevant", "op"),
    of("thanks", "relevant", compare("code", "<", "9"), "relevant", "op"),
    of("thanks", "relevant", compare("there", "=", "here"), "relevant", "value"),
    of("thanks", "relevant", compare("nobody", "answered"), "relevant", "question"),
    of("thanks", "relevant", compare("thanks", "answered"), "relevant", "question"),
    of("came", "relevant", compare("saw", "answered"), "relevant", "question"),
    of("thanks", "relevant", compare(".", "answered"), "relevant", "question"),
    of("thanks", "relevant", {"not": {"any": [compare("came", "=", 1)]}}, "relevant", "not", "any", 0, "value"),
    of("why", "relevant", compare("thanks", "answered"), "relevant", "question"),
    of("why", "relevant", compare("nps", "=", "9"), "relevant", "value"),
    of("why", "relevant", compare("day", "<", "next week"), "relevant", "value"),
    of("why", "relevant", compare("day", "<", "2026-02-30"), "relevant", "value"),
    of("why", "relevant", compare("hour", "<", "25:00"), "relevant", "value"),
    of("why", "relevant", compare("kept", "=", "yes"), "relevant", "value"),
    of("why", "relevant", compare("nps", ">", 10), "relevant"),
    of("why", "relevant", {"all": [compare("days", ">", 4), compare("days", "<", 4)]}, "relevant"),
    of(
        "late",
        "relevant",
        {"all": [compare("why", "answered"), compare("nps", ">", 6), compare("nps", "<", 8, subject="rival")]},
        "relevant",
    ),
    # limits and calculations
    of("day", "constraint", {"condition": compare(".", ">", "2026-01-01")}, "constraint", "message"),
    of("day", "constraint.message", {"en": "This year"}, "constraint", "message", "pl"),
    of("day", "constraint.condition", compare("day", ">", "2026-01-01"), "constraint", "condition", "question"),
    of("day", "constraint.condition", compare(".", ">", 3), "constraint", "condition", "value"),
    of("day", "constraint.condition", compare("hour", "answered"), "constraint", "condition", "question"),
    of("thanks", "constraint", {"condition": compare(".", "answered"), "message": texts("?")}),
    of("total", "calculation", GONE),
    of("total", "calculation", {}),
    of("total", "calculation", {"sum": ["score"], "max": ["score"]}),
    of("total", "calculation", {"median": ["score"]}, "calculation", "median"),
    of("total", "calculation", {"sum": []}, "calculation", "sum"),
    of("total", "calculation", {"sum": ["score", "nobody"]}, "calculation", "sum", 1),
    of("total", "calculation", {"sum": ["why"]}, "calculation", "sum", 0),
    of("total", "calculation", {"sum": ["total"]}, "calculation", "sum", 0),
    of("total", "calculation", {"mean": ["hour"]}, "calculation", "mean", 0),
    of("total", "calculation", {"count": ["thanks"]}, "calculation", "count", 0),
    of("gap", "calculation", {"difference": ["total"]}, "calculation", "difference"),
    of("points", "calculation", {"score": ["order"]}, "calculation", "score", 0),
    of("score", "calculation", {"sum": ["nps"]}),
    # reach and duties
    top("steps.2.arms", ["calm"], "steps", WORDS, "questions", 2, "arms"),
    top("steps.1.touchpoint", "", "steps", FIGURES, "questions", 0, "touchpoint"),
    top("steps.2.questions.4", ask("note", "pains"), "duties", "pain"),
    top("steps.2.questions.5.arms", ["calm"], "duties", "think"),
]


def places(broken: Definition) -> list[Place]:
    return [problem.place for problem in validate_definition(broken, touchpoints={"courier-call"})]


def test_the_whole_from_which_they_are_broken_has_no_problem() -> None:
    assert places(rich()) == []
    assert {question["type"] for _step, question in questions_of(rich())} == set(TYPES)


def test_they_are_a_hundred_and_more() -> None:
    assert len(BROKEN) >= 100


def test_the_schema_alone_refuses_a_hundred_of_them_each_with_its_place() -> None:
    refused = 0
    for _name, _path, spoil, place in BROKEN:
        broken = rich()
        spoil(broken)
        refused += place in [problem.place for problem in shape_problems(broken)]

    assert refused >= 100


@pytest.mark.parametrize(
    ("path", "spoil", "place"), [pytest.param(*case[1:], id=f"{number}-{case[0]}-{case[1]}") for number, case in enumerate(BROKEN)]
)
def test_what_is_broken_is_refused_with_its_place(path: str, spoil: Callable[[Any], None], place: Place) -> None:
    broken = rich()
    spoil(broken)

    found = validate_definition(broken, touchpoints={"courier-call"})

    assert place in [problem.place for problem in found]
    assert all(problem.message.strip() and "%(" not in problem.message for problem in found)


def test_a_fault_in_one_question_does_not_hide_that_of_another() -> None:
    broken = rich()
    question_of(broken, "came")["type"] = "essay"
    del question_of(broken, "days")["label"]["pl"]

    assert places(broken) == [(*place_of("came"), "type"), (*place_of("days"), "label", "pl")]


def test_a_missing_text_does_not_hide_a_condition_that_leads_nowhere() -> None:
    broken = rich()
    del question_of(broken, "days")["label"]["pl"]
    question_of(broken, "thanks")["relevant"] = {"all": [compare("came", "=", "yes"), compare("came", "=", "no")]}

    assert set(places(broken)) == {(*place_of("days"), "label", "pl"), (*place_of("thanks"), "relevant")}


def test_a_question_is_called_as_its_author_knows_it() -> None:
    broken = rich()
    question_of(broken, "saw")["label"] = texts("What did you see?")
    question_of(broken, "came")["relevant"] = compare("saw", "answered")

    [problem] = validate_definition(broken, touchpoints={"courier-call"})
    assert "“What did you see?” is asked later" in problem.message


def test_a_condition_nested_without_end_is_refused_and_not_followed() -> None:
    broken = rich()
    condition: Any = compare("came", "answered")
    for _level in range(5000):
        condition = {"not": condition}
    question_of(broken, "thanks")["relevant"] = condition

    assert places(broken)[0][:5] == (*place_of("thanks"), "relevant")


def test_ten_conditions_within_each_other_are_fine() -> None:
    whole = rich()
    condition: Any = compare("came", "=", "yes")
    for _level in range(10):
        condition = {"all": [{"not": {"not": condition}}]}
    question_of(whole, "thanks")["relevant"] = condition

    assert places(whole) == []


@pytest.mark.parametrize("nothing", [None, [], "x", 7, {}, {"languages": ["en"], "steps": [{}]}])
def test_what_is_no_questionnaire_has_no_shape(nothing: Any) -> None:
    assert shape_problems(nothing)


def test_a_duty_that_is_asked_only_sometimes_is_uncertain() -> None:
    whole = rich()
    assert uncertain_duties(whole) == {"voice", "pain", "think"}  # their step has a condition

    del whole["steps"][WORDS]["relevant"]
    assert uncertain_duties(whole) == {"voice"}  # every text has one of its own

    whole["steps"][VISIT]["questions"].append(ask("text", "said"))
    assert uncertain_duties(whole) == set()
