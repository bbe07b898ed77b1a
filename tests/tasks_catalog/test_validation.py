"""What is wrong with a questionnaire is found, and said where it stands."""

from typing import Any

import pytest

from tasks_catalog.effort import Effort, effort_of
from tasks_catalog.questionnaire import Definition
from tasks_catalog.validation import Place, validate_definition
from tests.tasks_catalog.definitions import definition, texts


def places(spoilt: Definition, **options: Any) -> list[Place]:
    return [problem.place for problem in validate_definition(spoilt, touchpoints={"courier-call"}, **options)]


def with_question(**changes: Any) -> Definition:
    """The small questionnaire, its first question changed; None takes a key away."""
    whole = definition()
    question: Any = whole["steps"][0]["questions"][0]
    question |= changes
    for key, value in changes.items():
        if value is None:
            del question[key]
    return whole


FIRST: Place = ("steps", 0, "questions", 0)


def test_a_whole_questionnaire_has_no_problem() -> None:
    assert places(definition()) == []


@pytest.mark.parametrize("broken", [None, [], {}, {"languages": "en"}, {"languages": ["en"]}, {"languages": ["en"], "steps": "none"}])
def test_what_is_no_questionnaire_is_refused_without_a_crash(broken: Any) -> None:
    assert validate_definition(broken)


@pytest.mark.parametrize("broken", [None, {}, {"name": 3}, {"name": "a", "questions": []}, {"name": "a", "questions": [None]}])
def test_a_step_without_bones_is_named(broken: Any) -> None:
    assert places({"languages": ["en"], "steps": [broken]})[0][:2] == ("steps", 0)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"type": "essay"}, (*FIRST, "type")),
        ({"name": "Recommend us!"}, (*FIRST, "name")),
        ({"name": "pains"}, ("steps", 0, "questions", 2, "name")),
        ({"label": {"en": "Only English"}}, (*FIRST, "label", "zh-hans")),
        ({"label": {}}, (*FIRST, "label", "en")),
        ({"hint": {"en": "Only English"}}, (*FIRST, "hint", "pl")),
        ({"scale": "stars"}, (*FIRST, "scale")),
        ({"type": "text"}, (*FIRST, "scale")),
        ({"minimum": 3}, (*FIRST, "scale")),
        ({"subjects": ["us", "them"]}, (*FIRST, "subjects")),
        ({"subjects": []}, (*FIRST, "subjects")),
        ({"touchpoint": "moon"}, (*FIRST, "touchpoint")),
        ({"choices": [{"name": "a", "label": texts("A")}]}, (*FIRST, "choices")),
        ({"type": "select_one", "scale": None}, (*FIRST, "choices")),
        ({"type": "integer", "scale": None, "minimum": 9, "maximum": 3}, (*FIRST, "maximum")),
        ({"type": "integer", "scale": None, "minimum": "nine"}, (*FIRST, "minimum")),
        ({"type": "photo", "scale": None, "maximum": 99}, (*FIRST, "maximum")),
        ({"type": "photo", "scale": None, "minimum": -1}, (*FIRST, "minimum")),
        ({"type": "text", "scale": None, "maximum": 9}, (*FIRST, "maximum")),
        ({"type": "pain", "scale": None}, (*FIRST, "subjects")),
    ],
)
def test_a_spoilt_question_is_named_with_its_place(changes: dict[str, Any], place: Place) -> None:
    assert place in places(with_question(**changes))


def test_choices_have_their_own_names_and_texts() -> None:
    choices = [{"name": "yes", "label": texts("Yes")}, {"name": "yes", "label": {"en": "Also yes"}}]

    found = places(with_question(type="select_one", scale=None, choices=choices))

    assert (*FIRST, "choices", 1, "name") in found
    assert (*FIRST, "choices", 1, "label", "pl") in found


def test_a_comparison_needs_a_touchpoint() -> None:
    assert (*FIRST, "touchpoint") in places(definition(touchpoint=""))


@pytest.mark.parametrize(("index", "duty"), [(0, "compare"), (0, "voice"), (1, "voice"), (2, "pain"), (3, "think")])
def test_a_duty_that_nothing_covers_is_missed(index: int, duty: str) -> None:
    whole = definition()
    del whole["steps"][0]["questions"][index]

    assert ("duties", duty) in places(whole)


def test_a_waived_duty_is_not_missed() -> None:
    whole = definition()
    del whole["steps"][0]["questions"][3]

    assert places(whole, waived_duties=["think"]) == []


def test_effort_counts_every_company_and_the_least_photos() -> None:
    whole = definition()
    photo: Any = {"type": "photo", "name": "pictures", "label": texts("Photos"), "subjects": ["own", "rival"], "minimum": 2}
    whole["steps"][0]["questions"].append(photo)

    assert effort_of(whole) == Effort(minutes=8, questions=7, photos=4)
