"""What the editor advises beside what it refuses."""

from cms.live import uncertain
from tests.tasks_catalog.definitions import definition
from tests.tasks_catalog.rich import WORDS, rich


def test_duties_that_only_some_testers_are_asked_for_are_named() -> None:
    assert uncertain(rich(), waived=[]) == [
        "Asked only under a condition, so some testers will bring none: how it felt, pain points, ideas."
    ]


def test_a_waived_duty_is_not_named() -> None:
    assert uncertain(rich(), waived=["voice", "pain"]) == ["Asked only under a condition, so some testers will bring none: ideas."]


def test_what_everybody_is_asked_needs_no_advice() -> None:
    whole = rich()
    del whole["steps"][WORDS]["relevant"]

    assert uncertain(definition(), waived=[]) == []
    assert uncertain(whole, waived=["voice"]) == []
