"""Whatever the bytes are: a sentence, in bounded time and memory, never a crash."""

import resource
import subprocess
from collections.abc import Sequence
from typing import Any

import pytest

from tasks_catalog.xlsform import FormRefused, read_xlsform, workbook
from tests.tasks_catalog.xlsform.books import survey, xlsx
from tests.tasks_catalog.xlsform.hostile import GOOD, HOSTILE, many_strings


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(FormRefused) as refused:
        read_xlsform(HOSTILE[name])

    assert all(len(remark.reason) > 10 for remark in refused.value.remarks)


@pytest.mark.parametrize("name", ["locked with a password", "a locked part"])
def test_a_locked_workbook_is_told_apart_from_an_old_one(name: str) -> None:
    with pytest.raises(FormRefused, match="locked with a password"):
        read_xlsform(HOSTILE[name])


def test_what_hurts_does_not_hurt_us() -> None:
    """The memory of this process does not follow what the file unpacks to."""
    content = many_strings(1_500_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(FormRefused):
        read_xlsform(content)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB


def test_without_the_limits_the_child_would_take_what_the_file_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same bomb passes the table of contents once nobody looks at it."""
    bomb = HOSTILE["bomb beside"]
    with pytest.raises(FormRefused):
        read_xlsform(bomb)

    monkeypatch.setattr(workbook, "MOST_UNPACKED", 1 << 40)
    monkeypatch.setattr(workbook, "MOST_RATIO", 1 << 40)
    assert read_xlsform(bomb).definition["steps"]


@pytest.mark.parametrize("limit", ["MOST_PARTS", "MOST_UNPACKED", "MOST_RATIO", "MOST_UNPACKED_SHEET", "MOST_UNPACKED_REST"])
def test_each_limit_refuses_alone(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, limit, 0)

    with pytest.raises(FormRefused, match="too large"):
        read_xlsform(GOOD)


def test_a_child_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SECONDS", 0.001)

    with pytest.raises(FormRefused, match="too large"):
        read_xlsform(GOOD)


def test_the_child_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")
    seen: list[dict[str, str]] = []
    run = subprocess.run

    def watched(*args: Any, **options: Any) -> Any:
        seen.append(options["env"])
        return run(*args, **options)

    monkeypatch.setattr(subprocess, "run", watched)

    read_xlsform(GOOD)

    assert seen
    assert "canary" not in str(seen)


def test_formatted_rows_without_words_are_no_rows() -> None:
    rows: list[Sequence[Any]] = [
        ["text", "a", "A"],
        *([None] * 5 for _ in range(900)),
        ["text", "b", "B"],
        *([None] * 5 for _ in range(3_000)),
    ]

    assert len(read_xlsform(xlsx({"survey": survey(*rows)})).definition["steps"][0]["questions"]) == 2


def test_a_form_as_csv_is_read() -> None:
    content = 'survey,type,name,label\n,text,a,"What, now?"\n,select_one yn,b,B\nchoices,list_name,name,label\n,yn,1,Tak\n,yn,0,Nie\n'

    questions = read_xlsform(content.encode()).definition["steps"][0]["questions"]

    assert [(question["type"], question["label"]) for question in questions] == [
        ("text", {"en": "What, now?"}),
        ("select_one", {"en": "B"}),
    ]


@pytest.mark.parametrize("parted_by", [",", ";", "\t"])
def test_the_sheet_survey_alone_is_a_form_as_csv(parted_by: str) -> None:
    rows = [["type", "name", "label"], ["integer", "a", "How many?"], ["note", "b", "Thank you"]]

    questions = read_xlsform("\r\n".join(parted_by.join(row) for row in rows).encode("utf-8-sig")).definition["steps"][0]["questions"]

    assert [(question["type"], question["name"], question["label"]["en"]) for question in questions] == [
        ("integer", "a", "How many?"),
        ("note", "b", "Thank you"),
    ]


def test_a_sheet_alone_that_needs_another_says_which_row_needs_it() -> None:
    with pytest.raises(FormRefused) as refused:
        read_xlsform(b"type,name,label\nselect_one yn,a,A\n")

    assert [(remark.sheet, remark.row, remark.column) for remark in refused.value.remarks] == [("survey", 2, "type")]
