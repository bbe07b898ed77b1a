"""What a strict page may carry, and how figures are written."""

import pytest
from django.utils import translation

from insights import writing
from insights.drawing import clean


def test_a_drawing_keeps_shapes_and_nothing_that_runs_or_loads() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="5" onload="x()"><script>x()</script><image href="a"/>'
        '<g style="color:red" onclick="x()"><path d="M0,0" fill="url(http://a)" stroke="#12211f"/></g></svg>'
    )

    assert clean(svg, label='a "b"') == (
        '<svg class="chart" role="img" aria-label="a &quot;b&quot;" viewBox="0 0 10 5" width="10" height="5">'
        '<g><path d="M0,0" stroke="#12211f" /></g></svg>'
    )


@pytest.mark.parametrize(("language", "written"), [("en", "94.9\xa0%"), ("zh-hans", "94.9%"), ("pl", "94,9\xa0%")])
def test_a_share_is_written_as_each_language_does(language: str, written: str) -> None:
    with translation.override(language):
        assert writing.percent(0.949) == written


@pytest.mark.parametrize(("language", "written"), [("en", "285,205"), ("zh-hans", "28.5万"), ("pl", "285\xa0205")])
def test_a_large_number_is_written_as_each_language_does(language: str, written: str) -> None:
    with translation.override(language):
        assert writing.whole(285_205) == written


@pytest.mark.parametrize(("value", "written"), [(2.94, "+2.9"), (-22.7, "−22.7"), (-0.04, "0.0")])
def test_a_change_has_its_sign_and_a_zero_has_none(value: float, written: str) -> None:
    assert writing.signed(value) == written


def test_a_long_name_breaks_between_words_and_between_characters() -> None:
    assert writing.wrapped("Activation takes three screens", 20) == "Activation takes|three screens"
    assert writing.wrapped("激活要过三个页面还要设新密码", 16) == "激活要过三个页面|还要设新密码"
