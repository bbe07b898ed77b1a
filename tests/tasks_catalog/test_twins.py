"""Skip logic and arithmetic say the same on the server and on the phone: on the golden file, and on a thousand random questionnaires."""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from tasks_catalog.conditions import calculated, effective, holds, visible
from tests.tasks_catalog.questionnaires import a_case

pytestmark = pytest.mark.browser

CASES = 1_000
CHROMIUM = next(
    (path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome") if Path(path).exists()), None
)
SOURCE = (Path(settings.BASE_DIR) / "static" / "js" / "runner" / "conditions.js").read_text()
GOLDEN: dict[str, list[Any]] = json.loads((Path(__file__).parent / "golden" / "conditions.json").read_text())
CALL = """async ([source, cases]) => {
    const twin = await import(URL.createObjectURL(new Blob([source], {type: "text/javascript"})));
    const all = (given) => [
        [...twin.visible(...given)].sort(),
        twin.calculated(...given),
        twin.effective(...given),
    ];
    return cases.map((each) => each.condition
        ? twin.holds(each.condition, each.answers, each.this)
        : all([each.definition, each.answers, each.arm]));
}"""

type Phone = Callable[[str, list[Any]], list[Any]]


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        yield lambda source, cases: page.evaluate(CALL, [source, cases])
        browser.close()


@pytest.fixture(scope="module")
def cases() -> list[Any]:
    return [a_case(random.Random(number)) for number in range(CASES)]  # noqa: S311 - the same cases every time


def on_the_server(case: Any) -> list[Any]:
    asked = case["definition"], case["answers"], case["arm"]
    return [sorted(visible(*asked)), calculated(*asked), effective(*asked)]


def test_the_phone_keeps_to_the_golden_file(phone: Phone) -> None:
    assert phone(SOURCE, GOLDEN["holds"]) == [case["expected"] for case in GOLDEN["holds"]]
    assert [told[:2] for told in phone(SOURCE, GOLDEN["visible"])] == [[case["visible"], case["calculated"]] for case in GOLDEN["visible"]]


def test_the_twins_agree_on_a_thousand_random_cases(phone: Phone, cases: list[Any]) -> None:
    here = [on_the_server(case) for case in cases]

    differing = [number for number, (one, other) in enumerate(zip(here, phone(SOURCE, cases), strict=True)) if one != other]

    assert differing == []


def test_the_random_cases_hide_and_show_and_compute(cases: list[Any]) -> None:
    told = [on_the_server(case) for case in cases]
    questions = [sum(len(step["questions"]) for step in case["definition"]["steps"]) for case in cases]

    assert sum(len(shown) < asked for (shown, _figures, _known), asked in zip(told, questions, strict=True)) > CASES / 4
    assert sum(any(figure is not None for figure in figures.values()) for _shown, figures, _known in told) > CASES / 10


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("one <= other", "one < other"),
        (".every((part) => holds", ".some((part) => holds"),
        ("!isBlank(value)) known", "value !== null) known"),
    ],
)
def test_a_bent_twin_is_found(phone: Phone, cases: list[Any], right: str, wrong: str) -> None:
    assert right in SOURCE

    assert phone(SOURCE.replace(right, wrong), cases) != [on_the_server(case) for case in cases]


def test_the_operators_are_tried_both_ways(cases: list[Any]) -> None:
    told = {(part["op"], holds(part, case["answers"])) for case in cases for part in case["comparisons"]}

    assert told >= {(op, way) for op in ("=", "!=", "<", "<=", ">", ">=", "selected", "answered") for way in (True, False)}
