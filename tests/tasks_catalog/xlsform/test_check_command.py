"""`manage.py check_xlsform`: a verdict on every file, never a traceback."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.tasks_catalog.xlsform.books import survey, xlsx


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    good, wrong = tmp_path / "good.xlsx", tmp_path / "wrong.xlsx"
    good.write_bytes(xlsx({"survey": survey(["text", "a", "A"], ["audio", "b", "B"])}))
    wrong.write_bytes(xlsx({"survey": survey(["txet", "a", "A"])}))
    return [str(good), str(wrong), str(tmp_path / "gone.xlsx"), str(tmp_path)]


def test_every_file_gets_its_verdict(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_xlsform", *files, "--json")

    told = json.loads(capsys.readouterr().out)
    assert [verdict["result"] for verdict in told] == ["converted", "refused", "refused", "refused"]


def test_the_verdict_tells_the_places(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_xlsform", *files[:2], "--json")

    converted, refused = json.loads(capsys.readouterr().out)
    places = [
        [(remark["sheet"], remark["row"], remark["column"]) for remark in verdict]
        for verdict in (converted["left_out"], refused["reasons"])
    ]
    assert places == [[("survey", 3, "type")], [("survey", 2, "type")]]


def test_a_person_reads_lines(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_xlsform", files[0])

    head, line = capsys.readouterr().out.splitlines()
    assert head.endswith("good.xlsx: converted, 1 questions in 1 steps, left out: 1")
    assert line == "  survey, row 3, type: Was left out: sound and film are not recorded here."
