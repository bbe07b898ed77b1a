"""Which columns mean what, and which rows are reviews."""

from datetime import date

import pytest

from insights.outside_files import Table, read_table
from insights.outside_mapping import LEAVE_OUT, NEW_RIVAL, Mapping, fitting_formats, guess, is_ambiguous
from insights.outside_rows import Checked, check_rows, problems
from tasks_catalog.models import Provider

TODAY = date(2025, 7, 1)
HARBOUR = Provider(pk=1, slug="own", name="Harbour Bank", kind="own")
MAPPING = Mapping(provider="bank", on="date", rating="rating", text="review", date_format="%Y-%m-%d", providers={"CBE": "1", "BOA": "new"})


def table(*rows: str, header: str = "review,rating,date,bank") -> Table:
    return read_table("\n".join([header, *rows, ""]).encode())


def checked(*rows: str, mapping: Mapping = MAPPING) -> Checked:
    return check_rows(table(*rows), mapping, today=TODAY)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("review,rating,date,bank,source", ("bank", "date", "rating", "review")),
        ("日期,评分,评论,银行", ("银行", "日期", "评分", "评论")),
        ("Data,Ocena,Treść,Firma", ("Firma", "Data", "Ocena", "Treść")),
        ("Posted at,Star rating,Comment text,Company name", ("Company name", "Posted at", "Star rating", "Comment text")),
    ],
)
def test_columns_are_guessed_from_the_header(header: str, columns: tuple[str, ...]) -> None:
    guessed = guess(table("a,b,c,d,e", header=header), [], {})

    assert (guessed.provider, guessed.on, guessed.rating, guessed.text) == columns


def test_a_company_is_known_by_its_name_or_by_what_was_decided_before() -> None:
    rows = table("x,5,2025-06-30,harbour bank", "x,5,2025-06-30,CBE", "x,5,2025-06-30,Dashen")

    assert guess(rows, [HARBOUR], {"CBE": "1"}).providers == {"harbour bank": "1", "CBE": "1", "Dashen": ""}


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("2025-06-30", "%Y-%m-%d"),
        ("30.06.2025", "%d.%m.%Y"),
        ("30/06/2025", "%d/%m/%Y"),
        ("06/30/2025", "%m/%d/%Y"),
        ("2025年6月30日", "%Y年%m月%d日"),
        ("2025-06-30T23:59:00Z", "%Y-%m-%d"),
        ("20250630", "%Y%m%d"),
    ],
)
def test_the_form_of_dates_is_found_out(value: str, form: str) -> None:
    assert next(iter(fitting_formats([value, value, ""]))) == form


def test_it_is_said_when_day_and_month_could_be_either_way_round() -> None:
    assert is_ambiguous(["03/04/2025", "01/02/2025"])
    assert not is_ambiguous(["03/04/2025", "30/04/2025"])


def test_a_file_of_labels_without_dates_is_told_what_it_lacks() -> None:
    labels = table("1,很快，好吃", header="label,text")

    said = " ".join(map(str, problems(labels, guess(labels, [HARBOUR], {}))))

    assert "No column is chosen for the date" in said
    assert "label, text" in said
    assert "a label such as 0 or 1" in said
    assert "Whose reviews are these?" in said


def test_a_company_that_nobody_explained_is_asked_for() -> None:
    rows = table("x,5,2025-06-30,Dashen")

    assert "Dashen" in str(problems(rows, Mapping(**{**MAPPING.as_json(), "providers": {"Dashen": ""}}))[0])


def test_a_column_of_many_values_names_no_companies() -> None:
    many = Mapping(**{**MAPPING.as_json(), "providers": {str(number): "1" for number in range(51)}})

    assert "more than 50" in str(problems(table("x,5,2025-06-30,1"), many)[0])


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("fine,0,2025-06-30,CBE", "rating", "whole number from 1 to 5"),
        ("fine,6,2025-06-30,CBE", "rating", "whole number from 1 to 5"),
        ("fine,4.5,2025-06-30,CBE", "rating", "whole number from 1 to 5"),
        ("fine,good,2025-06-30,CBE", "rating", "not a number"),
        ("fine,NaN,2025-06-30,CBE", "rating", "whole number"),
        ("fine,,2025-06-30,CBE", "rating", "missing"),
        ("fine,5,30.06.2025,CBE", "date", "not a date"),
        ("fine,5,,CBE", "date", "missing"),
        ("fine,5,2025-07-02,CBE", "date", "in the future"),
        ("fine,5,2025-06-30,", "bank", "missing"),
        ("fine,5,2025-06-30,Dashen", "bank", "Nobody has said"),
        ("fine,5,2025-06-30,CBE,more", "bank", "more columns than the header"),
    ],
)
def test_a_bad_cell_is_named_by_row_column_and_reason(row: str, column: str, reason: str) -> None:
    result = checked("fine,5,2025-06-30,CBE", row)

    assert [good.row for good in result.good] == [2]
    assert (result.errors[0].row, result.errors[0].column) == (3, column)
    assert reason in str(result.errors[0].reason)


def test_a_row_with_two_bad_cells_counts_once_among_the_refused() -> None:
    result = checked("fine,0,nonsense,CBE")

    assert (len(result.errors), result.refused) == (2, 1)


def test_rows_of_a_company_that_is_left_out_are_neither_good_nor_bad() -> None:
    result = checked("fine,nonsense,nonsense,CBE", mapping=Mapping(**{**MAPPING.as_json(), "providers": {"CBE": LEAVE_OUT}}))

    assert (result.good, result.errors, result.left_out) == ([], [], 1)


def test_ratings_written_with_a_decimal_are_whole_when_they_are_whole() -> None:
    assert [row.rating for row in checked('fine,"5,0",2025-06-30,CBE', "fine,4.0,2025-06-30,CBE").good] == [5, 4]


def test_two_equal_reviews_in_one_file_are_two_reviews() -> None:
    first, second = checked("ok,5,2025-06-30,CBE", "ok,5,2025-06-30,CBE").good

    assert first.fingerprint(1) != second.fingerprint(1)


def test_the_same_review_of_another_company_is_another_review() -> None:
    row = checked("ok,5,2025-06-30,CBE").good[0]

    assert row.fingerprint(1) != row.fingerprint(2)


def test_a_new_rival_called_like_an_id_is_not_taken_for_it() -> None:
    row = checked("ok,5,2025-06-30,1", mapping=Mapping(**{**MAPPING.as_json(), "providers": {"1": NEW_RIVAL}})).good[0]

    assert row.company == "new:1"
