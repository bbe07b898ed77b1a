"""What axe cannot judge, worked out from the tokens: every line that explains it holds by day and by night."""

import pytest

from tests.gates.explained import GROUNDS, LEAST, THEMES, Ground, colours, contrast, worst


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS, ids=lambda ground: ground.place)
def test_words_on_a_ground_that_axe_cannot_judge_are_readable(ground: Ground, theme: str) -> None:
    assert worst(ground, theme) >= LEAST


def test_a_pale_ink_would_be_found() -> None:
    assert worst(Ground("p", "a trial", ("line",), ("card",)), "light") < LEAST
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0


def test_night_has_colours_of_its_own() -> None:
    assert colours("light")["bg"] == "#f5f7f5"
    assert colours("dark")["bg"] == "#0e1413"
    assert colours("dark")["flash-from"] == colours("light")["flash-from"]
