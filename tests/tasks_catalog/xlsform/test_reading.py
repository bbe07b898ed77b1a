"""Any form is read or refused; what is left out and what is wrong is said with its place."""

import pytest

from tasks_catalog.questionnaire import DUTIES
from tasks_catalog.validation import validate_definition
from tasks_catalog.xlsform import FormRefused, read_xlsform
from tests.tasks_catalog.xlsform.books import xlsx
from tests.tasks_catalog.xlsform.kinds_of_forms import CONVERTED
from tests.tasks_catalog.xlsform.wrong_forms import REFUSED


@pytest.mark.parametrize("name", CONVERTED)
def test_a_form_of_another_make_is_read(name: str) -> None:
    form = CONVERTED[name]

    read = read_xlsform(xlsx(form.sheets))

    left_out = sorted((remark.sheet, remark.row, remark.column) for remark in read.left_out)
    assert (sum(len(step["questions"]) for step in read.definition["steps"]), left_out) == (form.questions, sorted(form.places))


@pytest.mark.parametrize("name", CONVERTED)
def test_what_was_read_is_a_questionnaire(name: str) -> None:
    definition = read_xlsform(xlsx(CONVERTED[name].sheets)).definition

    problems = validate_definition(definition, waived_duties=DUTIES)

    assert [str(problem) for problem in problems if problem.place[-1] not in definition["languages"]] == []


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_form_is_refused_with_every_place(name: str) -> None:
    form = REFUSED[name]

    with pytest.raises(FormRefused) as refused:
        read_xlsform(xlsx(form.sheets))

    assert sorted((remark.sheet, remark.row, remark.column) for remark in refused.value.remarks) == sorted(form.places)


@pytest.mark.parametrize(
    ("formula", "op", "value"),
    [
        ("decimal-time(${t}) < 0.75", "<", "18:00"),
        ("decimal-time(${t}) >= 0.770486", ">=", "18:30"),
        ("decimal-time(${t}) <= 0.771181", "<=", "18:30"),
        ("0.5 > decimal-time(${t})", "<", "12:00"),
        ("decimal-time(${t}) > decimal-time('18:30')", ">", "18:30"),
    ],
)
def test_a_part_of_a_day_is_a_time(formula: str, op: str, value: str) -> None:
    rows = [["type", "name", "label", "relevant"], ["time", "t", "When", ""], ["text", "q", "Why", formula]]

    read = read_xlsform(xlsx({"survey": rows}))

    assert read.definition["steps"][0]["questions"][1]["relevant"] == {"question": "t", "op": op, "value": value}


def test_what_is_no_part_of_a_day_is_left_out_with_its_place() -> None:
    rows = [["type", "name", "label", "relevant"], ["time", "t", "When", ""], ["text", "q", "Why", "${t} < 1830"]]

    left_out = read_xlsform(xlsx({"survey": rows})).left_out

    assert [(remark.sheet, remark.row, remark.column) for remark in left_out] == [("survey", 3, "relevant")]


@pytest.mark.parametrize(
    ("kind", "means"),
    [
        ("text", {"question": "a", "op": "answered"}),
        ("integer", {"all": [{"question": "a", "op": "answered"}, {"question": "a", "op": "!=", "value": 0}]}),
    ],
)
def test_an_answer_alone_is_a_condition_that_something_was_said(kind: str, means: dict[str, object]) -> None:
    rows = [["type", "name", "label", "relevant"], [kind, "a", "A", ""], ["text", "b", "B", "${a}"]]

    read = read_xlsform(xlsx({"survey": rows}))

    assert read.definition["steps"][0]["questions"][1]["relevant"] == means


@pytest.mark.parametrize(("head", "code"), [("Deutsch", "de"), ("Español", "es"), ("Kiswahili", "sw"), ("Tigirigna", "und-tigirign")])
def test_a_language_is_known_by_the_name_that_it_has_for_itself(head: str, code: str) -> None:
    read = read_xlsform(xlsx({"survey": [["type", "name", f"label::{head}"], ["text", "a", "A"]]}))

    assert read.definition["languages"] == [code]
