"""What people wrote is shown by a spreadsheet and never run."""

import csv

import pytest

from rewards.exports import csv_response
from shared.spreadsheets import plain_cell

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_is_text(text: str) -> None:
    assert plain_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["1 = 1", "普币 +5", "a\n=1", ""])
def test_other_words_stay_as_they_are(text: str) -> None:
    assert plain_cell(text) == text


def test_a_table_of_points_quotes_words_and_leaves_numbers() -> None:
    table = b"".join(csv_response("x.csv", ["what", "points"], [["＝1+1", -5]])).decode("utf-8-sig")

    assert list(csv.reader(table.splitlines()))[1] == ["'＝1+1", "-5"]
